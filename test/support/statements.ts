import pg from 'pg';
import { vi } from 'vitest';

/**
 * The text of every statement that this process sends to PostgreSQL while `during` runs, in order; transactions' begins and ends
 * count too. Texts alone: what two callers differ in as values isn't seen.
 */
export async function statementsOf(during: () => Promise<unknown>): Promise<string[]> {
  const texts: string[] = [];
  const query = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await during();
    for (const [first] of query.mock.calls as unknown as [string | { text?: string }][]) {
      const text = typeof first === 'string' ? first : first.text;
      if (text !== undefined) texts.push(text);
    }
  } finally {
    query.mockRestore();
  }
  return texts;
}
