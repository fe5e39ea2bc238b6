import { html, useState } from './preact.js';
import { curl, get, put } from './api.js';
import { Ask, Copy, Failed, iso, none, Text, Time, usePoll } from './parts.js';

const named = (brake) => (brake.model ? 'model ' + brake.model : brake.account ? 'account ' + brake.account : '');

const Held = ({ brake, release }) => html`
  <div class="note"><strong>The brake ${named(brake) && html`of <${Text}>${named(brake)}</${Text}> `}is on</strong>${brake.reason && html`: <${Text}>${brake.reason}</${Text}>`} (${brake.setBy && html`<${Text}>${brake.setBy}</${Text}>,${' '}`}<${Time} at=${brake.setAt} />${brake.until ? html`, until <${Time} at=${brake.until} />` : ', until it is released'})${' '}
    ${release && html`<button class="go" onClick=${release}>Release the brake</button>`}</div>`;

// for all, for an account where there are several, or for a model
const Pull = ({ accounts, ask }) => {
  const [kind, setKind] = useState('all');
  const [name, setName] = useState('');
  const [hours, setHours] = useState('');
  const [models] = usePoll(kind === 'model' ? () => get('/v1/models') : none, [kind], 0);
  const until = hours > 0 ? iso(Date.now() + hours * 3600000) : undefined;
  const order = { on: true, until, ...(kind === 'all' ? {} : { [kind]: name.trim() }) };
  const pull = (event) => {
    event.preventDefault();
    ask(order);
  };
  return html`<form class="row" onSubmit=${pull}>
    <label class="soft">of <select value=${kind} onChange=${(e) => { setKind(e.target.value); setName(''); }} aria-label="What is held">
      <option value="all">everything</option>
      ${accounts.length > 0 && html`<option value="account">an account</option>`}
      <option value="model">a model</option></select></label>
    ${kind === 'account' && html`<select required value=${name} onChange=${(e) => setName(e.target.value)} aria-label="Account">
      <option value="">choose</option>${accounts.map((one) => html`<option value=${one}>${one}</option>`)}</select>`}
    ${kind === 'model' && html`<input required list="models" size="24" value=${name} onInput=${(e) => setName(e.target.value)} aria-label="Model" />
      <datalist id="models">${models && models.items.map((one) => one.model && html`<option value=${one.model}></option>`)}</datalist>`}
    <label class="soft">for <input type="number" min="0.1" step="any" size="4" value=${hours} aria-label="Hours, or until it is released"
      placeholder="∞" onInput=${(e) => setHours(e.target.value)} /> h</label>
    <button class="danger">Pull the brake</button>
    <${Copy} text=${curl('PUT', '/v1/brake', { ...order, reason: '…' })}>Copy as curl</${Copy}></form>`;
};

const told = (order) => {
  const what = named(order);
  if (!order.on) return what ? 'All replicas send ' + what + ' again within seconds.' : 'All replicas send again at once.';
  return html`${what ? 'Nothing of ' + what + ' is sent by any replica; everything else goes on.'
    : 'No replica sends anything to the provider. Submissions are accepted while the queue has room.'} It is on until ${order.until
    ? html`<${Time} at=${order.until} />` : 'it is released'}.`;
};

/** The brakes, below what is wrong: with the page that they are on, or else with themselves. */
export const Brakes = ({ problem, acts, accounts }) => {
  const [brake, noBrake, again] = usePoll(() => get('/v1/brake'), []);
  const [asking, setAsking] = useState();
  const failed = html`<${Failed} problem=${problem || noBrake} />`;
  if (!brake) return failed;
  const on = [...(brake.on ? [{ ...brake, account: undefined }] : []), ...(brake.accounts || []), ...(brake.models || [])];
  const release = (one) => acts && (() => setAsking({ on: false, account: one.account, model: one.model }));
  const title = asking && (asking.on ? 'Pull the brake' : 'Release the brake') + (named(asking) && ' of ' + named(asking));
  return html`${failed}
    ${on.map((one) => html`<${Held} key=${named(one)} brake=${one} release=${release(one)} />`)}
    ${!brake.on && brake.pauseCause && html`<div class="note"><strong>Sending pauses</strong>: ${brake.pauseCause}${brake.pausedUntil
      && html` until <${Time} at=${brake.pausedUntil} />`}</div>`}
    <div class="row">${on.length === 0 && !brake.pauseCause && html`<span class="soft">The brake is off.</span>`}
      ${acts && html`<${Pull} accounts=${accounts} ask=${setAsking} />`}</div>
    ${asking && html`<${Ask} title=${title} danger=${asking.on} text=${told(asking)} action=${asking.on ? 'Stop the sending' : 'Release'}
      run=${(reason) => put('/v1/brake', { ...asking, reason })} close=${() => setAsking(undefined)} done=${again} />`}`;
};
