import { afterAll, describe, expect, test } from 'vitest';
import { openBase } from '../server/metering/fixture.ts';
import { useMetering } from '../server/database/use-metering.ts';
import { citusPlansOf, type CitusPlan } from '../support/citus-plans.ts';
import { addConsumption } from '../support/consumption.ts';
import { addCustomer, logInAsGuest } from '../support/customer.ts';
import { startTestServer } from '../support/server.ts';

const isSpread = ({ plan }: CitusPlan) => plan.includes('Custom Scan (Citus') || plan.startsWith('ERROR');
const shown = ({ sql, plan }: CitusPlan) => `${sql.replace(/\s+/g, ' ').slice(0, 120)} … ${plan.startsWith('ERROR') ? plan : ''}`;

/** Rows that come from elsewhere, and so by the coordinator: values that were read out of a file, and what moves from one metering point to another. */
const fromElsewhere = [
  /^insert into metering_point .* from unnest/s,
  /^insert into meter \(metering_point_id, serial\)\s+select distinct on \(s\./s,
  /^insert into meter_line /,
  /^insert into \w+_touched select \* from jsonb_to_recordset/,
  /^with changed as \(\s*(?:insert into|delete from) standstill/,
  /^insert into reading_beside .* select (?:cast\(\S+ as bigint\)|0), serial, .* from reading_beside b where /s,
  // What a file that comes again had set aside may lie at the number 0, that of meters which nobody knows.
  /^insert into \w+_again /,
];

describe('on the coordinator', async () => {
  const base = await openBase();

  test('every statement of the metering is planned, and what an import writes is written where it is read', async () => {
    const plans: CitusPlan[] = [];
    await useMetering(base, async (_, during) => void (await citusPlansOf(during, plans)));
    const ours = plans.filter(isSpread);
    expect(ours.length).toBeGreaterThan(300);
    expect(ours.filter(({ plan }) => plan.startsWith('ERROR')).map(shown)).toEqual([]);
    const moving = ours.filter(({ plan }) => /pull to coordinator|repartition|MapMerge/i.test(plan));
    expect(moving.filter(({ sql }) => !fromElsewhere.some((one) => one.test(sql.trim()))).map(shown)).toEqual([]);
  });
});

describe('a page', async () => {
  const server = await startTestServer();
  afterAll(() => server.stop());

  test('reads of the metering one shard for each metering point', async () => {
    const customer = await addCustomer(server.database);
    await addConsumption(server.database, customer.meteringPointId, '2019-01-01', '2019-03-31', () => 1);
    const { visitor } = await logInAsGuest(server, customer);
    await server.database('relationship_metering_point').insert({ relationship_id: customer.relationshipId, metering_point_id: '1' });
    const calls: [string, object][] = [
      ['GET /consumption/years', {}],
      ['GET /consumption/years', { point: 'sum' }],
      ['GET /consumption/month', { month: '2019-02' }],
      ['GET /consumption/day', { date: '2019-02-03' }],
      ['GET /consumption/answers', {}],
      ['GET /cost', {}],
      ['GET /relationship', {}],
    ];
    const plans: CitusPlan[] = [];
    await citusPlansOf(async () => {
      for (const [call, query] of calls) expect((await visitor.call(call as never, { query } as never)).status, call).toBe(200);
    }, plans);
    const ours = plans.filter(isSpread);
    expect(ours.length).toBeGreaterThan(10);
    const notOneShard = ours.filter(({ plan }) => !/Task Count: 1\b/.test(plan) || plan.includes('Distributed Subplan'));
    expect(notOneShard.map(shown)).toEqual([]);
  });
});
