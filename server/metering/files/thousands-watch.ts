import { InputFault } from '../../ground/input-fault.ts';

/** A step steeper than this is no house's, so that the number can't have been in thousands. */
const steepestKw = 500;
const mostMeters = 20_000;

/**
 * Watches energies such as 12.345 where the decimal sign is the period (or 12,345 where it is the comma): nothing in one of them tells
 * whether it is twelve or twelve thousand. As soon as one can't be thousands the watch is over; a file in which each may be is refused.
 */
export class ThousandsWatch {
  over = false;
  private readonly decimal: string;
  private readonly lone: RegExp;
  private readonly last = new Map<string, { kwh: number; seconds: number }>();
  private first: { line: number; column: string; text: string } | undefined;

  constructor(decimal: string) {
    this.decimal = decimal;
    this.lone = new RegExp(`^[1-9]\\d{0,2}\\${decimal}\\d{3}$`);
  }

  /** `kwh` is the energy as the profile reads it. */
  look(text: string, kwh: number, meter: string, seconds: number, intervalSeconds: number, line: number, column: string): void {
    const lone = this.lone.test(text);
    if (!lone && (text.includes(this.decimal) || !/^-?\d{1,3}$/.test(text))) {
      // Blank, a dash and the like tell nothing.
      this.over = /\d/.test(text);
      return;
    }
    if (lone) this.first ??= { line, column, text };
    const asThousands = lone ? kwh * 1000 : kwh;
    if (intervalSeconds > 0) {
      this.over = asThousands > (steepestKw * intervalSeconds) / 3600;
      return;
    }
    const before = this.last.get(meter);
    if (before && seconds > before.seconds) this.over = asThousands - before.kwh > (steepestKw * (seconds - before.seconds)) / 3600 + 1;
    if (before || this.last.size < mostMeters) this.last.set(meter, { kwh: asThousands, seconds });
  }

  /** Throws an `InputFault` where the whole file told nothing. */
  end(): void {
    if (this.over || !this.first) return;
    const { line, column, text } = this.first;
    const other = this.decimal === '.' ? ',' : '.';
    throw new InputFault(
      `every number is like "${text}": if that is ${text.replace(this.decimal, '')}, set "decimal": "${other}" and "thousands": "${this.decimal}" in the profile; if it is less than a thousand, set "thousands": "none"`,
      line,
      column,
    );
  }
}
