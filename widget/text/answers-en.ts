import type { AnswersText } from './answers-nb.ts';

/** What the answers say in English. */
export const answersEn: AnswersText = {
  more: 'More about the use',
  howReckoned: 'How we reckon',
  failed: 'We could not fetch the answers about the use just now. The numbers above are right all the same.',
  showAlso: 'Show also',
  temperature: 'Outdoor temperature',
  usualBand: 'Usual use',
  degrees: (value) => `${value} outdoors`,
  usualWas: (low, high) => `usually ${low}–${high}`,

  forWeather: {
    heading: 'For this weather',
    verdict: (share, { percent }) =>
      Math.abs(share) < 0.03
        ? 'As usual for this weather'
        : `${percent(Math.abs(share))} ${share > 0 ? 'more' : 'less'} than usual for this weather`,
    usual: (expected, low, high) => `Your house usually uses ${expected} in such weather, mostly between ${low} and ${high}.`,
    how: ({ days, from, to }, station, { date, number }) =>
      `We look at ${number(days, 0)} of your own days from ${date(from)} to ${date(to)} and at how cold it was outdoors in the last three days (${station}). From that follows what the house usually uses at each temperature: a base for hot water, and so much more for each degree below the heating limit. The sun counts, too. Four of five periods like it lie within what we call mostly. We show this only where it has fitted your own past year well.`,
  },
  corrected: {
    heading: 'In normal weather',
    sentence: (kWh) => `In normal weather the use would have been about ${kWh}.`,
    how: (method, normalFrom) =>
      `${method === 'signature' ? 'We take off what your house usually uses in the weather that was, and add what it uses in normal weather.' : 'We leave hot water out (the mean of June to August) and turn the rest by degree days.'} ${normalFrom === 'station' ? "Normal weather is the mean of the station's own years." : 'Normal weather is the monthly normals of the place.'}`,
  },
  degreeDays: (value, normal) =>
    `${value} degree days${normal === null ? '' : `; normal is ${normal}`}. A degree day is one degree below 17 °C for a day: the more, the colder.`,
  plant: {
    heading: 'The heating plant',
    cooling: (cooling) => `${cooling} of cooling`,
    sentence: (flow, back) => `The water comes in at ${flow} and leaves at ${back}.`,
    judged: (judged, good, poor) =>
      judged === 'good'
        ? `That is good: we call ${good} or more a good cooling.`
        : judged === 'fair'
          ? `That can be better: a good cooling is ${good} or more. Look for valves that stand wide open, and for air in the radiators.`
          : judged === 'poor'
            ? `That is low: below ${poor} the plant should be looked at. Contact a plumber or us.`
            : 'In summer the cooling says little about the plant.',
    water: (volume) => `${volume} of district-heating water have gone through the meter.`,
    how: 'The temperatures are means weighted by the water that went through the meter, not means of hours. Cooling is the difference between the water coming in and going out, in kelvin (K): as many as degrees. A good cooling means that the heat stays in the house.',
  },
  peaks: {
    heading: 'The power that counts on the bill',
    ring: 'counts on the bill (dashed: the mean)',
    mean: (kW) => `${kW} on average`,
    rule: ({ of, count, per }) =>
      `The mean of the ${count} highest ${of === 'hour' ? 'hours on different days' : 'days'} ${per === 'month' ? 'of the month' : per === 'year' ? 'of the year' : 'of the last twelve months'}.`,
    without: (kW) => `Without the highest the mean would have been ${kW}.`,
    each: (kW, when) => `${kW}, ${when}`,
    how: 'Power is how much heat you use at one time: the kilowatt hours of an hour. Only measured or corrected values count, never estimated ones. We take the highest of each day, and the highest of those.',
  },
  forecast: {
    heading: (year) => `The year ${year}`,
    expected: (kWh) => `about ${kWh}`,
    sentence: (soFar, until, low, high) => `${soFar} so far (until ${until}). Four of five such years end between ${low} and ${high}.`,
    how: 'What you have used so far, and for the days that are left what your house usually uses in normal weather. The range comes from how cold or mild the winter may be, and from how well the reckoning has fitted before.',
  },
};
