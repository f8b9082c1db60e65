import { isDatabaseAway } from './database-away.ts';

/** What went wrong, in one sentence for the person at the terminal; never a statement or its values. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  // PostgreSQL's own codes; knex puts the whole statement in front of the message.
  if (code === '42P01' || code === '42703') return 'The database is not up to date. Run: npm run min-side -- migrate';
  if (code === '28P01' || code === '28000' || code === '3D000') return `The database does not let us in: ${error.message}.`;
  if ('severity' in error) return `The database could not do it (PostgreSQL's code ${code}).`;
  if (isDatabaseAway(error)) return `The database that DATABASE_URL names does not answer: ${error.message}.`;
  return error.message;
}
