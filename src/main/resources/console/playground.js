import { html, useEffect, useState } from './preact.js';
import { call, curl, get, post } from './api.js';
import { AWAY, away, Copy, Failed, none, State, Text, usePoll } from './parts.js';
import { Budget, over, useBudget } from './budget.js';
import { useDraft } from './draft.js';
import { faultOf, Field, valueOf } from './form.js';
import { Cost, Results, taken, until } from './generation.js';

/** The forms of an input: one, or one for each alternative of a schema that has no fields of its own. */
const formsOf = (schema) => (!schema ? [] : schema.properties ? [schema] : (schema.oneOf || []).filter((one) => one.properties));

const takes = (form, texts) => Object.keys(texts).every((name) => form.properties[name]);

// who may only submit is told the id, and its consumers the rest
const Watched = ({ id, sees }) => {
  const [every, setEvery] = useState(sees ? 1000 : 0);
  const [row, problem] = usePoll(!sees ? none : () => get('/v1/generations/' + id).then((answer) => {
    setEvery(until(answer, 1000));
    return answer;
  }), [id], every);
  return html`<h2>What came of it</h2>
    <p role="status">Accepted as <span class="id">${id}</span>.</p>
    ${!sees && html`<p class="soft">What becomes of it is for the role <code>read</code>.</p>`}
    <${Failed} problem=${problem} />
    ${row && html`<p role="status"><${State} of=${row.state} />${' '}
      ${row.queuePosition && html`<span class="soft">place ${row.queuePosition} </span>`}
      ${row.failure && html`<${Text}>${row.failure.code}: ${row.failure.message} </${Text}>`}
      ${(row.creditsConsumed ?? row.price) !== undefined && html`cost <${Cost} of=${row} />, quoted ${row.price ?? '–'} `}<a href=${'#/generation/' + id}>open it</a></p>
      ${row.results && html`<${Results} of=${row.results} />`}
      ${row.data !== undefined && html`<pre tabindex="0" dir="auto">${JSON.stringify(row.data, null, 2)}</pre>`}`}`;
};

const Price = ({ of, budget }) => html`Costs <strong>${of.credits ?? 'an unknown number of'}</strong> credits${of.from !== undefined
  ? ' at most, ' + of.from + ' at least' : ''}${of.fits === false && html` <span class="bad">more than there are</span>`}${over(budget, of.credits)
  && html` <span class="bad">more than your budget has left</span>`}.`;

// what was sent and is not answered, kept over a reload: the same once more has the same key, and is paid for once
const SENT = 'gateway.sent';
const keyOf = (text) => {
  const sent = JSON.parse(sessionStorage.getItem(SENT) || '{}');
  const key = sent.text === text ? sent.key : crypto.randomUUID ? crypto.randomUUID() : String(Math.random());
  sessionStorage.setItem(SENT, JSON.stringify({ text, key }));
  return key;
};
const answered = () => sessionStorage.removeItem(SENT);

const USUAL = 'google/imagen4-fast';

