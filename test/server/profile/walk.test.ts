import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { YearsReply } from '../../../server/contract/consumption.ts';
import { addConsumption } from '../../support/consumption.ts';
import { addCustomer, askForCode, newMobile, type TestCustomer, forgetCounters } from '../../support/customer.ts';
import { runs } from '../../support/runs.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import type { Visitor } from '../../support/visitor.ts';
import { Model } from './model.ts';

const plants = 3;
const passwords = ['fire gule fjell', 'seks blå daler', 'ni røde hester'];
const step = fc.record({
  what: fc.constantFrom(
    'guest',
    'guest',
    'create',
    'create',
    'link',
    'link',
    'switch',
    'unlink',
    'password login',
    'change password',
    'change mobile',
    'delete',
    'end period',
    'log out',
  ),
  at: fc.nat(1),
  plant: fc.nat(plants - 1),
});

/** Most of what can go wrong needs an account with several links and both browsers in: chance alone seldom gets there. */
const settling = [
  { what: 'guest', at: 0, plant: 0 },
  { what: 'create', at: 0, plant: 0 },
  { what: 'guest', at: 1, plant: 1 },
  { what: 'link', at: 1, plant: 1 },
];

let server: TestServer;
beforeAll(async () => (server = await startTestServer({ SMS_DAILY_BUDGET: '100000', CODES_PER_HOUR: '10', CODES_PER_DAY: '20' })));
afterAll(() => server.stop());

/** A walk is one life of a person with two browsers; after each step both must see exactly what the model says. */
class Walk {
  readonly model = new Model(Array.from({ length: plants }, () => 59));
  readonly visitors: Visitor[] = [server.visitor(), server.visitor()];
  customers: TestCustomer[] = [];
  mobile = newMobile();

  async begin(): Promise<void> {
    for (let n = 0; n < plants; n += 1) {
      const customer = await addCustomer(server.database);
      // The hours before the period are another's: 1000 kWh each, to be seen at once.
      await addConsumption(server.database, customer.meteringPointId, '2017-12-01', '2018-02-28', (day) =>
        day >= '2018-01-01' ? 1 : 1000,
      );
      this.customers.push(customer);
    }
  }

  async take({ what, at, plant }: { what: string; at: number; plant: number }): Promise<void> {
    await forgetCounters(server.database);
    const { model, customers, mobile } = this;
    const visitor = this.visitors[at]!;
    const customer = customers[plant]!;
    const ok = (status: number) => status >= 200 && status < 300;
    if (what === 'guest') {
      await askForCode(visitor, customer, mobile);
      const answer = await visitor.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
      expect(answer.status).toBe(200);
      model.loginAsGuest(at, plant);
    } else if (what === 'create') {
      const { status } = await visitor.call('POST /account', { body: { password: passwords[0]! } });
      expect(ok(status)).toBe(model.create(at));
      if (ok(status)) model.person.password = 0;
    } else if (what === 'link') {
      expect(ok((await visitor.call('POST /account/links', { body: {} })).status)).toBe(model.link(at));
    } else if (what === 'switch') {
      expect(ok((await visitor.call('PUT /relationship', { body: { id: customer.relationshipId } })).status)).toBe(
        model.switchTo(at, plant),
      );
    } else if (what === 'unlink') {
      const { status, body } = await visitor.call('DELETE /account/links/:id', { path: { id: customer.relationshipId }, body: {} });
      expect(ok(status)).toBe(model.unlink(at, plant));
      // Which of the others is shown then is a matter of taste; that it is one of the links is not.
      if (ok(status) && model.browsers[at]!.shows === -2) {
        const shown = customers.findIndex(({ relationshipId }) => body.signedIn && relationshipId === body.relationship?.id);
        expect(model.person.links.has(shown)).toBe(true);
        model.browsers[at]!.shows = shown;
      }
    } else if (what === 'password login') await this.logIn(at);
    else if (what === 'change password') {
      const next = (model.person.password + 1) % passwords.length;
      const body = { oldPassword: passwords[model.person.password]!, password: passwords[next]! };
      const { status } = await visitor.call('PUT /account/password', { body });
      expect(ok(status)).toBe(model.only(at));
      if (ok(status)) model.person.password = next;
    } else if (what === 'change mobile') await this.changeMobile(at);
    else if (what === 'delete') {
      const { status } = await visitor.call('DELETE /account', { body: { password: passwords[model.person.password]! } });
      expect(ok(status)).toBe(model.remove(at));
    } else if (what === 'end period') {
      await server
        .database('relationship')
        .where({ relationship_id: customer.relationshipId })
        .update({ valid_to: new Date('2018-02-01T00:00:00+01:00') });
      model.days[plant] = 31;
      this.ended.add(plant);
    } else {
      await visitor.call('DELETE /session');
      model.browsers[at] = { kind: 'nobody', shows: -1 };
    }
  }

