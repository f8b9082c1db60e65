import * as v from 'valibot';

const name = v.pipe(v.string(), v.nonEmpty(), v.maxLength(80));
const word = v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/, 'must be 1 to 40 letters, digits, _ or -'));
const number = v.pipe(v.number(), v.finite());
const amount = v.pipe(number, v.minValue(0), v.maxValue(10_000_000));
const date = v.pipe(v.string(), v.regex(/^(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be a date such as 2024-01-31'));
const months = v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12))), v.minLength(1));
const per = v.picklist(['month', 'year']);
const decimals = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
const described = <S extends v.GenericSchema>(schema: S, words: string) => v.pipe(schema, v.description(words));

/** What every part has. */
const common = {
  name: described(name, 'As it stands on the invoice'),
  vatPercent: described(v.optional(v.pipe(number, v.minValue(0), v.maxValue(100)), 25), 'VAT of this part, percent'),
};

const energyPrice = v.variant('kind', [
  v.strictObject({ kind: v.literal('flat'), ore: described(amount, 'øre/kWh') }),
  described(
    v.strictObject({
      kind: v.literal('seasons'),
      seasons: v.pipe(v.array(v.strictObject({ months, ore: described(amount, 'øre/kWh') })), v.minLength(1)),
    }),
    'Each month of the year stands in one season',
  ),
  described(
    v.strictObject({
      kind: v.literal('steps'),
      per: described(per, "Whether the steps are of the month's or of the calendar year's use"),
      steps: v.pipe(v.array(v.strictObject({ upToKwh: v.optional(amount), ore: described(amount, 'øre/kWh') })), v.minLength(1)),
    }),
    'Rising limits; the last step has none',
  ),
  described(
    v.strictObject({
      kind: v.literal('index'),
      series: described(word, 'Name of an imported series, such as NO1'),
      factor: described(v.optional(number, 1), 'Of the monthly mean'),
      addOre: described(v.optional(number, 0), 'Supplement, øre/kWh'),
      floorOre: described(v.optional(number), 'At least, øre/kWh'),
      capOre: described(v.optional(number), 'At most, øre/kWh'),
    }),
    'Monthly mean × factor + supplement, then floor and cap; like all amounts with or without VAT as `amounts` says',
  ),
]);

const peaks = v.strictObject({
  of: described(v.picklist(['hour', 'day']), "The largest hour of each local day, or the day's mean"),
  highest: described(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(31)), 'How many days the mean is of'),
  over: described(
    v.union([per, v.strictObject({ months: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(36)) })]),
    'The month, its calendar year, or so many months of which it is the last',
  ),
});

const part = v.variant('part', [
  v.strictObject({ part: v.literal('fixed'), ...common, kroner: amount, per: described(per, 'By the day of it') }),
  v.strictObject({ part: v.literal('energy'), ...common, price: energyPrice }),
  v.strictObject({
    part: v.literal('power'),
    ...common,
    kronerPerKw: amount,
    per,
    of: described(v.union([v.literal('subscribed'), peaks]), 'The subscribed kW of the customers file, or the mean of peaks'),
  }),
  v.strictObject({ part: v.literal('volume'), ...common, kronerPerM3: amount, months: v.optional(months) }),
  v.strictObject({
    part: v.literal('cooling'),
    ...common,
    referenceK: described(amount, 'The mean cooling of the month, volume-weighted, is set against it'),
    bonusOre: described(amount, 'øre per kWh and kelvin above the reference'),
    chargeOre: described(amount, 'øre per kWh and kelvin below the reference'),
    mostK: described(v.optional(amount), 'No more kelvin than this count'),
  }),
  v.strictObject({ part: v.literal('fee'), ...common, orePerKwh: amount }),
  v.strictObject({
    part: v.literal('fixed-price'),
    ...common,
    ore: described(amount, 'øre/kWh instead of the index'),
    series: word,
    upToKwh: described(v.optional(amount), 'A month and dwelling; what is above keeps the index'),
  }),
  v.strictObject({
    part: v.literal('support'),
    ...common,
    series: word,
    thresholdOre: described(amount, 'øre/kWh of the index, above which it is supported'),
    share: described(v.pipe(number, v.minValue(0), v.maxValue(1)), '0.9 for 90 %'),
    upToKwh: described(v.optional(amount), 'A month and dwelling'),
  }),
]);

/** A price list as JSON: what a customer pays from one day until another. docs/prices.md works an example of each part. */
export const priceListSchema = v.strictObject({
  $schema: v.optional(v.string()),
  priceList: described(v.literal(1), 'Version of this format'),
  id: described(word, 'The same in all versions of a list over the years'),
  name: described(name, 'As customers know it'),
  customerGroups: described(
    v.optional(v.pipe(v.array(word), v.minLength(1))),
    'Groups of the customers file; without it the list is for all who are in no group',
  ),
  validFrom: date,
  validTo: described(v.optional(date), 'The first day on which it no longer holds; without it until the next version begins'),
  amounts: described(v.picklist(['without-vat', 'with-vat']), 'What all amounts of the list are'),
  rounding: described(
    v.optional(
      v.strictObject({
        energyDecimals: v.optional(decimals(6), 3),
        powerDecimals: v.optional(decimals(6), 2),
        volumeDecimals: v.optional(decimals(6), 3),
        coolingDecimals: v.optional(decimals(6), 2),
        priceDecimals: described(v.optional(decimals(8), 4), 'Of a price reckoned from an index, øre'),
        total: v.optional(v.picklist(['ore', 'krone']), 'ore'),
      }),
      {},
    ),
    'As the invoice rounds, halves away from zero; each line to the øre',
  ),
  parts: v.pipe(v.array(part), v.minLength(1), v.maxLength(50)),
});

export type PriceList = v.InferOutput<typeof priceListSchema>;
export type Part = PriceList['parts'][number];
export type PartOf<Name extends Part['part']> = Extract<Part, { part: Name }>;
export type EnergyPrice = PartOf<'energy'>['price'];
export type PeakRule = v.InferOutput<typeof peaks>;

/** The series of monthly means that a list needs. */
export function seriesOf({ parts }: PriceList): string[] {
  const names = parts.flatMap((one) => {
    if ('series' in one) return [one.series];
    return one.part === 'energy' && one.price.kind === 'index' ? [one.price.series] : [];
  });
  return [...new Set(names)];
}