export const Playground = ({ at, me, readOnly }) => {
  const [models, failure] = usePoll(() => get('/v1/models'), [], 0);
  const served = (models ? models.items : []).filter((one) => one.model).map((one) => one.model);
  const model = at.values.model || (served.includes(USUAL) ? USUAL : served[0]);
  const [schema, bad] = usePoll(model ? () => get('/v1/models/' + model + '/schema') : none, [model], 0);
  const [{ rules } = {}] = usePoll(model ? () => get('/v1/models/' + model) : none, [model], 0);
  const [budget, , recount] = useBudget(me);
  const [again] = useState(() => taken(model));
  const [{ texts, rest }, change, clear] = useDraft(model, again);
  const [chosen, setChosen] = useState();
  const [quote, setQuote] = useState();
  const [unpriced, setUnpriced] = useState();
  const [problem, setProblem] = useState();
  const [made, setMade] = useState();
  const [busy, setBusy] = useState(false);
  const forms = formsOf(schema);
  const form = forms[chosen] || forms.find((one) => takes(one, texts)) || forms[0];
  const properties = form ? form.properties : {};
  const required = (form && form.required) || [];
  const input = {};
  Object.entries(properties).forEach(([name, part]) => {
    const value = valueOf(part, texts[name], required.includes(name));
    if (value !== undefined) input[name] = value;
  });
  const body = { model, ...rest, input };
  const text = JSON.stringify(body);
  const complete = required.every((name) => input[name] !== undefined)
    && !Object.entries(properties).some(([name, part]) => faultOf(part, texts[name]));

  // a price is that of the input that it was asked for: the fields may be others by then
  const price = quote && quote.of === text ? quote : undefined;

  useEffect(() => {
    setProblem(undefined);
    setUnpriced(undefined);
    if (!schema || !complete || !me.submit) return undefined;
    let gone = false;
    const quoted = (answer) => {
      if (gone) return;
      setQuote({ ...answer, of: text });
      setUnpriced(undefined);
    };
    const refused = (failure) => {
      if (gone) return;
      setUnpriced(failure);
      if (away(failure)) timer = setTimeout(ask, AWAY);
    };
    const ask = () => {
      if (document.visibilityState === 'hidden') timer = setTimeout(ask, AWAY);
      else post('/v1/quotes', body).then(quoted, refused);
    };
    let timer = setTimeout(ask, 500);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text, Boolean(schema), complete]);

  const choose = (event) => {
    setChosen(undefined);
    location.hash = '#/playground?model=' + encodeURIComponent(event.target.value);
  };
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      const answer = await call('POST', '/v1/generations', body, { 'Idempotency-Key': keyOf(text) });
      answered();
      setMade(answer.id);
      recount();
      setProblem(undefined);
    } catch (refused) {
      if (refused.id || (refused.status > 0 && refused.status < 500)) answered();
      setProblem(refused);
      if (refused.id) setMade(refused.id);
    }
    setBusy(false);
  };
  const errorOf = (name) => {
    const { errors = [] } = problem || unpriced || {};
    const error = errors.find((one) => one.pointer === '/input/' + name || one.pointer.startsWith('/input/' + name + '/'));
    return error && error.detail;
  };
  return html`<h1 tabindex="-1">Playground</h1>
    <${Failed} problem=${failure || bad} />
    <div class="split"><section>
      ${models && html`<label class="field">Model <select name="model" value=${model} onChange=${choose}>
        ${models.items.filter((one) => one.model).map((one) => html`<option value=${one.model}>${one.model} (${one.kind})</option>`)}
      </select></label>`}
      ${schema && html`<form onSubmit=${submit} key=${model}>
        ${forms.length > 1 && html`<label class="field">Input <select name="form" value=${forms.indexOf(form)} onChange=${(e) => setChosen(e.target.value)}>
          ${forms.map((one, n) => html`<option value=${n}>${one.title}</option>`)}</select></label>`}
        ${Object.entries(properties).map(([name, part]) => html`<${Field} key=${name} name=${name} schema=${part} required=${required.includes(name)}
          value=${texts[name]} error=${errorOf(name)} mayUpload=${me.submit && !readOnly}
          change=${(to) => change(name, to)} />`)}
        ${rules && rules.length > 0 && html`<p class="soft">Together: ${rules.join('; ')}.</p>`}
        <p role="status">${price ? html`<${Price} of=${price} budget=${budget} />`
          : html`<span class="soft">${!complete ? 'Fill in what is marked with *.' : me.submit && !unpriced ? 'Costs …' : ''}</span>`}</p>
        <${Failed} problem=${problem || unpriced} />
        ${!me.submit && html`<p class="note">Submitting is for the role <code>submit</code>.</p>`}
        <p class="soft">As caller <${Text}>${me.caller}</${Text}>, of its budget and to its topic.</p>
        <${Budget} of=${budget} />
        ${(rest.correlationId || Object.keys(rest.metadata || {}).length > 0)
          && html`<p class="note">With the correlation id and metadata of the generation that this is made from; Clear takes them away.</p>`}
        <div class="row"><button class="go" disabled=${busy || readOnly || !me.submit}>Submit: it is paid for</button>
          <button type="button" onClick=${clear}>Clear</button>
          <${Copy} text=${curl('POST', '/v1/generations', body)}>Copy as curl</${Copy}></div>
      </form>`}
    </section><section>
      <h2>What is sent</h2><pre tabindex="0" dir="auto">${JSON.stringify(body, null, 2)}</pre>
      ${made && html`<${Watched} key=${made} id=${made} sees=${me.sees} />`}
    </section></div>`;
};
