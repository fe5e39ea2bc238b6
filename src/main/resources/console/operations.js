import { html, useState } from './preact.js';
import { curl, get, post, query } from './api.js';
import { Ask, AsFile, Copy, Failed, none, replaced, State, Text, Time, useOlder, usePoll } from './parts.js';

const actions = {
  replay: 'publish the events of those that have ended again',
  cancel: 'cancel those that are queued',
  resubmit: 'send those that are unconfirmed again: each may be paid for twice',
};

const parsed = (text) => {
  const filter = {};
  text.split('\n').map((line) => line.trim()).filter(Boolean).forEach((line) => {
    const at = line.indexOf('=');
    filter[at < 0 ? line : line.slice(0, at).trim()] = at < 0 ? '' : line.slice(at + 1).trim();
  });
  return filter;
};

// how many an order may send again: Orders
const MOST_AGAIN = 500;

// how far a count looks: MatchCount
const LOOKED_AT = '500,000';

const written = (values) => Object.entries(values).map(([name, value]) => name + '=' + value).join('\n');

// the filters of the audit are in the address too, under names that no filter of generations has
const AUDIT = 'audit.';
const those = (values, ofAudit) => Object.fromEntries(Object.entries(values).filter(([name]) => name.startsWith(AUDIT) === ofAudit));
const address = (values) => replaced('#/operations?' + new URLSearchParams(values));

const Begin = ({ values, again }) => {
  const { action: first, ...filters } = those(values, false);
  const [action, setAction] = useState(actions[first] ? first : 'replay');
  const [filter, setFilter] = useState(written(filters));
  const [found, setFound] = useState({});
  const [reason, setReason] = useState('');
  const [accept, setAccept] = useState(false);
  const [problem, setProblem] = useState();
  const [busy, setBusy] = useState(false);
  const order = { action, filter: parsed(filter) };
  const of = JSON.stringify(order);
  // a count is that of the order that it was asked for: the fields may be others by then
  const matches = found.of === of ? found : undefined;
  // how many are sent again is bounded, so all of them must have been counted
  const tooMany = matches && action === 'resubmit' && matches.matched > MOST_AGAIN;
  const offered = matches && !tooMany && (matches.complete ? matches.matched > 0 : action !== 'resubmit');
  const orMore = matches && !matches.complete ? ' or more' : '';
  const attempt = async (event, body, then) => {
    event.preventDefault();
    setBusy(true);
    try {
      then(await post('/v1/operations', body));
      setProblem(undefined);
    } catch (failure) {
      setProblem(failure);
    }
    setBusy(false);
  };
  // in the address, for a reload; what is left empty stays, since it would match more without it
  const count = (event) => {
    address({ action, ...order.filter, ...those(values, true) });
    attempt(event, { ...order, dryRun: true }, (answer) => setFound({ of, ...answer }));
  };
  // what cannot be undone is done to no more than were counted
  const most = matches && matches.complete ? matches.matched : undefined;
  const full = { ...order, reason, ...(action === 'resubmit' ? { acceptMayPayTwice: accept, most }
    : action === 'cancel' ? { most } : {}) };
  const begun = () => {
    setFound({});
    setReason('');
    setAccept(false);
    again();
  };
  return html`
    <form onSubmit=${count}>
      <label class="field">Do this <select name="action" value=${action} onChange=${(e) => setAction(e.target.value)}>
        ${Object.entries(actions).map(([name, text]) => html`<option value=${name}>${name}: ${text}</option>`)}</select></label>
      <label class="field">to all that match, a filter in a line: <span>caller=ads, endedFrom=2026-01-01T10:00:00Z, metadata.team=spring</span>
        <textarea name="filter" required spellcheck=${false} value=${filter} onInput=${(e) => setFilter(e.target.value)}></textarea></label>
      <div class="row"><button class="go" disabled=${busy}>Count them first</button>
        <${Copy} text=${curl('POST', '/v1/operations', { ...order, dryRun: true })}>Copy as curl</${Copy}></div>
    </form>
    <${Failed} problem=${problem} />
    ${matches && html`
      <div class="note" role="status"><strong>${matches.matched}${orMore} match.</strong>
        ${tooMany && html` At most ${MOST_AGAIN} are sent again at once: take the oldest first, by an end of their time, <code>to=2026-01-01T10:00:00Z</code>.`}
        ${orMore && html` Only the oldest ${LOOKED_AT} generations of this time were looked at: a later start looks at others, <code>from=2026-01-01T10:00:00Z</code>.`}
        ${matches.examples.length > 0 && html` Such as ${matches.examples.map((id) => html`<a class="id" href=${'#/generation/' + id}>${id.slice(-12)}</a> `)}`}</div>
      ${offered && html`<form onSubmit=${(e) => attempt(e, full, begun)}>
        <label class="field">Reason, for the audit
          <input name="reason" required maxlength="500" value=${reason} onInput=${(e) => setReason(e.target.value)} /></label>
        ${action === 'resubmit' && html`<label class="row"><input type="checkbox" required checked=${accept}
          onChange=${(e) => setAccept(e.target.checked)} /> I accept that each of them may be paid for twice</label>`}
        <div class="row"><button class="danger" disabled=${busy}>${action} ${matches.matched}${orMore}</button></div>
      </form>`}`}`;
};

const Progress = ({ of }) => {
  const known = of.matched > 0;
  const value = of.done + of.skipped;
  return html`${of.state === 'running' && known && html`<progress max=${of.matched} value=${Math.min(value, of.matched)} aria-label="progress"></progress> `}
    ${of.done}${known ? ' of ' + of.matched : ''}${of.skipped > 0 ? ', ' + of.skipped + ' skipped' : ''}`;
};

