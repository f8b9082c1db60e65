import { afterAll, describe, expect, test } from 'vitest';
import { months } from '../../../server/consumption/years.ts';
import { addConsumption } from '../../support/consumption.ts';
import { addCustomer, logInAsGuest } from '../../support/customer.ts';
import { startTestServer } from '../../support/server.ts';
import { statementsOf } from '../../support/statements.ts';
import { openBase } from '../metering/fixture.ts';
import { useMetering } from './use-metering.ts';

// What is sent to PostgreSQL in the end, put together from parts, lies in test/sql so that it can be read and a change be seen.

const changed = 'A statement is another than test/sql says. If that is meant: npm run snapshots, and look at the difference.';

/** A recorder for one file: of each step the statements that no step before it has sent. */
function recorder() {
  const seen = new Set<string>();
  const lines: string[] = [];
  return {
    async record(step: string, during: () => Promise<unknown>): Promise<void> {
      const fresh = (await statementsOf(during)).map(readable).filter((text) => !seen.has(text));
      for (const text of fresh) seen.add(text);
      lines.push(`-- ${step}`, ...new Set(fresh), '');
    },
    text: () => lines.join('\n'),
  };
}

/** Names made for one import are given an end that is always the same; lines lose the indentation that they have in common. */
function readable(sql: string): string {
  const text = sql
    .replace(/_[0-9a-f]{12}(?=_|\b)/g, '_…')
    .trim()
    .replace(/;$/, '');
  const [, ...rest] = text.split('\n');
  const indents = rest.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)![0].length);
  const common = Math.min(...indents, 40);
  return `${text
    .split('\n')
    .map((line, index) => (index === 0 ? line : line.slice(common)).trimEnd())
    .join('\n')};`;
}

describe('metering', async () => {
  const base = await openBase();

  test('sends the statements of metering.sql', async () => {
    const { record, text } = recorder();
    await useMetering(base, record);
    await expect(text(), changed).toMatchFileSnapshot('../../sql/metering.sql');
  });
});

describe('consumption', async () => {
  const server = await startTestServer();
  afterAll(() => server.stop());

  test('sends the statements of consumption.sql', async () => {
    const customer = await addCustomer(server.database);
    await addConsumption(server.database, customer.meteringPointId, '2019-01-01', '2019-03-31', () => 1);
    const { visitor } = await logInAsGuest(server, customer);
    const { record, text } = recorder();
    const views = async (query: { point?: string }) => {
      expect((await visitor.call('GET /consumption/years', { query })).status).toBe(200);
      expect((await visitor.call('GET /consumption/month', { query: { ...query, month: '2019-02' } })).status).toBe(200);
      expect((await visitor.call('GET /consumption/day', { query: { ...query, date: '2019-02-03' } })).status).toBe(200);
    };
    await record('one point', () => views({}));
    await server.database('relationship_metering_point').insert({ relationship_id: customer.relationshipId, metering_point_id: '1' });
    await record('the sum of two', () => views({ point: 'sum' }));
    await record('one point, where the metering is spread over nodes', () =>
      months.ofPointAlone(server.database, { point: '1', firstDay: '2019-01-01', lastDay: 'infinity' }),
    );
    await expect(text(), changed).toMatchFileSnapshot('../../sql/consumption.sql');
  });
});
