import { html, useEffect, useRef, useState } from './preact.js';
import { curl, get, query } from './api.js';
import { Cost, ended } from './generation.js';
import { AsFile, Copy, Failed, iso, local, State, Text, Time, useOlder, usePoll } from './parts.js';

const states = ['queued', 'submitting', 'submitted', 'unconfirmed', 'succeeded', 'failed', 'expired', 'cancelled'];
const columns = ['id', 'caller', 'state', 'model', 'account', 'correlationId', 'taskId', 'createdAt', 'submittedAt', 'completedAt',
  'price', 'creditsConsumed', 'failureCode', 'metadata'];

const times = ['from', 'to'];

const filterOf = (values) => {
  const { focus, metadata, ...asked } = values;
  if (metadata) {
    const [entry, ...rest] = metadata.split('=');
    asked['metadata.' + entry] = rest.join('=');
  }
  return asked;
};

// a filter without an index reads five thousand rows each time
const indexed = ['state', 'caller', 'from', 'to', 'limit', 'focus'];
const cheap = (values) => values.state !== 'succeeded' && Object.keys(values).every((name) => indexed.includes(name));

// the filters that have a field; a link may bring others, which act too
const fields = ['q', 'state', 'caller', 'account', 'model', 'failureCode', 'metadata', 'from', 'to'];
const othersOf = (values) => Object.fromEntries(Object.entries(values).filter(([name]) => name !== 'focus' && !fields.includes(name)));
const without = (values, out) => Object.fromEntries(Object.entries(values).filter(([name]) => name !== out));

const flat = (row) => ({ ...row, failureCode: row.failure && row.failure.code });

// what is typed stays until it is asked for: the list below is drawn again every 2 s
const Filters = ({ values, change, operator }) => {
  const form = useRef();
  const shown = (name) => (times.includes(name) ? local(values[name]) : values[name] || '');
  // the address may be another one without anybody at the form: a link, or back; a field that somebody is at is theirs
  const fill = (value, but) => [...form.current.elements].forEach((field) => field.name && field !== but && (field.value = value(field.name)));
  useEffect(() => { fill(shown, document.activeElement); }, [query(values)]);
  useEffect(() => {
    if (values.focus) form.current.elements[values.focus]?.focus?.();
  }, [values.focus]);
  // in the address times have a zone: a link means the same everywhere
  const submit = (event) => {
    event.preventDefault();
    const now = othersOf(values);
    new FormData(form.current).forEach((value, name) => value && (now[name] = times.includes(name) ? iso(value) : value.trim()));
    change(now);
  };
  const field = (name, label, extra) => html`<label>${label}
    <input name=${name} defaultValue=${shown(name)} maxlength="512" onChange=${submit} ...${extra} /></label>`;
  return html`<form class="filters" ref=${form} onSubmit=${submit} role="search">
    ${field('q', 'id, task, key or correlation', { size: 30, type: 'search' })}
    <label>state <select name="state" onChange=${submit}>
      <option value="">any</option>${states.map((state) => html`<option value=${state} selected=${values.state === state}>${state}</option>`)}</select></label>
    ${operator && field('caller', 'caller', { size: 10 })}
    ${operator && field('account', 'account', { size: 8 })}
    ${field('model', 'model', { size: 18 })}
    ${field('failureCode', 'failure', { size: 14 })}
    ${field('metadata', 'metadata', { size: 12, placeholder: 'key=value' })}
    ${field('from', 'from', { type: 'datetime-local', step: 1 })}
    ${field('to', 'to', { type: 'datetime-local', step: 1 })}
    ${Object.entries(othersOf(values)).map(([name, value]) => html`<button type="button" key=${name} onClick=${() => change(without(values, name))}
      aria-label=${'Without ' + name}><${Text}>${name}=${value}</${Text}> ×</button>`)}
    <button class="go">Find</button>
    <button type="button" onClick=${() => { fill(() => ''); change({}); }}>Clear</button>
  </form>`;
};

export const Generations = ({ at, me }) => {
  const values = at.values;
  const asked = filterOf(values);
  const text = query(asked);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState();
  const [page, failure] = usePoll(() => get('/v1/generations' + query({ ...asked, limit: 50 })), [text], cheap(values) ? 2000 : 10000);
  const [rows, last, add, asOf] = useOlder(page, text, (row) => row.id, (row, last) => row.id < last.id);

  const change = (now) => {
    location.hash = '#/generations' + query(now);
  };
  const next = async () => {
    setBusy(true);
    try {
      add(await get('/v1/generations' + query({ ...asked, limit: 50, cursor: last.nextCursor })));
      setProblem(undefined);
    } catch (failed) {
      setProblem(failed);
    }
    setBusy(false);
  };
  return html`<h1 tabindex="-1">Generations</h1>
    <${Filters} values=${values} change=${change} operator=${me.operator} />
    <${Failed} problem=${failure || problem} />
    ${page && html`
      <div class="scroll" tabindex="0" role="region" aria-label="Generations"><table>
        <caption>The newest first${last.lookedBackTo ? html`; looked back to <${Time} at=${last.lookedBackTo} />` : '; all of them'}</caption>
        <thead><tr><th scope="col">accepted</th><th scope="col">state</th>${me.operator && html`<th scope="col">caller</th>`}
          <th scope="col">model</th><th scope="col" class="narrow-off">input</th><th scope="col" class="narrow-off">failure</th>
          <th scope="col" class="number narrow-off">credits</th><th scope="col">id</th></tr></thead>
        <tbody>${rows.map((row) => html`<tr key=${row.id} data-open=${'#/generation/' + row.id}>
          <td><${Time} at=${row.createdAt} /></td><td><${State} of=${row.state} />${!ended(row) && asOf(row) && html` <span class="soft">as of <${Time} at=${asOf(row)} /></span>`}</td>
          ${me.operator && html`<td><${Text}>${row.caller}</${Text}></td>`}
          <td><${Text}>${row.model}</${Text}></td>
          <td class="narrow-off">${row.contentHidden ? html`<span class="soft">hidden</span>` : html`<${Text}>${brief(row.input)}</${Text}>`}</td>
          <td class="narrow-off">${row.failure && html`<${Text}>${row.failure.code}</${Text}>`}</td>
          <td class="number narrow-off"><${Cost} of=${row} /></td>
          <td class="id"><a href=${'#/generation/' + row.id}>${row.id.slice(-12)}<span class="hidden-label"> open</span></a></td></tr>`)}</tbody>
      </table></div>
      ${rows.length === 0 && html`<p class="soft">Nothing found${last.nextCursor ? ' yet' : ''}.</p>`}
      <div class="row">
        ${last.nextCursor && html`<button onClick=${next} disabled=${busy}>${rows.length ? 'Older' : 'Look further back'}</button>`}
        <${AsFile} name="generations.csv" columns=${columns} of=${text} row=${flat}
          ask=${(cursor) => get('/v1/generations' + query({ ...asked, limit: 100, cursor }))} />
        <${Copy} text=${curl('GET', '/v1/generations' + text)}>Copy as curl</${Copy}>
        ${me.operator && html`<a href=${'#/operations' + query(asked)}>Do something to all that match</a>`}
      </div>`}`;
};

const brief = (input) => {
  const text = (input && (input.prompt || input.text)) || JSON.stringify(input || {});
  return text.length > 80 ? text.slice(0, 80) + '…' : text;
};
