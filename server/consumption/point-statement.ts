import { ownSql, type OwnRow } from '../customers/own-points.ts';
import { statement, type Statement } from '../database/statement.ts';

/** SQL of what a statement about one metering point is told: the point, and the first and last day of the period. */
export interface Told {
  point: string;
  firstDay: string;
  lastDay: string;
}

/** Named values. */
export const told: Told = { point: ':point::bigint', firstDay: ':firstDay::date', lastDay: ':lastDay::date' };

const own: Told = { point: '(select point from own)', firstDay: '(select first_day from own)', lastDay: '(select last_day from own)' };

/** A statement about one metering point in its two ways. */
export interface PointStatement<Row extends object> {
  /** Of the customer's point that is asked for, or the first, together with who asks; its columns are null where the point has nothing. */
  ofOwn: Statement<Row & OwnRow>;
  /** Of a point that the customer is known to have; no row where it has nothing. */
  ofPoint: Statement<Row>;
}

export function pointStatement<Row extends object>(name: string, sql: (told: Told) => string): PointStatement<Row> {
  return {
    ofOwn: statement(
      `own-${name}`,
      `with own as materialized (${ownSql}) select own.found, view.* from own left join (${sql(own)}) view on true`,
    ),
    ofPoint: statement(name, sql(told)),
  };
}
