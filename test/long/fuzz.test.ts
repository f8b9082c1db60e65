import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addAccount, addCustomer } from '../support/customer.ts';
import { checkReply } from '../support/reply-schema.ts';
import { pageOrigin, startTestServer, type TestServer } from '../support/server.ts';

const requests = 10_000;

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
}
interface Operation {
  method: string;
  path: string;
  parameters: { name: string; in: string }[];
  body: Schema | null;
}

const api = JSON.parse(readFileSync(join(import.meta.dirname, '../../openapi.json'), 'utf8')) as {
  paths: Record<
    string,
    Record<string, { parameters?: Operation['parameters']; requestBody?: { content: Record<string, { schema: Schema }> } }>
  >;
};
const operations: Operation[] = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
    method: method.toUpperCase(),
    path,
    parameters,
    body: requestBody?.content['application/json']?.schema ?? null,
  })),
);

/** Each takes a hash of some hundred milliseconds where it comes so far: fewer of them. */
const hashes = ({ body }: Operation) => Object.keys(body?.properties ?? {}).some((name) => /password/i.test(name));

const words = fc.constantFrom(
  '94059810',
  '+4794059810',
  '770001',
  '707057500000000001',
  '1.0',
  '012345',
  '2026-11',
  '2026-11-26',
  '2020',
  '',
  ' ',
  '\0',
  '%00',
  '../..',
  "' or 1=1",
  '{}',
  'æøå',
  '🏠',
  '9'.repeat(300),
  '-1',
  'null',
  '0e1',
  '2026-02-30',
  randomUUID(),
);
const text = fc.oneof({ weight: 3, arbitrary: words }, fc.string({ unit: 'binary', maxLength: 40 }), fc.uuid());
const anything = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.object({ maxDepth: 2 }),
);

function bodyOf({ body }: Operation): fc.Arbitrary<string | undefined> {
  const fields = Object.fromEntries(Object.keys(body?.properties ?? {}).map((name) => [name, anything]));
  const described = fc.record(fields, { requiredKeys: [] }).map((value) => JSON.stringify(value));
  const others = fc.oneof(
    fc.json({ maxDepth: 3 }),
    fc.string({ maxLength: 30 }),
    fc.constantFrom('{"__proto__":{"a":1}}', '[]', 'null', `"${'x'.repeat(20_000)}"`, `${'['.repeat(5_000)}`),
    fc.constant(undefined),
  );
  return fc.oneof({ weight: 5, arbitrary: described }, others);
}

const asked = fc
  .oneof(...operations.map((operation) => ({ weight: hashes(operation) ? 1 : 12, arbitrary: fc.constant(operation) })))
  .chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      who: fc.constantFrom('nobody', 'guest', 'account', 'made up'),
      values: fc.array(text, { minLength: operation.parameters.length, maxLength: operation.parameters.length }),
      extra: fc.option(fc.tuple(fc.stringMatching(/^[a-z]{1,5}$/), text), { freq: 8 }),
      body: bodyOf(operation),
      type: fc.oneof(
        { weight: 12, arbitrary: fc.constant('application/json') },
        fc.constantFrom('text/plain', 'application/json; charset=utf-16', 'multipart/form-data'),
      ),
    }),
  );

test(`answers ${requests} made-up requests without a 5xx, a trace of the inside, or a form that is not described`, async () => {
  const key = 'k'.repeat(40);
  const server = await startTestServer({ INGEST_KEY: key, SMS_DAILY_BUDGET: '1000000' });
  try {
    const cookies = await signIn(server);
    const statuses: Record<number, number> = {};
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(asked, async ({ operation, who, values, extra, body, type }) => {
        if (sent++ % 100 === 0) await cookies.renew();
        const { path, query } = fill(operation, values);
        if (extra !== null) query.set(...extra);
        const url = `${path}${query.size > 0 ? `?${query}` : ''}`;
        const hasBody = operation.method !== 'GET' && body !== undefined;
        const response = await fetch(`${server.url}${url}`, {
          method: operation.method,
          redirect: 'manual',
          headers: {
            Origin: pageOrigin,
            'Sec-Fetch-Site': 'same-site',
            'X-Forwarded-For': `10.${sent >> 16}.${(sent >> 8) & 255}.${sent & 255}`,
            ...(path.startsWith('/ingest') && { Authorization: `Bearer ${key}` }),
            ...(operation.method !== 'GET' && { 'Content-Type': type }),
            Cookie: cookies.of(who),
          },
          ...(hasBody && { body }),
        });
        const answer = await response.text();
        statuses[response.status] = (statuses[response.status] ?? 0) + 1;
        const told = `${operation.method} ${url} ${String(body).slice(0, 200)} → ${response.status} ${answer.slice(0, 300)}`;
        // Nothing is away and nobody floods: a 503 would be a fault too.
        expect(response.status, told).toBeLessThan(500);
        expect(answer, told).not.toMatch(/node_modules|\bat \w+ \(|\.ts:\d+|select .* from|postgres:\/\//i);
        if (answer !== '' && response.headers.get('Content-Type')?.includes('json')) {
          expect(response.headers.get('Content-Type')).toContain('charset=utf-8');
          checkReply(operation.method, path, response.status, JSON.parse(answer));
        }
      }),
      { numRuns: requests, endOnFailure: true },
    );
    console.error(`${sent} requests: ${JSON.stringify(statuses)}`);
    expect(server.logged.filter((line) => line.includes('A request failed'))).toEqual([]);
    expect(statuses[200]).toBeGreaterThan(500);
  } finally {
    await server.stop();
  }
}, 900_000);

function fill({ path, parameters }: Operation, values: string[]): { path: string; query: URLSearchParams } {
  const query = new URLSearchParams();
  let filled = path;
  parameters.forEach(({ name, in: place }, n) => {
    const value = values[n]!;
    // An empty piece, or one of dots alone, is another address.
    if (place === 'path') filled = filled.replace(`{${name}}`, /^\.*$/.test(value) ? 'x' : encodeURIComponent(value.toWellFormed()));
    else if (value !== '') query.set(name, value.toWellFormed());
  });
  return { path: filled, query };
}

/** A guest and an account holder, whose sessions come back when a request has ended them. */
async function signIn(server: TestServer) {
  const customer = await addCustomer(server.database);
  const { accountId, mobile } = await addAccount(server, [customer], 'fire gule fjell');
  const rows = (['guest', 'account'] as const).map((kind) => ({ kind, id: randomBytes(32).toString('base64url') }));
  return {
    of(who: string): string {
      if (who === 'made up') return '__Host-min-side=abc; __Host-min-side-device=x';
      const row = rows.find(({ kind }) => kind === who);
      return row === undefined ? '' : `__Host-min-side=${row.id}`;
    },
    async renew(): Promise<void> {
      const at = server.running.services.now();
      for (const { kind, id } of rows)
        await server
          .database('session')
          .insert({
            session_id: randomUUID(),
            id_hash: createHash('sha256').update(id).digest(),
            kind,
            mobile,
            relationship_id: customer.relationshipId,
            account_id: kind === 'account' ? accountId : null,
            address_block: '10.0.0.0/24',
            started_at: at,
            last_seen_at: at,
          })
          .onConflict('id_hash')
          .ignore();
    },
  };
}
