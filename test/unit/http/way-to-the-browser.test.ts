import { describe, expect, test } from 'vitest';
import { Failure } from '../../../server/failure.ts';
import { pseudonym } from '../../../server/ground/pseudonym.ts';
import { admit, isUnread, type Who } from '../../../server/http/admit.ts';
import { deviceToken, hasSealedDevice, newDeviceToken, setDeviceCookie } from '../../../server/http/device-cookie.ts';
import { handOver, heldId } from '../../../server/http/memory-session.ts';
import type { SignedIn } from '../../../server/http/session.ts';
import type { HttpConfig } from '../../../server/http/settings.ts';
import { refuseOther, sayWhose } from '../../../server/http/shown.ts';
import { withMiddleware } from './ask.ts';

const id = 'A1_-'.repeat(10) + 'xyz';
const crossSite = { Origin: 'https://www.example.no', 'Sec-Fetch-Site': 'cross-site' };

/** What the middleware finds with these headers of a request, and the headers of its answer. */
async function seen<Found>(find: (ctx: Parameters<typeof heldId>[0]) => Found, headers: Record<string, string>) {
  let found: Found | undefined;
  const answer = await withMiddleware(
    (ctx, next) => {
      ctx.cookies.secure = true;
      found = find(ctx);
      return next();
    },
    (ask) => ask({ headers }),
  );
  return { found, headers: answer.headers };
}

describe('a session that the page holds in memory', () => {
  const held = async (headers: Record<string, string>, config = { crossSite: true }) =>
    (await seen((ctx) => heldId(ctx, config), headers)).found;

  test('is known by its id, of a page of another site, where that is configured', async () => {
    expect(await held({ ...crossSite, 'Min-Side-Session': id })).toBe(id);
    expect(await held({ ...crossSite, 'Min-Side-Session': id }, { crossSite: false })).toBeUndefined();
  });

  test.each(['same-origin', 'same-site', 'none'])('is not taken where the browser says %s: it keeps cookies there', async (site) => {
    expect(await held({ ...crossSite, 'Sec-Fetch-Site': site, 'Min-Side-Session': id })).toBeUndefined();
  });

  test('is not taken from who is no page', async () => {
    expect(await held({ 'Sec-Fetch-Site': 'cross-site', 'Min-Side-Session': id })).toBeUndefined();
  });

  test.each(['ask', '', id.slice(1), `${id}A`, `${id.slice(1)}+`])('is no id: "%s"', async (value) => {
    expect(await held({ ...crossSite, 'Min-Side-Session': value })).toBeUndefined();
  });

  test('is handed to the page that asks, until its cookie has come; then the page forgets it', async () => {
    const handed = async (headers: Record<string, string>, cookieCame: boolean, config = { crossSite: true } as HttpConfig) =>
      (await seen((ctx) => handOver(ctx, config, { cookieCame, sessionId: id }), headers)).headers['min-side-session'];
    expect(await handed({ ...crossSite, 'Min-Side-Session': 'ask' }, false)).toBe(id);
    expect(await handed({ ...crossSite, 'Min-Side-Session': id }, true)).toBe('');
    expect(await handed(crossSite, false)).toBeUndefined();
    expect(await handed({ ...crossSite, 'Sec-Fetch-Site': 'same-site', 'Min-Side-Session': 'ask' }, false)).toBeUndefined();
    expect(await handed({ ...crossSite, 'Min-Side-Session': 'ask' }, false, { crossSite: false } as HttpConfig)).toBeUndefined();
  });
});

