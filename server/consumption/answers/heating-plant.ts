/** Registers of a stretch: m³, and Σ m³ × °C in the flow and in the return pipe (Kamstrup's E8 and E9); null where not known. */
export interface HeatSums {
  volumeM3: number | null;
  flowM3c: number | null;
  returnM3c: number | null;
}

/** Mean temperatures of a stretch, weighted by the water that ran, °C, and how much they differ, K. */
export interface PlantTemperatures {
  volumeM3: number;
  flow: number;
  return: number;
  cooling: number;
}

/** °C. Return water as hot as this is a fault of the sensor, as is one hotter than the flow. */
const hottestReturn = 85;
/** m³: registers in hundredths of less than this say too little about a temperature. */
const leastVolume = 0.05;

/** Several days' sums as one; days that lack one of the three are left out of all, so that a mean is of the same water. */
export function addHeatSums(days: readonly HeatSums[]): HeatSums {
  const sum = { volumeM3: 0, flowM3c: 0, returnM3c: 0 };
  let any = false;
  for (const { volumeM3, flowM3c, returnM3c } of days) {
    if (volumeM3 === null || flowM3c === null || returnM3c === null) continue;
    any = true;
    sum.volumeM3 += volumeM3;
    sum.flowM3c += flowM3c;
    sum.returnM3c += returnM3c;
  }
  return any ? sum : { volumeM3: null, flowM3c: null, returnM3c: null };
}

/** Flow, return and cooling of a day or longer. Null where no water ran, registers lack, or what comes out can't be. */
export function plantTemperatures({ volumeM3, flowM3c, returnM3c }: HeatSums): PlantTemperatures | null {
  if (volumeM3 === null || flowM3c === null || returnM3c === null || volumeM3 < leastVolume) return null;
  const flow = flowM3c / volumeM3;
  const back = returnM3c / volumeM3;
  if (back >= hottestReturn || back > flow || flow > 150) return null;
  return { volumeM3, flow, return: back, cooling: flow - back };
}

/** How good a cooling is: `limits` are what the utility calls good, and what must be looked into, in K. */
export function judgeCooling(cooling: number, { good, poor }: { good: number; poor: number }): 'good' | 'fair' | 'poor' {
  return cooling >= good ? 'good' : cooling >= poor ? 'fair' : 'poor';
}
