import { belowPages, outwardNames, packages, pages, ruleFiles, ruleRooms, serverOrder } from './zones.ts';

interface Pattern {
  group?: string[];
  regex?: string;
  allowTypeImports?: boolean;
  message: string;
}

interface Override {
  files: string[];
  rules: Record<string, unknown>;
}

const group = (names: readonly string[], message: string, allowTypeImports = false): Pattern => ({
  group: [...names],
  message,
  ...(allowTypeImports && { allowTypeImports }),
});
const regex = (pattern: string, message: string): Pattern => ({ regex: pattern, message });

const unshipped = regex('^(\\.\\./)+(demo|test|setup|lint)/', 'Nothing shipped leans on what isn’t.');

/** One override of the linter for each zone. Later ones replace earlier ones, so that a file obeys the last that names it. */
export function importRules(): Override[] {
  return [
    ...serverRules(),
    ...widgetRules(),
    override(['setup/**'], [regex('^(\\.\\./)+(server|demo|test)/', 'setup/ gets a machine ready and knows nothing of the product.')]),
    override(['demo/**'], [regex('^(\\.\\./)+test/', 'The demo is no test.')]),
  ];
}

function serverRules(): Override[] {
  return serverOrder.flatMap((zone, index) => {
    const isFile = zone.endsWith('.ts');
    const above = serverOrder.slice(index + 1);
    const patterns = [
      group(
        ['**/widget/**', '!**/widget/text/status.ts', '!**/widget/text/terms-nb.ts'],
        'That is the widget’s, all but the words for a status, which downloads say too, and the text of the terms, which is kept with who accepted it.',
      ),
      group(packages.widget, 'That is the widget’s.'),
      unshipped,
      ...(above.length > 0 ? [regex(pathOf(above, isFile), `${zone} stands below that room (lint/zones.ts).`)] : []),
      ...(zone === 'database' ? [] : [group(packages.knex, 'Connections are made in server/database.', true)]),
      ...(['http', 'app.ts', 'main.ts'].includes(zone)
        ? []
        : [group(packages.koa, 'Koa stays in server/http, app.ts and main.ts.', zone !== 'database')]),
    ];
    const whole = override([isFile ? `server/${zone}` : `server/${zone}/**`], patterns);
    const pure = pureRules(patterns, ruleRooms[zone] ?? []);
    if (zone in ruleRooms) {
      const outward = [
        ...ruleRooms[zone]!.map((name) => (name.endsWith('/') ? `${name}**` : `${name}.ts`)),
        ...outwardNames.map((name) => `**/${name}.ts`),
      ];
      const free = { 'no-restricted-properties': 'off', ...whole.rules };
      return [
        { files: whole.files, rules: pure },
        { files: outward.map((name) => `server/${zone}/${name}`), rules: free },
      ];
    }
    const files = ruleFiles.filter((file) => file.startsWith(`server/${zone}/`) || (file.startsWith('server/**/') && !isFile));
    if (files.length === 0) return [whole];
    return [whole, { files: files.map((file) => file.replace('server/**/', `server/${zone}/**/`)), rules: pure }];
  });
}

/** A rule reaches nothing outside, and no file that does; types of such a file it may name. */
function pureRules(ofRoom: readonly Pattern[], outward: readonly string[]): Override['rules'] {
  const message = 'Rules are pure: time, chance and the outside come in as parameters. What reaches out is named in lint/zones.ts.';
  const names = [
    ...outward.map((name) => (name.endsWith('/') ? name : `${name.split('/').at(-1)}\\.ts$`)),
    ...outwardNames.map((name) => `${name.replace('*', '[^/]*')}\\.ts$`),
  ];
  const outside = [
    ['Date', 'now'],
    ['DateTime', 'now'],
    ['DateTime', 'local'],
    ['Math', 'random'],
    ['performance', 'now'],
    ['crypto', 'randomUUID'],
    ['process', 'env'],
  ];
  return {
    ...override(
      [],
      [
        ...ofRoom.filter(({ group: given }) => !given?.includes('knex') && !given?.includes('koa')),
        group(packages.outside, message),
        regex('^(\\.\\./)+(database|http)/', message),
        { ...regex(`^\\.{1,2}/(.*/)?(${names.join('|')})`, message), allowTypeImports: true },
      ],
    ).rules,
    'no-restricted-properties': ['error', ...outside.map(([object, property]) => ({ object, property, message }))],
  };
}

function widgetRules(): Override[] {
  const theServers = serverOrder.filter((zone) => zone !== 'contract' && zone !== 'status.ts');
  const contract = (up: string): Pattern[] => [
    regex(
      `^${up}server/(${namesOf(theServers)})`,
      'The widget knows the server by the types of server/contract/ and the letters of server/status.ts alone.',
    ),
    { ...regex(`^${up}server/contract/`, 'The widget knows the types of server/contract/ alone.'), allowTypeImports: true },
    group(packages.server, 'That is the server’s.'),
    unshipped,
  ];
  const shared = contract('(\\.\\./)+');
  const noChart = group(packages.chart, 'Only widget/chart knows uPlot.');
  const frame = regex('^(\\.\\./)+(min-side|index|define|header|menu|page-element|render-screen)\\.ts$', 'The frame stands above that.');
  const others = (names: readonly string[], message: string) => regex(`^(\\.\\./)+(${names.join('|')})/`, message);
  return [
    override(['widget/**'], [...shared, noChart]),
    ...belowPages.map((zone) =>
      override(
        [`widget/${zone}/**`],
        [...shared, ...(zone === 'chart' ? [] : [noChart]), frame, others(pages, `widget/${zone} knows no page.`)],
      ),
    ),
    ...pages.map((page) =>
      override(
        [`widget/${page}/**`],
        [
          ...shared,
          noChart,
          others(
            pages.filter((other) => other !== page),
            'Two pages never import each other.',
          ),
        ],
      ),
    ),
  ];
}

/** Matches the paths under which a zone's files import the given ones. */
function pathOf(zones: readonly string[], fromFile: boolean): string {
  return `^${fromFile ? '\\./' : '(\\.\\./)+'}(${namesOf(zones)})`;
}

function namesOf(zones: readonly string[]): string {
  return zones.map((zone) => (zone.endsWith('.ts') ? `${zone.replace('.', '\\.')}$` : `${zone}/`)).join('|');
}

function override(files: string[], patterns: Pattern[]): Override {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } };
}
