import { html, render, useEffect, useState } from './preact.js';
import { get, key, setKey, Problem } from './api.js';
import { signedIn, signIn } from './signin.js';
import { Dialog, Failed, openSelected, setPaused, Text, usePaused, walk } from './parts.js';
import { Now } from './now.js';
import { Generations } from './generations.js';
import { Generation } from './generation.js';
import { Queue } from './queue.js';
import { Operations } from './operations.js';
import { forgetDrafts } from './draft.js';
import { Playground } from './playground.js';
import { Usage } from './usage.js';

const pages = [
  ['now', 'Now', Now],
  ['generations', 'Generations', Generations],
  ['queue', 'Queue', Queue],
  ['usage', 'Usage', Usage],
  ['playground', 'Playground', Playground],
  ['operations', 'Operations', Operations],
];

const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch (malformed) {
    return part;
  }
};

const route = () => {
  const [path, search] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, ...rest] = path.split('/');
  return { name: name || 'now', rest: rest.map(decoded), values: Object.fromEntries(new URLSearchParams(search || '')) };
};

const NOT_KNOWN = 'This key is not known here, or no longer.';
const NO_KEY = 'This is no key: it has a character that none has. A program may have changed it where it was copied from.';

const whoAmI = async () => {
  const { caller, roles } = await get('/v1/caller');
  const operator = roles.includes('operator');
  const [read, submit] = [roles.includes('read'), roles.includes('submit')];
  return { caller, operator, sees: operator || read, submit, spends: read || submit };
};

const Login = ({ enter, problem, issuer, fail }) => {
  const [value, setValue] = useState('');
  const submit = (event) => {
    event.preventDefault();
    const entered = value.trim();
    if (/[^!-~]/.test(entered)) {
      fail(new Problem(401, { detail: NO_KEY }));
      return;
    }
    setKey(entered);
    enter();
  };
  return html`<main class="login">
    <h1>Generation Gateway</h1>
    <form onSubmit=${submit}>
      <label class="field">Key of a caller, or a token of your issuer
        <input type="password" autocomplete="off" spellcheck=${false} required autofocus value=${value}
          onInput=${(e) => setValue(e.target.value)} /></label>
      <${Failed} problem=${problem} />
      <div class="row"><button class="go">Enter</button></div>
      <p class="soft">It is kept in this tab until it is closed.</p>
    </form>
    ${issuer && html`<div class="row"><button type="button" onClick=${() => signIn(issuer).catch(fail)}>Sign in</button></div>`}
  </main>`;
};

const Help = ({ close }) => html`<${Dialog} title="Keys" close=${close}>
  <p><kbd>/</kbd> search · <kbd>j</kbd> <kbd>k</kbd> next and previous row · <kbd>enter</kbd> open it ·
    <kbd>esc</kbd> back · <kbd>p</kbd> pause · <kbd>?</kbd> this</p>
  <p class="soft">Times are those of ${Intl.DateTimeFormat().resolvedOptions().timeZone}; each says itself in UTC when it is pointed at.</p>
  <form method="dialog"><button class="go">Close</button></form>
</${Dialog}>`;

const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;

const useKeys = (help) => useEffect(() => {
  const pressed = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (typing(event.target)) {
      if (event.key === 'Escape') {
        event.preventDefault(); // a browser would empty a field that searches, and ask for all
        event.target.blur();
      }
      return;
    }
    const act = {
      '/': () => {
        const box = document.querySelector('input[name=q]');
        if (box) box.focus();
        else location.hash = '#/generations?focus=q';
      },
      j: () => walk(1),
      k: () => walk(-1),
      p: () => setPaused(sessionStorage.getItem('gateway.paused') !== 'yes'),
      '?': () => help(true),
      Escape: () => history.state?.first || history.back(),
    }[event.key];
    if (act) {
      event.preventDefault();
      act();
    } else if (event.key === 'Enter' && event.target === document.body && openSelected()) {
      event.preventDefault();
    }
  };
  addEventListener('keydown', pressed);
  return () => removeEventListener('keydown', pressed);
}, []);

// of each entry of the history, whether it is the one that the tab came to the console by
const note = (first) => history.state || history.replaceState({ first }, '');

// the issuer that the tab's token is from, once the gateway has taken one: it gives another when that has run out
const SIGNED = 'gateway.signed';
const READ_ONLY = 'gateway.readonly';
const OF = 'gateway.of';
const SOON = 30000;

