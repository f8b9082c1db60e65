import type { Knex } from 'knex';
import { audit, type AuditEvent, type AuditName } from './audit.ts';

/** Lines a minute and process of what strangers try in vain; what is over it is summed. */
const linesPerMinute = 60;
const minuteMs = 60_000;

/**
 * What strangers try with numbers that fit nobody. A flood of it must not fill the audit: from so many a minute on, how many there
 * were is written once a minute, by what they tried.
 */
export class StrangersAudit {
  #minute = 0;
  #lines = 0;
  readonly #sums = new Map<AuditName, number>();

  async note(database: Knex, event: AuditEvent & { what: AuditName }): Promise<void> {
    const minute = Math.floor(event.at.getTime() / minuteMs);
    if (minute !== this.#minute) [this.#minute, this.#lines] = [minute, 0];
    this.#lines += 1;
    if (this.#lines <= linesPerMinute) return audit(database, event);
    this.#sums.set(event.what, (this.#sums.get(event.what) ?? 0) + 1);
    // As long as a line takes: the time must not give away which lines are summed and which are written.
    await database.raw(`insert into audit (at, what) select :at, :what where :what = ''`, { at: event.at, what: event.what });
  }

  /** Writes what was summed since the last time. Returns the number of lines. */
  async writeSums(database: Knex, at: Date): Promise<number> {
    const sums = [...this.#sums];
    this.#sums.clear();
    for (const [what, count] of sums) await audit(database, { what: `${what}-summed`, at, details: { count } });
    return sums.length;
  }
}
