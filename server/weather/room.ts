import type { Room } from '../room.ts';
import { followFrost } from './frost-job.ts';
import { addWeatherCommands } from './weather-commands.ts';
import { readWeatherConfig } from './weather-settings.ts';

/** Outdoor temperatures of weather stations: nobody's data. */
export const weatherRoom = {
  name: 'weather',
  settings: { weather: readWeatherConfig },
  // By night: what is newer than a day isn't asked for again.
  jobs: [{ name: 'weather', everyMs: 60 * 60_000, run: followFrost }],
  commands: ({ imports }, context) => addWeatherCommands(imports, context),
} satisfies Room;
