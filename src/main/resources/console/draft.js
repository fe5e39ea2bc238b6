import { useRef, useState } from './preact.js';

// What is typed in the playground for each model, kept in the tab: neither a token that has run out nor a reload throws it away.
const DRAFT = 'gateway.draft.';
const EMPTY = { texts: {}, rest: {} };

const kept = (model) => JSON.parse(sessionStorage.getItem(DRAFT + model) || 'null') || EMPTY;

const keep = (model, draft) => {
  try {
    sessionStorage.setItem(DRAFT + model, JSON.stringify(draft));
  } catch (full) {
    sessionStorage.removeItem(DRAFT + model);
  }
};

/** The draft of a model, which begins with what is made again; how to change its texts, and how to empty it. */
export const useDraft = (model, again) => {
  const [now, setNow] = useState(() => again && keep(model, again));
  const draft = now && now.model === model ? now.draft : kept(model);
  const latest = useRef();
  latest.current = draft;
  const put = (next) => {
    latest.current = next;
    keep(model, next);
    setNow({ model, draft: next });
  };
  const change = (name, to) => put({ ...latest.current, texts: { ...latest.current.texts, [name]: to(latest.current.texts[name] || '') } });
  return [draft, change, () => put(EMPTY)];
};

const OURS = /^gateway\.(draft\.|sent$|again$)/;

/** Whoever leaves takes along what was typed and what is made again. */
export const forgetDrafts = () => Object.keys(sessionStorage).filter((name) => OURS.test(name))
  .forEach((name) => sessionStorage.removeItem(name));
