import { html, useState } from './preact.js';
import { get, put } from './api.js';
import { Ask, Card, Failed, Text, Time, usePoll } from './parts.js';

export const BrakeLine = ({ acts }) => {
  const [brake, problem, again] = usePoll(() => get('/v1/brake'), []);
  const [asking, setAsking] = useState(false);
  const [hours, setHours] = useState('');
  if (!brake) return html`<${Failed} problem=${problem} />`;
  const until = () => (hours ? new Date(Date.now() + hours * 3600000).toISOString() : undefined);
  return html`
    <div class=${brake.on || brake.pauseCause ? 'note' : 'row'}>
      ${brake.on
        ? html`<strong>The brake is on</strong>: <${Text}>${brake.reason}</${Text}> (<${Text}>${brake.setBy}</${Text}>,
            <${Time} at=${brake.setAt} />${brake.until ? html`, until <${Time} at=${brake.until} />` : ', until it is released'}) `
        : brake.pauseCause
          ? html`<strong>Sending pauses</strong>: ${brake.pauseCause}${brake.pausedUntil && html` until <${Time} at=${brake.pausedUntil} />`} `
          : html`<span class="soft">The brake is off.</span>`}
      ${acts && html`
        ${!brake.on && html`<label class="soft">for <input type="number" min="0.1" step="any" size="4" value=${hours} aria-label="Hours, or until it is released"
          placeholder="∞" onInput=${(e) => setHours(e.target.value)} /> h</label>`}
        <button class=${brake.on ? 'go' : 'danger'} onClick=${() => setAsking(true)}>${brake.on ? 'Release the brake' : 'Pull the brake'}</button>`}
    </div>
    ${asking && html`<${Ask} title=${brake.on ? 'Release the brake' : 'Pull the brake'} danger=${!brake.on}
      text=${brake.on ? 'All replicas send again at once.' : 'No replica sends anything to the provider. Submissions are accepted while the queue has room.'}
      action=${brake.on ? 'Release' : 'Stop the sending'}
      run=${(reason) => put('/v1/brake', brake.on ? { on: false, reason } : { on: true, reason, until: until() })}
      close=${() => setAsking(false)} done=${again} />`}`;
};

export const Queue = ({ acts }) => {
  const [queue, problem] = usePoll(() => get('/v1/queue'), []);
  return html`<h1 tabindex="-1">Queue</h1>
    <${Failed} problem=${problem} />
    <${BrakeLine} acts=${acts} />
    ${queue && html`
      <dl class="cards">
        <${Card} name="free calls">${queue.slots.free} <span class="soft">of ${queue.slots.limit}</span></${Card}>
        <${Card} name="window">${queue.slots.window.replace('PT', '').toLowerCase()}</${Card}>
        <${Card} name="at the provider">${queue.slots.running} <span class="soft">of ${queue.slots.maxRunning || '∞'}</span></${Card}>
      </dl>
      <h2>Who waits</h2>
      ${queue.callers.length === 0 ? html`<p class="soft">Nobody waits.</p>` : html`
        <div class="scroll" tabindex="0" role="region" aria-label="Who waits"><table>
          <caption>The longest line first; starts are estimates</caption>
          <thead><tr><th scope="col">caller</th><th scope="col" class="number">waiting</th><th scope="col" class="number">weight</th>
            <th scope="col" class="number">share</th><th scope="col">oldest</th><th scope="col">next start</th></tr></thead>
          <tbody>${queue.callers.map((line) => {
            const open = '#/generations?state=queued&caller=' + encodeURIComponent(line.caller);
            return html`<tr data-open=${open}><td><a href=${open}><${Text}>${line.caller}</${Text}></a></td>
              <td class="number">${line.waiting}</td><td class="number">${line.weight}</td>
              <td class="number">${(100 * line.share).toFixed(0)} %</td><td><${Time} at=${line.oldest} /></td>
              <td>${line.nextStart ? html`<${Time} at=${line.nextStart} />` : html`<span class="soft">unknown</span>`}</td></tr>`;
          })}</tbody></table></div>`}`}`;
};
