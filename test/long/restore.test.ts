import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chownSync, existsSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, test } from 'vitest';
import { freePort } from '../../setup/free-port.ts';
import { openDatabaseForWork } from '../../server/database/connection.ts';
import { migrate } from '../../server/database/migrate.ts';
import { addCustomer } from '../support/customer.ts';
import { asNobody } from '../support/nobody.ts';
import { startProcess } from '../support/server-process.ts';

const binaries = globSync('/usr/lib/postgresql/*/bin').toSorted().at(-1);

test.skipIf(binaries === undefined)('comes back to a moment from a base backup and the log, with Debian’s PostgreSQL', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'min-side-restore-'));
  const [main, wal, base] = ['main', 'wal', 'base'].map((name) => join(folder, name)) as [string, string, string];
  for (const each of [folder, wal]) {
    mkdirSync(each, { recursive: true, mode: 0o700 });
    if (asNobody.uid !== undefined) chownSync(each, asNobody.uid, asNobody.gid);
  }
  const run = (command: string, ...args: string[]) =>
    execFileSync(join(binaries!, command), args, { ...asNobody, cwd: '/', env: { LC_ALL: 'C' }, stdio: 'pipe' });
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const servers: { stop(): Promise<void> }[] = [];

  async function start(data: string): Promise<void> {
    const child = spawn(
      join(binaries!, 'postgres'),
      ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-c', 'unix_socket_directories='],
      {
        ...asNobody,
        cwd: '/',
        env: { LC_ALL: 'C' },
        stdio: 'ignore',
      },
    );
    servers.push({
      async stop() {
        if (child.exitCode !== null) return;
        child.kill('SIGINT');
        await once(child, 'exit');
      },
    });
    for (let tries = 0; tries < 150; tries += 1) {
      const client = new pg.Client({ connectionString: url });
      const up = await client.connect().then(
        async () => !((await client.query('select pg_is_in_recovery() as still')).rows[0] as { still: boolean }).still,
        () => false,
      );
      await client.end().catch(() => undefined);
      if (up) return;
      await sleep(200);
    }
    throw new Error('PostgreSQL did not come up');
  }

  try {
    run('initdb', '-D', main, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8');
    appendFileSync(
      join(main, 'postgresql.conf'),
      `archive_mode = on\narchive_timeout = 60\narchive_command = 'test ! -f ${wal}/%f && cp %p ${wal}/%f'\nwal_level = replica\nmax_wal_senders = 2\n`,
    );
    await start(main);
    const database = openDatabaseForWork(url);
    await migrate(database);
    const before = await addCustomer(database);
    run('pg_basebackup', '-D', base, '-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-X', 'none', '--checkpoint=fast');
    const between = await addCustomer(database);
    await sleep(1_100);
    const { rows } = await database.raw<{ rows: [{ moment: string }] }>('select clock_timestamp()::text as moment');
    await sleep(1_100);
    // The accident: a customer too many, and all points gone.
    const after = await addCustomer(database);
    await database('relationship_metering_point').delete();
    await database.raw('select pg_switch_wal()');
    await sleep(1_500);
    await database.destroy();
    await servers.pop()!.stop();

    appendFileSync(
      join(base, 'postgresql.auto.conf'),
      `restore_command = 'cp ${wal}/%f %p'\nrecovery_target_time = '${rows[0].moment}'\nrecovery_target_action = 'promote'\narchive_mode = off\n`,
    );
    writeFileSync(join(base, 'recovery.signal'), '');
    if (asNobody.uid !== undefined) spawnSync('chown', ['-R', `${asNobody.uid}:${asNobody.gid}`, base]);
    expect(existsSync(join(base, 'PG_VERSION'))).toBe(true);
    await start(base);
    const restored = openDatabaseForWork(url);
    const plants = (await restored('relationship').select('plant_number')).map(({ plant_number }) => plant_number);
    expect(plants).toEqual(expect.arrayContaining([before.plantNumber, between.plantNumber]));
    expect(plants).not.toContain(after.plantNumber);
    expect(await restored('relationship_metering_point').count()).toEqual([{ count: '2' }]);
    await restored.destroy();
    const server = await startProcess({ DATABASE_URL: url });
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    await server.stop();

    // And a copy for another machine, by dump.
    const dump = join(folder, 'min-side.dump');
    run('pg_dump', '-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-Fc', '-f', dump, 'postgres');
    run('createdb', '-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', 'copy');
    run('pg_restore', '-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-d', 'copy', '--exit-on-error', dump);
    const copy = openDatabaseForWork(url.replace(/postgres$/, 'copy'));
    expect(await copy('relationship').count()).toEqual([{ count: '2' }]);
    expect(await migrate(copy)).toEqual([]);
    await copy.destroy();
  } finally {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
