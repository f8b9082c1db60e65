import axios from 'axios';
import * as v from 'valibot';
import { isPlausible, type Temperature } from './temperature.ts';

/** Codes of MET Norway's quality control from here on mean a value that is very uncertain or wrong. */
const veryUncertain = 5;
const answerMs = 60_000;
const longestAnswerBytes = 50_000_000;

const answer = v.object({
  data: v.array(
    v.object({
      sourceId: v.string(),
      referenceTime: v.string(),
      observations: v.array(
        v.object({ elementId: v.string(), value: v.nullable(v.number()), qualityCode: v.optional(v.nullable(v.number())) }),
      ),
    }),
  ),
});

/**
 * Hourly air temperature of a station from MET Norway's Frost API (frost.met.no, observations/v0), from one instant up to another.
 * Empty where it has none for that time (it answers 404 or 412). @throws Error that carries no client id.
 */
export async function fetchFrost(
  { clientId, url }: { clientId: string; url: string },
  station: string,
  from: Date,
  to: Date,
): Promise<Temperature[]> {
  const stamp = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z');
  const reply = await axios
    .get<unknown>(`${url}/observations/v0.jsonld`, {
      params: {
        sources: station,
        elements: 'air_temperature',
        referencetime: `${stamp(from)}/${stamp(to)}`,
        timeresolutions: 'PT1H',
        levels: 'default',
      },
      // Its id is the user's name, and there is no password.
      auth: { username: clientId, password: '' },
      timeout: answerMs,
      maxContentLength: longestAnswerBytes,
      maxRedirects: 0,
      validateStatus: () => true,
    })
    .catch((error: unknown) => {
      // Axios' own error holds the whole request.
      throw new Error(`Frost could not be reached: ${axios.isAxiosError(error) ? error.code : 'no-code'}`);
    });
  if (reply.status === 404 || reply.status === 412) return [];
  if (reply.status !== 200)
    throw new Error(`Frost answered ${reply.status}${reply.status === 401 ? ': FROST_CLIENT_ID is not known there' : ''}`);
  const read = v.safeParse(answer, reply.data);
  if (!read.success) throw new Error('Frost answered something else than observations');
  return read.output.data.flatMap(({ referenceTime, observations }) => {
    const observed = observations.find(({ elementId }) => elementId === 'air_temperature');
    const seconds = Date.parse(referenceTime) / 1000;
    const { value = null, qualityCode } = observed ?? {};
    const good = value !== null && isPlausible(value) && (qualityCode ?? 0) < veryUncertain && Number.isFinite(seconds);
    return good ? [{ station, at: seconds, celsius: value }] : [];
  });
}
