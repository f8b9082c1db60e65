import * as v from 'valibot';
import { readProfileFile } from '../ground/read-profile-file.ts';

const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(80));
const texts = v.pipe(v.array(text), v.maxLength(20));

/** Where in an invoice something stands. A `prefix` before it is cut off ("Anlegg 660100"). */
const place = v.variant('in', [
  v.strictObject({
    in: v.picklist(['buyer-reference', 'customer-party', 'customer-endpoint', 'contract', 'order', 'accounting-cost', 'note']),
    prefix: v.optional(text),
  }),
  v.strictObject({ in: v.literal('line-property'), name: text, prefix: v.optional(text) }),
]);

const profile = v.strictObject({
  description: v.optional(v.string()),
  /** The plant number: the first of these places that has one. */
  plantNumber: v.pipe(v.array(place), v.minLength(1)),
  /** Names of the lines' properties (AdditionalItemProperty). */
  meteringPoint: v.optional(texts, []),
  meter: v.optional(texts, []),
  registerFrom: v.optional(texts, []),
  registerTo: v.optional(texts, []),
  /** Names of the lines whose kWh are what the meter measured; without it the lines with the most kWh are. */
  energyLines: v.optional(texts, []),
  /** An invoice is a reminder where this text begins with one of these. */
  reminder: v.optional(v.strictObject({ in: v.literal('note'), begins: texts })),
});

export type InvoiceProfile = v.InferOutput<typeof profile>;
export type Place = InvoiceProfile['plantNumber'][number];

/** Where the shipped profiles lie. */
export const shippedProfiles = new URL('profiles/', import.meta.url);

/** A shipped profile by its name (`ehf`), or a JSON file by its path. @throws Error with every fault and its place. */
export function loadInvoiceProfile(nameOrPath: string): InvoiceProfile {
  const content = readProfileFile({ nameOrPath, shipped: shippedProfiles, names: ['ehf'] });
  const read = v.safeParse(profile, content);
  if (read.success) return read.output;
  const faults = read.issues.map((issue) => `  ${v.getDotPath(issue) ?? 'the profile'}: ${issue.message}`);
  throw new Error(`The profile ${nameOrPath} has faults:\n${faults.join('\n')}`);
}
