import { html, useEffect, useState } from './preact.js';
import { call, curl, file, get, post } from './api.js';
import { Ask, Card, Copy, Failed, none, State, Text, Time, usePoll } from './parts.js';

export const ended = (row) => ['succeeded', 'failed', 'expired', 'cancelled'].includes(row.state);

// without a word of the provider, as spent_on of the ledger has it
const DELIVERED = ['no_result', 'result_too_large'];
const paid = (row) => (row.state === 'succeeded' || (row.state === 'expired' && row.taskId) || DELIVERED.includes(row.failure?.code)
  ? row.price : 0);

/** What it cost; while it is open, what it may cost. */
export const Cost = ({ of: row }) => {
  if (row.creditsConsumed === undefined && !ended(row)) return row.price === undefined ? '' : html`<span class="soft">≤ ${row.price}</span>`;
  return row.creditsConsumed ?? paid(row) ?? '';
};

// results may be stored some time after the end; without a store they never are
const settled = (row) => !(row.results || []).some((result) => !result.stored && !result.lost)
  || Date.now() - Date.parse(row.completedAt) > 600000;

/** How soon a generation is looked at again, in ms; 0: nothing of it changes any more. */
export const until = (row, open) => (!ended(row) ? open : settled(row) ? 0 : 5000);

const AGAIN = 'gateway.again';
const submissionOf = ({ model, input, correlationId, metadata }) => ({ model, input, correlationId, metadata });
const keep = (row) => sessionStorage.setItem(AGAIN, JSON.stringify(submissionOf(row)));

/** A submission that is made again: the fields of the playground, and what its consumer knows it by; none of another model's. */
export const taken = (model) => {
  const kept = JSON.parse(sessionStorage.getItem(AGAIN) || 'null');
  sessionStorage.removeItem(AGAIN);
  if (!kept || kept.model !== model) return undefined;
  const { input, correlationId, metadata } = kept;
  const texts = Object.fromEntries(Object.entries(input).map(([name, value]) =>
    [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]));
  return { texts, rest: { correlationId, metadata } };
};

const shown = /^(image|video|audio)\/(?!svg)/;

const kindOf = (result) => {
  if (result.kind !== 'file') return result.kind;
  if (result.stored) return shown.test(result.stored.mediaType) ? result.stored.mediaType.split('/')[0] : 'file';
  return /\.(png|jpe?g|webp|gif)(\?|$)/i.test(result.url) ? 'image' : 'file';
};

