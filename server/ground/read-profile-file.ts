import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface ProfileFile {
  /** A shipped profile by its name, or a JSON file by its path. */
  nameOrPath: string;
  /** Where the shipped ones lie. */
  shipped: URL;
  /** What they are called, for the sentence that says so. */
  names: readonly string[];
}

/** The JSON of a profile, unchecked. @throws Error in a sentence for the operator: there is none, or it is no JSON. */
export function readProfileFile({ nameOrPath, shipped, names }: ProfileFile): unknown {
  const path = /^[\w-]+$/.test(nameOrPath) ? fileURLToPath(new URL(`${nameOrPath}.json`, shipped)) : nameOrPath;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new Error(`The profile ${nameOrPath} is not JSON: ${(error as Error).message}`, { cause: error });
    const known = new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names);
    throw new Error(`There is no profile "${nameOrPath}". There ${names.length > 1 ? 'are' : 'is'} ${known}, or name a JSON file.`, {
      cause: error,
    });
  }
}
