import type { AnswersText } from './answers-nb.ts';

/** What the answers say in nynorsk. */
export const answersNn: AnswersText = {
  more: 'Meir om forbruket',
  howReckoned: 'Slik reknar vi',
  failed: 'Vi fekk ikkje henta svara om forbruket no. Tala over er rette likevel.',
  showAlso: 'Vis òg',
  temperature: 'Utetemperatur',
  usualBand: 'Vanleg forbruk',
  degrees: (value) => `${value} ute`,
  usualWas: (low, high) => `vanleg ${low}–${high}`,

  forWeather: {
    heading: 'For dette vêret',
    verdict: (share, { percent }) =>
      Math.abs(share) < 0.03
        ? 'Som vanleg for dette vêret'
        : `${percent(Math.abs(share))} ${share > 0 ? 'meir' : 'mindre'} enn vanleg for dette vêret`,
    usual: (expected, low, high) => `Huset ditt bruker vanlegvis ${expected} i slikt vêr, og oftast mellom ${low} og ${high}.`,
    how: ({ days, from, to }, station, { date, number }) =>
      `Vi ser på forbruket ditt i ${number(days, 0)} døgn frå ${date(from)} til ${date(to)} og kor kaldt det var ute det same døgnet og dei to før (${station}). Det viser kva huset vanlegvis bruker ved ulike temperaturar: ein fast del til varmtvatn, og meir for kvar grad kaldare enn fyringsgrensa. Vi tek òg omsyn til sola. «Oftast» tyder fire av fem gonger. Vi viser dette berre når utrekninga har stemt godt for ditt eige siste år.`,
  },
  corrected: {
    heading: 'I normalt vêr',
    sentence: (kWh) => `Med normalt vêr ville forbruket vore omtrent ${kWh}.`,
    how: (method, normalFrom) =>
      `${method === 'signature' ? 'Vi trekkjer frå det huset vanlegvis bruker i vêret vi hadde, og legg til det huset bruker i normalt vêr.' : 'Vi held varmtvatnet utanom (snittet frå juni til august) og reknar resten om etter graddagar.'} ${normalFrom === 'station' ? 'Normalt vêr er gjennomsnittet av åra vêrstasjonen har målt.' : 'Normalt vêr er månadsnormalane for staden.'}`,
  },
  degreeDays: (value, normal) =>
    `${value} graddagar${normal === null ? '' : `; normalt er ${normal}`}. Éin graddag er éi grad under 17 °C i eitt døgn: di fleire, di kaldare.`,
  plant: {
    heading: 'Varmeanlegget',
    cooling: (cooling) => `${cooling} avkjøling`,
    sentence: (flow, back) => `Vatnet er ${flow} når det kjem inn, og ${back} når det går ut.`,
    judged: (judged, good, poor) =>
      judged === 'good'
        ? `Det er bra: vi kallar ${good} eller meir god avkjøling.`
        : judged === 'fair'
          ? `Det kan bli betre: god avkjøling er ${good} eller meir. Sjå etter ventilar som står heilt opne, og luft i radiatorane.`
          : judged === 'poor'
            ? `Det er lågt: under ${poor} bør nokon sjå på anlegget. Ta kontakt med ein røyrleggjar eller med oss.`
            : 'Om sommaren seier avkjølinga lite om anlegget.',
    water: (volume) => `${volume} fjernvarmevatn har gått gjennom målaren.`,
    how: 'Temperaturane er gjennomsnitt der kvar time tel etter kor mykje vatn som gjekk gjennom målaren. Avkjøling er skilnaden mellom vatnet inn og vatnet ut, i kelvin (K): Éin kelvin er like mykje som éi grad. God avkjøling tyder at huset får mykje varme ut av vatnet.',
  },
  peaks: {
    heading: 'Effekten som tel på rekninga',
    ring: 'tel på rekninga (stipla: snittet)',
    mean: (kW) => `${kW} i snitt`,
    rule: ({ of, count, per }) =>
      `Snittet av ${of === 'hour' ? `dei ${count} høgaste timane på ulike dagar` : `dei ${count} høgaste døgna`} ${per === 'month' ? 'i månaden' : per === 'year' ? 'i året' : 'dei siste tolv månadene'}.`,
    without: (kW) => `Utan den høgaste ville snittet vore ${kW}.`,
    each: (kW, when) => `${kW}, ${when}`,
    how: 'Effekt er kor mykje varme du bruker på éin gong: kilowattimane i ein time. Berre målte eller retta verdiar tel, aldri overslag. Vi tek den høgaste i kvart døgn, og så dei høgaste av dei.',
  },
  forecast: {
    heading: (year) => `Året ${year}`,
    expected: (kWh) => `omtrent ${kWh}`,
    sentence: (soFar, until, low, high) =>
      `Hittil ${soFar} (til og med ${until}). Det er fire av fem sjansar for at året endar mellom ${low} og ${high}.`,
    how: 'Vi legg saman det du har brukt hittil, og det huset vanlegvis bruker i normalt vêr resten av året. Spennet kjem av at vinteren kan bli kald eller mild, og av kor godt utrekninga har treft før.',
  },
};
