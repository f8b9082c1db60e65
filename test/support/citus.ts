import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestDatabase } from './create-database.ts';

/** Where a node of a Citus listens. */
export interface CitusNode {
  host: string;
  port: number;
}

/** A set of tables takes a moment for each shard; what a test is about is the same with few of them. */
const shards = 4;

/** Whether a connection string names the coordinator of a Citus. */
export async function isCitus(url: string): Promise<boolean> {
  return (await ask(url, `select 1 from pg_extension where extname = 'citus'`)).length > 0;
}

/** The nodes of the Citus whose coordinator is at `url`: the coordinator itself, and its workers by the names that it knows them by. */
export async function citusNodes(url: string): Promise<{ coordinator: CitusNode; workers: CitusNode[] }> {
  const { hostname, port } = new URL(url);
  const rows = await ask(
    url,
    `select nodename as host, nodeport as port from pg_dist_node where noderole = 'primary' and groupid <> 0 and isactive order by 1, 2`,
  );
  if (rows.length === 0) throw new Error('This Citus has no workers: add them with citus_add_node() in the database that CITUS_URL names.');
  return { coordinator: { host: hostname, port: Number(port || 5432) }, workers: rows as unknown as CitusNode[] };
}

/**
 * Makes a database of its own on all nodes of a Citus and joins them; the workers are known to it by what `seenAs` answers for each, so that something
 * may stand in between. `url` may make databases and extensions on every node.
 */
export async function createCitusDatabase(
  url: string,
  seenAs: (worker: CitusNode) => CitusNode | Promise<CitusNode> = (worker) => worker,
): Promise<TestDatabase> {
  const { coordinator } = await citusNodes(url);
  const name = `min_side_test_${randomBytes(6).toString('hex')}`;
  await ask(at(url, coordinator), `create database ${name} template template0`);
  await joinNodes(url, name, seenAs);
  return { name, url: at(url, coordinator, name) };
}

/** Makes a database of one machine, which may hold data, that of a Citus: the same name on each worker, the extension everywhere, and the workers known to the coordinator. */
export async function joinNodes(
  url: string,
  name: string,
  seenAs: (worker: CitusNode) => CitusNode | Promise<CitusNode> = (worker) => worker,
): Promise<void> {
  const { coordinator, workers } = await citusNodes(url);
  for (const worker of workers) await ask(at(url, worker), `create database ${name} template template0`);
  for (const node of [coordinator, ...workers]) await ask(at(url, node, name), 'create extension citus');
  const own = at(url, coordinator, name);
  await ask(own, `alter database ${name} set citus.shard_count = ${shards}`);
  await ask(own, `select citus_set_coordinator_host($1, $2)`, [coordinator.host, coordinator.port]);
  for (const worker of workers) await addNode(own, await seenAs(worker));
}

/** Makes a worker known to the coordinator of the database at `url`, which has the extension on it. */
export async function addNode(url: string, { host, port }: CitusNode): Promise<void> {
  await ask(url, `select citus_add_node($1, $2)`, [host, port]);
}

/** Drops it on all nodes, also with connections still open. */
export async function dropCitusDatabase(url: string, name: string): Promise<void> {
  const { coordinator, workers } = await citusNodes(url);
  for (const node of [coordinator, ...workers]) await ask(at(url, node), `drop database if exists ${name} with (force)`);
}

/** The same login on another node, and in another database. */
function at(url: string, { host, port }: CitusNode, name?: string): string {
  const node = new URL(url);
  node.hostname = host;
  node.port = String(port);
  if (name !== undefined) node.pathname = `/${name}`;
  return node.href;
}

async function ask(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}
