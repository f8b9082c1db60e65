import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listAcceptances, recordAcceptance } from '../../../server/login/terms.ts';
import { pseudonym } from '../../../server/ground/pseudonym.ts';
import { nb } from '../../../widget/text/nb.ts';
import { becomeHolder, logInWithPassword, password, sessionOf } from '../../support/account.ts';
import { addCustomer, askForCode, forgetCounters, logInAsGuest, newMobile } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
beforeEach(() => forgetCounters(server.database));
afterAll(() => server.stop());

const madeUp = '00000000-0000-4000-8000-000000000000';
const monthMs = 31 * 24 * 3_600_000;

describe('creating', () => {
  test('makes a guest an account holder, linked to the relationship', async () => {
    const customer = await addCustomer(server.database);
    const { visitor, mobile } = await logInAsGuest(server, customer);
    const { status, body } = await visitor.call('POST /account', { body: { password } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: 'account',
      mobile,
      hasAccount: true,
      linked: [{ id: customer.relationshipId, plantNumber: customer.plantNumber }],
    });
    const account = await server.database('account').where({ mobile }).first();
    expect(account!.password_hash).not.toContain(password);
    expect((await visitor.call('POST /account', { body: { password } })).body).toEqual({ error: 'conflict', reason: 'account-exists' });
  });

  test('refuses short, common and guessable passwords beside the field', async () => {
    const customer = await addCustomer(server.database);
    const { visitor, mobile } = await logInAsGuest(server, customer);
    const reasonOf = async (typed: string) => (await visitor.call('POST /account', { body: { password: typed } })).body;
    expect(await reasonOf('kort')).toEqual({ error: 'bad-field', field: 'password', reason: 'too-short' });
    expect(await reasonOf('password1')).toMatchObject({ field: 'password', reason: 'common-password' });
    expect(await reasonOf(`${mobile.slice(3)}!`)).toMatchObject({ reason: 'guessable-password' });
    expect(await reasonOf(`fredrikstad${customer.plantNumber}`)).toMatchObject({ reason: 'guessable-password' });
  });

  test('makes one account of two requests at once', async () => {
    const customer = await addCustomer(server.database);
    const { visitor, mobile } = await logInAsGuest(server, customer);
    await Promise.all([1, 2, 3].map(() => visitor.call('POST /account', { body: { password } })));
    expect(await server.database('account').where({ mobile })).toHaveLength(1);
  });
});

