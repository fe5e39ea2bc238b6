import { html, useEffect, useRef, useState } from './preact.js';
import { post } from './api.js';
import { Failed, Text } from './parts.js';

// --- what stands in the fields of an input, and what its schema says of them ------------------------------------

const typeOf = (schema) => (Array.isArray(schema.type) ? schema.type.find((type) => type !== 'null') : schema.type);

/** What stands in a field becomes what the schema asks for; what is left empty is not sent. */
export const valueOf = (schema, text) => {
  if (text === undefined || text === '') return undefined;
  const type = typeOf(schema);
  if (schema.enum) return schema.enum.find((value) => String(value) === text);
  if (type === 'integer' || type === 'number') return Number(text);
  if (type === 'boolean') return text === 'true';
  if (type === 'array' || type === 'object') {
    try {
      return JSON.parse(text);
    } catch (e) {
      return type === 'array' ? text.split('\n').map((line) => line.trim()).filter(Boolean) : text;
    }
  }
  return text;
};

const hint = (schema) => [
  schema.maxLength && 'up to ' + schema.maxLength + ' characters',
  schema.minimum !== undefined && 'from ' + schema.minimum,
  schema.maximum !== undefined && 'up to ' + schema.maximum,
  schema.default !== undefined && 'by default ' + JSON.stringify(schema.default),
].filter(Boolean).join(', ');

/** The file that a field may name, be it in a part of it, and the field's value that names it. */
const fileOf = (schema) => {
  if (schema['x-media']) return { media: schema['x-media'], value: (id) => id };
  if (schema.items) {
    const item = fileOf(schema.items);
    return item && { media: item.media, value: (id) => [item.value(id)] };
  }
  const part = Object.entries(schema.properties || {}).find(([, one]) => fileOf(one));
  const inside = part && fileOf(part[1]);
  return inside && { media: inside.media, value: (id) => ({ [part[0]]: inside.value(id) }) };
};

/** One more for an array, in the place of what was there for anything else. */
const withFile = (schema, text, value) => {
  if (!Array.isArray(value)) return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  if (value.every((one) => typeof one === 'string') && !text.trim().startsWith('[')) return [text.trim(), ...value].filter(Boolean).join('\n');
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
  const common = { name, value: value || '', required, 'aria-invalid': error ? 'true' : null, onInput: (e) => change(() => e.target.value) };
  const long = type === 'array' || type === 'object' || (schema.maxLength || 0) > 300 || /prompt|text|script/.test(name);
  const list = schema.enum || (type === 'boolean' ? [true, false] : undefined);
  const file = fileOf(schema);
  return html`<label class="field"><span>${name}${required ? ' *' : ''} <span class="soft">${hint(schema)}</span></span>
    ${list ? html`<select ...${common} onChange=${common.onInput}>
        ${!required && html`<option value=""></option>`}${required && !value && html`<option value="">choose</option>`}
        ${list.map((one) => html`<option value=${String(one)}>${String(one)}</option>`)}</select>`
      : long ? html`<textarea ...${common} placeholder=${type === 'array' ? 'a line for each, or JSON' : ''}></textarea>`
      : html`<input ...${common} type=${type === 'integer' || type === 'number' ? 'number' : 'text'} step="any" />`}
    ${schema.description && html`<span class="soft"><${Text}>${schema.description}</${Text}></span>`}
    ${error && html`<span class="bad">${error}</span>`}</label>
    ${file && html`<${Upload} name=${name} media=${file.media} may=${mayUpload} done=${(id) => change((before) => withFile(schema, before, file.value(id)))} />`}`;
};
