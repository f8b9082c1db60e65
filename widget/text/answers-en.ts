import type { AnswersText } from './answers-nb.ts';

/** What the answers say in English. */
export const answersEn: AnswersText = {
  more: 'More about your use',
  howReckoned: 'How we calculate',
  failed: 'We could not fetch the answers about the use just now. The numbers above are right all the same.',
  showAlso: 'Also show',
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
      `We look at your use on ${number(days, 0)} days from ${date(from)} to ${date(to)} and at how cold it was outdoors on the same day and the two before it (${station}). That shows what the house usually uses at each temperature: a fixed part for hot water, and more for each degree below the heating limit. The sun counts, too. “Mostly” means four times out of five. We show this only where it has fitted your own past year well.`,
  },
  corrected: {
    heading: 'In normal weather',
    sentence: (kWh) => `In normal weather the use would have been about ${kWh}.`,
    how: (method, normalFrom) =>
      `${method === 'signature' ? 'We take away what the house usually uses in the weather we had, and add what it uses in normal weather.' : 'We leave hot water out (the mean of June to August) and scale the rest by degree days.'} ${normalFrom === 'station' ? 'Normal weather is the mean of the years that the weather station has measured.' : 'Normal weather is the monthly normals of the place.'}`,
  },
  degreeDays: (value, normal) =>
    `${value} degree days${normal === null ? '' : `; normal is ${normal}`}. A degree day is one degree below 17 °C for a day: the more, the colder.`,
  plant: {
    heading: 'The heating plant',
    cooling: (cooling) => `${cooling} of cooling`,
    sentence: (flow, back) => `The water comes in at ${flow} and leaves at ${back}.`,
    judged: (judged, good, poor) =>
      judged === 'good'
        ? `That is good: we call ${good} or more good cooling.`
        : judged === 'fair'
          ? `That can be better: good cooling is ${good} or more. Look for valves that stand wide open, and for air in the radiators.`
          : judged === 'poor'
            ? `That is low: below ${poor} somebody should look at the plant. Contact a plumber or us.`
            : 'In summer the cooling says little about the plant.',
    water: (volume) => `${volume} of district-heating water have gone through the meter.`,
    how: 'The temperatures are means in which each hour counts by how much water went through the meter. Cooling is the difference between the water coming in and going out, in kelvin (K): one kelvin is as much as one degree. Good cooling means that the house gets much heat out of the water.',
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
    sentence: (soFar, until, low, high) =>
      `${soFar} so far (up to and including ${until}). There is a four-in-five chance that the year ends between ${low} and ${high}.`,
    how: 'We add what you have used so far to what the house usually uses in normal weather for the rest of the year. The range comes from how cold or mild the winter may be, and from how well the calculation has fitted before.',
  },
};
