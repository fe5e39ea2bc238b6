import { Problem } from './api.js';

// Sign-in at the configured issuer: authorization code with PKCE (RFC 7636), no secret. The access token is the key.
const PENDING = 'gateway.sign-in';

const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const here = () => location.origin + location.pathname;
const refused = (detail) => new Problem(401, { detail });

const asked = async (url, options) => {
  try {
    const answer = await fetch(url, { credentials: 'omit', ...options });
    return { ok: answer.ok, body: await answer.json() };
  } catch (away) {
    throw refused('The issuer does not answer.');
  }
};

const discovered = async (issuer) =>
  (await asked(issuer.replace(/\/$/, '') + '/.well-known/openid-configuration')).body;

/** Leaves for the issuer. */
export const signIn = async ({ issuer, clientId, scope }) => {
  const verifier = random();
  const state = random();
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const { authorization_endpoint: endpoint } = await discovered(issuer);
  sessionStorage.setItem(PENDING, JSON.stringify({ verifier, state, hash: location.hash }));
  const to = new URL(endpoint);
  Object.entries({
    response_type: 'code', client_id: clientId, redirect_uri: here(), scope, state,
    code_challenge: base64url(challenge), code_challenge_method: 'S256',
  }).forEach(([name, value]) => to.searchParams.set(name, value));
  if (!/^https?:$/.test(to.protocol)) throw refused('The issuer names no page to sign in.');
  location.assign(to.href);
};

/** The token of whoever comes back from the issuer; nothing when nobody does. */
export const signedIn = async ({ issuer, clientId }) => {
  const back = new URLSearchParams(location.search);
  if (!back.has('state')) return null;
  const pending = JSON.parse(sessionStorage.getItem(PENDING) || 'null');
  sessionStorage.removeItem(PENDING);
  history.replaceState(history.state, '', here() + (pending ? pending.hash : ''));
  if (!pending || back.get('state') !== pending.state) throw refused('This sign-in did not begin in this tab.');
  if (!back.has('code')) throw refused('The issuer refused the sign-in: ' + (back.get('error_description') || back.get('error')));
  const { token_endpoint: endpoint } = await discovered(issuer);
  const answer = await asked(endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code', code: back.get('code'), redirect_uri: here(), client_id: clientId,
      code_verifier: pending.verifier,
    }),
  });
  if (!answer.ok || !answer.body.access_token) throw refused('The issuer gave no token.');
  return answer.body.access_token;
};
