import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

// A page that names what was moved sends its reader astray.

const root = join(import.meta.dirname, '../..');
const pages = globSync(['*.md', 'docs/**/*.md', 'demo/**/*.md'], { cwd: root });
/** Where a path may begin: at the top, at the page that names it, or inside what a page is about. */
const beginnings = ['', 'server', 'widget', 'test'];
const textOf = (page: string) => readFileSync(join(root, page), 'utf8');

/** A path with `*` or a trailing `/` stands for what fits it. */
const isThere = (from: string, path: string) =>
  path.includes('*') ? globSync(path, { cwd: join(root, from) }).length > 0 : existsSync(join(root, from, path));

test('leads every link between pages to a file and a heading that there are', () => {
  const broken = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)/g)]
      .filter(([, path = '', heading]) => {
        const target = path === '' ? page : join(dirname(page), path);
        if (!existsSync(join(root, target))) return true;
        return heading !== undefined && target.endsWith('.md') && !headingsOf(target).includes(heading);
      })
      .map(([link]) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test('names no file or folder that there is not', () => {
  const named = pages.flatMap((page) =>
    [...textOf(page).matchAll(/`((?:[\w.*-]+\/)+[\w.*-]*|[\w-]+\.(?:ts|mjs))`/g)].map(([, path]) => ({ page, path: path! })),
  );
  // Neither what is made here (.data, dist) nor media types (text/javascript).
  const isOurs = (path: string) =>
    !/^\.data|^dist|^text\/\w+$/.test(path) &&
    beginnings.some((folder) => existsSync(join(root, folder, path.split('/')[0]!))) &&
    path.includes('/');
  const ours = named.filter(({ path }) => isOurs(path));
  expect(ours.length).toBeGreaterThan(100);
  const missing = ours.filter(({ page, path }) => ![...beginnings, dirname(page)].some((folder) => isThere(folder, path)));
  expect(missing.map(({ page, path }) => `${page}: ${path}`)).toEqual([]);
});

/** As GitHub makes them: small letters, blanks as hyphens, other signs gone. */
function headingsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(
    ([, words]) =>
      `#${words!
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-')}`,
  );
}
