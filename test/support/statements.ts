import { ServerResponse } from 'node:http';
import pg from 'pg';
import { vi } from 'vitest';

/**
 * The text of every statement that this process sends to PostgreSQL while `during` runs, in order; transactions' begins and ends
 * count too. Texts alone: what two callers differ in as values isn't seen. With `untilReply` those alone that come before a server
 * of this process ends its first reply.
 */
export async function statementsOf(during: () => Promise<unknown>, { untilReply = false } = {}): Promise<string[]> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  const end = vi.spyOn(ServerResponse.prototype, 'end');
  try {
    await during();
    const ended = untilReply ? (end.mock.invocationCallOrder[0] ?? Infinity) : Infinity;
    const firsts = query.mock.calls as unknown as [string | { text?: string }][];
    return firsts
      .filter((_, n) => query.mock.invocationCallOrder[n]! < ended)
      .map(([first]) => (typeof first === 'string' ? first : first.text))
      .filter((text) => text !== undefined);
  } finally {
    query.mockRestore();
    end.mockRestore();
  }
}
