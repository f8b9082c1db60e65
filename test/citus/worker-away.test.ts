import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { ownCsv } from '../server/metering/fixture.ts';
import { createCitusDatabase, dropCitusDatabase, type CitusNode } from '../support/citus.ts';
import { minSide } from '../support/command-line.ts';
import { addConsumption } from '../support/consumption.ts';
import { migrateAt, type TestDatabase } from '../support/create-database.ts';
import { addCustomer, logInAsGuest, type TestCustomer } from '../support/customer.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { startStallMeter, within } from '../support/stalled.ts';
import type { Visitor } from '../support/visitor.ts';

/** A door in front of a worker that can be shut, as when it was stopped, or swallow what comes, as when its machine is gone. */
class Door {
  readonly node: CitusNode = { host: '127.0.0.1', port: 0 };
  private readonly open = new Set<Socket>();
  private door: Server | undefined;
  private readonly worker: CitusNode;
  private swallows = false;

  constructor(worker: CitusNode) {
    this.worker = worker;
  }

  async unlock(): Promise<void> {
    this.swallows = false;
    if (this.door) return;
    const door = createServer((near) => {
      const far = connect(this.worker.port, this.worker.host);
      this.open.add(near);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        from.on('data', (bytes) => void (this.swallows || to.write(bytes)));
        from.on('error', () => undefined).on('close', () => to.destroy());
      }
      near.on('close', () => this.open.delete(near));
    });
    await new Promise<void>((resolve) => door.listen(this.node.port, this.node.host, resolve));
    this.node.port = (door.address() as AddressInfo).port;
    this.door = door;
  }

  swallow(): void {
    this.swallows = true;
  }

  async shut(): Promise<void> {
    const { door } = this;
    this.door = undefined;
    const closed = door && new Promise((resolve) => door.close(resolve));
    for (const socket of this.open) socket.destroy();
    await closed;
  }
}

const doors: Door[] = [];
const meter = startStallMeter();
let database: TestDatabase;
let server: TestServer;
/** At each worker a house. */
const houses: { customer: TestCustomer; visitor: Visitor; door: Door }[] = [];

beforeAll(async () => {
  const known = new Map<number, Door>();
  database = await createCitusDatabase(inject('databaseServer'), async (worker) => {
    const door = new Door(worker);
    await door.unlock();
    doors.push(door);
    known.set(door.node.port, door);
    return door.node;
  });
  await migrateAt(database.url);
  server = await startTestServer({ DATABASE_URL: database.url });
  while (houses.length < 2) {
    const customer = await addCustomer(server.database);
    const { rows } = await server.database.raw(
      `select nodeport from citus_shards where shardid = get_shard_id_for_distribution_column('reading_day', cast(? as bigint))`,
      [customer.meteringPointId],
    );
    const door = known.get(rows[0].nodeport)!;
    if (houses.some((other) => other.door === door)) continue;
    await server.database('metering_point').insert({ metering_point_id: customer.meteringPointId }).onConflict().ignore();
    await addConsumption(server.database, customer.meteringPointId, '2019-01-01', '2019-03-31', () => 1);
    const { visitor } = await logInAsGuest(server, customer);
    houses.push({ customer, visitor, door });
  }
});
afterAll(async () => {
  meter.stop();
  await server.stop();
  await Promise.all(doors.map((door) => door.shut()));
  await dropCitusDatabase(inject('databaseServer'), database.name);
});

const years = (visitor: Visitor) => visitor.call('GET /consumption/years', {});
const isReady = async () => (await fetch(`${server.url}/readyz`)).status;

describe.each([
  ['was stopped', (door: Door) => door.shut(), (door: Door) => door.unlock()],
  ['says nothing more', async (door: Door) => door.swallow(), (door: Door) => door.shut().then(() => door.unlock())],
])('a worker that %s', (_, away, back) => {
  test('takes only its own metering points with it, and they are there again when it is', async () => {
    const [gone, other] = houses as [(typeof houses)[0], (typeof houses)[0]];
    for (const { visitor } of houses) expect((await years(visitor)).status).toBe(200);
    await away(gone.door);
    onTestFinished(() => back(gone.door));
    for (let round = 0; round < 5; round++) {
      const answer = await within(meter, 3_000, () => years(gone.visitor));
      expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5']);
      expect((await within(meter, 3_000, () => years(other.visitor))).status).toBe(200);
      expect((await gone.visitor.call('GET /session', {})).status).toBe(200);
      expect(await isReady()).toBe(200);
    }
    await back(gone.door);
    await expect.poll(async () => (await years(gone.visitor)).status).toBe(200);
  });
});

test('is named to the operator, by the import and by the log, and nothing is taken half', async () => {
  const [{ customer, door, visitor }] = houses as [(typeof houses)[0]];
  const file = join(await mkdtemp(join(tmpdir(), 'min-side-away-')), 'hours.csv');
  await writeFile(file, ownCsv([['2019-05-01T00:00', 10]], 'A1', customer.meteringPointId));
  const node = `${door.node.host}:${door.node.port}`;
  await door.shut();
  const refused = await minSide({ DATABASE_URL: database.url }, 'import', 'readings', file, '--profile', 'own');
  expect(refused).toMatchObject({ code: 1, error: expect.stringContaining(`The database's node ${node} does not answer.`) });
  server.logged.length = 0;
  expect((await years(visitor)).status).toBe(503);
  expect(server.logged.join('')).toContain(`"node":"${node}"`);
  await door.unlock();
  expect(await minSide({ DATABASE_URL: database.url }, 'import', 'readings', file, '--profile', 'own')).toMatchObject({ code: 0 });
  expect(await server.database('reading_day').where({ metering_point_id: customer.meteringPointId })).toHaveLength(1);
});