describe('several relationships', () => {
  test('links another one and switches with one call, name, points and consumption included', async () => {
    const { visitor, customers } = await becomeHolder(server, { links: 2 });
    const [first, second] = customers as [(typeof customers)[0], (typeof customers)[0]];
    expect((await sessionOf(visitor)).linked.map(({ id }) => id).toSorted()).toEqual(
      customers.map(({ relationshipId }) => relationshipId).toSorted(),
    );
    expect((await visitor.call('GET /relationship')).body).toMatchObject({ id: second.relationshipId, customerName: second.name });
    const switched = await visitor.call('PUT /relationship', { body: { id: first.relationshipId } });
    expect(switched.body).toMatchObject({ relationship: { id: first.relationshipId } });
    expect((await visitor.call('GET /relationship')).body).toMatchObject({
      customerName: first.name,
      meteringPoints: [{ id: first.meteringPointId }],
    });
    expect((await visitor.call('GET /consumption/years')).body).toMatchObject({ point: first.meteringPointId });
    expect((await visitor.call('POST /account/links', { body: {} })).body).toEqual({ error: 'conflict', reason: 'linked-already' });
  });

  test('asks which after a password log-in, the favourite first, then the one seen last', async () => {
    const { visitor, mobile, customers } = await becomeHolder(server, { links: 3 });
    const [first, second, third] = customers.map(({ relationshipId }) => relationshipId) as [string, string, string];
    server.pass(1000);
    await visitor.call('PUT /relationship', { body: { id: first } });
    await visitor.call('PUT /account/links/:id', { path: { id: second }, body: { favourite: true, ownName: '  Hytta  ' } });
    const session = await sessionOf(await logInWithPassword(server, mobile));
    expect(session.relationship).toBeNull();
    expect(session.linked.map(({ id, favourite, ownName }) => [id, favourite, ownName])).toEqual([
      [second, true, 'Hytta'],
      [first, false, null],
      [third, false, null],
    ]);
    const other = await visitor.call('PUT /account/links/:id', { path: { id: third }, body: { favourite: true } });
    expect(other.body).toMatchObject({ linked: [{ id: third, favourite: true }, { favourite: false }, { favourite: false }] });
    const long = await visitor.call('PUT /account/links/:id', { path: { id: third }, body: { ownName: 'x'.repeat(61) } });
    expect(long.body).toEqual({ error: 'bad-field', field: 'name', reason: 'too-long' });
  });

  test('unlinks one, in every tab at once, and keeps the last', async () => {
    const { visitor, mobile, customers } = await becomeHolder(server, { links: 2 });
    const [first, second] = customers.map(({ relationshipId }) => relationshipId) as [string, string];
    const tab = await logInWithPassword(server, mobile);
    await tab.call('PUT /relationship', { body: { id: second } });
    const { body } = await visitor.call('DELETE /account/links/:id', { path: { id: second }, body: {} });
    expect(body).toMatchObject({ linked: [{ id: first }], relationship: { id: first } });
    expect((await tab.call('GET /relationship')).status).toBe(404);
    expect((await tab.call('GET /consumption/years')).status).toBe(404);
    expect((await tab.call('PUT /relationship', { body: { id: second } })).status).toBe(404);
    expect(await sessionOf(tab)).toMatchObject({ relationship: null, linked: [{ id: first }] });
    const last = await visitor.call('DELETE /account/links/:id', { path: { id: first }, body: {} });
    expect(last.body).toEqual({ error: 'conflict', reason: 'last-link' });
  });

  test('leaves one when two tabs unlink the last two at once', async () => {
    const { mobile, customers } = await becomeHolder(server, { links: 2 });
    const tabs = [await logInWithPassword(server, mobile), await logInWithPassword(server, mobile)]; // each with its own code
    await Promise.all(
      tabs.map((tab, n) => tab.call('DELETE /account/links/:id', { path: { id: customers[n]!.relationshipId }, body: {} })),
    );
    expect(
      await server.database('link').whereIn(
        'relationship_id',
        customers.map(({ relationshipId }) => relationshipId),
      ),
    ).toHaveLength(1);
  });

  test("answers 404 for another's relationship as for a made-up one, with a line in the audit", async () => {
    const holder = await becomeHolder(server);
    const other = await becomeHolder(server);
    const foreign = other.customers[0]!.relationshipId;
    const { visitor } = await logInAsGuest(server, await addCustomer(server.database));
    const { visitor: me } = holder;
    await server.database.raw('select 1');
    const before = Number((await server.database('audit').where({ what: 'foreign-asked' }).count())[0]!['count']);
    for (const id of [foreign, madeUp, 'x']) {
      for (const answer of [
        await me.call('PUT /relationship', { body: { id } }),
        await visitor.call('PUT /relationship', { body: { id } }),
        await me.call('DELETE /account/links/:id', { path: { id }, body: {} }),
        await me.call('PUT /account/links/:id', { path: { id }, body: { favourite: true } }),
      ])
        expect([answer.status, answer.body]).toEqual([404, { error: 'not-found' }]);
    }
    const after = Number((await server.database('audit').where({ what: 'foreign-asked' }).count())[0]!['count']);
    expect(after - before).toBe(12);
  });
});

describe('changing the password', () => {
  test('asks for the old one, ends the other sessions and tells the mobile', async () => {
    const { visitor, mobile } = await becomeHolder(server);
    const other = await logInWithPassword(server, mobile);
    const wrong = await visitor.call('PUT /account/password', { body: { oldPassword: 'feil passord', password: 'helt nytt ord' } });
    expect(wrong.body).toEqual({ error: 'bad-field', field: 'oldPassword', reason: 'wrong-password' });
    const weak = await visitor.call('PUT /account/password', { body: { oldPassword: password, password: 'kort' } });
    expect(weak.body).toEqual({ error: 'bad-field', field: 'password', reason: 'too-short' });
    expect((await visitor.call('PUT /account/password', { body: { oldPassword: password, password: 'helt nytt ord' } })).status).toBe(204);
    expect((await sessionOf(visitor)).kind).toBe('account');
    expect((await other.call('GET /session')).body).toEqual({ signedIn: false });
    const old = await server.visitor().call('POST /login/password', { body: { mobile, password } });
    expect(old.body).toEqual({ error: 'login-failed' });
    expect(await server.database('audit').where({ what: 'password-changed' })).not.toHaveLength(0);
    expect(await server.database('sms').where({ purpose: 'password-changed' })).not.toHaveLength(0);
  });

  test('ends a session at which somebody guesses five times at the old one', async () => {
    const { visitor } = await becomeHolder(server);
    const guess = () => visitor.call('PUT /account/password', { body: { oldPassword: 'feil passord', password: 'helt nytt ord' } });
    for (let n = 0; n < 5; n += 1) expect((await guess()).body).toMatchObject({ reason: 'wrong-password' });
    expect((await guess()).body).toEqual({ error: 'not-signed-in' });
    expect((await visitor.call('GET /session')).body).toEqual({ signedIn: false });
  });
});

