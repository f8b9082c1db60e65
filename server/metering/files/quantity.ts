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

/** The columns of a day's values: as doubles, or packed. A quantity has one of the two, or was not delivered. */
export const valueColumns: readonly string[] = [...quantityColumns, ...quantityColumns.map((name) => `${name}_packed`)];

/** Gcal is the steam tables' (4.1868 J), by which heat is sold: 1 Gcal is 1163 kWh exactly. */
const energy = {
  Wh: 1e-3,
  kWh: 1,
  MWh: 1e3,
  GWh: 1e6,
  kJ: 1 / 3600,
  MJ: 1 / 3.6,
  GJ: 1e3 / 3.6,
  kcal: 1.163e-3,
  Mcal: 1.163,
  Gcal: 1163,
};
const volume = { m3: 1, l: 1e-3, dm3: 1e-3 };
const power = { W: 1e-3, kW: 1, MW: 1e3 };
const flow = { 'l/h': 1, 'm3/h': 1e3 };
const temperature = { '°C': 1, C: 1 };
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

/** What one of a unit is in ours, however its letters are written; undefined where it is none of the quantity's. */
export function unitFactor(quantity: Quantity, unit: string): number | undefined {
  return units[quantity][unitName(quantity, unit) ?? ''];
}

/** The name by which we call a unit, however its letters are written. */
export function unitName(quantity: Quantity, unit: string): string | undefined {
  if (Object.hasOwn(units[quantity], unit)) return unit;
  return Object.keys(units[quantity]).find((name) => plain(name) === plain(unit));
}

const plain = (unit: string) =>
  unit.replace(/[\s^]/g, '').replaceAll('³', '3').replaceAll(/[×*·]/g, 'x').replaceAll('º', '°').toLowerCase();

/** Mean power of an interval, in kW, where the use is given so; undefined for any other unit. */
export const meanPowerFactor = (unit: string): number | undefined => unitFactor('power', unit);
