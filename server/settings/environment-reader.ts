export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads named values out of the environment and collects what is wrong instead of stopping at the first. */
export class EnvironmentReader {
  readonly faults: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** The value without surrounding space; undefined when it is missing or empty. */
  optional(name: string): string | undefined {
    return this.#environment[name]?.trim() || undefined;
  }

  fault(name: string, why: string): void {
    this.faults.push(`${name} ${why}`);
  }

  text(name: string, { fallback, longest = 2000 }: { fallback?: string; longest?: number } = {}): string {
    const value = this.optional(name) ?? fallback;
    if (value === undefined) {
      this.fault(name, 'is missing');
      return '';
    }
    if (value.length > longest) this.fault(name, `has more than ${longest} characters`);
    return value;
  }

  /** A whole number between a floor and a ceiling, both allowed. */
  whole(name: string, { fallback, from, to }: { fallback: number; from: number; to: number }): number {
    const value = this.optional(name);
    if (value === undefined) return fallback;
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < from || number > to) {
      this.fault(name, `must be a whole number from ${from} to ${to}`);
      return fallback;
    }
    return number;
  }

  choice<const T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const value = this.optional(name) ?? fallback;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) this.fault(name, `must be one of ${choices.join(', ')}`);
    return found ?? fallback;
  }

  yes(name: string, fallback: boolean): boolean {
    return this.choice(name, ['yes', 'no'], fallback ? 'yes' : 'no') === 'yes';
  }

  /** Comma-separated, empty parts left out. */
  list(name: string, fallback = ''): string[] {
    return (this.optional(name) ?? fallback)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }

  url(name: string, { fallback, protocols = ['https:', 'http:'] }: { fallback?: string; protocols?: readonly string[] } = {}): string {
    const value = this.text(name, { fallback });
    if (value === '') return value;
    if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) this.fault(name, `must be a URL (${protocols.join(' or ')})`);
    return value;
  }

  /** JSON object of strings, for headers and message fields. */
  record(name: string, fallback: Record<string, string>): Record<string, string> {
    const value = this.optional(name);
    if (value === undefined) return fallback;
    try {
      const parsed: unknown = JSON.parse(value);
      if (typeof parsed === 'object' && parsed !== null && Object.values(parsed).every((part) => typeof part === 'string')) {
        return parsed as Record<string, string>;
      }
    } catch {
      // The sentence below says it; the parser's own would print the value, which may hold a secret.
    }
    this.fault(name, 'must be a JSON object whose values are texts');
    return fallback;
  }
}