const App = () => {
  const [at, setAt] = useState(route());
  const [me, setMe] = useState();
  const [config, setConfig] = useState({ links: {} });
  const [problem, setProblem] = useState();
  const [help, setHelp] = useState(false);
  const [readOnly, setReadOnly] = useState(sessionStorage.getItem(READ_ONLY) === 'yes');
  const hold = usePaused();

  const enter = (issuer) => {
    setProblem(undefined);
    whoAmI().then((found) => {
      if (issuer) sessionStorage.setItem(SIGNED, JSON.stringify({ ...issuer, at: Date.now() }));
      if (sessionStorage.getItem(OF) !== found.caller) forgetDrafts();
      sessionStorage.setItem(OF, found.caller);
      setMe(found);
    }, (failure) => {
      if (failure.status === 401) setKey(null);
      setProblem(failure.status === 401 ? new Problem(401, { detail: NOT_KNOWN }) : failure);
    });
  };
  useEffect(() => {
    const moved = () => {
      note(false);
      setAt(route());
    };
    note(true);
    const out = () => {
      const issuer = JSON.parse(sessionStorage.getItem(SIGNED) || 'null');
      sessionStorage.removeItem(SIGNED);
      setKey(null);
      setMe(undefined);
      setProblem(new Problem(401, { detail: NOT_KNOWN }));
      // a token that is refused at once would come back again and again
      if (issuer && Date.now() - issuer.at > SOON) signIn(issuer).catch(setProblem);
    };
    addEventListener('hashchange', moved);
    addEventListener('gateway.unauthorized', out);
    fetch('config.json').then((answer) => answer.json()).then(async (found) => {
      setConfig(found);
      const token = found.signIn && await signedIn(found.signIn);
      if (token) {
        setKey(token);
        setAt(route());
        enter(found.signIn);
      }
    }).catch(setProblem);
    if (key()) enter();
    return () => removeEventListener('hashchange', moved);
  }, []);
  useKeys(setHelp);
  const place = [at.name, ...at.rest].join(' ');
  // whoever does not see the page is told that it is another one
  useEffect(() => {
    document.title = place + ' · Generation Gateway';
    const heading = document.querySelector('main h1');
    if (heading && !typing(document.activeElement)) heading.focus();
  }, [place]);

  const leave = () => {
    forgetDrafts();
    sessionStorage.removeItem(SIGNED);
    setKey(null);
    setMe(undefined);
    setProblem(undefined);
  };
  if (!key()) return html`<${Login} enter=${() => enter()} problem=${problem} issuer=${config.signIn} fail=${setProblem} />`;
  if (!me) {
    return html`<main class="login"><h1>Generation Gateway</h1><${Failed} problem=${problem} />
      ${problem && html`<div class="row"><button class="go" onClick=${() => enter()}>Try again</button><button type="button" onClick=${leave}>Leave</button></div>`}</main>`;
  }
  const shown = pages.filter(([name]) => (name === 'operations' ? me.operator : me.sees || name === 'playground'));
  const reached = me.sees ? pages : shown;
  const [here, , Page] = me.sees && at.name === 'generation' ? ['generations', '', Generation]
    : reached.find(([name]) => name === at.name) || reached[0];
  const acts = me.operator && !readOnly;
  const toggleReadOnly = (event) => {
    setReadOnly(event.target.checked);
    sessionStorage.setItem(READ_ONLY, event.target.checked ? 'yes' : 'no');
  };
  return html`
    <a class="skip" href="#main" onClick=${(e) => { e.preventDefault(); document.querySelector('main h1').focus(); }}>Skip to content</a>
    <header>
      <strong>Generation Gateway</strong>
      <nav aria-label="Pages">${shown.map(([name, text]) => html`
        <a href=${'#/' + name} aria-current=${here === name ? 'page' : null}>${text}</a>`)}</nav>
      <div class="tools">
        <span class="soft"><${Text}>${me.caller}</${Text}></span>
        <label><input type="checkbox" checked=${readOnly} onChange=${toggleReadOnly} /> Read only</label>
        <button type="button" aria-pressed=${String(hold)} onClick=${() => setPaused(!hold)}>${hold ? 'Paused' : 'Pause'}</button>
        <button type="button" onClick=${() => setHelp(true)} aria-label="Keys">?</button>
        <button type="button" onClick=${leave}>Leave</button>
      </div>
    </header>
    <main id="main"><${Page} key=${place} at=${at} me=${me} acts=${acts} readOnly=${readOnly} config=${config} /></main>
    ${help && html`<${Help} close=${() => setHelp(false)} />`}`;
};

render(html`<${App} />`, document.getElementById('app'));
