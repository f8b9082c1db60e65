import type { Knex } from 'knex';

class TakenBack<Result> extends Error {
  readonly answer: Result;

  constructor(answer: Result) {
    super('Only a check');
    this.answer = answer;
  }
}

/** Does all of it in one transaction, or nothing. With `check` it is taken back in the end, and only the answer stays. */
export async function inOneGo<Result>(
  database: Knex,
  check: boolean,
  work: (transaction: Knex.Transaction) => Promise<Result>,
): Promise<Result> {
  try {
    return await database.transaction(async (transaction) => {
      const answer = await work(transaction);
      if (check) throw new TakenBack(answer);
      return answer;
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.answer as Result;
    throw error;
  }
}
