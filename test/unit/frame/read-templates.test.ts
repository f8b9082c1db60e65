import { expect, test } from 'vitest';

// The build is JavaScript without types.
const path = '../../../setup/build/read-templates.mjs';
const { readTemplate } = (await import(path)) as { readTemplate(strings: readonly string[]): string[] };

const read = (strings: TemplateStringsArray, ..._values: string[]): string[] => readTemplate(strings);
const x = '';

test.each([
  ['no value', read`<p class="a">b</p>`, ['<p class="a">b</p>']],
  ['a child', read`<p>a ${x}<b></b></p>`, ['<p>a ¤1', '<b></b></p>']],
  ['children beside each other', read`${x}${x}<b>${x}</b>`, ['¤0', '¤1', '<b>¤2', '</b>']],
  ['a child at the end', read`<b></b>${x}`, ['<b></b>¤1', '<?>']],
  ['nothing', read``, ['']],
  [
    'attributes of every kind',
    read`<a href=${x} .logOut=${x} ?hidden=${x} @click=${x} class="b"></a>`,
    ['<a¤0href', '¤0.logOut', '¤0?hidden', '¤0@click', ' class="b"></a>'],
  ],
  ['quoted ones', read`<a href="${x}" title='${x}' id="b">c</a>`, ['<a¤0href', '¤0title', ' id="b">c</a>']],
  [
    'several values in one',
    read`<a id="b" href="?c=${x}&d=${x}#" title=${x}>e</a>`,
    ['<a id="b"¤0href=?c={}&d={}#', '', '¤0title', '>e</a>'],
  ],
  ['spaces alone around it', read`<a class=" ${x}"></a>`, ['<a¤0class= {}', '></a>']],
  ['what is nowhere written', read`<table><tr><td>${x}</td></tr></table>`, ['<table><tr><td>¤4', '</td></tr></table>']],
  ['comments', read`<!-- a --><p>${x}</p>`, ['<!-- a --><p>¤2', '</p>']],
])('a template is told where its values go: %s', (_what, told, expected) => {
  expect(told).toEqual(expected);
});

test.each([
  ['in a tag', () => read`<p ${x}></p>`],
  ['in the name of a tag', () => read`<${x}></p>`],
  ['in a comment', () => read`<!-- ${x} -->`],
  ['in text alone', () => read`<textarea>${x}</textarea>`],
  ['beside others, unquoted', () => read`<a class=b${x}></a>`],
  ['beside others, unquoted, and before them', () => read`<a class=${x}b></a>`],
  ['far behind', () => readTemplate(['<br />'.repeat(36), ''])],
  ['beside a sign with a meaning', () => read`¤${x}`],
])('a value that has no place there fails the build: %s', (_where, reading) => {
  expect(reading).toThrow();
});
