import type { AnswersReply } from '../../server/contract/answers.ts';
import type { Words } from './page-model.ts';

/** One answer: a number with its words, and how it is made. */
export interface Fact {
  heading: string;
  number: string;
  sentences: string[];
  how: string;
}

/** Everything the answers say in words: the verdict that stands beside the large number, and the facts, the most telling first. */
export function factsOf(reply: AnswersReply, { text, format }: Words): { verdict: string | null; facts: Fact[] } {
  const { answers: words } = text;
  const { weather, plant, peaks, forecast } = reply;
  const kWh = (value: number): string => format.energy(value, 0);
  const facts: Fact[] = [];
  const usual = weather?.usual ?? null;
  const verdict = usual && usual.expectedKwh > 0 ? words.forWeather.verdict(usual.actualKwh / usual.expectedKwh - 1, format) : null;
  if (forecast)
    facts.push({
      heading: words.forecast.heading(forecast.year),
      number: words.forecast.expected(kWh(forecast.expectedKwh)),
      sentences: [
        words.forecast.sentence(kWh(forecast.soFarKwh), format.dayOfYear(forecast.until), kWh(forecast.lowKwh), kWh(forecast.highKwh)),
      ],
      how: words.forecast.how,
    });
  if (weather && usual && verdict && weather.signature)
    facts.push({
      heading: words.forWeather.heading,
      number: verdict,
      sentences: [words.forWeather.usual(kWh(usual.expectedKwh), kWh(usual.lowKwh), kWh(usual.highKwh))],
      how: words.forWeather.how(weather.signature, weather.station, format),
    });
  if (peaks) {
    const { meanKw, meanWithoutHighestKw } = peaks;
    // Of a meter that tells whole kWh.
    const whole = peaks.peaks.every(({ powerKw }) => Math.abs(powerKw - Math.round(powerKw)) < 1e-6);
    const when = (at: string): string =>
      at.length === 10 ? format.dayOfYear(at) : text.hourOn(format.dayOfYear(format.localDate(at)), format.hour(at));
    facts.push({
      heading: words.peaks.heading,
      number: words.peaks.mean(format.power(meanKw, 2)),
      sentences: [
        words.peaks.rule(peaks),
        ...peaks.peaks.map(({ at, powerKw }) => words.peaks.each(format.power(powerKw, whole ? 0 : 2), when(at))),
        ...(meanWithoutHighestKw === null ? [] : [words.peaks.without(format.power(meanWithoutHighestKw, 2))]),
      ],
      how: words.peaks.how,
    });
  }
  if (plant) {
    const kelvin = (value: number): string => `${format.number(value, 0)}\u202fK`;
    facts.push({
      heading: words.plant.heading,
      number: words.plant.cooling(kelvin(plant.cooling)),
      sentences: [
        words.plant.sentence(format.temperature(plant.flow), format.temperature(plant.return)),
        words.plant.judged(plant.judged, kelvin(plant.good), kelvin(plant.poor)),
        words.plant.water(format.volume(plant.volumeM3)),
      ],
      how: words.plant.how,
    });
  }
  if (weather?.corrected) {
    const { kWh: corrected, method, normalFrom } = weather.corrected;
    facts.push({
      heading: words.corrected.heading,
      number: kWh(corrected),
      sentences: [words.corrected.sentence(kWh(corrected)), degreeDaysOf()],
      how: words.corrected.how(method, normalFrom),
    });
  } else if (weather && reply.at.length < 10) {
    facts.push({ heading: words.temperature, number: '', sentences: [degreeDaysOf()], how: '' });
  }
  return { verdict, facts };

  function degreeDaysOf(): string {
    const { degreeDays, normalDegreeDays } = weather!;
    return words.degreeDays(format.number(degreeDays, 0), normalDegreeDays === null ? null : format.number(normalDegreeDays, 0));
  }
}
