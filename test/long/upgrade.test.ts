import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addCustomer, askForCode, newMobile } from '../support/customer.ts';
import { freshDatabase } from '../support/database.ts';
import { openDatabaseForWork } from '../../server/database/connection.ts';
import { startFakeGateway } from '../support/gateway.ts';
import { startProcess, type ServerProcess } from '../support/server-process.ts';
import { Visitor } from '../support/visitor.ts';

const root = join(import.meta.dirname, '../..');
/** The newest tag, or what is asked for: `RELEASE=v0.1.0`, a commit. A clone without tags has none. */
const tagged =
  process.env['RELEASE'] ??
  spawnSync('git', ['describe', '--tags', '--abbrev=0', '--match', 'v*'], { cwd: root, encoding: 'utf8' }).stdout.trim();

test.skipIf(tagged === '')(
  `the newest release (${tagged || 'skipped: this clone has no tag v*'}) still serves on today’s schema`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'min-side-release-'));
    const database = await freshDatabase();
    const gateway = await startFakeGateway();
    const knex = openDatabaseForWork(database.url);
    let server: ServerProcess | undefined;
    try {
      execFileSync('sh', ['-c', `git archive ${tagged} | tar -x -C ${folder}`], { cwd: root });
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
      server = await startProcess(
        {
          DATABASE_URL: database.url,
          PROXIES: '1',
          ALLOWED_ORIGINS: 'https://www.fjernvarme.test',
          SMS_TEMPLATE_URL: gateway.url,
          SMS_TEMPLATE_OK_PATH: 'accepted',
          SMS_TEMPLATE_OK_VALUE: 'true',
        },
        join(folder, 'server/main.ts'),
      );
      const { url, output } = server;
      const visitor = new Visitor(`${url}/api`, 'https://www.fjernvarme.test', {}, { described: false });
      const customer = await addCustomer(knex);
      const mobile = newMobile();
      expect((await askForCode(visitor, customer, mobile)).status).toBe(200);
      expect((await visitor.call('POST /login/code', { body: { code: await gateway.nextCode(mobile) } })).status).toBe(200);
      expect((await visitor.send('GET', '/consumption/years')).status).toBe(200);
      expect((await visitor.call('POST /account', { body: { password: 'fire gule fjell' } })).status).toBe(200);
      expect((await visitor.call('DELETE /session')).status).toBe(204);
      expect((await visitor.call('POST /login/password', { body: { mobile, password: 'galt passord' } })).status).toBe(401);
      const again = await visitor.call('POST /login/password', { body: { mobile, password: 'fire gule fjell' } });
      expect(again.status).toBe(200);
      if (again.body.next === 'code') await visitor.call('POST /login/code', { body: { code: await gateway.nextCode(mobile) } });
      for (const path of ['/session', '/relationship', '/profile', '/consumption/month?month=2020-02'])
        expect([path, (await visitor.send('GET', path)).status]).toEqual([path, 200]);
      expect((await visitor.call('DELETE /account', { body: { password: 'fire gule fjell' } })).status).toBe(204);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      expect(output()).not.toMatch(/"level":[56]0/);
    } finally {
      await server?.stop();
      await knex.destroy();
      await gateway.stop();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
