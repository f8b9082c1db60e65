import { InputFault } from '../../ground/input-fault.ts';

/** A `##…` block: its kind in small letters, and its attributes by name in small letters. */
export interface Gs2Block {
  kind: string;
  get(name: string): string | undefined;
  /** Throws an `InputFault` where it isn't there. */
  need(name: string): string;
  lineOf(name: string): number;
}

/** Attributes may stand each on a line of its own or all on one; `line` is where the block begins. */
export function parseGs2Block(text: string, line: number): Gs2Block {
  const attributes = new Map<string, { value: string; line: number }>();
  const [kind = '', ...parts] = text.slice(2).split('#');
  let at = line + lines(kind);
  for (const part of parts) {
    const equals = part.indexOf('=');
    if (equals > 0) attributes.set(part.slice(0, equals).trim().toLowerCase(), { value: part.slice(equals + 1).trim(), line: at });
    at += lines(part);
  }
  const get = (name: string) => attributes.get(name)?.value;
  return {
    kind: kind.trim().toLowerCase(),
    get,
    need(name) {
      const value = get(name);
      if (!value) throw new InputFault(`the block ##${kind.trim()} lacks it: is it cut off?`, line, name);
      return value;
    },
    lineOf: (name) => attributes.get(name)?.line ?? line,
  };
}

const lines = (text: string) => text.split('\n').length - 1;
