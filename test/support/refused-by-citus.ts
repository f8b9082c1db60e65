import { parse } from 'libpg-query';

/** The metering's tables, which a Citus spreads over its nodes, and the work tables of an import beside them. */
const spread = new Set([
  'metering_point',
  'meter',
  'meter_line',
  'reading',
  'reading_day',
  'reading_beside',
  'consumption_day',
  'standstill',
]);
const isSpread = (name: string) => spread.has(name) || /^(?:import|meters|judge)_/.test(name);

type Node = Record<string, any>;

/**
 * What Citus (13) has against a statement that reads or writes the metering, in words: forms that it refuses outside of one metering point, and those
 * whose rows go through the coordinator. Read off the statement alone; what only its planner knows is asked of a real one, by `npm run test:citus`.
 */
export async function refusedByCitus(sql: string): Promise<string[]> {
  const tree: Node = await parse(sql);
  const faults = new Set<string>();
  for (const { stmt } of tree['stmts']) {
    const tables = [...nodesOf(stmt, 'RangeVar'), ...nodesOf(stmt, 'relation')].map((table) => table['relname'] as string);
    if (!tables.some(isSpread)) continue;
    const ctes = [...nodesOf(stmt, 'CommonTableExpr')];
    const others = tables.filter((name) => !isSpread(name) && !ctes.some(({ ctename }) => ctename === name));
    if (others.length > 0) faults.add(`reads ${others[0]}, which lies on the coordinator, beside the metering`);
    for (const one of nodesOf(stmt, 'CaseExpr')) if (one['arg']) faults.add('compares by "case x when": say "case when x ="');
    for (const one of nodesOf(stmt, 'FuncCall')) {
      const name = one['funcname'].at(-1).String.sval;
      const isCounted =
        name === 'generate_series' &&
        JSON.stringify(one['args']).includes('"interval"') &&
        !JSON.stringify(one['args']).includes('"timestamp"');
      if (isCounted)
        faults.add(
          'counts moments through by generate_series: only what is immutable may stand as a table, so count whole numbers or timestamps without a zone',
        );
      if (name === 'now' && (stmt['UpdateStmt'] || stmt['DeleteStmt'])) faults.add('has now() in a change: make it a value');
    }
    if (isOfOnePoint(stmt)) continue;
    for (const { jointype } of nodesOf(stmt, 'JoinExpr'))
      if (jointype === 'JOIN_FULL') faults.add('joins fully: no column says on which node a row belongs');
    if (stmt['InsertStmt']?.withClause)
      faults.add('has "with" before "insert": its rows come through the coordinator, so put it before the "select"');
    for (const { ctename, ctequery, ctematerialized } of ctes) {
      if (!ctequery.SelectStmt) faults.add(`changes rows in "with ${ctename}", and what it returns comes through the coordinator`);
      const times = tables.filter((name) => name === ctename).length;
      if (times > 1 && ctematerialized !== 'CTEMaterializeNever')
        faults.add(`asks ${times} times for ${ctename}: make it "not materialized", or a work table`);
    }
    for (const query of nodesOf(stmt, 'SelectStmt')) {
      const from: Node[] = query['fromClause'] ?? [];
      const holdsQuery = [...nodesOf({ ...query, fromClause: [], larg: null, rarg: null, withClause: null }, 'SubLink')].length > 0;
      if (holdsQuery && query !== stmt['SelectStmt'] && !from.some((item) => [...nodesOf(item, 'RangeVar')].length > 0))
        faults.add('holds a query in one that reads no table');
      for (const arm of [query['larg'], query['rarg']])
        if (arm && arm.op === 'SETOP_NONE' && !arm.fromClause && !arm.valuesLists) faults.add('unites a query that reads no table');
    }
  }
  return [...faults];
}

/** Whether all that it reads is of the one metering point that it is given. */
const isOfOnePoint = (stmt: Node) =>
  [...nodesOf(stmt, 'A_Expr')].some(
    ({ name, lexpr, rexpr }) =>
      name?.[0]?.String?.sval === '=' &&
      lexpr?.ColumnRef?.fields.at(-1).String?.sval === 'metering_point_id' &&
      [...nodesOf(rexpr, 'ParamRef')].length > 0,
  );

/** All nodes of a kind, however deep. */
function* nodesOf(tree: unknown, kind: string): Generator<Node> {
  if (typeof tree !== 'object' || tree === null) return;
  for (const [name, inside] of Object.entries(tree)) {
    if (name === kind) yield inside;
    yield* nodesOf(inside, kind);
  }
}
