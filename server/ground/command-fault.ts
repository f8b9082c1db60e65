import { isDatabaseAway, nodeAway } from './database-away.ts';

const sentences: Readonly<Record<string, string>> = {
  '53100': 'The disk of the database is full. Nothing was changed; make room and do it again.',
  '53200': 'The database has no memory left. Nothing was changed.',
  '53300': 'The database has no connection left for us. Nothing was changed.',
  '25006': 'This database only reads: it is a stand-by. Nothing was changed; DATABASE_URL must name the one that writes.',
  '42501': 'The role of DATABASE_URL may not do this: use the one that owns the tables. Nothing was changed.',
  '40P01': 'The database broke this off because another work held what it needed. Nothing was changed; do it again.',
  '57014': 'The database broke this off because it took too long. Nothing was changed.',
  '57P01': 'The database was stopped meanwhile. Nothing was changed; do it again.',
  '57P03': 'The database is starting or stopping. Try again in a minute.',
  ENOSPC: 'The disk is full. Nothing was changed.',
  EACCES: 'A file or folder may not be read or written by this user.',
};

/** What went wrong, in one sentence for the person at the terminal; never a statement or its values. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  // PostgreSQL's own codes; knex puts the whole statement in front of the message.
  if (code === '42P01' || code === '42703') return 'The database is not up to date. Run: npm run min-side -- migrate';
  if (code === '28P01' || code === '28000' || code === '3D000') return `The database does not let us in: ${error.message}.`;
  const node = nodeAway(error);
  if (node !== undefined) return `The database's node ${node} does not answer. Nothing was changed; do it again when it is back.`;
  const plain = sentences[code];
  if (plain !== undefined) return plain;
  if ('severity' in error) return `The database could not do it (PostgreSQL's code ${code}).`;
  if (isDatabaseAway(error)) return `The database that DATABASE_URL names does not answer: ${error.message}.`;
  return error.message;
}