  readonly ended = new Set<number>();

  async logIn(at: number): Promise<void> {
    const { model, mobile, customers } = this;
    const visitor = this.visitors[at]!;
    const answer = await visitor.call('POST /login/password', { body: { mobile, password: passwords[model.person.password]! } });
    expect(answer.status).toBe(model.person.hasAccount ? 200 : 401);
    if (answer.status !== 200) return;
    if (answer.body.next === 'code') await visitor.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
    const [only, ...more] = model.person.links;
    model.browsers[at] = { kind: 'account', shows: more.length === 0 ? only! : -1 };
    expect(customers).toHaveLength(plants);
  }

  async changeMobile(at: number): Promise<void> {
    const { model, mobile } = this;
    const visitor = this.visitors[at]!;
    const next = newMobile();
    const asked = await visitor.call('POST /account/mobile', { body: { mobile: next } });
    if (asked.status !== 200) return expect(model.browsers[at]!.kind).not.toBe('account');
    await visitor.call('POST /account/mobile/code', { body: { code: await server.gateway.nextCode(mobile) } });
    const done = await visitor.call('POST /account/mobile/code', { body: { code: await server.gateway.nextCode(next) } });
    expect(done.status).toBe(200);
    expect(model.only(at)).toBe(true);
    this.mobile = next;
  }

  async compare(): Promise<void> {
    for (const [at, visitor] of this.visitors.entries()) {
      const visible = this.model.visible(at);
      const years = await visitor.call('GET /consumption/years');
      if (visible === null) {
        expect([401, 404]).toContain(years.status);
        continue;
      }
      expect(years.status).toBe(200);
      expect(hoursOf(years.body)).toBe(visible * 24);
      const { meteringPointId } = this.customers[this.model.browsers[at]!.shows]!;
      expect(years.body.point).toBe(meteringPointId);
      // Nothing outside the period, whatever is asked for.
      for (const date of ['2017-12-31', ...(visible === 31 ? ['2018-02-01'] : [])])
        expect((await visitor.call('GET /consumption/day', { query: { date } })).body.hours).toEqual([]);
    }
    for (const [at, visitor] of this.visitors.entries()) {
      const { body } = await visitor.call('GET /session');
      const { kind } = this.model.browsers[at]!;
      expect(body.signedIn ? body.kind : 'nobody').toBe(kind);
      if (!body.signedIn) continue;
      const linked = body.linked.map(({ id }) => this.customers.findIndex(({ relationshipId }) => relationshipId === id));
      expect(linked.toSorted()).toEqual([...this.model.person.links].toSorted());
    }
  }
}

function hoursOf(reply: YearsReply): number {
  return reply.months.reduce((sum, { energyKwh }) => sum + (energyKwh ?? 0), 0);
}

test('never shows a reading outside the own links and periods, nor keeps a session beyond what gave it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(step, { minLength: 8, maxLength: 24 }), async (settled, steps) => {
      const walk = new Walk();
      await walk.begin();
      for (const each of settled ? [...settling, ...steps] : steps) {
        if (each.what === 'guest' && walk.ended.has(each.plant)) continue;
        await walk.take(each);
        await walk.compare();
      }
    }),
    { numRuns: runs(8), endOnFailure: true },
  );
});