describe('a change that is refused', () => {
  test('changes nothing', async () => {
    const { visitor, customers } = await becomeHolder(server, { links: 2 });
    const foreign = await addCustomer(server.database);
    const [mine, second] = customers.map(({ relationshipId }) => relationshipId) as [string, string];
    await visitor.call('PUT /account/links/:id', { path: { id: mine }, body: { favourite: true, ownName: 'Hytta' } });
    const all = async () =>
      JSON.stringify(
        await Promise.all(
          ['account', 'link', 'device', 'mobile_change', 'relationship'].map((table) => server.database(table).orderByRaw('1, 2')),
        ),
      ) +
      JSON.stringify(
        await server.database('session').orderBy('session_id').select('session_id', 'kind', 'mobile', 'relationship_id', 'account_id'),
      );
    const before = await all();
    for (const id of [foreign.relationshipId, crypto.randomUUID(), 'x']) {
      for (const body of [{ favourite: true }, { favourite: true, ownName: 'Min' }, {}])
        expect((await visitor.call('PUT /account/links/:id', { path: { id }, body })).status).toBe(404);
      expect((await visitor.call('DELETE /account/links/:id', { path: { id }, body: {} })).status).toBe(404);
      expect((await visitor.call('PUT /relationship', { body: { id } })).status).toBe(404);
    }
    const tooLong = { favourite: true, ownName: 'x'.repeat(61) };
    expect((await visitor.call('PUT /account/links/:id', { path: { id: second }, body: tooLong })).status).toBe(422);
    expect((await visitor.call('POST /account/links', { body: {} })).status).toBe(409);
    expect((await visitor.call('POST /account', { body: { password } })).status).toBe(409);
    expect((await visitor.call('PUT /account/password', { body: { oldPassword: password, password: 'kort' } })).status).toBe(422);
    expect((await visitor.call('DELETE /account', { body: { password: 'feil passord' } })).status).toBe(422);
    expect((await visitor.call('POST /account/mobile', { body: { mobile: '123' } })).status).toBe(422);
    expect(await all()).toBe(before);
  });
});

describe('changing the mobile', () => {
  test('takes the new number when both are proved, tells the old one and keeps the links', async () => {
    const { visitor, mobile, customers } = await becomeHolder(server);
    const stale = await logInWithPassword(server, mobile);
    const next = newMobile();
    await visitor.call('POST /account/mobile', { body: { mobile: next } });
    const half = await visitor.call('POST /account/mobile/code', { body: { code: await server.gateway.nextCode(mobile) } });
    expect(half.body).toMatchObject({ next: 'new-mobile', challenge: { mobile: next } });
    const done = await visitor.call('POST /account/mobile/code', { body: { code: await server.gateway.nextCode(next) } });
    expect(done.body).toMatchObject({
      next: 'done',
      session: { mobile: next, linked: [{ id: customers[0]!.relationshipId }], termsDue: false },
    });
    expect((await stale.call('GET /session')).body).toEqual({ signedIn: false });
    expect((await server.visitor().call('POST /login/password', { body: { mobile, password } })).body).toEqual({ error: 'login-failed' });
    expect(await sessionOf(await logInWithPassword(server, next))).toMatchObject({ mobile: next, termsDue: false });
    expect(await server.database('sms').where({ purpose: 'mobile-changed' })).toHaveLength(1);
  });

  test('does nothing with one proof alone, a code of another purpose, or the same number', async () => {
    const { visitor, mobile } = await becomeHolder(server);
    const next = newMobile();
    expect((await visitor.call('POST /account/mobile', { body: { mobile } })).body).toMatchObject({
      field: 'mobile',
      reason: 'same-mobile',
    });
    await visitor.call('POST /account/mobile', { body: { mobile: next } });
    const code = await server.gateway.nextCode(mobile);
    expect((await visitor.call('POST /login/code', { body: { code } })).status).toBe(401);
    await visitor.call('POST /account/mobile/code', { body: { code } });
    expect((await visitor.call('POST /account/mobile/code', { body: { code } })).status).toBe(401);
    expect((await sessionOf(visitor)).mobile).toBe(mobile);
    expect(await server.database('account').where({ mobile: next })).toHaveLength(0);
  });

  test('says that the new number has an account only to who owns it', async () => {
    const other = await becomeHolder(server);
    const { visitor, mobile } = await becomeHolder(server);
    expect((await visitor.call('POST /account/mobile', { body: { mobile: other.mobile } })).status).toBe(200);
    await visitor.call('POST /account/mobile/code', { body: { code: await server.gateway.nextCode(mobile) } });
    const answer = await visitor.call('POST /account/mobile/code', { body: { code: await server.gateway.nextCode(other.mobile) } });
    expect(answer.body).toEqual({ error: 'bad-field', field: 'mobile', reason: 'mobile-taken' });
  });
});

