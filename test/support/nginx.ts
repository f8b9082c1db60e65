import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../../setup/free-port.ts';
import { findCommand, findOrInstall } from '../../setup/debian-package.ts';

const documented = join(import.meta.dirname, '../../docs/operating/nginx.conf');

export interface Nginx {
  /** https://127.0.0.1:port, with a certificate of its own that nobody vouches for. */
  url: string;
  errors(): Promise<string>;
  stop(): Promise<void>;
}

/** nginx from Debian's package with the documented configuration: ports, paths and servers are this machine's, all else is as it stands. */
export async function startNginx(servers: readonly number[]): Promise<Nginx> {
  const nginx = findOrInstall({ name: 'nginx', packages: ['nginx'] }, () => findCommand('nginx'));
  const folder = await mkdtemp(join(tmpdir(), 'min-side-nginx-'));
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-keyout',
      key,
      '-out',
      certificate,
    ],
    { stdio: 'ignore' },
  );
  const [tls, plain] = [await freePort(), await freePort()];
  const old = / (1\.(\d|1\d|2[0-4])\.)/.test(spawnSync(nginx, ['-v'], { encoding: 'utf8' }).stderr.replace('nginx/', ' '));
  let text = (await readFile(documented, 'utf8'))
    .replace('listen 80;', `listen 127.0.0.1:${plain};`)
    // The directive of its own came with 1.25.1.
    .replace(/listen 443 ssl;\n\s*http2 on;/, old ? `listen 127.0.0.1:${tls} ssl http2;` : `listen 127.0.0.1:${tls} ssl;\n    http2 on;`)
    .replace('/etc/ssl/minside.example.no.pem', certificate)
    .replace('/etc/ssl/private/minside.example.no.key', key);
  servers.forEach((port, n) => (text = text.replace(`127.0.0.1:${8081 + n}`, `127.0.0.1:${port}`)));
  const log = join(folder, 'error.log');
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, name)};`);
  text = text.replace('http {', `error_log ${log} warn;\npid ${join(folder, 'pid')};\nhttp {\n${places.join('\n')}`);
  const file = join(folder, 'nginx.conf');
  await writeFile(file, text);
  const checked = spawnSync(nginx, ['-t', '-e', log, '-c', file], { encoding: 'utf8' });
  if (checked.status !== 0) throw new Error(`nginx refuses the documented configuration: ${checked.stderr}`);
  const child = spawn(nginx, ['-e', log, '-c', file, '-g', 'daemon off;'], { stdio: 'ignore' });
  while (child.exitCode === null && !(await isListening(tls))) await setTimeout(20);
  return {
    url: `https://127.0.0.1:${tls}`,
    errors: () => readFile(log, 'utf8').catch(() => ''),
    async stop() {
      child.kill('SIGQUIT');
      globalThis.setTimeout(() => child.kill('SIGTERM'), 2_000).unref();
      if (child.exitCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
