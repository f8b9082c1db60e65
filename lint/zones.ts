import { pageNames } from '../widget/pages.ts';

/**
 * Who may import whom, types included. The linter's rules follow from these tables (oxlint.config.ts), and so does the
 * picture of the rooms that `npm run check` prints (lint/rooms.ts).
 */

/** The server's rooms and the files beside them, lowest first: each may import what stands before it, and nothing after it. */
export const serverOrder = [
  'status.ts',
  'contract',
  'failure.ts',
  'settings',
  'ground',
  'database',
  'http',
  'sms',
  'passwords',
  'services.ts',
  'room.ts',
  'audit',
  'account',
  'metering',
  'customers',
  'weather',
  'consumption',
  'invoices',
  'prices',
  'login',
  'profile',
  'relationship',
  'notes',
  'data-keys',
  'own-data',
  'operator',
  'metrics',
  'rooms.ts',
  'app.ts',
  'jobs.ts',
  'run-command.ts',
  'main.ts',
  'cli.ts',
] as const;

/** The widget's folders of pages, the log-in among them: they never import each other. */
export const pages: readonly string[] = ['login', ...pageNames];

/** What the pages stand on: it knows no page. */
export const belowPages = ['form', 'text', 'chart', 'style'] as const;

/**
 * Rooms in which every file is a rule (arithmetic, a parser, screening) and so pure, unless it is named here or below:
 * what reaches the database, the network, files or the clock. `folder/` is all in it.
 */
export const ruleRooms: Readonly<Record<string, readonly string[]>> = {
  metering: [
    'import-readings',
    'ways-in/',
    'store/',
    'files/file-bytes',
    'files/load-profile',
    'pack/known-meters',
    'stage/autumn-days',
    'stage/staged-rows',
    'stage/staging-copy',
    'stage/merge-lock',
    'stage/only-set-aside',
    'stage/work-tables',
    'screen/find-ordinary',
    'screen/find-suspicious',
    'screen/read-evidence',
    'screen/told-registers',
    'screen/judge-series',
    'screen/store-days',
    'screen/stretches',
    'screen/judge-all',
    'screen/find-again',
    'screen/ask-staged',
    'screen/set-aside',
    'derive/derive',
    'derive/judge-standstills',
    'derive/any-day',
    'derive/plain-days',
    'derive/ordinary-days',
    'derive/touched-keys',
    'meters/import-meters',
    'meters/judge-hung',
    'meters/meter-lines',
    'meters/replay-meters',
    'meters/register-meters',
    'meters/serial-twice',
    'meters/take-line',
  ],
  consumption: ['statement-per-point', 'selected-points', 'years', 'years-apart', 'read-days', 'sum-of-months'],
  invoices: [
    'delivery',
    'import-invoices',
    'import-payments',
    'file-source',
    'watched-invoices',
    'invoice-files',
    'read-invoices',
    'profile',
    'store/',
    'compare/compare-invoices',
    'compare/compare-recent',
    'compare/read-meter-use',
  ],
  weather: ['weather-profile'],
  prices: ['cost-statement', 'import-prices'],
};

/** Names that reach out in every room. */
export const outwardNames = [
  'room',
  'endpoints',
  'settings',
  '*-settings',
  'commands',
  '*-commands',
  '*-store',
  '*-queries',
  '*-job',
  'own-*',
] as const;

/** Rules in other rooms. */
export const ruleFiles = [
  'server/ground/typed-*.ts',
  'server/ground/ore.ts',
  'server/login/code.ts',
  'server/**/*-rules.ts',
  'server/customers/customers-file.ts',
  'server/sms/texts.ts',
  'server/sms/gsm7.ts',
] as const;

/** Packages by what they are for. Everything that isn't named here may be used anywhere on its side. */
export const packages = {
  widget: ['lit', 'lit/*', '@lit/*', 'uplot', 'uplot/*'],
  chart: ['uplot', 'uplot/*'],
  koa: ['koa', 'koa-*', '@koa/*'],
  knex: ['knex'],
  server: ['node:*', 'koa', 'koa-*', '@koa/*', 'knex', 'pg', 'pg-*', 'axios', 'luxon', 'pino', 'valibot', 'commander'],
  outside: [
    'knex',
    'pg',
    'pg-*',
    'koa',
    'koa-*',
    '@koa/*',
    'axios',
    'pino',
    'commander',
    'cli-progress',
    'cockatiel',
    'scrypt-kdf',
    'rate-limiter-flexible',
    'node:fs',
    'node:fs/*',
    'node:net',
    'node:http',
    'node:https',
    'node:dns',
    'node:dns/*',
    'node:os',
    'node:child_process',
    'node:timers',
    'node:timers/*',
    'node:process',
  ],
} as const;
