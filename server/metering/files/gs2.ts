import { FixedOffsetZone, type Zone } from 'luxon';
import { InputFault } from '../../ground/input-fault.ts';
import type { Gs2Profile } from './profile.ts';
import { unitFactor } from './quantity.ts';
import { emptyRow, type ReadingParser, type ReadingSink } from './reading-row.ts';
import { parseGs2Block, type Gs2Block } from './gs2-block.ts';
import { readNumber } from './number.ts';
import { compileTimeFormat, readTime } from './time-format.ts';
import { createStepper, type Period } from './period.ts';
import { createWallClock, readZone, type Instant } from './wall-clock.ts';

const stamp = compileTimeFormat('yyyy-MM-dd.HH:mm:ss');
/** Twenty years of hours. */
const longestBlock = 2 * 1024 * 1024;

/**
 * Reads GS2 1.2: `##Meter-reading` as registers, `##Time-series` as use per interval, other blocks skipped. The counts
 * and sums that the file states about itself must be right.
 */
export function createGs2Parser(profile: Gs2Profile, sink: ReadingSink): ReadingParser {
  const row = emptyRow();
  let zone = readZone(profile.zone);
  let wallClock = createWallClock(zone);
  let carry = '';
  let line = 1;
  let objects = 0;
  let known = 0;
  let ended = false;

  function time(block: Gs2Block, name: string, written = block.need(name)): Instant {
    const wall = readTime(stamp, written, 0, written.length);
    if (Number.isNaN(wall))
      throw new InputFault(`"${written.slice(0, 40)}" is not a time like 2020-03-27.24:00:00`, block.lineOf(name), name);
    return { ...wallClock(wall) };
  }

  function number(block: Gs2Block, name: string, written: string): number {
    const value = readNumber(written, 0, written.length, 46);
    if (Number.isNaN(value)) throw new InputFault(`"${written.slice(0, 40)}" is not a number`, block.lineOf(name), name);
    return value;
  }

  /** NaN where it is empty. */
  function amount(block: Gs2Block, value: string): number {
    const [written = ''] = value.split('/');
    return written === '' ? Number.NaN : number(block, 'value', written);
  }

  /** A value, with the time of the block or series where it carries none of its own; one that is empty is counted as such. */
  function take(block: Gs2Block, value: string, given: Instant, intervalSeconds: number, factor: number): void {
    const [, own, quality] = value.split('/');
    const instant = own ? time(block, 'value', own) : given;
    row.point = block.need('reference');
    row.serial = block.get('meter') ?? '';
    row.seconds = instant.seconds;
    row.ambiguous = instant.ambiguous;
    row.missing = instant.missing;
    row.intervalSeconds = intervalSeconds;
    row.line = block.lineOf('value');
    // 1 and 99 are the standard's "estimated"; other codes are the sender's own.
    row.quality = quality === '1' || quality === '99' ? 'e' : 'm';
    row.values[0] = amount(block, value) * factor;
    sink.take(row);
  }

  function readTimeSeries(block: Gs2Block, factor: number): void {
    const values = block.need('value').match(/[^<>\s]+/g) ?? [];
    const kind = block.get('type-of-value') ?? 'interval';
    if (kind.toLowerCase() !== 'interval')
      throw new InputFault(`series of the type "${kind}" are not known`, block.lineOf('type-of-value'), 'Type-of-value');
    const step = createStepper(stepOf(block), zone);
    const start = time(block, 'start');
    const stated = block.get('no-of-values');
    if (stated !== undefined && Number(stated) !== values.length) {
      throw new InputFault(
        `states ${stated} values and has ${values.length}: is it cut off?`,
        block.lineOf('no-of-values'),
        'No-of-values',
      );
    }
    const sum = values.reduce((total, value) => total + (amount(block, value) || 0), 0);
    const statedSum = block.get('sum');
    if (statedSum && !(Math.abs(Number(statedSum) - sum) <= 1e-6 * Math.max(1, Math.abs(sum)))) {
      throw new InputFault(`states the sum ${statedSum}, the values give ${sum}`, block.lineOf('sum'), 'Sum');
    }
    values.forEach((value, index) => {
      const seconds = step(start.seconds, index);
      // Only the first is a stamp of the clock; the others follow by the length of the steps.
      take(
        block,
        value,
        { seconds, ambiguous: start.ambiguous && values.length === 1, missing: start.missing },
        step(start.seconds, index + 1) - seconds,
        factor,
      );
    });
  }

  function readBlock(text: string): void {
    const block = parseGs2Block(text, line);
    objects++;
    if (['meter-reading', 'time-series', 'end-message'].includes(block.kind)) known++;
    if (block.kind === 'start-message') {
      objects = 1;
      known = 1;
      ended = false;
      zone = zoneOf(block, profile);
      wallClock = createWallClock(zone);
    } else if (block.kind === 'end-message') {
      ended = true;
      const stated = block.get('number-of-objects');
      // Senders differ in whether blocks of their own count.
      if (stated && Number(stated) !== objects && Number(stated) !== known) {
        throw new InputFault(`states ${stated} objects and has ${objects}`, block.lineOf('number-of-objects'), 'Number-of-objects');
      }
    } else {
      const factor = unitFactor('energy', block.get('unit') || 'kWh');
      // Heat goes one way; what flows out is an electricity meter's.
      if (factor === undefined || block.get('direction-of-flow')?.toLowerCase() === 'out') return;
      if (block.kind === 'meter-reading') take(block, block.need('value'), time(block, 'time'), 0, factor);
      if (block.kind === 'time-series') readTimeSeries(block, factor);
    }
  }

  function readBlocks(last: boolean): void {
    for (;;) {
      const next = carry.indexOf('##', carry.startsWith('##') ? 2 : 0);
      if (next < 0 && !last) break;
      const text = next < 0 ? carry : carry.slice(0, next);
      if (text.startsWith('##')) readBlock(text);
      else if (text.trim()) throw new InputFault('the file does not begin with ##: this is not GS2', line);
      line += text.split('\n').length - 1;
      carry = carry.slice(text.length);
      if (next < 0) break;
    }
  }

  return {
    get line() {
      return line;
    },
    push(text) {
      const zero = text.indexOf('\0');
      if (zero >= 0) throw new InputFault('this is not a text file', line + `${carry}${text.slice(0, zero)}`.split('\n').length - 1);
      carry += text;
      readBlocks(false);
      if (carry.length > longestBlock) throw new InputFault('the block has no end: this is not GS2', line);
    },
    end() {
      readBlocks(true);
      if (objects === 0) throw new InputFault('the file is empty', 1);
      if (!ended) throw new InputFault('the file has no ##End-message: is it cut off?', line);
    },
  };
}

