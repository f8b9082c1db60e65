import { readProfileFile } from '../../ground/read-profile-file.ts';
import { readProfile, type Profile } from './profile.ts';

/** The names of the shipped profiles. */
export const shippedProfiles = ['own', 'kamstrup', 'elvaco', 'gs2'] as const;

/** One of the shipped profiles by its name (`own`, `kamstrup`, `elvaco`, `gs2`), or a JSON file by its path. @throws Error with what is wrong with it. */
export function loadProfile(nameOrPath: string): Profile {
  return readProfile(readProfileFile({ nameOrPath, shipped: new URL('profiles/', import.meta.url), names: shippedProfiles }), nameOrPath);
}
