// Every template of the widget, read by the build and the short reader, and by Lit itself, in a browser.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, transform } from 'esbuild';
import puppeteer from 'puppeteer-core';
import { parseAst } from 'rollup/parseAst';
import { expect, test } from 'vitest';
import { browser, browserFlags } from '../../setup/browser.ts';

interface Piece {
  value: { cooked: string };
}
interface Plugin {
  transform(code: string, id: string): { code: string } | null;
}
// The build is JavaScript without types.
const { readTemplate, readTemplates, templatesIn } = (await import('../../setup/build/read-templates.mjs' as string)) as {
  readTemplate(strings: string[]): string[];
  readTemplates(): Plugin;
  templatesIn(script: object): Piece[][];
};

const root = join(import.meta.dirname, '../..');
const lit = join(root, 'node_modules/lit-html/lit-html.js');

test('each template is read as Lit reads it', async () => {
  const templates = await templatesOfWidget();
  expect(templates.length).toBeGreaterThan(200);
  const source = readFileSync(lit, 'utf8');
  const chromium = await puppeteer.launch({ executablePath: browser(), args: browserFlags });
  try {
    const page = await chromium.newPage();
    const readBy = async (code: string, strings: string[][]): Promise<unknown> => {
      await page.goto('about:blank');
      await page.addScriptTag({ content: await bundle(code) });
      return page.evaluate(readAll, strings);
    };
    const short = readTemplates().transform(source, lit)!.code;
    expect(await readBy(short, templates.map(readTemplate))).toEqual(await readBy(source, templates));
  } finally {
    await chromium.close();
  }
});

/** As the build gets them to see: TypeScript taken out, attributes and children as they are. */
async function templatesOfWidget(): Promise<string[][]> {
  const scripts = globSync('widget/**/*.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));
  const trees = await Promise.all(
    scripts.map(async (code) =>
      parseAst((await transform(code, { loader: 'ts', tsconfigRaw: '{"compilerOptions":{"experimentalDecorators":true}}' })).code),
    ),
  );
  return trees.flatMap((tree) => templatesIn(tree)).map((pieces) => pieces.map(({ value }) => value.cooked));
}

const bundle = async (code: string): Promise<string> => {
  const contents = `${code};globalThis.render = ${/(\w+) as render/.exec(code)![1]};`;
  const { outputFiles } = await build({ stdin: { contents }, bundle: true, write: false, format: 'iife' });
  return outputFiles[0]!.text;
};

/** Runs in the page: of each template the places of its values and the HTML that is cloned, white space between attributes aside. */
function readAll(templates: string[][]): object[] {
  interface Read {
    parts: { type: number; index: number; name?: string; strings?: string[]; ctor?: object }[];
    el: HTMLTemplateElement;
  }
  const { render } = globalThis as unknown as { render(result: object, into: Element): { _$AH: { _$AD: Read } } };
  return templates.map((pieces) => {
    const strings = Object.assign([...pieces], { raw: pieces });
    const values = pieces.slice(1).map(() => Symbol.for('lit-nothing'));
    const { _$AH: instance } = render({ _$litType$: 1, strings, values }, document.createElement('div'));
    const { _$AD: template } = instance;
    const { parts, el } = template;
    return {
      parts: parts.map(({ ctor, ...part }) => ({ ...part, kind: ctor && String(ctor) })),
      html: el.innerHTML.replaceAll(/<!--\?[^>]*-->/g, '<!---->'),
    };
  });
}