// what they are done to is no generation
const ofOthers = ['brake', 'release', 'start', 'abort'];
const audited = ['cancel', 'resubmit', 'erase', 'attach', 'replay', 'replay-failed', 'brake', 'release', 'start', 'abort'];

const Audit = ({ values }) => {
  const asked = Object.fromEntries(Object.entries(those(values, true)).map(([name, value]) => [name.slice(AUDIT.length), value]));
  const path = '/v1/audit' + query(asked);
  const [page, problem] = usePoll(() => get(path), [path], 5000);
  const [failed, setFailed] = useState();
  const [rows, { nextCursor: next }, add] = useOlder(page, path, JSON.stringify);
  const ask = (cursor) => get('/v1/audit' + query({ ...asked, cursor }));
  const more = () => ask(next).then(add, setFailed);
  const find = (event) => {
    event.preventDefault();
    setFailed(undefined);
    const found = [...new FormData(event.currentTarget.form || event.currentTarget)].filter(([, value]) => value.trim());
    address({ ...those(values, false), ...Object.fromEntries(found.map(([name, value]) => [AUDIT + name, value.trim()])) });
  };
  return html`<form class="filters" onSubmit=${find} aria-label="Audit">
      <label>who <input name="actor" size="10" defaultValue=${asked.actor} onChange=${find} /></label>
      <label>what <select name="action" onChange=${find}><option value="">any</option>
        ${audited.map((action) => html`<option value=${action} selected=${asked.action === action}>${action}</option>`)}</select></label>
      <label>to <input name="target" size="36" defaultValue=${asked.target} onChange=${find} /></label>
    </form>
    <${Failed} problem=${problem || failed} />
    ${page && html`<div class="scroll" tabindex="0" role="region" aria-label="Audit"><table>
      <caption>Who did what, and why; the newest first</caption>
      <thead><tr><th scope="col">when</th><th scope="col">who</th><th scope="col">what</th><th scope="col">to</th><th scope="col">why</th></tr></thead>
      <tbody>${rows.map((act) => {
        const open = act.target && !ofOthers.includes(act.action) ? '#/generation/' + act.target : undefined;
        return html`<tr key=${JSON.stringify(act)} data-open=${open}>
          <td><${Time} at=${act.at} /></td><td><${Text}>${act.actor}</${Text}></td><td>${act.action}</td>
          <td class="id">${open ? html`<a href=${open}>${act.target.slice(-12)}</a>` : html`<${Text}>${act.target}</${Text}>`}</td>
          <td><${Text}>${act.reason || ''}</${Text}></td></tr>`;
      })}</tbody></table></div>
    ${rows.length === 0 && html`<p class="soft">Nothing found${next ? ' yet' : ''}.</p>`}
    <div class="row">${next && html`<button onClick=${more}>${rows.length ? 'Older' : 'Look further back'}</button>`}
      <${AsFile} name="audit.csv" columns=${['at', 'actor', 'action', 'target', 'reason', 'operation']} of=${path} ask=${ask} />
      <${Copy} text=${curl('GET', path)}>Copy as curl</${Copy}></div>`}`;
};

export const Operations = ({ at, me, acts }) => {
  const [list, problem, again] = usePoll(me.operator ? () => get('/v1/operations') : none, [me.operator]);
  const [aborting, setAborting] = useState();
  if (!me.operator) return html`<h1 tabindex="-1">Operations</h1><p class="note">They are for the role <code>operator</code>.</p>`;
  return html`<h1 tabindex="-1">Operations</h1>
    ${acts ? html`<${Begin} values=${at.values} again=${again} />` : html`<p class="soft">Read only.</p>`}
    <h2>The last ones</h2>
    <${Failed} problem=${problem} />
    ${list && (list.items.length === 0 ? html`<p class="soft">There are none.</p>` : html`
      <div class="scroll" tabindex="0" role="region" aria-label="Operations"><table>
        <caption>The newest first</caption>
        <thead><tr><th scope="col">begun</th><th scope="col">what</th><th scope="col">state</th><th scope="col">done</th>
          <th scope="col">filter</th><th scope="col">who</th><th scope="col">why</th><th scope="col"><span class="hidden-label">act</span></th></tr></thead>
        <tbody>${list.items.map((one) => {
          const open = '#/generations?' + new URLSearchParams(one.filter);
          return html`<tr key=${one.id} data-open=${open}>
          <td><${Time} at=${one.createdAt} /></td><td>${one.action}</td><td><${State} of=${one.state} />${one.abortedBy
            && html` <span class="soft">by</span> <${Text}>${one.abortedBy}</${Text}>`}</td>
          <td><${Progress} of=${one} /></td><td><a href=${open}><${Text}>${written(one.filter) || 'all'}</${Text}></a></td>
          <td><${Text}>${one.requestedBy}</${Text}></td><td><${Text}>${one.reason}</${Text}></td>
          <td>${acts && one.state === 'running' && html`<button class="danger" onClick=${() => setAborting(one)}>Abort</button>`}</td></tr>`;
        })}</tbody>
      </table></div>`)}
    <h2>Audit</h2>
    <${Audit} values=${at.values} />
    ${aborting && html`<${Ask} title="Abort" text="The step that is under way is done to its end; nothing more is begun." action="Abort" danger
      run=${(reason) => post('/v1/operations/' + aborting.id + '/abort?reason=' + encodeURIComponent(reason))}
      close=${() => setAborting(undefined)} done=${again} />`}`;
};