/** What the message says of its own stamps, or else the profile. */
function zoneOf(block: Gs2Block, profile: Gs2Profile): Zone {
  const reference = block.get('gmt-reference');
  if (!reference) return readZone(profile.zone);
  const hours = Number(reference);
  if (!Number.isInteger(hours) || Math.abs(hours) > 14) {
    throw new InputFault(`"${reference}" is not a number of hours`, block.lineOf('gmt-reference'), 'GMT-reference');
  }
  return FixedOffsetZone.instance(hours * 60);
}

/** `0000-00-00.01:00:00`: years, months and days by the calendar of the file's zone, or hours exactly. */
function stepOf(block: Gs2Block): Period {
  const written = block.need('step');
  const parts = /^(\d{4})-(\d\d)-(\d\d)\.(\d\d):(\d\d):(\d\d)$/.exec(written)?.slice(1).map(Number);
  const [years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts ?? [];
  const time = hours * 3600 + minutes * 60 + seconds;
  // A day and some hours is no calendar's.
  const period = { months: years * 12 + months, days: time > 0 ? 0 : days, seconds: time > 0 ? days * 86_400 + time : 0 };
  const kinds = Object.values(period).filter((part) => part > 0).length;
  if (kinds !== 1 || period.months > 12)
    throw new InputFault(`"${written}" is not a step of seconds to hours, of days, or of months`, block.lineOf('step'), 'Step');
  return period;
}
