// The public API, and nothing else. The key is in sessionStorage: it ends with the tab.
const KEY = 'gateway.key';

export const key = () => sessionStorage.getItem(KEY);
export const setKey = (value) => (value ? sessionStorage.setItem(KEY, value) : sessionStorage.removeItem(KEY));

export class Problem extends Error {
  constructor(status, body) {
    super((body && body.detail) || 'The gateway does not answer.');
    this.status = status;
    this.errors = (body && body.errors) || [];
    this.id = body && body.id;
  }
}

// a server that hangs is told as one that is away
const PATIENCE = { GET: 15000, other: 60000, file: 600000 };

export async function call(method, path, body, headers) {
  const file = body instanceof Blob;
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), file ? PATIENCE.file : PATIENCE[method] || PATIENCE.other);
  let answer;
  let text;
  try {
    answer = await fetch(path, {
      method,
      credentials: 'omit',
      cache: 'no-store',
      signal: control.signal,
      headers: {
        Authorization: 'Bearer ' + key(),
        ...(body === undefined ? {} : { 'Content-Type': file ? body.type || 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      body: body === undefined || file ? body : JSON.stringify(body),
    });
    text = await answer.text();
  } catch (away) {
    throw new Problem(0);
  } finally {
    clearTimeout(timer);
  }
  let json;
  try {
    json = text ? JSON.parse(text) : null;
  } catch (e) {
    json = null;
  }
  if (!answer.ok) {
    if (answer.status === 401) {
      dispatchEvent(new Event('gateway.unauthorized'));
    }
    throw new Problem(answer.status, json);
  }
  return json;
}

// the file itself, or the address that it has elsewhere for a while
export async function file(path) {
  const headers = { Authorization: 'Bearer ' + key(), Accept: 'text/uri-list, */*;q=0.5' };
  const answer = await fetch(path, { credentials: 'omit', redirect: 'error', headers });
  if (!answer.ok) {
    throw new Problem(answer.status);
  }
  return (answer.headers.get('Content-Type') || '').startsWith('text/uri-list')
    ? { elsewhere: (await answer.text()).trim() } : { blob: await answer.blob() };
}

export const get = (path) => call('GET', path);
export const post = (path, body) => call('POST', path, body);
export const put = (path, body) => call('PUT', path, body);

// what is empty is not asked for, but for an entry of the metadata: that may be
const said = ([name, value]) => value !== undefined && (value !== '' || name.startsWith('metadata.'));

export const query = (values) => {
  const search = new URLSearchParams(Object.entries(values).filter(said));
  const text = search.toString();
  return text ? '?' + text : '';
};

// "as curl": the key stays a variable of the shell
export const curl = (method, path, body) => {
  const quoted = (text) => "'" + text.replaceAll("'", "'\\''") + "'";
  const lines = ['curl -sS ' + (method === 'GET' ? '' : '-X ' + method + ' ') + quoted(location.origin + path),
    '-H "Authorization: Bearer $KEY"'];
  if (body !== undefined) {
    lines.push("-H 'Content-Type: application/json'", '-d ' + quoted(JSON.stringify(body)));
  }
  return lines.join(' \\\n  ');
};
