import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ruleFiles, ruleRooms, serverOrder } from '../../../lint/zones.ts';

const root = join(import.meta.dirname, '../../..');

type Probe = [what: string, file: string, line: string];

const forbidden: Probe[] = [
  ['server code in the widget', 'widget/probe.ts', `import { Failure } from '../server/failure.ts';`],
  ['server types in the widget, beside the contract’s', 'widget/probe.ts', `import type { SignedIn } from '../server/http/session.ts';`],
  ['a value of the contract in the widget', 'widget/profile/probe.ts', `import { x } from '../../server/contract/profile.ts';`],
  ['Node in the widget', 'widget/login/probe.ts', `import 'node:fs';`],
  ['uPlot outside of chart', 'widget/consumption/probe.ts', `import uPlot from 'uplot';`],
  ['a page in another page', 'widget/consumption/probe.ts', `import { x } from '../login/login.ts';`],
  ['a page in form', 'widget/form/probe.ts', `import { x } from '../login/login.ts';`],
  ['a page in text', 'widget/text/probe.ts', `import type { x } from '../consumption/view.ts';`],
  ['the frame in chart', 'widget/chart/probe.ts', `import { x } from '../min-side.ts';`],
  ['the widget in the server', 'server/http/probe.ts', `import { x } from '../../widget/events.ts';`],
  ['Lit in the server', 'server/http/probe.ts', `import { html } from 'lit';`],
  ['tests in what is shipped', 'server/http/probe.ts', `import { x } from '../../test/support/server.ts';`],
  ['setup in what is shipped', 'widget/probe.ts', `import { x } from '../setup/browser.ts';`],
  ['a higher room', 'server/metering/probe.ts', `import { x } from '../login/code.ts';`],
  ['a higher room’s types', 'server/database/probe.ts', `import type { x } from '../http/session.ts';`],
  ['a higher room from a folder of a room', 'server/metering/files/probe.ts', `import type { x } from '../../customers/own-points.ts';`],
  ['accounts in sms', 'server/sms/probe.ts', `import { x } from '../account/account-store.ts';`],
  ['the app in a room', 'server/profile/probe.ts', `import { x } from '../app.ts';`],
  ['a room in a file that stands below', 'server/services.ts', `import type { x } from './login/code.ts';`],
  ['Koa in a room', 'server/profile/probe.ts', `import Koa from 'koa';`],
  ['a connection outside of database', 'server/profile/probe.ts', `import knex from 'knex';`],
  ['knex’s types in a rule', 'server/metering/screen/plausible.ts', `import type { Knex } from 'knex';`],
  ['pg in a rule', 'server/metering/screen/longest-chain.ts', `import pg from 'pg';`],
  ['the network in a rule', 'server/consumption/add-up.ts', `import axios from 'axios';`],
  ['files in a rule', 'server/metering/files/csv.ts', `import { readFileSync } from 'node:fs';`],
  ['the database room in a rule', 'server/consumption/compare.ts', `import { x } from '../database/statement.ts';`],
  ['a file that reaches out in a rule', 'server/consumption/calendar.ts', `import { x } from './read-days.ts';`],
  ['the clock in a rule', 'server/consumption/calendar.ts', `export const x = Date.now();`],
  ['chance in a rule', 'server/login/code.ts', `export const x = Math.random();`],
  ['the server in setup', 'setup/probe.ts', `import { x } from '../server/config.ts';`],
  ['tests in the demo', 'demo/probe.ts', `import { x } from '../test/support/server.ts';`],
];

const allowed: Probe[] = [
  ['the contract’s types in the widget', 'widget/profile/probe.ts', `import type { Profile } from '../../server/contract/profile.ts';`],
  ['uPlot in chart', 'widget/chart/probe.ts', `import uPlot from 'uplot';`],
  ['form in a page', 'widget/login/probe.ts', `import { x } from '../form/field.ts';`],
  ['a lower room', 'server/login/probe.ts', `import { x } from '../account/account-store.ts';`],
  ['every room in the list of rooms', 'server/rooms.ts', `import { x } from './login/endpoints.ts';`],
  ['knex’s types in a query', 'server/login/challenge-queries.ts', `import type { Knex } from 'knex';`],
  ['Koa’s types in a room', 'server/profile/probe.ts', `import type { Context } from 'koa';`],
  ['luxon in a rule', 'server/consumption/calendar.ts', `import { DateTime } from 'luxon';`],
];

/** What the linter says about imports, by `file:line`. */
const said = new Map<string, string>();
/** The probes of one file are its lines, so that one run of the linter sees them all. */
const lines = new Map<string, string[]>();
for (const [, file, line] of [...forbidden, ...allowed]) lines.set(file, [...(lines.get(file) ?? []), line]);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'min-side-lint-'));
  cpSync(join(root, 'oxlint.config.ts'), join(folder, 'oxlint.config.ts'));
  cpSync(join(root, 'lint'), join(folder, 'lint'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  mkdirSync(join(folder, 'widget'));
  cpSync(join(root, 'widget/pages.ts'), join(folder, 'widget/pages.ts'));
  for (const [file, probes] of lines) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${probes.map((probe, index) => probe.replace(/\bx\b/, `x${index}`)).join('\n')}\n`);
  }
  const oxlint = [join(root, 'node_modules/oxlint/bin/oxlint'), '-f', 'unix', '--tsconfig', join(root, 'tsconfig.json')];
  const { stdout, stderr } = spawnSync(process.execPath, [...oxlint, 'server', 'widget', 'setup', 'demo'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  for (const [, place, text] of stdout.matchAll(/^([^:]+:\d+):\d+: (.*no-restricted-.*)$/gm)) said.set(place!, text!);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function place(file: string, line: string): string {
  return `${file}:${lines.get(file)!.indexOf(line) + 1}`;
}

test('names no file or folder that there is not, which a new one of that name would be excepted by', () => {
  const names = Object.entries(ruleRooms).flatMap(([room, free]) =>
    free.map((name) => `${room}/${name}${name.endsWith('/') ? '' : '.ts'}`),
  );
  const paths = [...serverOrder, ...names].map((name) => `server/${name}`);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  expect(ruleFiles.filter((pattern) => globSync(pattern, { cwd: root }).length === 0)).toEqual([]);
});

test.each(forbidden)('refuses %s', (_, file, line) => {
  expect(said.has(place(file, line))).toBe(true);
});

test.each(allowed)('allows %s', (_, file, line) => {
  expect(said.get(place(file, line))).toBeUndefined();
});
