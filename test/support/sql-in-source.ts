import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { parseAst } from 'rollup/parseAst';

const root = join(import.meta.dirname, '../..');

/** SQL as it stands in the source: the texts between which something is put in; a single one where nothing is. */
export interface SqlInSource {
  /** `file:line`. */
  at: string;
  parts: string[];
}

const verb = /^\s*(?:--[^\n]*\n\s*)*(?:select|insert into|update|delete from|with|lock table|truncate|analyze|merge)\s/i;
const rawMethods = ['raw', 'whereRaw', 'orWhereRaw', 'havingRaw', 'groupByRaw', 'orderByRaw', 'joinRaw', 'fromRaw'];

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

/**
 * Every text of the server that is SQL: what begins as a statement does, wherever it stands, and what the raw methods of the query builder are
 * given. Migrations are left out: they are run.
 */
export function sqlInSource(): SqlInSource[] {
  const files = globSync('server/**/*.ts', { cwd: root, exclude: ['server/database/migrations/**', '**/*.d.ts'] }).toSorted();
  return files.flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8');
    const found: SqlInSource[] = [];
    const visit = (node: Node, isRaw = false): void => {
      const parts = partsOf(node);
      if (parts !== null && (isRaw || verb.test(parts[0]!)))
        found.push({ at: `${file}:${source.slice(0, node.start).split('\n').length}`, parts });
      const callee = node['callee'] as { property?: { name?: string } } | undefined;
      const ofRaw = node.type === 'CallExpression' && rawMethods.includes(callee?.property?.name ?? '');
      for (const [key, value] of Object.entries(node)) {
        if (Array.isArray(value)) value.forEach((each, index) => isNode(each) && visit(each, ofRaw && key === 'arguments' && index === 0));
        else if (isNode(value)) visit(value);
      }
    };
    // Types give way to blanks: places stay as they are.
    visit(parseAst(stripTypeScriptTypes(source)) as unknown as Node);
    return found;
  });
}

function partsOf(node: Node): string[] | null {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? [node['value']] : null;
  if (node.type !== 'TemplateLiteral') return null;
  return (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
