import { html, useEffect, useRef, useState } from './preact.js';

// --- what all pages are made of ---------------------------------------------------------------------------------

const tones = { succeeded: 'good', failed: 'bad', expired: 'bad', unconfirmed: 'bad', queued: 'wait', submitting: 'wait',
  submitted: 'wait', running: 'wait', done: 'good', aborted: 'bad' };

export const State = ({ of }) => html`<span class=${'state ' + (tones[of] || '')}>${of}</span>`;

// Text of callers and of the provider: shown as text, in its own direction
export const Text = ({ children }) => html`<bdi>${children}</bdi>`;

export const Time = ({ at }) => (at ? html`<time datetime=${at} title=${at}>${short(at)}</time>` : '');

const short = (at) => {
  const time = new Date(at);
  const today = new Date().toDateString() === time.toDateString();
  return (today ? '' : time.toLocaleDateString('sv') + ' ') + time.toLocaleTimeString('sv');
};

/** As the API has it; what is no time stays as it is, for the API to refuse. */
export const iso = (at) => {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? String(at) : time.toISOString();
};

/** The same as the browser's field of a time has it; a year that is being typed has fewer digits. */
export const local = (at) => {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? '' : String(time.getFullYear()).padStart(4, '0') + time.toLocaleDateString('sv').slice(-6) + 'T' + time.toLocaleTimeString('sv');
};

export const seconds = (value) => {
  if (!value) return '–';
  if (value < 90) return value.toFixed(value < 10 ? 1 : 0) + ' s';
  if (value < 5400) return Math.round(value / 60) + ' min';
  return (value / 3600).toFixed(1) + ' h';
};

export const Failed = ({ problem }) => problem && html`
  <div class="note error" role="alert">
    ${problem.message}
    ${problem.errors && problem.errors.length > 0 && html`<ul>${problem.errors.map((error) => html`
      <li><code>${error.pointer}</code> ${error.detail}</li>`)}</ul>`}
  </div>`;

export const Card = ({ name, tone, children }) => html`
  <div class="card"><dt>${name}</dt><dd class=${tone || ''}>${children}</dd></div>`;

export const Copy = ({ text, children }) => {
  const [copied, setCopied] = useState();
  const [shown, setShown] = useState(false);
  // without TLS, and elsewhere than on localhost, a page has no clipboard
  const copy = () => (navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject())
    .then(() => setCopied(text), () => setShown(true));
  return html`<button type="button" onClick=${copy}>${copied === text ? 'Copied' : children || 'Copy'}</button>
    ${shown && html`<${Dialog} title="Copy" close=${() => setShown(false)}><pre tabindex="0" dir="auto">${text}</pre>
      <form method="dialog"><button class="go">Close</button></form></${Dialog}>`}`;
};

// --- polling ------------------------------------------------------------------------------------------------------

const PAUSED = 'gateway.paused';
export const paused = () => sessionStorage.getItem(PAUSED) === 'yes';
export const setPaused = (yes) => {
  yes ? sessionStorage.setItem(PAUSED, 'yes') : sessionStorage.removeItem(PAUSED);
  dispatchEvent(new Event('gateway.paused'));
};

export const usePaused = () => {
  const [value, setValue] = useState(paused());
  useEffect(() => {
    const changed = () => setValue(paused());
    addEventListener('gateway.paused', changed);
    return () => removeEventListener('gateway.paused', changed);
  }, []);
  return value;
};

/** How long to wait, in ms, before somebody who is away is asked again. */
export const AWAY = 2000;

/** Nobody answers, or not for long. */
export const away = (problem) => [0, 502, 503, 504].includes(problem.status);

/**
 * Asks at once and again while the page is seen and not paused: every so many ms, or with 0 until there is an answer. An answer
 * that is late changes nothing, nor does one to another question stay.
 */
export const usePoll = (ask, on, every = 2000) => {
  const of = JSON.stringify(on);
  const [answer, setAnswer] = useState({});
  const [asked, setAsked] = useState(0);
  const hold = usePaused();
  useEffect(() => {
    let over = false;
    let timer;
    const round = async () => {
      if (document.visibilityState === 'hidden') {
        document.addEventListener('visibilitychange', round, { once: true });
        return;
      }
      let wait = every;
      try {
        const data = await ask();
        if (!over) setAnswer({ of, data });
      } catch (problem) {
        if (!wait && away(problem)) wait = AWAY;
        if (!over) setAnswer((before) => ({ of, data: before.of === of ? before.data : undefined, problem }));
      }
      if (!over && wait && !hold) timer = setTimeout(round, wait);
    };
    round();
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', round);
    };
  }, [...on, hold, every, asked]);
  const mine = answer.of === of ? answer : {};
  return [mine.data, mine.problem, () => setAsked((n) => n + 1)];
};

/** Asks for nothing, where there is nothing to ask for. */
export const none = async () => undefined;

const always = () => true;

// when a row of a list came
const cameAt = new WeakMap();
const came = (rows) => rows.forEach((row) => cameAt.set(row, iso(Date.now())));

/**
 * The newest page, which is asked for again and again, and older ones that are added to it. What leaves the page because
 * others come stays (it is older than the page's last); if nothing of a page is left in the next one there may be a gap, and
 * the list is the page alone again. So it is where the page has no next one: it is all there is. What is not of the newest
 * page is as it was at the time that is told of it.
 */
