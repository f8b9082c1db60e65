/** What the answers need of a local day of what was selected. */
export interface AnswerDay {
  day: string;
  /** kWh where the day is whole, estimated hours and all; else null. */
  energyKwh: number | null;
  /** Every hour was measured, corrected or read by hand. */
  sure: boolean;
  /** The largest sure hour, and which of the day's hours it is. */
  peakKw: number | null;
  peakSlot: number | null;
  volumeM3: number | null;
  flowM3c: number | null;
  returnM3c: number | null;
}

type Row = [
  day: string,
  energyKwh: number | null,
  status: string,
  peakKwh: number | null,
  peakHour: number | null,
  volume: number | null,
  flow: number | null,
  back: number | null,
];

/** SQL: a row of `consumption_day` as short as can be, as there are a thousand of them. */
export const answerDaySql = `json_build_array(day, energy_kwh, case when missing_hours > 0 then '-' when estimated_hours > 0 then 'e' else 'm' end,
  peak_kwh, peak_hour, volume_m3, flow_m3c, return_m3c)`;

export function answerDay([day, energyKwh, worst, peakKw, peakSlot, volumeM3, flowM3c, returnM3c]: Row): AnswerDay {
  return { day, energyKwh: worst === '-' ? null : energyKwh, sure: worst === 'm', peakKw, peakSlot, volumeM3, flowM3c, returnM3c };
}

export type AnswerRow = Row;

/**
 * Several points' days as one: a day is whole where each point that has begun and goes on has it whole. The peaks of a sum are no sum
 * of peaks, so it has none; its water is that of all.
 */
export function sumOfAnswerDays(points: readonly (readonly AnswerDay[])[]): AnswerDay[] {
  if (points.length === 1) return [...points[0]!];
  const byDay = points.map((days) => new Map(days.map((day) => [day.day, day])));
  const spans = points.map((days) => [days[0]?.day ?? '9', days.at(-1)?.day ?? '']);
  const dates = [...new Set(points.flatMap((days) => days.map(({ day }) => day)))].toSorted();
  return dates.map((day) => {
    const parts = byDay.filter((_, index) => day >= spans[index]![0]! && day <= spans[index]![1]!).map((days) => days.get(day));
    const sum = (of: (part: AnswerDay) => number | null): number | null =>
      parts.reduce<number | null>((total, part) => {
        const value = part === undefined ? null : of(part);
        return total === null || value === null ? null : total + value;
      }, 0);
    return {
      day,
      energyKwh: sum(({ energyKwh }) => energyKwh),
      sure: parts.every((part) => part?.sure === true),
      peakKw: null,
      peakSlot: null,
      volumeM3: sum(({ volumeM3 }) => volumeM3),
      flowM3c: sum(({ flowM3c }) => flowM3c),
      returnM3c: sum(({ returnM3c }) => returnM3c),
    };
  });
}
