import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BadDelivery, type Delivery } from '../../http/deliveries.ts';
import { loadProfile } from '../files/load-profile.ts';
import { importReadings } from '../import-readings.ts';

/** `POST /ingest/readings?profile=own&name=FILE`: a file as `import readings` takes it. */
export const readingsDelivery: Delivery = {
  kind: 'readings',
  take({ fileName, input, check, query }, { config, database, now }) {
    const profileName = query['profile'] ?? '';
    const path = profilePath(profileName, config.ingest.profileFolder);
    if (!path) throw new BadDelivery(`There is no profile "${profileName.slice(0, 40)}"`);
    return importReadings({ database, profile: loadProfile(path), profileName, fileName, input, check, now: now() });
  },
};

/** Only names: the path of a profile is never the caller's to say. */
function profilePath(name: string, folder: string | null): string | undefined {
  if (!/^[\w-]{1,40}$/.test(name)) return undefined;
  if (folder && existsSync(join(folder, `${name}.json`))) return join(folder, `${name}.json`);
  return existsSync(new URL(`../files/profiles/${name}.json`, import.meta.url)) ? name : undefined;
}
