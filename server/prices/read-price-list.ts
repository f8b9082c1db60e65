import * as v from 'valibot';
import { priceListSchema, type Part, type PriceList } from './price-list.ts';

/** All that is wrong with a price list, each fault with its place (`parts.2.price.steps`). */
export class PriceListFaults extends Error {
  override name = 'PriceListFaults';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** Reads a price list from the text of its file. @throws PriceListFaults with every fault at once. */
export function readPriceList(text: string): PriceList {
  let given: unknown;
  try {
    given = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new PriceListFaults([`this is not JSON: ${(error as Error).message}`]);
  }
  const { success, output, issues = [] } = v.safeParse(priceListSchema, given);
  if (!success) throw new PriceListFaults(issues.map(describe));
  const faults = fitFaults(output);
  if (faults.length > 0) throw new PriceListFaults(faults);
  return output;
}

function describe(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? 'the list';
  const choices = issue.expected?.replace(/^\((.*)\)$/, '$1').replaceAll(' | ', ', ');
  if (issue.expected === 'never') return `${place}: there is no such setting`;
  if (issue.type === 'variant') return `${place}: ${issue.received} is unknown; there are ${choices}`;
  if (issue.received === 'undefined') return `${place}: this is missing`;
  if (issue.type === 'picklist' || issue.type === 'literal') return `${place}: ${issue.received} is not one of ${choices}`;
  return `${place}: ${issue.message}`;
}

/** What a schema can't say: dates that exist, each month in one season, steps that rise. */
function fitFaults({ validFrom, validTo, parts }: PriceList): string[] {
  const faults: string[] = [];
  for (const [place, date] of Object.entries({ validFrom, validTo })) {
    if (date !== undefined && !new Date(`${date}T12:00Z`).toISOString().startsWith(date)) faults.push(`${place}: ${date} does not exist`);
  }
  if (validTo !== undefined && validTo <= validFrom) faults.push('validTo: must be later than validFrom');
  parts.forEach((part, n) => faults.push(...partFaults(part).map((fault) => `parts.${n}.${fault}`)));
  return faults;
}

function partFaults(part: Part): string[] {
  if (part.part === 'volume' && part.months && new Set(part.months).size < part.months.length) return ['months: a month stands twice'];
  if (part.part !== 'energy') return [];
  const { price } = part;
  if (price.kind === 'seasons') {
    const counts = Array.from({ length: 12 }, (_, n) => price.seasons.filter(({ months }) => months.includes(n + 1)).length);
    const twice = price.seasons.some(({ months }) => new Set(months).size < months.length);
    return [
      ...counts.flatMap((count, n) => (count === 1 ? [] : [`price.seasons: month ${n + 1} stands in ${count} seasons`])),
      ...(twice ? ['price.seasons: a season has a month twice'] : []),
    ];
  }
  if (price.kind === 'steps') {
    const limits = price.steps.map(({ upToKwh }) => upToKwh ?? Infinity);
    if (limits.at(-1) !== Infinity) return ['price.steps: the last step must have no upToKwh'];
    if (limits.some((limit, n) => limit <= (limits[n - 1] ?? 0))) return ['price.steps: upToKwh must rise from step to step'];
  }
  if (price.kind === 'index' && price.floorOre !== undefined && price.capOre !== undefined && price.floorOre > price.capOre) {
    return ['price.floorOre: must not be above capOre'];
  }
  return [];
}

/**
 * What is wrong between the versions of one list: days with two prices, days with none. An open end is where the next
 * begins.
 */
export function versionFaults(versions: readonly Pick<PriceList, 'id' | 'validFrom' | 'validTo'>[]): string[] {
  const sorted = versions.toSorted((one, other) => (one.validFrom < other.validFrom ? -1 : 1));
  return sorted.flatMap(({ id, validFrom, validTo }, n) => {
    const next = sorted[n + 1];
    if (next === undefined) return [];
    if (validFrom === next.validFrom) return [`${id}: two lists begin on ${validFrom}`];
    if (validTo === undefined || validTo === next.validFrom) return [];
    return validTo > next.validFrom
      ? [`${id}: the list from ${validFrom} overlaps the one from ${next.validFrom}`]
      : [`${id}: there is a gap, no price from ${validTo} until ${next.validFrom}`];
  });
}
