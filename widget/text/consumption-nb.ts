import type { Energy } from '../../server/contract.ts';
import type { ChartWords } from '../chart/model.ts';
import type { Format } from './format.ts';

const hours = (count: number): string => (count === 1 ? '1 time' : `${count} timer`);
const hourStatus: Record<string, string> = { m: 'målt', e: 'anslått', h: 'håndavlest', c: 'rettet', '-': '' };

/** "Se historisk forbruk" in Norwegian (bokmål). */
export const consumptionNb = {
  yearsTitle: (years: string) => `Forbruk ${years}`,
  yearly: 'Årlig oversikt',
  energy: 'Energi',
  power: 'Effekt',
  energyOrPower: 'Vis energi eller effekt',
  allYears: 'Alle år',
  path: 'Du er her',
  previous: 'Forrige',
  next: 'Neste',
  point: 'Målepunkt',
  sum: 'Alle målepunkter samlet',
  legend: 'Tegnforklaring',
  dataUntil: (when: string) => `Data til og med ${when}`,
  inYear: (year: string, soFar: boolean) => (soFar ? `hittil i ${year}` : `i ${year}`),

  /** `share` is 0.12 for twelve per cent more. */
  change: (share: number, than: string, { percent }: Format) =>
    Math.abs(share) < 0.005 ? `Omtrent som ${than}` : `${percent(Math.abs(share))} ${share < 0 ? 'mindre' : 'mer'} enn ${than}`,
  thanYear: (year: string, whole: boolean) => (whole ? `i ${year}` : `de samme månedene i ${year}`),
  thanMonth: (month: string, whole: boolean) => (whole ? `i ${month}` : `de samme dagene i ${month}`),
  thanWeekday: (weekday: string, whole: boolean) => `${whole ? '' : 'de samme timene '}${weekday} uken før`,

  estimated: 'anslått',
  unfinished: 'ufullstendig',
  missing: 'mangler',
  status: ({ energyKwh, estimatedHours, missingHours }: Energy, unfinished: boolean): string =>
    [
      energyKwh !== null && unfinished ? 'ufullstendig' : '',
      estimatedHours ? `${hours(estimatedHours)} anslått` : '',
      missingHours && energyKwh !== null ? `${hours(missingHours)} mangler` : '',
      energyKwh !== null && !unfinished && !estimatedHours && !missingHours ? 'målt' : '',
    ]
      .filter(Boolean)
      .join(', '),
  hourStatus: (letter = '-') => hourStatus[letter] ?? '',
  doubtful: ({ estimatedHours, missingHours }: Energy): string[] => [
    ...(estimatedHours
      ? [`${hours(estimatedHours)} er anslått: måleren meldte ikke fra da, og forbruket er fordelt mellom målingene før og etter.`]
      : []),
    ...(missingHours ? [`Målerverdier mangler for ${hours(missingHours)}.`] : []),
  ],

  startsOn: (month: string, date: string) => `${month} er ufullstendig: målingene begynner ${date}.`,
  endsOn: (month: string, date: string) => `${month} er ikke ferdig: vi har målinger til og med ${date}.`,
  noDataAtAll: 'Vi har ikke fått målerverdier fra deg ennå. De kommer vanligvis morgenen etter at måleren er satt i drift.',
  noDataBefore: (date: string) => `Målingene dine begynner ${date}. Vi har ingenting fra før det.`,
  notYet: (when: string) => `Vi har ikke fått målerverdier for ${when} ennå. De kommer vanligvis neste morgen.`,
  noneFor: (when: string) => `Vi mangler målerverdier for ${when}. Ta kontakt med oss hvis du trenger dem.`,

  whatPowerIs: 'Effekt er hvor mye varme du bruker på én gang. Kurven viser gjennomsnittet i hver time, i kilowatt (kW).',
  peak: (power: string, when: string) => `Den høyeste timen var ${power}, ${when}.`,
  highest: (when: string) => `høyeste time, ${when}`,
  hourOn: (day: string, hour: string) => `${day} ${hour}`,
  hours23: 'Klokken ble stilt frem denne natten. Dagen har 23 timer.',
  hours25: 'Klokken ble stilt tilbake denne natten. Dagen har 25 timer, og timen fra 02 til 03 kommer to ganger.',

  shareOf: (share: string, whole: string) => `${share} av ${whole}`,
  yearsSummary: (years: string) => `Forbruk hver måned ${years}, i kilowattimer`,
  daysSummary: (month: string) => `Forbruk hver dag i ${month.toLowerCase()}, i kilowattimer`,
  hoursSummary: (date: string) => `Forbruk hver time ${date}, i kilowattimer`,
  powerSummary: (when: string) => `Effekt hver time, ${when.toLowerCase()}, i kilowatt`,
  chart: (curve: boolean, opens: boolean): ChartWords => ({
    role: curve ? 'Kurve' : 'Stolpediagram',
    hint: `Gå fra verdi til verdi med piltastene.${opens ? ' Trykk Enter for å se nærmere på den.' : ''} Verdiene står også i tabellen under.`,
    table: 'Vis som tabell',
    columns: ['Tid', curve ? 'Effekt' : 'Energi', 'Andel', 'Status'],
  }),
};

export type ConsumptionText = typeof consumptionNb;