export const useOlder = (page, of, keyOf, isOlder = always) => {
  const [kept, setKept] = useState({});
  const whole = Boolean(page) && !page.nextCursor;
  const older = kept.of === of && !whole ? kept : undefined;
  const newest = page ? page.items : [];
  const last = newest[newest.length - 1];
  const shown = new Map(newest.map((row) => [keyOf(row), row]));
  (older ? older.items : []).forEach((row) => shown.has(keyOf(row)) || (last && !isOlder(row, last)) || shown.set(keyOf(row), row));
  const rows = [...shown.values()];
  useEffect(() => {
    came(newest);
    if (!page || kept.of !== of) return;
    const known = new Set(kept.items.map(keyOf));
    const gap = newest.length > 0 && known.size > 0 && !newest.some((row) => known.has(keyOf(row)));
    setKept(whole || gap ? {} : { ...kept, items: rows });
  }, [page]);
  const add = (answer) => {
    came(answer.items);
    setKept({ ...answer, of, items: [...rows, ...answer.items] });
  };
  return [rows, older || page || {}, add, (row) => (newest.includes(row) ? undefined : cameAt.get(row))];
};

// --- dialogs ------------------------------------------------------------------------------------------------------

export const Dialog = ({ title, close, children }) => {
  const box = useRef();
  useEffect(() => {
    const before = document.activeElement;
    box.current.showModal();
    return () => before && before.focus && before.focus();
  }, []);
  return html`<dialog ref=${box} aria-label=${title} onClose=${close}><h2>${title}</h2>${children}</dialog>`;
};

/** Asks for a reason before something is done; not where the audit is told nothing. */
export const Ask = ({ title, text, action, danger, audited = true, run, close, done }) => {
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState();
  const [busy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await run(reason);
      done();
      close();
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${title} close=${close}>
    <form onSubmit=${submit}>
      <p>${text}</p>
      ${audited && html`<label class="field">Reason, for the audit
        <input required maxlength="500" value=${reason} onInput=${(e) => setReason(e.target.value)} autofocus /></label>`}
      <${Failed} problem=${problem} />
      <div class="row">
        <button class=${danger ? 'danger' : 'go'} disabled=${busy}>${action}</button>
        <button type="button" onClick=${close}>Not now</button>
      </div>
    </form>
  </${Dialog}>`;
};

// --- addresses ----------------------------------------------------------------------------------------------------

/** Another address in the place of this one: "back" leads where it led before. */
export const replaced = (hash) => {
  history.replaceState(history.state, '', hash);
  dispatchEvent(new Event('hashchange'));
};

// --- rows that the keyboard walks ---------------------------------------------------------------------------------

export const walk = (by) => {
  const rows = [...document.querySelectorAll('tr[data-open]')];
  if (rows.length === 0) return;
  const now = rows.findIndex((row) => row.getAttribute('aria-selected') === 'true');
  const next = Math.max(0, Math.min(rows.length - 1, now + by));
  rows.forEach((row, i) => row.setAttribute('aria-selected', i === next));
  rows[next].scrollIntoView({ block: 'nearest' });
  rows[next].querySelector('a').focus({ preventScroll: true });
};

export const openSelected = () => {
  const row = document.querySelector('tr[data-open][aria-selected="true"]');
  if (row) location.hash = row.dataset.open;
  return Boolean(row);
};

// --- files --------------------------------------------------------------------------------------------------------

const cell = (value) => {
  let text = value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  // a spreadsheet would run it
  if (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = "'" + text;
  return '"' + text.replaceAll('"', '""') + '"';
};

// some spreadsheets take a file without it for one of another alphabet
const BOM = '\ufeff';

export const csv = (name, columns, rows) => {
  const lines = [columns.map(cell).join(',')].concat(rows.map((row) => columns.map((c) => cell(row[c])).join(',')));
  const url = URL.createObjectURL(new Blob([BOM, lines.join('\r\n') + '\r\n'], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};

const MOST_IN_FILE = 10000;

/** All of a list as a file, page by page. One that is not whole says so; what was read before a page failed is a file too. */
export const AsFile = ({ name, columns, of, ask, row = (one) => one }) => {
  const [read, setRead] = useState();
  const [cut, setCut] = useState();
  const left = useRef(false);
  useEffect(() => () => { left.current = true; }, []);
  const save = async () => {
    const all = [];
    let cursor;
    let why;
    setRead(0);
    try {
      do {
        const answer = await ask(cursor);
        all.push(...answer.items.map(row));
        cursor = answer.nextCursor;
        if (left.current) return;
        setRead(all.length);
      } while (cursor && all.length < MOST_IN_FILE);
      why = cursor && 'Narrow the filter for the rest.';
    } catch (failure) {
      why = failure.message;
    }
    if (left.current) return;
    setRead(undefined);
    setCut(why && { of, text: all.length ? 'The file has the newest ' + all.length.toLocaleString('en') + ' only. ' + why : why });
    if (all.length || !why) csv(name, columns, all);
  };
  return html`<button type="button" onClick=${save} disabled=${read !== undefined}>${read === undefined ? 'CSV' : read + ' so far'}</button>
    ${cut && cut.of === of && html`<p class="note" role="status">${cut.text}</p>`}`;
};
