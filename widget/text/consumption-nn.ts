import { answersNn } from './answers-nn.ts';
import type { ConsumptionText } from './consumption-nb.ts';
import { costNn } from './cost-nn.ts';
import { energyStatus, statusWords } from './status.ts';

const hours = (count: number): string => (count === 1 ? '1 time' : `${count} timar`);
const words = statusWords.nn;

/** "Sjå historisk forbruk" in nynorsk. */
export const consumptionNn: ConsumptionText = {
  answers: answersNn,
  cost: costNn,
  yearsTitle: (years) => `Forbruk ${years}`,
  yearly: 'Årleg oversikt',
  energy: 'Energi',
  power: 'Effekt',
  energyOrPower: 'Vel kva som blir vist',
  allYears: 'Alle år',
  path: 'Du er her',
  previous: 'Førre',
  next: 'Neste',
  point: 'Målepunkt',
  sum: 'Alle målepunkt samla',
  legend: 'Teiknforklaring',
  dataUntil: (when) => `Data til og med ${when}`,
  inYear: (year, soFar) => (soFar ? `hittil i ${year}` : `i ${year}`),

  change: (share, than, { percent }) =>
    Math.abs(share) < 0.005 ? `Omtrent som ${than}` : `${percent(Math.abs(share))} ${share < 0 ? 'mindre' : 'meir'} enn ${than}`,
  comparing: (compared, change) => `${compared}: ${change.charAt(0).toLowerCase()}${change.slice(1)}`,
  inPeriod: (when) => `i ${when}`,
  weekdayBefore: (weekday) => `${weekday} veka før`,
  daysFrom: (first, last) => `${first}–${last}`,
  untilHour: (day, hour) => `${day} til kl.\u00a0${hour}`,
  dayBefore: 'same dag året før',
  hourBefore: 'veka før',
  against: (value, when) => `${when}: ${value}`,

  words,
  yearTotal: (year, total) => `${year}: ${total}`,
  weekend: 'helg',
  dayTop: 'høgaste time i døgnet',
  unfinished: 'ufullstendig',
  status: (energy, unfinished, since = '') => energyStatus('nn', energy, unfinished, since),
  hourStatus: (letter = '-', since = '') => (letter === 's' ? `${words.s} ${since}` : words[letter]),
  doubtful: ({ estimatedHours, correctedHours, manualHours, missingHours, awaitedHours }, overdue) => [
    ...(estimatedHours
      ? [`${hours(estimatedHours)} er overslag: målaren melde ikkje frå då, og forbruket er fordelt mellom målingane før og etter.`]
      : []),
    ...(correctedHours ? [`${hours(correctedHours)} er retta: vi har fått nye målarverdiar etter dei første.`] : []),
    ...(manualHours ? [`${hours(manualHours)} byggjer på handavlesen målarstand.`] : []),
    ...(missingHours ? [`Målarverdiar manglar for ${hours(missingHours)}.`] : []),
    ...(awaitedHours && !overdue ? [`Målarverdiar for ${hours(awaitedHours)} har ikkje kome enno. Dei kjem vanlegvis neste morgon.`] : []),
  ],
  wholeKwh: 'Målaren din melder heile kilowattimar. Ein time med 0 tyder difor ikkje at det ikkje vart brukt varme.',
  swapped: (date) => `Målaren vart bytt ${date}.`,
  overdue: (since) =>
    `Vi har ikkje fått målarverdiar sidan ${since}. Dei kjem vanlegvis kvar morgon. Ta kontakt med oss om du vil vite kvifor.`,
  hoursGone: (from) => `Timeverdiar blir oppbevarte frå og med ${from}. For tida før det har vi berre summen for kvart døgn.`,
  daysGone: (from) => `Døgnverdiar blir oppbevarte frå og med ${from}. Vi har ingenting frå før det.`,

  startsOn: (month, date) => `${month} er ufullstendig: målingane byrjar ${date}.`,
  endsOn: (month, date) => `${month} er ikkje ferdig: vi har målingar til og med ${date}.`,
  noDataAtAll: 'Vi har ikkje fått målarverdiar frå deg enno. Dei kjem vanlegvis morgonen etter at målaren er sett i drift.',
  noDataBefore: (date) => `Målingane dine byrjar ${date}. Vi har ingenting frå før det.`,
  notYet: (when) => `Vi har ikkje fått målarverdiar for ${when} enno. Dei kjem vanlegvis neste morgon.`,
  noneFor: (when) => `Vi manglar målarverdiar for ${when}. Ta kontakt med oss om du treng dei.`,

  whatPowerIs: 'Effekt er kor mykje varme du bruker på éin gong. Kurva viser gjennomsnittet i kvar time, i kilowatt (kW).',
  peak: (power, when) => `Den høgaste timen var ${power}, ${when}.`,
  highest: (when) => `høgaste time, ${when}`,
  hourOn: (day, hour) => `${day} ${hour}`,
  hours23: 'Klokka vart stilt fram denne natta. Dagen har 23 timar.',
  hours25:
    'Klokka vart stilt tilbake denne natta. Dagen har 25 timar, og timen frå 02 til 03 kjem to gonger: først i sommartid (s), så i normaltid (n).',

  shareOf: (share, whole) => `${share} av ${whole}`,
  notes: {
    heading: (count) => (count ? `Notat (${count})` : 'Notat'),
    help: 'Skriv ned kva som hende, til dømes «nye vindauge». Notatet blir vist i diagrammet, berre for deg.',
    line: (date, note) => `${date}: ${note}`,
    onTimeLine: 'På tidslinja',
    note: 'Notat',
    swap: 'Målarbyte',
    date: 'Dato',
    dateNeeded: 'Vel ein dato.',
    textNeeded: 'Skriv eit notat.',
    add: 'Legg til notat',
    change: 'Lagre notatet',
    saving: 'Lagrar …',
    saved: 'Notatet er lagra.',
    cancel: 'Avbryt',
    edit: 'Endre',
    editOf: (note) => `Endre notatet ${note}`,
    remove: 'Slett',
    removeOf: (note) => `Slett notatet ${note}`,
    removed: 'Notatet er sletta.',
  },
  download: {
    open: 'Last ned',
    energy: 'Last ned forbruket i kWh',
    view: 'Denne visinga',
    all: 'Alt',
    levels: { hour: 'per time', day: 'per døgn', month: 'per månad', year: 'per år' },
    making: 'Gjer klar fila …',
    failed: 'Vi fekk ikkje laga fila no. Prøv igjen.',
  },
  total: 'Sum',
  month: 'Månad',
  before: 'Året før',
  weekBefore: 'Veka før',
  inAll: (value) => `Til saman ${value}.`,
  highestWas: (name, value) => `Høgast: ${name}, ${value}.`,
  complete: 'Alle verdiane er med.',
  incomplete: (count) => (count === 1 ? '1 verdi manglar eller er ufullstendig.' : `${count} verdiar manglar eller er ufullstendige.`),
  yearsSummary: (years) => `Forbruk kvar månad ${years}, i kilowattimar`,
  daysSummary: (month) => `Forbruk kvar dag i ${month}, i kilowattimar`,
  hoursSummary: (date) => `Forbruk kvar time ${date}, i kilowattimar`,
  powerSummary: (when) => `Effekt kvar time, ${when}, i kilowatt`,
  chart: (curve, opens) => ({
    role: curve ? 'Kurve' : 'Stolpediagram',
    hint: `Gå frå verdi til verdi med piltastane.${opens ? ' Trykk Enter for å sjå nærare på han.' : ''} Verdiane står òg i tabellen.`,
    table: 'Vis som tabell',
    hideTable: 'Skjul tabellen',
    tapAgain: 'Trykk éin gong til for å opne',
    columns: ['Tid', curve ? 'Effekt' : 'Energi', 'Del', 'Status'],
  }),
};
