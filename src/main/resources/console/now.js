import { html } from './preact.js';
import { curl, get, query } from './api.js';
import { Card, Copy, iso, none, seconds, State, Text, Time, usePoll } from './parts.js';
import { Brakes } from './brakes.js';
import { Accounts, names } from './queue.js';

const DAY = 86400000;

// with its state, so that an index finds them
const those = ({ state, failureCode }, countedAt) => '#/generations' + query({ state, failureCode, from: iso(Date.parse(countedAt) - DAY) });

export const Now = ({ me, acts }) => {
  const [status, problem] = usePoll(me.operator ? () => get('/v1/status') : none, [me.operator]);
  const [credits, noCredits] = usePoll(() => get('/v1/credits'), [], 15000);
  const [queue, noQueue] = usePoll(() => get('/v1/queue'), []);
  return html`<h1 tabindex="-1">Now</h1>
    <${Brakes} problem=${problem || noQueue || noCredits} acts=${acts} accounts=${names(queue)} />
    <dl class="cards">
      ${status && ['queued', 'submitting', 'submitted', 'unconfirmed'].map((state) => html`
        <${Card} name=${state} tone=${state === 'unconfirmed' && status.open[state] ? 'bad' : ''}>
          <a href=${'#/generations?state=' + state}>${status.open[state]}</a></${Card}>`)}
      ${status && html`
        <${Card} name="oldest queued">${seconds(status.oldestQueued)}</${Card}>
        <${Card} name="oldest open">${seconds(status.oldestOpen)}</${Card}>
        <${Card} name="events not on Kafka" tone=${status.oldestUnpublished > 120 ? 'bad' : ''}>${status.unpublished}
          ${status.unpublished > 0 && html` <span class="soft">${seconds(status.oldestUnpublished)}</span>`}</${Card}>
        <${Card} name="events set aside" tone=${status.setAside ? 'bad' : ''}>${status.setAside}</${Card}>
        <${Card} name="results not stored" tone=${status.oldestNotStored > 600 ? 'bad' : ''}>${status.resultsNotStored}
          ${status.resultsNotStored > 0 && html` <span class="soft">${seconds(status.oldestNotStored)}</span>`}</${Card}>
        <${Card} name="provider" tone=${status.callable ? 'good' : 'bad'}>${status.callable ? 'callable' : 'breaker open'}</${Card}>`}
      ${queue && html`
        <${Card} name="at the provider">${queue.slots.running}${queue.slots.maxRunning > 0 && html` <span class="soft">of ${queue.slots.maxRunning}</span>`}</${Card}>
        <${Card} name="free calls">${queue.slots.free} <span class="soft">of ${queue.slots.limit}</span></${Card}>`}
      ${credits && html`<${Card} name="credits" tone=${credits.credits > 0 ? '' : 'bad'}>${credits.credits}</${Card}>`}
    </dl>
    ${queue && html`<${Accounts} of=${queue.accounts} />`}
    ${status && status.firstSetAside?.length > 0 && html`
      <h2>Events set aside</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="Events set aside"><table>
        <caption>Kafka cannot take them as they are; of what was accepted first</caption>
        <thead><tr><th scope="col">generation</th><th scope="col">cause</th><th scope="col">since</th><th scope="col" class="number">tries</th></tr></thead>
        <tbody>${status.firstSetAside.map(({ id, cause, since, tries }) => html`<tr key=${id} data-open=${'#/generation/' + id}>
          <td class="id"><a href=${'#/generation/' + id}>${id}</a></td><td>${cause}</td><td><${Time} at=${since} /></td>
          <td class="number">${tries}</td></tr>`)}</tbody></table></div>`}
    ${status && html`
      <h2>What fails most</h2>
      ${status.failing.length === 0 ? html`<p class="soft">Nothing that was accepted in the last 24 hours has failed.</p>` : html`
        <div class="scroll" tabindex="0" role="region" aria-label="Failures"><table>
          <caption>Of what was accepted in the last 24 hours</caption>
          <thead><tr><th scope="col">code</th><th scope="col">state</th><th scope="col" class="number">generations</th></tr></thead>
          <tbody>${status.failing.map((failing) => html`<tr key=${failing.state + ' ' + failing.failureCode} data-open=${those(failing, status.countedAt)}>
            <td><a href=${those(failing, status.countedAt)}><${Text}>${failing.failureCode}</${Text}></a></td>
            <td><${State} of=${failing.state} /></td><td class="number">${failing.generations}</td></tr>`)}</tbody></table></div>`}
      <div class="row soft">Counted <${Time} at=${status.countedAt} />
        <${Copy} text=${curl('GET', '/v1/status')}>Copy as curl</${Copy}></div>`}`;
};