describe('a known browser', () => {
  const key = Buffer.alloc(32, 7);
  const at = { secureCookies: true };
  const sealed = async (cookie: string, of = key) =>
    (await seen((ctx) => hasSealedDevice(ctx, at, of), cookie === '' ? {} : { Cookie: cookie })).found;

  test('shows a token of our making, and no other has its seal', async () => {
    const token = newDeviceToken(key);
    const [random, seal] = token.split('.') as [string, string];
    expect(await sealed(`__Host-min-side-device=${token}`)).toBe(true);
    expect(await sealed(`__Host-min-side-device=${token}`, Buffer.alloc(32, 8))).toBe(false);
    expect(await sealed(`min-side-device=${token}`)).toBe(false);
    for (const other of [random, `${random}.`, `${random}.${seal}A`, `.${seal}`, `${random.slice(1)}.${seal}`, '.', ''])
      expect(await sealed(`__Host-min-side-device=${other}`), other).toBe(false);
    expect(await sealed('')).toBe(false);
    expect(newDeviceToken(key)).not.toBe(token);
    expect(random).toMatch(/^[\w-]{43}$/);
    expect(seal).toMatch(/^[\w-]{22}$/);
  });

  test('has a seal that nobody gets for an empty token', async () => {
    const seal = pseudonym(key, 'device', 'seal:').toString('base64url').slice(0, 22);
    expect(await sealed(`__Host-min-side-device=.${seal}`)).toBe(false);
  });

  test('keeps its token out of scripts’ reach, bound to the host, as long as it is known', async () => {
    const set = async (config: Partial<HttpConfig>) =>
      (await seen((ctx) => setDeviceCookie(ctx, { secureCookies: true, crossSite: false, ...config } as HttpConfig, 'token', 60_000), {}))
        .headers['set-cookie'];
    expect(await set({})).toEqual([
      expect.stringMatching(/^__Host-min-side-device=token; path=\/; expires=[^;]+; samesite=strict; secure; httponly$/i),
    ]);
    expect(await set({ crossSite: true })).toEqual([
      expect.stringMatching(/^__Host-min-side-device=token; path=\/; expires=[^;]+; samesite=none; secure; httponly; partitioned$/i),
    ]);
    expect(await set({ secureCookies: false })).toEqual([
      expect.stringMatching(/^min-side-device=token; path=\/; expires=[^;]+; samesite=strict; httponly$/i),
    ]);
    expect((await seen((ctx) => deviceToken(ctx, { secureCookies: false }), { Cookie: 'min-side-device=t' })).found).toBe('t');
  });
});

describe('whose a reply is', () => {
  const shown = { sessionId: 's', relationshipId: 'r' };

  test('is said by the log-in and what it shows', async () => {
    expect((await seen((ctx) => sayWhose(ctx, shown), {})).headers['min-side-shown']).toBe('s.r');
    expect((await seen((ctx) => sayWhose(ctx, { ...shown, relationshipId: null }), {})).headers['min-side-shown']).toBe('s.');
  });

  test('is asked of a change that says whom it means, and another is refused', async () => {
    const refused = async (headers: Record<string, string>) =>
      (
        await seen((ctx) => {
          try {
            refuseOther(ctx, shown);
            return null;
          } catch (error) {
            return (error as Failure).reply;
          }
        }, headers)
      ).found;
    expect(await refused({})).toBeNull();
    expect(await refused({ 'Min-Side-Shown': 's.r' })).toBeNull();
    expect(await refused({ 'Min-Side-Shown': 's.q' })).toEqual({ error: 'conflict', reason: 'other-shown' });
  });
});

describe('who is let in', () => {
  const guest: SignedIn = { kind: 'guest', mobile: '+4794059810', relationshipId: 'r', accountId: null, sessionId: 's', termsDue: false };
  const account: SignedIn = { ...guest, kind: 'account', accountId: 'a' };
  const answer = (who: Exclude<Who, 'public' | 'reader' | 'key'>, signedIn: SignedIn | null, beforeTerms?: boolean) => {
    try {
      return admit(who, signedIn, beforeTerms) === signedIn ? 'in' : 'another';
    } catch (error) {
      if (error instanceof Failure) return error.reply.error;
      throw error;
    }
  };

  test('follows from what the endpoint asks and what the session says', () => {
    const nowhere = { ...guest, relationshipId: null };
    const late = { ...account, termsDue: true };
    expect([null, guest, account, nowhere, late].map((one) => answer('anyone', one))).toEqual(['in', 'in', 'in', 'in', 'in']);
    expect([null, guest, account, nowhere, late].map((one) => answer('signed-in', one))).toEqual([
      'not-signed-in',
      'in',
      'in',
      'in',
      'terms-changed',
    ]);
    expect([null, guest, account, nowhere, late].map((one) => answer('relationship', one))).toEqual([
      'not-signed-in',
      'in',
      'in',
      'not-found',
      'terms-changed',
    ]);
    expect([null, guest, account, nowhere, late].map((one) => answer('account', one))).toEqual([
      'not-signed-in',
      'conflict',
      'in',
      'conflict',
      'terms-changed',
    ]);
    expect(answer('account', late, true)).toBe('in');
  });

  test('is found out before the handler, but for what all may see and what the handler asks itself', () => {
    const all: Who[] = ['public', 'anyone', 'signed-in', 'relationship', 'account', 'reader', 'key'];
    expect(all.filter(isUnread)).toEqual(['public', 'reader', 'key']);
  });
});
