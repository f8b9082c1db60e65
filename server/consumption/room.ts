import type { Room } from '../room.ts';
import { consumptionEndpoints } from './endpoints.ts';
import { ownConsumption } from './own-consumption.ts';

/** "Se historisk forbruk". */
export const consumptionRoom = {
  name: 'consumption',
  endpoints: consumptionEndpoints,
  ownData: { files: ownConsumption },
} satisfies Room;
