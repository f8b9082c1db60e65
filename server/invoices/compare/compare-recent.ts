import { DateTime } from 'luxon';
import { zone } from '../../ground/zone.ts';
import type { Services } from '../../services.ts';
import { matchSetAside } from '../store/match-set-aside.ts';
import { compareInvoices, invoicesToCompare } from './compare-invoices.ts';

/** Readings and customers come after the invoice too: what was issued within some months is looked at again. */
export async function compareRecent({ database, now }: Pick<Services, 'database' | 'now'>): Promise<number> {
  const at = now();
  const since = DateTime.fromJSDate(at, { zone }).minus({ days: 120 }).toISODate()!;
  const matched = await matchSetAside(database);
  const recent = await invoicesToCompare(database, since);
  return compareInvoices(database, [...new Set([...matched, ...recent])], at);
}
