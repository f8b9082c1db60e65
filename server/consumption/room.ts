import type { Room } from '../room.ts';
import { consumptionEndpoints } from './endpoints.ts';
import { readConsumptionConfig } from './consumption-settings.ts';
import { ownConsumption } from './own-consumption.ts';

/** "Se historisk forbruk". */
export const consumptionRoom = {
  name: 'consumption',
  settings: { consumption: readConsumptionConfig },
  endpoints: consumptionEndpoints,
  ownData: { files: ownConsumption },
} satisfies Room;