// only what a browser shows without running it
const safe = (url) => (/^https?:\/\//i.test(url) ? url : undefined);

// more is not loaded into a page before it is asked for
const LARGEST = 32 * 1024 * 1024;

// A stored result comes with the key, so it is fetched, or its address in the bucket is: the provider's link dies. Null: not to be had
const useStored = (stored, wanted) => {
  const [place, setPlace] = useState();
  const href = stored && wanted ? stored.href : undefined;
  useEffect(() => {
    if (!href) return undefined;
    let gone = false;
    let made;
    file(href).then((found) => {
      if (gone) return;
      made = found.blob && URL.createObjectURL(found.blob);
      setPlace({ url: made || safe(found.elsewhere), here: Boolean(made) });
    }, () => gone || setPlace(null));
    return () => {
      gone = true;
      made && URL.revokeObjectURL(made);
    };
  }, [href]);
  return place;
};

const Result = ({ result, n }) => {
  const { stored } = result;
  const [asked, setAsked] = useState(false);
  const wanted = asked || !stored || stored.bytes <= LARGEST || stored.uri.startsWith('s3:');
  const place = useStored(stored, wanted);
  const url = stored ? place && place.url : safe(result.url);
  const here = Boolean(place && place.here);
  const dead = !stored && !result.lost && Date.parse(result.expiresAt) < Date.now();
  const kind = kindOf(result);
  const name = 'result ' + (n + 1) + (result.role ? ', ' + result.role : '');
  return html`<li>
    ${!wanted ? html`<button onClick=${() => setAsked(true)}>Load ${name} (${Math.round(stored.bytes / 1048576)} MB)</button>`
      : stored && place === undefined ? html`<span class="soft">comes</span>`
      : dead ? html`<span class="soft">its link at the provider has expired</span>`
      : !url ? html`<span class="soft">${stored ? 'it cannot be had from the store' : 'no address that can be shown'}</span>`
      : kind === 'image' ? html`<img src=${url} alt=${name} loading="lazy" referrerpolicy="no-referrer" />`
      : kind === 'video' ? html`<video src=${url} controls preload="metadata" aria-label=${name}></video>`
      : kind === 'audio' ? html`<audio src=${url} controls preload="metadata" aria-label=${name}></audio>` : ''}
    <div>${here ? html`<a href=${url} download=${name}>${name}</a>`
      : url && html`<a href=${url} target="_blank" rel="noopener noreferrer">${name}</a>`}
      <span class="soft"> ${kind}, ${stored ? 'stored, ' + stored.mediaType
        : result.lost ? 'lost' : html`${dead ? 'was good until' : 'good until'} <${Time} at=${result.expiresAt} />`}</span></div></li>`;
};

export const Results = ({ of }) => html`<ul class="results">${of.map((result, n) =>
  html`<${Result} key=${n} result=${result} n=${n} />`)}</ul>`;

const Timeline = ({ items }) => html`<ol class="timeline">${items.map((event) => html`<li>
  <${Time} at=${event.at} /> <span class="event">${event.event}</span>
  ${event.state && html` <${State} of=${event.state} />`}
  ${event.by && html` <span class="soft">by</span> <${Text}>${event.by}</${Text}>`}
  ${event.taskId && html` <span class="soft">task</span> <span class="id"><${Text}>${event.taskId}</${Text}></span>`}
  ${event.detail && html` <span class="soft">(<${Text}>${event.detail}</${Text}>)</span>`}</li>`)}</ol>`;

// an ended generation has an event as long as it has its content
const erased = (problem) => Boolean(problem) && problem.status === 409;

const Event = ({ event, problem }) => {
  if (erased(problem)) return html`<p class="soft">${problem.message}</p>`;
  return html`<${Failed} problem=${problem} />${event && html`
    <pre tabindex="0" dir="auto">${Object.entries(event.headers).map(([name, value]) => name + ': ' + value).join('\n')}</pre>
    ${event.contentHidden && html`<p class="soft">Its value is hidden, as the input is.</p>`}
    ${event.value && html`<pre tabindex="0" dir="auto">${JSON.stringify(event.value, null, 2)}</pre>`}`}`;
};

const acts = {
  replay: ['Publish again', 'The event goes to Kafka once more, with the same id and marked as a replay.', false],
  cancel: ['Cancel', 'It ends as cancelled, and its event says so. Nothing is paid.', true],
  resubmit: ['Send again', 'The first task may exist and be charged: this may pay twice.', true],
  attach: ['Attach the task', 'The gateway asks the provider for it, refuses one that is not of this generation, and polls its result. Nothing is paid.', false],
  erase: ['Erase the content', 'Input, results and stored files are gone for good; state, times and credits stay.', true],
};

// what callers do to their own
const own = ['cancel', 'erase'];

const run = (act, id, reason, taskId) => {
  const path = '/v1/generations/' + id;
  const why = reason ? '?reason=' + encodeURIComponent(reason) : '';
  if (act === 'erase') return call('DELETE', path + '/content' + why);
  if (act === 'attach') return post(path + '/task' + why, { taskId });
  return act === 'cancel' ? call('DELETE', path + why) : post(path + '/' + act + why);
};

/** The links that lead somewhere: all that they name is known of it. */
const linksOf = (templates, row) => Object.entries(templates)
  .filter(([, template]) => [...template.matchAll(/\{(\w+)}/g)].every(([, name]) => (row[name] ?? '') !== ''))
  .map(([name, template]) => [name, template.replace(/\{(\w+)}/g, (all, part) => encodeURIComponent(row[part]))]);

export const Generation = ({ at, me, acts: mayAct, readOnly, config }) => {
  const id = at.rest[0] || 'none';
  const path = '/v1/generations/' + encodeURIComponent(id);
  const [every, setEvery] = useState(2000);
  const [asking, setAsking] = useState();
  const [task, setTask] = useState('');
  const [row, problem, again] = usePoll(() => get(path).then((answer) => {
    setEvery(until(answer, 2000));
    return answer;
  }), [id], every);
  const [timeline, untold, retell] = usePoll(() => get(path + '/timeline'), [id], every);
  const over = Boolean(row) && ended(row);
  const [event, eventProblem, reread] = usePoll(over ? () => get(path + '/event') : none,
    [id, over, row && JSON.stringify([row.input, row.results, row.failure])], 0);
  const whole = over && !erased(eventProblem);
  if (!row) return html`<h1 tabindex="-1">Generation</h1><${Failed} problem=${problem} />`;
  const possible = [whole && 'replay', whole && 'erase', row.state === 'queued' && 'cancel', row.state === 'unconfirmed' && 'resubmit']
    .filter((act) => act && (mayAct || (me.submit && !me.operator && !readOnly && own.includes(act))));
  return html`<h1 tabindex="-1">Generation <span class="id">${row.id}</span></h1>
    <${Failed} problem=${problem} />
    <div class="row">
      <strong><${State} of=${row.state} /></strong>
      ${row.failure && html`<span><code><${Text}>${row.failure.code}</${Text}></code></span>`}
      ${possible.map((act) => html`<button class=${acts[act][2] ? 'danger' : 'go'} onClick=${() => setAsking(act)}>${acts[act][0]}</button>`)}
      ${row.state === 'unconfirmed' && mayAct && html`<form class="row" onSubmit=${(e) => { e.preventDefault(); setAsking('attach'); }}>
        <input required maxlength="256" size="34" aria-label="Task at the provider" placeholder="its task, if it is known" value=${task} onInput=${(e) => setTask(e.target.value.trim())} />
        <button class="go">Attach the task</button></form>`}
      ${over && row.input && Object.keys(row.input).length > 0 && html`<a href=${'#/playground?model=' + encodeURIComponent(row.model)}
        onClick=${() => keep(row)}>Again in the playground</a>`}
      <${Copy} text=${curl('GET', path)}>Copy as curl</${Copy}>
      <${Copy} text=${row.id}>Copy id</${Copy}>
      ${linksOf(config.links, row).map(([name, url]) => html`<a href=${url} target="_blank" rel="noopener noreferrer">${name}</a>`)}
    </div>
    ${row.failure && html`<div class="note error"><${Text}>${row.failure.message}</${Text}></div>`}
    <dl class="cards">
      ${row.caller && html`<${Card} name="caller"><${Text}>${row.caller}</${Text}></${Card}>`}
      <${Card} name="model"><${Text}>${row.model}</${Text}></${Card}>
      ${row.account && html`<${Card} name="account"><${Text}>${row.account}</${Text}></${Card}>`}
      <${Card} name="price">${row.price ?? '–'}</${Card}>
      <${Card} name="credits">${row.creditsConsumed ?? '–'}</${Card}>
      ${row.queuePosition && html`<${Card} name="place in the queue">${row.queuePosition}</${Card}>`}
      ${row.estimatedStart && html`<${Card} name="starts"><${Time} at=${row.estimatedStart} /></${Card}>`}
      ${row.nextPollAt && html`<${Card} name="polled">${row.polls} <span class="soft">times, next <${Time} at=${row.nextPollAt} /></span></${Card}>`}
      ${row.deadlineAt && html`<${Card} name="given up"><${Time} at=${row.deadlineAt} /></${Card}>`}
      ${row.taskId && html`<${Card} name="task"><span class="id"><${Text}>${row.taskId}</${Text}></span></${Card}>`}
      ${row.correlationId && html`<${Card} name="correlation">
        <a href=${'#/generations?q=' + encodeURIComponent(row.correlationId)}><${Text}>${row.correlationId}</${Text}></a></${Card}>`}
    </dl>
    <div class="split">
      <section><h2>Timeline</h2><${Failed} problem=${untold} />${timeline && html`<${Timeline} items=${timeline.items} />`}
        ${over && html`<h2>Event</h2><${Event} event=${event} problem=${eventProblem} />`}</section>
      <section>
        <h2>Input</h2>
        ${row.contentHidden
          ? html`<p class="note">Input and results are another caller's. They are shown with the role <code>content</code>.</p>`
          : html`<pre tabindex="0" dir="auto">${JSON.stringify(row.input, null, 2)}</pre>
            <${Copy} text=${curl('POST', '/v1/generations', submissionOf(row))}>Copy the submission as curl</${Copy}>`}
        ${Object.keys(row.metadata).length > 0 && html`<h2>Metadata</h2>
          <pre tabindex="0" dir="auto">${JSON.stringify(row.metadata, null, 2)}</pre>`}
        ${row.results && row.results.length > 0 && html`<h2>Results</h2><${Results} of=${row.results} />`}
        ${row.data !== undefined && html`<h2>Data</h2><pre tabindex="0" dir="auto">${JSON.stringify(row.data, null, 2)}</pre>`}
      </section>
    </div>
    ${asking && html`<${Ask} title=${acts[asking][0]} text=${acts[asking][1]} action=${acts[asking][0]} danger=${acts[asking][2]} audited=${me.operator}
      run=${(reason) => run(asking, row.id, reason, task)} close=${() => setAsking(undefined)} done=${() => { again(); retell(); reread(); }} />`}`;
};
