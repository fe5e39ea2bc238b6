import { html } from './preact.js';
import { curl, get } from './api.js';
import { Brakes } from './brakes.js';
import { Card, Copy, Text, Time, usePoll } from './parts.js';

const stops = (one) => [
  one.drains && 'drains',
  one.keyRejectedAt && html`its key was refused <${Time} at=${one.keyRejectedAt} />`,
  one.emptySince && html`no credits since <${Time} at=${one.emptySince} />`,
  one.stoppedFrom !== undefined && 'nothing from ' + one.stoppedFrom + ' credits on',
  one.pausedUntil && html`pauses until <${Time} at=${one.pausedUntil} />${one.pauseCause && ' (' + one.pauseCause + ')'}`,
  one.callable === false && 'its breaker is open',
  one.brakedUntil && 'the brake is on',
].filter(Boolean);

/** Each of several accounts; nothing where there is only one. */
export const Accounts = ({ of }) => of && html`
  <h2>Accounts</h2>
  <div class="scroll" tabindex="0" role="region" aria-label="Accounts"><table>
    <caption>Calls that may leave now, tasks at the provider</caption>
    <thead><tr><th scope="col">account</th><th scope="col" class="number">free calls</th><th scope="col" class="number">at the provider</th>
      <th scope="col" class="number">credits</th><th scope="col">state</th></tr></thead>
    <tbody>${of.map((one) => {
      const open = '#/generations?account=' + encodeURIComponent(one.account);
      return html`<tr key=${one.account} data-open=${open}><td><a href=${open}><${Text}>${one.account}</${Text}></a></td>
        <td class="number">${one.freeSlots} <span class="soft">of ${one.limit}</span></td>
        <td class="number">${one.running} <span class="soft">of ${one.maxRunning || '∞'}</span></td>
        <td class="number">${one.credits ?? '–'}</td>
        <td>${stops(one).length === 0 ? html`<span class="good">sends</span>`
          : html`<span class="bad">${stops(one).map((stop, n) => html`${n > 0 && ', '}${stop}`)}</span>`}</td></tr>`;
    })}</tbody></table></div>`;

export const names = (queue) => ((queue && queue.accounts) || []).map((one) => one.account);

export const Queue = ({ acts }) => {
  const [queue, problem] = usePoll(() => get('/v1/queue'), []);
  return html`<h1 tabindex="-1">Queue</h1>
    <${Brakes} problem=${problem} acts=${acts} accounts=${names(queue)} />
    ${queue && html`
      <dl class="cards">
        <${Card} name="free calls">${queue.slots.free} <span class="soft">of ${queue.slots.limit}</span></${Card}>
        <${Card} name="window">${queue.slots.window.replace('PT', '').toLowerCase()}</${Card}>
        <${Card} name="at the provider">${queue.slots.running} <span class="soft">of ${queue.slots.maxRunning || '∞'}</span></${Card}>
      </dl>
      <${Accounts} of=${queue.accounts} />
      <h2>Who waits</h2>
      ${queue.callers.length === 0 ? html`<p class="soft">Nobody waits.</p>` : html`
        <div class="scroll" tabindex="0" role="region" aria-label="Who waits"><table>
          <caption>The longest line first; starts are estimates</caption>
          <thead><tr><th scope="col">caller</th><th scope="col" class="number">waiting</th><th scope="col" class="number">weight</th>
            <th scope="col" class="number">share</th><th scope="col">oldest</th><th scope="col">next start</th></tr></thead>
          <tbody>${queue.callers.map((line) => {
            const open = '#/generations?state=queued&caller=' + encodeURIComponent(line.caller);
            return html`<tr key=${line.caller} data-open=${open}><td><a href=${open}><${Text}>${line.caller}</${Text}></a></td>
              <td class="number">${line.waiting}</td><td class="number">${line.weight}</td>
              <td class="number">${(100 * line.share).toFixed(0)} %</td><td><${Time} at=${line.oldest} /></td>
              <td>${line.nextStart ? html`<${Time} at=${line.nextStart} />` : html`<span class="soft">unknown</span>`}</td></tr>`;
          })}</tbody></table></div>`}
      <div class="row"><${Copy} text=${curl('GET', '/v1/queue')}>Copy as curl</${Copy}></div>`}`;
};
