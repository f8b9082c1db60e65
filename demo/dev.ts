// npm run dev: the demo while it is being changed. A change of the widget is built and the open pages load it; a change of the server
// starts it anew on the same data, and whoever is logged in stays so. PORT, DATABASE_URL and DEMO_DATA as for the demo.
import { spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { context, type Plugin } from 'esbuild';
import { freePort } from '../setup/free-port.ts';
import { startPostgres } from '../setup/postgres.ts';
import { fillDatabase } from './fill-database.ts';
import { runUntilEnded } from './run-until-ended.ts';

/** Every page that shows the widget waits for the next build, and then loads it. */
const reloadOpenPages: Plugin = {
  name: 'reload-open-pages',
  setup(build) {
    build.onLoad({ filter: /widget\/index\.ts$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\nnew EventSource(new URL('/dev/builds', import.meta.url)).addEventListener('build', () => location.reload());\n`,
      loader: 'ts',
    }));
  },
};

const root = join(import.meta.dirname, '..');
async function start(running: AsyncDisposableStack): Promise<void> {
  const folder = resolve(process.env.DEMO_DATA ?? join(root, '.data'));
  const widget = join(folder, 'dev-widget');
  await mkdir(widget, { recursive: true });
  const port = await freePort(Number(process.env.PORT ?? 8080));
  let databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) {
    const postgres = await startPostgres({ dataFolder: join(folder, 'postgres') });
    running.defer(() => postgres.stop());
    databaseUrl = postgres.url;
  }
  await fillDatabase(databaseUrl);
  const build = await context({
    entryPoints: { 'min-side': join(root, 'widget/index.ts') },
    outdir: widget,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    sourcemap: true,
    conditions: ['browser', 'development'],
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'warning',
    plugins: [reloadOpenPages],
  });
  await build.watch();
  running.defer(() => build.dispose());
  // A server that is killed leaves nothing behind: what it knows stands in the database.
  const server = spawn(
    process.execPath,
    [
      '--watch',
      '--watch-kill-signal=SIGKILL',
      '--watch-preserve-output',
      '--disable-warning=ExperimentalWarning',
      join(root, 'demo/dev-server.ts'),
    ],
    { stdio: 'inherit', env: { ...process.env, PORT: String(port), DATABASE_URL: databaseUrl, DEV_WIDGET: widget, DEMO_DATA: folder } },
  );
  running.defer(() => void server.kill());
}

await runUntilEnded(start, (error) => console.error(error));
