/** The quantities of a reading, in the order in which they stand in every array of values. */
export const quantities = [
  'energy',
  'volume',
  'flowEnergy',
  'returnEnergy',
  'power',
  'flow',
  'flowTemperature',
  'returnTemperature',
] as const;

export type Quantity = (typeof quantities)[number];

/** Their columns in `reading_day`, in the same order. */
export const quantityColumns = [
  'energy_kwh',
  'volume_m3',
  'flow_m3c',
  'return_m3c',
  'power_kw',
  'flow_lh',
  'flow_temperature',
  'return_temperature',
] as const;

const energy = { Wh: 1e-3, kWh: 1, MWh: 1e3, MJ: 1 / 3.6, GJ: 1e3 / 3.6 };
const volume = { m3: 1, l: 1e-3 };
const power = { W: 1e-3, kW: 1, MW: 1e3 };
const flow = { 'l/h': 1, 'm3/h': 1e3 };
const temperature = { '°C': 1 };
const heatVolume = { m3xC: 1 };

/** What one of a unit is in ours: kWh, m³, m³·°C, kW, l/h, °C. */
export const units: Record<Quantity, Record<string, number>> = {
  energy,
  volume,
  flowEnergy: heatVolume,
  returnEnergy: heatVolume,
  power,
  flow,
  flowTemperature: temperature,
  returnTemperature: temperature,
};
