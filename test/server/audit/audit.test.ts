import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { grantServer } from '../../../server/audit/grant-server.ts';
import { keepAudit } from '../../../server/audit/keep-audit.ts';
import { openDatabaseForWork } from '../../../server/database/connection.ts';
import { audit } from '../../../server/ground/audit.ts';
import { addAccount, addCustomer, askForCode, logInAsGuest, newMobile } from '../../support/customer.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { startTestServer } from '../../support/server.ts';

const times = { auditMonths: 12, termsMonths: 36 };
const password = 'blå himmel over byen';
let fresh: FreshDatabase;
let owner: ReturnType<typeof openDatabaseForWork>;
beforeAll(async () => {
  fresh = await freshDatabase();
  owner = openDatabaseForWork(fresh.url);
});
afterAll(async () => {
  await owner.destroy();
  await fresh.drop();
});

async function partitions(): Promise<string[]> {
  const { rows } = await owner.raw<{ rows: { name: string }[] }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'audit'::regclass order by 1`,
  );
  return rows.map(({ name }) => name);
}

test('keeps the audit in months, and drops a month when its last line has been kept for its time', async () => {
  await audit(owner, { what: 'login', at: new Date('2026-01-05T12:00:00Z') });
  const first = await keepAudit(owner, new Date('2026-01-10T12:00:00Z'), times);
  // January's lines lie in the default partition already.
  expect(first).toEqual({ made: ['audit_2026_02', 'audit_2026_03', 'audit_2026_04'], dropped: [], removed: 0 });
  for (const at of ['2026-02-01T00:00:00Z', '2026-02-28T23:59:59Z', '2026-03-01T00:00:00Z'])
    await audit(owner, { what: 'login', at: new Date(at) });
  expect(await keepAudit(owner, new Date('2026-01-11T12:00:00Z'), times)).toEqual({ made: [], dropped: [], removed: 0 });

  expect(await keepAudit(owner, new Date('2027-02-28T12:00:00Z'), times)).toMatchObject({ dropped: [], removed: 1 });
  expect(await keepAudit(owner, new Date('2027-03-01T00:00:00Z'), times)).toMatchObject({ dropped: ['audit_2026_02'] });
  expect((await owner('audit').select('at')).map(({ at }) => (at as Date).toISOString())).toEqual(['2026-03-01T00:00:00.000Z']);
  expect(await partitions()).toContain('audit_default');
});

test('removes acceptances of terms when they have had their time', async () => {
  await owner('terms_acceptance').insert(
    ['2023-01-01', '2026-01-01'].map((day) => ({
      subject: Buffer.alloc(4),
      version: '1',
      text_hash: '',
      accepted_at: day,
      channel: 'account',
    })),
  );
  expect(await keepAudit(owner, new Date('2026-06-01T00:00:00Z'), times)).toMatchObject({ removed: 1 });
  expect(await owner('terms_acceptance').count()).toEqual([{ count: '1' }]);
});

test.each(['audit', 'audit_default', 'audit_2026_03', 'terms_acceptance'])(
  'refuses to change or remove lines of %s, the owner’s too',
  async (table) => {
    for (const change of ['delete from ??', 'update ?? set subject = null', 'truncate ??'])
      await expect(owner.raw(change, [table])).rejects.toThrow('insert-only');
  },
);

test('lets the server’s role work, but only read and add to the audit, and not free itself of that', async () => {
  const role = `min_side_server_${randomBytes(4).toString('hex')}`;
  await owner.raw(`create role ?? login password 'server'`, [role]);
  const url = new URL(fresh.url);
  [url.username, url.password] = [role, 'server'];
  await grantServer(owner, role);
  const server = await startTestServer({ DATABASE_URL: url.href, CODE_WITH_PASSWORD: 'never' });
  try {
    const customer = await addCustomer(server.database);
    expect((await logInAsGuest(server, customer)).answer.status).toBe(200);
    const { mobile } = await addAccount(server, [customer], password);
    const visitor = server.visitor();
    expect((await visitor.call('POST /login/password', { body: { mobile, password } })).status).toBe(200);
    expect((await visitor.call('GET /consumption/years')).status).toBeLessThan(500);
    for (const [statement, table] of [
      ['delete from ??', 'audit'],
      ['update ?? set what = null', 'audit'],
      ['truncate ??', 'audit'],
      ['alter table ?? disable trigger all', 'audit'],
      ['drop table ??', 'audit'],
      ['delete from ??', 'audit_default'],
      ['delete from ??', 'terms_acceptance'],
      ['drop function refuse_change; select 1 from ??', 'audit'],
    ] as const)
      await expect(server.database.raw(statement, [table])).rejects.toMatchObject({ code: '42501' });
    expect(await keepAudit(server.database, new Date(), times)).toBeNull();
  } finally {
    await server.stop();
    await owner.raw('drop owned by ??', [role]);
    await owner.raw('drop role ??', [role]);
  }
});

test('writes so many lines a minute of what strangers try in vain, and sums the rest', async () => {
  const server = await startTestServer();
  try {
    const stranger = { plantNumber: '999999', meteringPointId: '999999999999999999' };
    server.holdClock();
    for (let n = 0; n < 70; n += 1) expect((await askForCode(server.visitor(), stranger, newMobile())).status).toBe(200);
    const lines = async (what: 'code-asked' | 'code-asked-summed' | 'login') =>
      Number((await server.database('audit').where({ what }).count())[0]!['count']);
    expect(await lines('code-asked')).toBeLessThan(70);
    // What concerns a customer is always written.
    const before = await lines('login');
    await logInAsGuest(server, await addCustomer(server.database));
    expect(await lines('login')).toBe(before + 1);
    const { services } = server.running;
    await services.strangers.writeSums(services.database, services.now());
    const { details } = (await server.database('audit').where({ what: 'code-asked-summed' }).first())!;
    expect((await lines('code-asked')) + (details as { count: number }).count).toBe(71);
  } finally {
    await server.stop();
  }
});
