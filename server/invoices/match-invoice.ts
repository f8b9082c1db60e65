/** A customer relationship that an invoice may be of. Dates are local, both included; the last is null while it runs. */
export interface Candidate {
  readonly relationshipId: string;
  readonly plantNumber: string;
  readonly customerName: string;
  readonly firstDay: string;
  readonly lastDay: string | null;
  readonly meteringPoints: readonly string[];
}

/** Why an invoice is of nobody. */
export type SetAside =
  | 'no-number' // it names neither plant nor metering point
  | 'unknown-number'
  | 'other-period' // nobody was a customer there then
  | 'over-a-move' // several were, and its name is none of theirs
  | 'other-customer'; // it is made out to one who lived there at another time

interface Facts {
  readonly plantNumber: string | null;
  readonly meteringPoints: readonly string[];
  readonly buyerName: string;
  readonly issuedOn: string;
  readonly periodFrom: string | null;
  readonly periodTo: string | null;
}

/**
 * Whose an invoice is. It must be for the customer's own time; over a move, or with no period, the name decides, and in doubt
 * it is nobody's: better missing than shown to a later occupant.
 */
export function matchInvoice(invoice: Facts, candidates: readonly Candidate[]): { relationshipId: string } | { setAside: SetAside } {
  if (invoice.plantNumber === null && invoice.meteringPoints.length === 0) return { setAside: 'no-number' };
  const own = candidates.filter((one) =>
    invoice.plantNumber === null
      ? one.meteringPoints.some((point) => invoice.meteringPoints.includes(point))
      : one.plantNumber === invoice.plantNumber,
  );
  if (own.length === 0) return { setAside: 'unknown-number' };
  const from = invoice.periodFrom ?? invoice.issuedOn;
  const to = invoice.periodTo ?? invoice.issuedOn;
  const named = own.filter(({ customerName }) => sameName(customerName, invoice.buyerName));
  const around = own.filter(({ firstDay, lastDay }) => firstDay <= to && (lastDay === null || lastDay >= from));
  const inside = around.filter(({ firstDay, lastDay }) => firstDay <= from && (lastDay === null || lastDay >= to));
  const namedAround = around.filter((one) => named.includes(one));

  if (inside.length === 1 && (named.length === 0 || named.includes(inside[0]!))) return { relationshipId: inside[0]!.relationshipId };
  if (namedAround.length === 1) return { relationshipId: namedAround[0]!.relationshipId };
  // The last invoice often comes after the move and says no period.
  if (invoice.periodFrom === null && named.length === 1 && named[0]!.firstDay <= from) return { relationshipId: named[0]!.relationshipId };
  if (around.length === 0) return { setAside: 'other-period' };
  return { setAside: named.length > 0 ? 'other-customer' : inside.length === 0 && around.length === 1 ? 'other-period' : 'over-a-move' };
}

/** `NORDMANN, Kari` and `Kari Nordmann` are one: the same words in any order. */
function sameName(one: string, other: string): boolean {
  const [first, second] = [one, other].map((name) =>
    (
      name
        .normalize('NFC')
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? []
    )
      .toSorted()
      .join(' '),
  );
  return first !== '' && first === second;
}
