import { costNb } from './cost-nb.ts';
import type { Energy } from '../../server/contract/consumption.ts';
import type { StatusLetter } from '../../server/status.ts';
import type { ChartWords } from '../chart/model.ts';
import type { Format } from './format.ts';
import { answersNb } from './answers-nb.ts';
import { energyStatus, statusWords } from './status.ts';

const hours = (count: number): string => (count === 1 ? '1 time' : `${count} timer`);
const words = statusWords.nb;

/** "Se historisk forbruk" in Norwegian (bokmål). */
export const consumptionNb = {
  answers: answersNb,
  cost: costNb,
  yearsTitle: (years: string) => `Forbruk ${years}`,
  yearly: 'Årlig oversikt',
  energy: 'Energi',
  power: 'Effekt',
  energyOrPower: 'Velg hva som vises',
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
  /** `compared` names what stands against what, where that is not all that is shown. */
  comparing: (compared: string, change: string) => `${compared}: ${change.charAt(0).toLowerCase()}${change.slice(1)}`,
  inPeriod: (when: string) => `i ${when}`,
  weekdayBefore: (weekday: string) => `${weekday} uken før`,
  daysFrom: (first: string, last: string) => `${first}–${last}`,
  untilHour: (day: string, hour: string) => `${day} til kl.\u00a0${hour}`,
  dayBefore: 'samme dag året før',
  hourBefore: 'uken før',
  against: (value: string, when: string) => `${when}: ${value}`,

  words,
  yearTotal: (year: string, total: string) => `${year}: ${total}`,
  weekend: 'helg',
  dayTop: 'døgnets høyeste time',
  unfinished: 'ufullstendig',
  status: (energy: Energy, unfinished: boolean, since = ''): string => energyStatus('nb', energy, unfinished, since),
  hourStatus: (letter: StatusLetter = '-', since = '') => (letter === 's' ? `${words.s} ${since}` : words[letter]),
  doubtful: ({ estimatedHours, correctedHours, manualHours, missingHours, awaitedHours }: Energy, overdue: boolean): string[] => [
    ...(estimatedHours
      ? [`${hours(estimatedHours)} er anslått: måleren meldte ikke fra da, og forbruket er fordelt mellom målingene før og etter.`]
      : []),
    ...(correctedHours ? [`${hours(correctedHours)} er rettet: vi har fått nye målerverdier etter de første.`] : []),
    ...(manualHours ? [`${hours(manualHours)} bygger på håndavlest målerstand.`] : []),
    ...(missingHours ? [`Målerverdier mangler for ${hours(missingHours)}.`] : []),
    ...(awaitedHours && !overdue ? [`Målerverdier for ${hours(awaitedHours)} er ikke kommet ennå. De kommer vanligvis neste morgen.`] : []),
  ],
  wholeKwh: 'Måleren din melder hele kilowattimer. En time med 0 betyr derfor ikke at det ikke ble brukt varme.',
  swapped: (date: string) => `Måleren ble byttet ${date}.`,
  overdue: (since: string) =>
    `Vi har ikke fått målerverdier siden ${since}. De kommer vanligvis hver morgen. Ta kontakt med oss hvis du vil vite hvorfor.`,
  hoursGone: (from: string) => `Timesverdier oppbevares fra og med ${from}. For tiden før det har vi bare summen for hvert døgn.`,
  daysGone: (from: string) => `Døgnverdier oppbevares fra og med ${from}. Vi har ingenting fra før det.`,

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
  hours25:
    'Klokken ble stilt tilbake denne natten. Dagen har 25 timer, og timen fra 02 til 03 kommer to ganger: først i sommertid (s), så i normaltid (n).',

  shareOf: (share: string, whole: string) => `${share} av ${whole}`,
  notes: {
    heading: (count: number) => (count ? `Notater (${count})` : 'Notater'),
    help: 'Skriv ned hva som skjedde, for eksempel «nye vinduer». Notatet vises i diagrammet, bare for deg.',
    line: (date: string, note: string) => `${date}: ${note}`,
    onTimeLine: 'På tidslinjen',
    note: 'Notat',
    swap: 'Målerbytte',
    date: 'Dato',
    dateNeeded: 'Velg en dato.',
    textNeeded: 'Skriv et notat.',
    add: 'Legg til notat',
    change: 'Lagre notatet',
    saving: 'Lagrer …',
    saved: 'Notatet er lagret.',
    cancel: 'Avbryt',
    edit: 'Endre',
    editOf: (note: string) => `Endre notatet ${note}`,
    remove: 'Slett',
    removeOf: (note: string) => `Slett notatet ${note}`,
    removed: 'Notatet er slettet.',
  },
  download: {
    open: 'Last ned',
    /** Beside kroner, which the file has none of. */
    energy: 'Last ned forbruket i kWh',
    view: 'Denne visningen',
    all: 'Alt',
    levels: { hour: 'per time', day: 'per døgn', month: 'per måned', year: 'per år' },
    making: 'Gjør klar filen …',
    failed: 'Vi fikk ikke laget filen nå. Prøv igjen.',
  },
  total: 'Sum',
  month: 'Måned',
  before: 'Året før',
  weekBefore: 'Uken før',
  /** The chart in sentences: what it comes to, its highest value, and how complete it is. */
  inAll: (value: string) => `Til sammen ${value}.`,
  highestWas: (name: string, value: string) => `Høyest: ${name}, ${value}.`,
  complete: 'Alle verdier er med.',
  incomplete: (count: number) =>
    count === 1 ? '1 verdi mangler eller er ufullstendig.' : `${count} verdier mangler eller er ufullstendige.`,
  yearsSummary: (years: string) => `Forbruk hver måned ${years}, i kilowattimer`,
  daysSummary: (month: string) => `Forbruk hver dag i ${month}, i kilowattimer`,
  hoursSummary: (date: string) => `Forbruk hver time ${date}, i kilowattimer`,
  powerSummary: (when: string) => `Effekt hver time, ${when}, i kilowatt`,
  chart: (curve: boolean, opens: boolean): ChartWords => ({
    role: curve ? 'Kurve' : 'Stolpediagram',
    hint: `Gå fra verdi til verdi med piltastene.${opens ? ' Trykk Enter for å se nærmere på den.' : ''} Verdiene står også i tabellen.`,
    table: 'Vis som tabell',
    hideTable: 'Skjul tabellen',
    tapAgain: 'Trykk en gang til for å åpne',
    columns: ['Tid', curve ? 'Effekt' : 'Energi', 'Andel', 'Status'],
  }),
};

export type ConsumptionText = typeof consumptionNb;