describe('sessions', () => {
  test('lists where the account is logged in, ends one, and ends all', async () => {
    const { visitor, mobile } = await becomeHolder(server);
    const other = await logInWithPassword(server, mobile);
    const profile = await visitor.call('GET /profile');
    expect(profile.body).toMatchObject({ kind: 'account', mobile, hasAccount: true, acceptances: [{ version: '1.0' }] });
    expect(profile.body.loggedIn).toMatchObject([
      { current: true, device: 'Chrome på Android', addressBlock: expect.stringMatching(/^10\.\d+\.\d+\.0\/24$/) },
      { current: false },
    ]);
    const stranger = await becomeHolder(server);
    const foreign = await stranger.visitor.call('DELETE /account/sessions/:id', { path: { id: profile.body.loggedIn[1]!.id }, body: {} });
    expect(foreign.status).toBe(404);
    expect((await visitor.call('DELETE /account/sessions/:id', { path: { id: profile.body.loggedIn[1]!.id }, body: {} })).status).toBe(204);
    expect((await other.call('GET /session')).body).toEqual({ signedIn: false });
    const third = await logInWithPassword(server, mobile);
    expect((await visitor.call('DELETE /account/sessions', { body: {} })).status).toBe(204);
    expect((await third.call('GET /session')).body).toEqual({ signedIn: false });
    expect((await visitor.call('GET /session')).body).toEqual({ signedIn: false });
  });
});

describe('deleting', () => {
  test('removes mobile, hash, links, devices and sessions at once, and leaves the audit', async () => {
    const { visitor, mobile } = await becomeHolder(server, { links: 2 });
    const other = await logInWithPassword(server, mobile);
    const { account_id } = (await server.database('account').where({ mobile }).first())!;
    expect((await visitor.call('DELETE /account', { body: { password: 'feil passord' } })).body).toMatchObject({
      field: 'password',
      reason: 'wrong-password',
    });
    expect((await visitor.call('DELETE /account', { body: { password } })).status).toBe(204);
    for (const visitorOfOld of [visitor, other]) expect((await visitorOfOld.call('GET /session')).body).toEqual({ signedIn: false });
    for (const table of ['account', 'link', 'device', 'session', 'mobile_change'])
      expect(await server.database(table).where({ account_id })).toEqual([]);
    expect(await server.database('session').where({ mobile })).toEqual([]);
    expect(await server.database('challenge').where({ mobile })).toEqual([]);
    expect(await server.database('audit').where({ what: 'account-deleted', account_id })).toHaveLength(1);
  });
});

