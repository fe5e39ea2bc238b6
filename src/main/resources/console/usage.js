import { html, useRef } from './preact.js';
import { curl, get, query } from './api.js';
import { Budget, useBudget } from './budget.js';
import { Card, Copy, csv, Failed, iso, Text, usePoll } from './parts.js';

const dimensions = ['caller', 'model', 'account', 'outcome', 'hour', 'day', 'month'];

/** The first day of this month (UTC), or of one before or after it. */
const month = (plus) => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + plus)).toISOString().slice(0, 10);
};

const zoned = (day) => (day ? iso(day + 'T00:00:00Z') : undefined);

const sum = (items, name) => items.reduce((total, item) => total + item[name], 0);

// what sums of fractions add behind is not shown
const round = (credits) => Number(credits.toFixed(6));

const BARS = 40;

/** Bars by the first thing that makes a group; the table says the same in words. */
const Chart = ({ items, by }) => {
  const sums = new Map();
  items.forEach((item) => sums.set(item[by] ?? '–', (sums.get(item[by] ?? '–') || 0) + item.credits));
  const largest = new Set([...sums].sort(([, one], [, other]) => other - one).slice(0, BARS).map(([name]) => name));
  const bars = [...sums].filter(([name]) => largest.has(name));
  const most = Math.max(1, ...bars.map(([, credits]) => credits));
  const height = 22;
  return html`${sums.size > BARS && html`<p class="soft">The ${BARS} largest of ${sums.size}.</p>`}<svg class="chart" viewBox=${'0 0 720 ' + bars.length * height} role="img" aria-label=${'Credits by ' + by}>
    ${bars.map(([name, credits], n) => html`<g>
      <text x="170" y=${n * height + 15} text-anchor="end">${String(name).slice(-26)}</text>
      <rect x="178" y=${n * height + 3} width=${Math.max(1, (440 * credits) / most)} height=${height - 7}></rect>
      <text x=${184 + (440 * credits) / most} y=${n * height + 15}>${round(credits)}</text></g>`)}</svg>`;
};

export const Usage = ({ at, me, config }) => {
  const [budget] = useBudget(me);
  const form = useRef();
  const values = at.values;
  const by = values.by || 'caller,model';
  const path = '/v1/usage' + query({ by, from: zoned(values.from), to: zoned(values.to) });
  const [usage, problem] = usePoll(() => get(path),
    [by, values.from, values.to], 30000);
  const change = (event) => {
    event.preventDefault();
    const { by: first, and, from, to } = Object.fromEntries(new FormData(form.current));
    location.hash = '#/usage' + query({ by: [...new Set([first, and])].filter(Boolean).join(','), from, to });
  };
  const during = (from, to) => (event) => {
    form.current.elements.from.value = from;
    form.current.elements.to.value = to;
    change(event);
  };
  const names = by.split(',');
  // an address may ask for more than two, or for what is not known here
  const second = names.slice(1).join(',');
  const options = [...dimensions, ...(config.usageBy || []).map((name) => 'metadata.' + name)];
  const select = (name, value, all) => html`<select name=${name} value=${value} onChange=${change}>
    ${[...new Set([...all, value])].map((one) => html`<option value=${one}>${one}</option>`)}</select>`;
  return html`<h1 tabindex="-1">Usage</h1>
    <form class="filters" ref=${form} onSubmit=${change}>
      <label>by ${select('by', names[0], options)}</label>
      <label>and by ${select('and', second, ['', ...options])}</label>
      <label>from (UTC) <input type="date" name="from" value=${values.from || ''} onChange=${change} /></label>
      <label>before (UTC) <input type="date" name="to" value=${values.to || ''} onChange=${change} /></label>
      <button type="button" onClick=${during(month(0), '')}>This month</button>
      <button type="button" onClick=${during(month(-1), month(0))}>Last month</button>
    </form>
    <${Budget} of=${budget} />
    <${Failed} problem=${problem} />
    ${usage && html`
      <dl class="cards"><${Card} name="generations">${sum(usage.items, 'generations')}</${Card}>
        <${Card} name="credits">${round(sum(usage.items, 'credits'))}</${Card}></dl>
      ${usage.items.length === 0 ? html`<p class="soft">Nothing has ended in this time, or it is not rolled up yet.</p>` : html`
        <h2>Credits by ${names[0]}</h2>
        <${Chart} items=${usage.items} by=${names[0]} />
        <div class="scroll" tabindex="0" role="region" aria-label="Usage"><table>
          <caption>By the hour of acceptance, from ${usage.from} before ${usage.to}</caption>
          <thead><tr>${names.map((name) => html`<th scope="col">${name}</th>`)}
            <th scope="col" class="number">generations</th><th scope="col" class="number">credits</th></tr></thead>
          <tbody>${usage.items.map((item) => html`<tr>${names.map((name) => html`<td><${Text}>${item[name] ?? '–'}</${Text}></td>`)}
            <td class="number">${item.generations}</td><td class="number">${item.credits}</td></tr>`)}</tbody></table></div>
        <div class="row"><button onClick=${() => csv('usage-' + usage.from.slice(0, 10) + '-' + usage.to.slice(0, 10) + '.csv', [...names, 'generations', 'credits'], usage.items)}>CSV</button>
          <${Copy} text=${curl('GET', path)}>Copy as curl</${Copy}></div>`}`}`;
};
