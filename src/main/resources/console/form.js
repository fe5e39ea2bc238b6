import { html, useEffect, useRef, useState } from './preact.js';
import { post } from './api.js';
import { Failed, Text } from './parts.js';

// --- what stands in the fields of an input, and what its schema says of them ------------------------------------

const typeOf = (schema) => (Array.isArray(schema.type) ? schema.type.find((type) => type !== 'null') : schema.type);

const lines = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);

// a line for each is only for texts
const ofTexts = (schema) => typeOf(schema) === 'array' && typeOf(schema.items || {}) === 'string';

const structured = (schema) => ['array', 'object'].includes(typeOf(schema));

const isJson = (schema, text) => structured(schema) && !(ofTexts(schema) && !text.trim().startsWith('['));

/** What is wrong with what stands in a field before anybody is asked: it is to be JSON, and is none. */
export const faultOf = (schema, text) => {
  if (!text || !isJson(schema, text)) return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (malformed) {
    return 'This is not JSON: ' + malformed.message;
  }
};

/** What stands in a field becomes what the schema asks for; what is left empty, or is at fault, is not sent. */
export const valueOf = (schema, text, required) => {
  if (required && 'const' in schema) return schema.const;
  if (text === undefined || text === '' || faultOf(schema, text)) return undefined;
  const type = typeOf(schema);
  const list = listOf(schema);
  if (list) return list.find((value) => String(value) === text);
  if (type === 'integer' || type === 'number') return Number(text);
  return isJson(schema, text) ? JSON.parse(text) : ofTexts(schema) ? lines(text) : text;
};

/** All that a field may have, where that is few. */
const listOf = (schema) => schema.enum || ('const' in schema ? [schema.const] : typeOf(schema) === 'boolean' ? [true, false] : undefined);

const bounds = (schema, of) => [
  schema['min' + of] !== undefined && 'from ' + schema['min' + of],
  schema['max' + of] !== undefined && 'up to ' + schema['max' + of],
].filter(Boolean).join(' ');

const range = (schema) => [
  'const' in schema && String(schema.const),
  schema.exclusiveMinimum !== undefined && 'above ' + schema.exclusiveMinimum,
  schema.exclusiveMaximum !== undefined && 'below ' + schema.exclusiveMaximum,
  bounds(schema, 'imum'),
].filter(Boolean).join(', ');

const hint = (schema) => [
  schema.deprecated && 'deprecated',
  schema.maxLength && 'up to ' + schema.maxLength + ' characters',
  schema.anyOf ? schema.anyOf.map(range).filter(Boolean).join(', or ') : range(schema),
  schema.multipleOf && 'in steps of ' + schema.multipleOf,
  bounds(schema, 'Items') && bounds(schema, 'Items') + ' of them',
  schema.items && schema.items.properties && 'each with ' + parts(schema.items),
  schema.properties && 'with ' + parts(schema),
  schema.default !== undefined && 'by default ' + JSON.stringify(schema.default),
].filter(Boolean).join(', ');

const parts = ({ properties, required = [] }) => Object.entries(properties).map(([name, part]) =>
  name + (required.includes(name) ? ' *' : '') + (part.enum ? ' (' + part.enum.join(' | ') + ')' : '')).join(', ');

/** What a value may look like. */
const sample = (schema) => {
  if (schema.default !== undefined) return schema.default;
  const [first] = listOf(schema) || [];
  if (first !== undefined) return first;
  if (schema.items) return [sample(schema.items)];
  if (schema.properties) return Object.fromEntries(Object.entries(schema.properties).map(([name, part]) => [name, sample(part)]));
  return /integer|number/.test(typeOf(schema)) ? schema.minimum ?? 1 : '…';
};

const placeholder = (schema) => (ofTexts(schema) ? 'a line for each, or JSON' : structured(schema) ? JSON.stringify(sample(schema)) : '');

