import type { PeaksAnswer, PlantAnswer, WeatherAnswer } from '../../server/contract/answers.ts';
import type { Format } from './format.ts';

/** What the answers say in bokmål. Numbers come in words already. */
export const answersNb = {
  more: 'Mer om forbruket',
  howReckoned: 'Slik regner vi',
  failed: 'Vi fikk ikke hentet svarene om forbruket nå. Tallene over er riktige likevel.',
  showAlso: 'Vis også',
  temperature: 'Utetemperatur',
  usualBand: 'Vanlig forbruk',
  degrees: (value: string) => `${value} ute`,
  usualWas: (low: string, high: string) => `vanlig ${low}–${high}`,

  forWeather: {
    heading: 'For dette været',
    /** `share` is 0.12 for twelve per cent more than usual. */
    verdict: (share: number, { percent }: Format) =>
      Math.abs(share) < 0.03
        ? 'Som vanlig for dette været'
        : `${percent(Math.abs(share))} ${share > 0 ? 'mer' : 'mindre'} enn vanlig for dette været`,
    usual: (expected: string, low: string, high: string) =>
      `Huset ditt bruker vanligvis ${expected} i slikt vær, og oftest mellom ${low} og ${high}.`,
    how: ({ days, from, to }: NonNullable<WeatherAnswer['signature']>, station: string, { date, number }: Format) =>
      `Vi ser på forbruket ditt i ${number(days, 0)} døgn fra ${date(from)} til ${date(to)} og hvor kaldt det var ute det samme døgnet og de to før (${station}). Det viser hva huset vanligvis bruker ved ulike temperaturer: en fast del til varmtvann, og mer for hver grad kaldere enn fyringsgrensen. Vi tar også hensyn til sola. «Oftest» betyr fire av fem ganger. Vi viser dette bare når beregningen har stemt godt for ditt eget siste år.`,
  },
  corrected: {
    heading: 'I normalt vær',
    sentence: (kWh: string) => `Med normalt vær ville forbruket vært omtrent ${kWh}.`,
    how: (method: 'signature' | 'degree-days', normalFrom: 'configuration' | 'station') =>
      `${method === 'signature' ? 'Vi trekker fra det huset vanligvis bruker i været vi hadde, og legger til det huset bruker i normalt vær.' : 'Vi holder varmtvannet utenom (snittet fra juni til august) og regner resten om etter graddager.'} ${normalFrom === 'station' ? 'Normalt vær er gjennomsnittet av årene værstasjonen har målt.' : 'Normalt vær er månedsnormalene for stedet.'}`,
  },
  degreeDays: (value: string, normal: string | null) =>
    `${value} graddager${normal === null ? '' : `; normalt er ${normal}`}. Én graddag er én grad under 17 °C i ett døgn: jo flere, jo kaldere.`,
  plant: {
    heading: 'Varmeanlegget',
    cooling: (cooling: string) => `${cooling} avkjøling`,
    sentence: (flow: string, back: string) => `Vannet er ${flow} når det kommer inn, og ${back} når det går ut.`,
    judged: (judged: PlantAnswer['judged'], good: string, poor: string) =>
      judged === 'good'
        ? `Det er bra: vi kaller ${good} eller mer god avkjøling.`
        : judged === 'fair'
          ? `Det kan bli bedre: god avkjøling er ${good} eller mer. Se etter ventiler som står helt åpne, og luft i radiatorene.`
          : judged === 'poor'
            ? `Det er lavt: under ${poor} bør anlegget undersøkes. Ta kontakt med en rørlegger eller med oss.`
            : 'Om sommeren sier avkjølingen lite om anlegget.',
    water: (volume: string) => `${volume} fjernvarmevann har gått gjennom måleren.`,
    how: 'Temperaturene er gjennomsnitt der hver time teller etter hvor mye vann som gikk gjennom måleren. Avkjøling er forskjellen mellom vannet inn og vannet ut, i kelvin (K): Én kelvin er like mye som én grad. God avkjøling betyr at huset får mye varme ut av vannet.',
  },
  peaks: {
    heading: 'Effekten som teller på regningen',
    ring: 'teller på regningen (stiplet: snittet)',
    mean: (kW: string) => `${kW} i snitt`,
    rule: ({ of, count, per }: Pick<PeaksAnswer, 'of' | 'count' | 'per'>) =>
      `Snittet av ${of === 'hour' ? `de ${count} høyeste timene på ulike dager` : `de ${count} høyeste døgnene`} ${per === 'month' ? 'i måneden' : per === 'year' ? 'i året' : 'de siste tolv månedene'}.`,
    without: (kW: string) => `Uten den høyeste ville snittet vært ${kW}.`,
    each: (kW: string, when: string) => `${kW}, ${when}`,
    how: 'Effekt er hvor mye varme du bruker på én gang: kilowattimene i en time. Bare målte eller rettede verdier teller, aldri anslåtte. Vi tar den høyeste i hvert døgn, og så de høyeste av dem.',
  },
  forecast: {
    heading: (year: number) => `Året ${year}`,
    expected: (kWh: string) => `omtrent ${kWh}`,
    sentence: (soFar: string, until: string, low: string, high: string) =>
      `Hittil ${soFar} (til og med ${until}). Det er fire av fem sjanser for at året ender mellom ${low} og ${high}.`,
    how: 'Vi legger sammen det du har brukt hittil, og det huset vanligvis bruker i normalt vær resten av året. Spennet kommer av at vinteren kan bli kald eller mild, og av hvor godt beregningen har truffet før.',
  },
};

export type AnswersText = typeof answersNb;