describe('time passing', () => {
  test('shows nothing of an account to a number unused for 12 months, until one of its own relationships is shown', async () => {
    const { mobile, customers } = await becomeHolder(server);
    server.pass(13 * monthMs);
    const stranger = await logInAsGuest(server, await addCustomer(server.database), mobile);
    expect(await sessionOf(stranger.visitor)).toMatchObject({ hasAccount: false, linked: [] });
    expect((await stranger.visitor.call('PUT /relationship', { body: { id: customers[0]!.relationshipId } })).status).toBe(404);
    expect((await stranger.visitor.call('POST /account/links', { body: {} })).body).toMatchObject({ reason: 'no-account' });
    expect((await server.visitor().call('POST /login/password', { body: { mobile, password } })).body).toMatchObject({
      reason: 'prove-again',
    });
    await forgetCounters(server.database);
    const owner = await logInAsGuest(server, customers[0]!, mobile);
    expect(await sessionOf(owner.visitor)).toMatchObject({ hasAccount: true, linked: [{ id: customers[0]!.relationshipId }] });
    await logInWithPassword(server, mobile);
  });

  test("lets a number's new owner make an account in the place of the forgotten one", async () => {
    const { mobile, customers } = await becomeHolder(server);
    server.pass(13 * monthMs);
    const mine = await addCustomer(server.database);
    const { visitor } = await logInAsGuest(server, mine, mobile);
    const { body } = await visitor.call('POST /account', { body: { password: 'et annet passord' } });
    expect(body).toMatchObject({ kind: 'account', linked: [{ id: mine.relationshipId }] });
    expect(await server.database('link').where({ relationship_id: customers[0]!.relationshipId })).toEqual([]);
  });

  test('asks for new terms before anything else', async () => {
    const { visitor } = await becomeHolder(server);
    await server.database('session').update({ terms_due: true });
    expect((await visitor.call('GET /profile')).body).toEqual({ error: 'terms-changed' });
    expect((await visitor.call('POST /terms/acceptances', { body: { termsVersion: '0.9' } })).body).toEqual({ error: 'terms-changed' });
    expect((await visitor.call('POST /terms/acceptances', { body: { termsVersion: '1.0' } })).body).toMatchObject({ termsDue: false });
    expect((await visitor.call('GET /profile')).body.acceptances).toHaveLength(1);
  });
});

describe('the terms', () => {
  test('are recorded once a person and text, with the text to read again, until the number may have a new owner', async () => {
    const customer = await addCustomer(server.database);
    const { mobile } = await logInAsGuest(server, customer);
    await forgetCounters(server.database);
    await logInAsGuest(server, customer, mobile);
    await forgetCounters(server.database);
    const { visitor } = await logInAsGuest(server, customer, mobile);
    const subject = pseudonym(server.running.services.config.login.key, 'mobile', mobile);
    expect(await server.database('terms_acceptance').where({ subject })).toHaveLength(1);
    const { acceptances } = (await visitor.call('GET /profile')).body;
    expect(acceptances).toEqual([{ version: '1.0', at: expect.any(String), text: nb.terms.text }]);

    const { terms } = server.running.services.config.utility;
    const accept = (at: Date, text: readonly string[]) =>
      recordAcceptance(server.database, {
        subject,
        terms: { ...terms, version: text === terms.text ? '1.0' : '2.0', text, hash: text === terms.text ? terms.hash : 'x2' },
        at,
        months: 12,
        channel: 'account',
      });
    const later = (months: number) => new Date(server.running.services.now().getTime() + months * monthMs);
    await Promise.all([accept(later(1), ['Ny', 'tekst']), accept(later(1), ['Ny', 'tekst']), accept(later(1), terms.text)]);
    expect(await listAcceptances(server.database, subject)).toMatchObject([{ version: '2.0', text: ['Ny', 'tekst'] }, { version: '1.0' }]);
    expect(await server.database('terms_acceptance').where({ subject })).toHaveLength(2);
    await accept(later(14), terms.text);
    expect(await server.database('terms_acceptance').where({ subject })).toHaveLength(3);
    expect(await listAcceptances(server.database, subject)).toHaveLength(2);
  });

  test('are shown again where their text changed under the same version while the code was on its way', async () => {
    const mobile = newMobile();
    const visitor = server.visitor();
    await askForCode(visitor, await addCustomer(server.database), mobile);
    expect(await server.database('challenge').where({ mobile }).update({ terms_hash: 'another' })).toBe(1);
    const entered = await visitor.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
    expect(entered.body).toMatchObject({ session: { termsDue: true } });
    const subject = pseudonym(server.running.services.config.login.key, 'mobile', mobile);
    expect(await listAcceptances(server.database, subject)).toEqual([]);
  });

  test('are refused where another text was shown under the same version', async () => {
    const { plantNumber, meteringPointId } = await addCustomer(server.database);
    const body = { plantNumber, meteringPointId, mobile: newMobile(), termsVersion: '1.0' };
    const { termsHash, terms } = (await server.visitor().call('GET /utility')).body;
    expect(terms).toBe(null);
    expect((await server.visitor().call('POST /login/challenge', { body: { ...body, termsHash: 'another' } })).body).toEqual({
      error: 'terms-changed',
    });
    expect((await server.visitor().call('POST /login/challenge', { body: { ...body, termsHash } })).status).toBe(200);
  });
});
