import { ownSql, type OwnRow } from '../customers/own-points.ts';
import { statement, type Statement } from '../database/statement.ts';

/** SQL of what a statement about one metering point is given: the point, and the first and last day of the period. */
export interface PointTerms {
  point: string;
  firstDay: string;
  lastDay: string;
}

/** Named values. */
export const terms: PointTerms = { point: ':point::bigint', firstDay: ':firstDay::date', lastDay: ':lastDay::date' };

const own: PointTerms = {
  point: '(select point from own)',
  firstDay: '(select first_day from own)',
  lastDay: '(select last_day from own)',
};

/** A statement about one metering point in its two ways. */
export interface StatementPerPoint<Row extends object> {
  /** Of the customer's point that is asked for, or the first, together with who asks; its columns are null where the point has nothing. */
  ofOwn: Statement<Row & OwnRow>;
  /** Of a point that the customer is known to have; no row where it has nothing. */
  ofPoint: Statement<Row>;
  /** The same where the metering is spread over nodes: nothing of it lies beside what else is asked. */
  ofPointAlone: Statement<Row>;
}

/** Who asks, and what they may see, without any of it. */
export const ownAlone = statement<OwnRow>('own', ownSql);

/** `ofPointAlone` is given where the statement reads more than the metering, or where several are quicker. */
export function statementPerPoint<Row extends object>(
  name: string,
  sql: (terms: PointTerms) => string,
  ofPointAlone?: Statement<Row>,
): StatementPerPoint<Row> {
  const ofPoint = statement<Row>(name, sql(terms));
  return {
    ofOwn: statement(
      `own-${name}`,
      `with own as materialized (${ownSql}) select own.found, view.* from own left join (${sql(own)}) view on true`,
    ),
    ofPoint,
    ofPointAlone: ofPointAlone ?? ofPoint,
  };
}
