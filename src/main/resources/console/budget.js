import { html } from './preact.js';
import { get } from './api.js';
import { none, Time, usePoll } from './parts.js';

const EVERY = 15000;

const periods = (budget) => ['day', 'month'].filter((name) => budget && budget[name]).map((name) => [name, budget[name]]);

/** The caller's own budget; nothing for one that has none, or may not see it. */
export const useBudget = (me) => usePoll(me.spends ? () => get('/v1/budget') : none, [me.spends], EVERY);

/** Whether so many credits are more than are left. */
export const over = (budget, credits) => periods(budget).some(([, state]) => credits > state.left);

export const Budget = ({ of }) => periods(of).map(([name, { left, limit, renewedAt }]) => html`<p class="soft" key=${name}>
  Budget of the ${name}: <strong>${left}</strong> of ${limit} credits left, renewed at <${Time} at=${renewedAt} />.</p>`);
