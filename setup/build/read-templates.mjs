import { _$LH as lit } from 'lit-html/private-ssr-support.js';
import MagicString from 'magic-string';
import { parseFragment } from 'parse5';

/** Stands before what is said of a value; no template of ours has it. */
const mark = '¤';
/** Stands for a value in what is said of an attribute of several. */
const hole = '{}';

/**
 * Reads each `html` template here, so that no browser has to: before each value stands what Lit would find out about its place
 * through the browser's own tree, and Lit's reader is replaced by one that looks for nothing else. Stands after esbuild.
 */
export function readTemplates() {
  let replaced = false;
  return {
    name: 'read-templates',
    buildStart: () => void (replaced = false),
    transform(code, id) {
      const text = new MagicString(code);
      if (id.includes('/lit-html/lit-html.js')) replaced = replaceReader(text, code);
      else if (!id.includes('/widget/') || !code.includes('html`')) return null;
      else
        for (const pieces of templatesIn(this.parse(code))) {
          const read = readTemplate(pieces.map(({ value }) => value.cooked));
          for (const [index, { start, end }] of pieces.entries())
            if (start < end) text.update(start, end, escape(read[index]));
            else text.appendLeft(end, read[index]);
        }
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary', source: id }) };
    },
    buildEnd(error) {
      if (!error && !replaced) this.error("Lit's source has changed: its reader of templates isn't found");
    },
  };
}

/** Of a script's tree the pieces of text of each `html` template. */
export function templatesIn(script) {
  const templates = [];
  walk(script, ({ type, tag, quasi }) => {
    if (type === 'TaggedTemplateExpression' && tag.name === 'html') templates.push(quasi.quasis);
  });
  return templates;
}

/**
 * The same template for the short reader: HTML, and before a value `¤`, how many nodes it stands behind the value before (elements
 * and comments, in their order; base 36), and for an attribute its name as the template has it (`¤1.value`), with what stands around
 * its values where that is more than nothing (`¤0class=field {}`). What belongs to such an attribute is gone from the HTML.
 * @param {string[]} strings What stands between the values.
 * @returns {string[]} As many.
 * @throws Error where a value has another place than an attribute or among children.
 */
export function readTemplate(strings) {
  if (strings.some((each) => each.includes(mark) || each.includes(hole)))
    throw new Error(`${mark} and ${hole} have a meaning in templates`);
  const places = placesOf(strings);
  let quote = '';
  return strings.map((each, index) => {
    // Within an attribute of several values: all that is around them has been said before the first.
    if (quote && !each.includes(quote)) return '';
    const html = quote ? each.slice(each.indexOf(quote) + 1) : each;
    quote = '';
    const place = places[index];
    // Behind a value at the end stands a comment, as Lit wants it: what comes there comes before that.
    if (place === undefined) return html || (index === places.length && index > 0 ? '<?>' : '');
    if (place.length === 1) return `${html}${mark}${place}`;
    const attribute = /\s+[.?@]?[\w-]+=(?:(["'])[^"']*)?$/.exec(html);
    quote = attribute?.[1] ?? '';
    if (!attribute || (place.includes('=') && !quote)) throw new Error(`Quote what stands around a value: ${html}\${…}`);
    return `${html.slice(0, attribute.index)}${mark}${place}`;
  });
}

/** What is said of each value; undefined for one that is an attribute's second or later, and after the last. */
function placesOf(strings) {
  const [html, names] = lit.getTemplateHtml(Object.assign([...strings], { raw: strings }), lit.HTML_RESULT);
  const places = [];
  let node = 0;
  let last = 0;
  const far = () => {
    const steps = (node - last).toString(36);
    if (steps.length > 1) throw new Error('A value stands more than 35 nodes behind the one before');
    last = node;
    return steps;
  };
  let attributes = 0;
  walk(parseFragment(String(html)), ({ nodeName, attrs = [], data }) => {
    if (nodeName.startsWith('#') && nodeName !== '#comment') return;
    for (const { name, value } of attrs) {
      if (!name.endsWith(lit.boundAttributeSuffix)) continue;
      const around = value.split(lit.marker);
      places.push(`${far()}${names[attributes++]}${value === lit.marker ? '' : `=${around.join(hole)}`}`);
      places.length += around.length - 2;
    }
    if (data === lit.markerMatch) places.push(far());
    node += 1;
  });
  if (places.length !== strings.length - 1) throw new Error(`A value has no place in ${strings.join('${…}')}`);
  return places;
}

const escape = (text) => text.replace(/[\\`]|\$(?=\{)/g, '\\$&');

/** Calls `visit` for a node and all below it, of a script's tree or a document's, in the order of their text. */
function walk(node, visit) {
  visit(node);
  for (const [key, below] of Object.entries(node))
    if (key !== 'parentNode' && key !== 'attrs')
      for (const each of [below].flat()) if (typeof (each?.type ?? each?.nodeName) === 'string') walk(each, visit);
}

/** The short reader, with the names that Lit's minified source has for what it needs. */
const reader = ({ template, trust, attribute, property, boolean, event }) => `constructor({ strings }, options) {
  let html = '';
  let index = 0;
  this.parts = [];
  for (const each of strings) {
    const end = each.indexOf('${mark}');
    html += end < 0 ? each : each.slice(0, end);
    if (end < 0) continue;
    index += parseInt(each[end + 1], 36);
    const place = each.slice(end + 2);
    const equals = place.indexOf('=');
    const name = equals < 0 ? place : place.slice(0, equals);
    const kind = name[0];
    const ctor = kind === '@' ? ${event} : kind === '.' ? ${property} : kind === '?' ? ${boolean} : ${attribute};
    html += name ? '' : '<?>';
    this.parts.push(
      name
        ? { type: 1, index, name: ctor === ${attribute} ? name : name.slice(1), strings: equals < 0 ? ['', ''] : place.slice(equals + 1).split('${hole}'), ctor }
        : { type: 2, index },
    );
  }
  this.el = ${template}.createElement(${trust}(strings, html), options);
}`;

/** @returns whether Lit's own was found. */
function replaceReader(text, code) {
  const own = /class (\w+)\{(constructor\(\{strings:.*?)static createElement/.exec(code);
  const parts = /"\."===\w+\[1\]\?(\w+):"\?"===\w+\[1\]\?(\w+):"@"===\w+\[1\]\?(\w+):(\w+)\}/.exec(own?.[2]);
  const trust = /function (\w+)\(\w+,\w+\)\{if\(!\w+\(\w+\)\|\|!\w+\.hasOwnProperty\("raw"\)/.exec(code);
  // What finds places is handed out to those who render on a server.
  const handedOut = /(?<=,)L:\w+,(?=R,)/.exec(code);
  if (!parts || !trust || !handedOut) return false;
  const [, property, boolean, event, attribute] = parts;
  const start = own.index + own[0].indexOf(own[2]);
  text.update(start, start + own[2].length, reader({ template: own[1], trust: trust[1], attribute, property, boolean, event }));
  text.remove(handedOut.index, handedOut.index + handedOut[0].length);
  return true;
}
