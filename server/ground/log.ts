import pino, { type DestinationStream } from 'pino';
import { nodeAway } from './database-away.ts';

/** The only fields that ever reach the log; anything else is left out, whatever a caller passes. */
export interface LogFields {
  method?: string;
  /** The endpoint's pattern (`/api/account/links/:id`), never the path that was typed. */
  route?: string;
  status?: number;
  ms?: number;
  requestId?: string;
  /** A code from the contract or a library's error code (ECONNREFUSED, 57014); never a message, which may quote values. */
  code?: string;
  /** Names of the functions an error came through, without its message. */
  stack?: string;
  /** Of a Citus: the node that could not be reached, host:port. */
  node?: string;
  gateway?: string;
  job?: string;
  count?: number;
  percent?: number;
  port?: number;
  step?: string;
}

const allowed: readonly (keyof LogFields)[] = [
  'method',
  'route',
  'status',
  'ms',
  'requestId',
  'code',
  'stack',
  'node',
  'gateway',
  'job',
  'count',
  'percent',
  'port',
  'step',
];

/** One JSON line an event on standard output. Messages are fixed sentences: what varies is a field. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export function createLog(level: string, destination?: DestinationStream): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
  return {
    info: (message, fields) => logger.info(pick(fields), message),
    warn: (message, fields) => logger.warn(pick(fields), message),
    error: (message, fields) => logger.error(pick(fields), message),
  };
}

/** What an unexpected error may leave in the log: its code, the places it came through and the node that was away, not its message. */
export function describeError(error: unknown): Pick<LogFields, 'code' | 'stack' | 'node'> {
  if (!(error instanceof Error)) return { code: 'not-an-error' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const stack = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim())
    .join(' | ');
  return { code, stack, node: nodeAway(error) };
}

function pick(fields: LogFields = {}): LogFields {
  return Object.fromEntries(allowed.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}
