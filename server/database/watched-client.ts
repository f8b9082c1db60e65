import type knex from 'knex';
import PostgresClient from 'knex/lib/dialects/postgres/index.js';
import pg from 'pg';
import { DatabaseTimeout } from '../ground/database-away.ts';
import { currentLane, patienceLeft, type Lane } from './patience.ts';
import { StrangersPlaces } from './strangers-places.ts';
import { WatchedConnection } from './watched-connection.ts';

/** A connection that has been quiet for longer is asked before it is used: a firewall may have forgotten it. */
const quietMs = 5_000;
/** How long that may take. */
const knockMs = 400;

export interface WatchedSettings {
  /** Longest wait for the answer to one statement; 0 is no limit. */
  answerMs: number;
  /** Longest wait for a connection, where whoever asks has no shorter patience. */
  acquireMs: number;
  /** Connections that strangers' log-ins may hold at once, and how many more of their statements may wait for one. */
  strangers: { places: number; queue: number };
}

type LaneConnection = WatchedConnection & { lane?: Lane };

/** knex's client for PostgreSQL, which throws silent connections out and lets nobody wait beyond their patience. */
export class WatchedClient extends PostgresClient {
  // Not #private: knex copies its clients property by property.
  private readonly settings: WatchedSettings;
  private readonly strangers: StrangersPlaces;
  /** Connections opened before this moment are thrown out where they are next taken. */
  private readonly trusted = { since: 0 };

  constructor(config: knex.Knex.Config & { watched: WatchedSettings }) {
    super(config);
    this.settings = config.watched;
    this.strangers = new StrangersPlaces(config.watched.strangers);
  }

  _driver(): unknown {
    return { ...pg, Client: WatchedConnection };
  }

  override async acquireRawConnection(): Promise<WatchedConnection> {
    const connection = (await super.acquireRawConnection()) as WatchedConnection;
    connection.answerMs = this.settings.answerMs;
    connection.onDistrust = () => this.distrust();
    return connection;
  }

  /** Connections in use and free, and statements that wait for one. */
  occupancy(): { used: number; free: number; waiting: number } {
    const pool = this.pool as unknown as TarnPool | undefined;
    return { used: pool?.numUsed() ?? 0, free: pool?.numFree() ?? 0, waiting: (pool?.numPendingAcquires() ?? 0) + this.strangers.waiting };
  }

  /** What is connected now is connected to the wrong server, or to none: every connection is made anew before its next use. */
  distrust(): void {
    this.trusted.since = performance.now();
  }

  /** Asked by the pool before it hands a connection out. */
  override async validateConnection(connection: WatchedConnection): Promise<boolean> {
    if (connection.isStuck || connection.openedAt < this.trusted.since) return false;
    if (this.settings.answerMs === 0 || performance.now() - connection.answeredAt < quietMs) return true;
    return connection.answersWithin(knockMs);
  }

  override async acquireConnection(): Promise<LaneConnection> {
    const lane = currentLane();
    const waitMs = Math.min(patienceLeft(), this.settings.acquireMs);
    if (waitMs <= 0) throw new DatabaseTimeout('a connection');
    const until = performance.now() + waitMs;
    if (lane === 'stranger') await this.strangers.take(waitMs);
    try {
      const connection = (await this.fromPool(until - performance.now())) as LaneConnection;
      connection.lane = lane;
      return connection;
    } catch (error) {
      if (lane === 'stranger') this.strangers.giveBack();
      throw error;
    }
  }

  override releaseConnection(connection: LaneConnection): Promise<void> {
    if (connection.lane === 'stranger') this.strangers.giveBack();
    connection.lane = 'customer';
    return super.releaseConnection(connection);
  }

  /** A server that is silent does not say goodbye either. */
  override async destroyRawConnection(connection: WatchedConnection): Promise<void> {
    const late = setTimeout(() => connection.cut(), 500);
    await super.destroyRawConnection(connection).finally(() => clearTimeout(late));
  }

  private async fromPool(milliseconds: number): Promise<WatchedConnection> {
    if (this.pool === undefined) throw new Error('Unable to acquire a connection');
    const asked = (this.pool as unknown as TarnPool).acquire();
    let late = false;
    const timer = setTimeout(() => ((late = true), asked.abort()), Math.max(0, milliseconds));
    try {
      return await asked.promise;
    } catch (error) {
      throw late ? new DatabaseTimeout('a connection') : error;
    } finally {
      clearTimeout(timer);
    }
  }
}

interface TarnPool {
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
  acquire(): { promise: Promise<WatchedConnection>; abort(): void };
}