/** The file that a field may name, be it in a part of it, and the field's value that names it. */
const fileOf = (schema) => {
  const media = schema['x-media'];
  // a document cannot be uploaded
  if (media) return media.kind !== 'document' && { media, value: (id) => id };
  if (schema.items) {
    const item = fileOf(schema.items);
    return item && { media: item.media, value: (id) => [item.value(id)] };
  }
  const part = Object.entries(schema.properties || {}).find(([, one]) => fileOf(one));
  const inside = part && fileOf(part[1]);
  return inside && { media: inside.media, value: (id) => ({ [part[0]]: inside.value(id) }) };
};

/** One more for an array, in the place of what was there for anything else; what is no JSON yet keeps its text. */
const withFile = (schema, text, value) => {
  if (!Array.isArray(value)) return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  if (faultOf(schema, text)) return text + '\n' + JSON.stringify(value);
  if (!isJson(schema, text)) return [...lines(text), ...value].join('\n');
  const before = valueOf(schema, text) || [];
  return JSON.stringify([...(Array.isArray(before) ? before : [before]), ...value], null, 2);
};

const megabytes = (bytes) => Number((bytes / 1048576).toFixed(1)) + ' MB';

const Upload = ({ name, media, may, done }) => {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState();
  const left = useRef(false);
  useEffect(() => () => { left.current = true; }, []);
  const chosen = async (event) => {
    const box = event.target;
    const [file] = box.files;
    if (!file) return;
    setProblem(undefined);
    setBusy(true);
    try {
      if (file.size > media.maxBytes) throw new Error('It has ' + megabytes(file.size) + ', and may have ' + megabytes(media.maxBytes) + '.');
      const { id } = await post('/v1/files', file);
      if (!left.current) done(id);
    } catch (failure) {
      setProblem(failure);
    }
    box.value = '';
    setBusy(false);
  };
  return html`<label class="field">or a file for ${name}: ${media.kind}${media.maxBytes ? ', up to ' + megabytes(media.maxBytes) : ''}
      <input type="file" accept=${(media.accept || [media.kind + '/*']).join(',')} disabled=${busy || !may} onChange=${chosen} /></label>
    ${busy && html`<span class="soft" role="status">It is uploaded.</span>`}<${Failed} problem=${problem} />`;
};

export const Field = ({ name, schema, required, value, error, mayUpload, change }) => {
  const type = typeOf(schema);
  const fault = faultOf(schema, value);
  const wrong = fault || error;
  const common = { name, value: value || '', required, dir: 'auto', 'aria-invalid': wrong ? 'true' : null, onInput: (e) => change(() => e.target.value) };
  const list = listOf(schema);
  const given = required && 'const' in schema;
  const long = structured(schema) || (schema.maxLength || 0) > 300 || /prompt|text|script/.test(name);
  const file = fileOf(schema);
  return html`<label class="field"><span>${name}${required ? ' *' : ''} <span class="soft">${hint(schema)}</span></span>
    ${list ? html`<select ...${common} value=${given ? String(schema.const) : common.value} onChange=${common.onInput}>
        ${!required && html`<option value=""></option>`}${required && !given && !value && html`<option value="">choose</option>`}
        ${list.map((one) => html`<option value=${String(one)}>${String(one)}</option>`)}</select>`
      : long ? html`<textarea ...${common} placeholder=${placeholder(schema)} ref=${(box) => box && box.setCustomValidity(fault || '')}></textarea>`
      : html`<input ...${common} type=${type === 'integer' || type === 'number' ? 'number' : 'text'} step="any" />`}
    ${schema.description && html`<span class="soft"><${Text}>${schema.description}</${Text}></span>`}
    ${wrong && html`<span class="bad">${wrong}</span>`}</label>
    ${file && html`<${Upload} name=${name} media=${file.media} may=${mayUpload} done=${(id) => change((before) => withFile(schema, before, file.value(id)))} />`}`;
};
