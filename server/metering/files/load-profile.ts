import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readProfile, type Profile } from './profile.ts';

/** The names of the shipped profiles. */
export const shippedProfiles = ['own', 'kamstrup', 'elvaco', 'gs2'] as const;

const shipped = fileURLToPath(new URL('profiles/', import.meta.url));

/** One of the shipped profiles by its name (`own`, `kamstrup`, `elvaco`, `gs2`), or a JSON file by its path. */
export function loadProfile(nameOrPath: string): Profile {
  const path = /^[\w-]+$/.test(nameOrPath) ? `${shipped}${nameOrPath}.json` : nameOrPath;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Error(
      missing
        ? `There is no profile "${nameOrPath}". There are own, kamstrup, elvaco and gs2, or name a JSON file.`
        : `The profile ${nameOrPath} is not JSON: ${(error as Error).message}`,
    );
  }
  return readProfile(content, nameOrPath);
}
