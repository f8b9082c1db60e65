import type { Services } from '../services.ts';
import type { AccountHolder, OwnData } from '../room.ts';
import { invoiceFiles } from './invoice-files.ts';
import { listAttachments, readInvoice, readInvoices } from './read-invoices.ts';

/** The invoices of every relationship that the account is linked to: what they say, and their files. */
export const ownInvoices: NonNullable<OwnData['files']> = {
  explained: {
    nb: 'fakturaer/             fakturaene, en mappe for hvert anlegg: hva de sier (fakturaer.json) og filene som fulgte med',
    nn: 'fakturaer/             fakturaane, ei mappe for kvart anlegg: kva dei seier (fakturaer.json) og filene som følgde med',
    en: 'fakturaer/             the invoices, a folder for each plant: what they say (fakturaer.json) and the files that came with them',
  },
  async *read({ database }: Services, { accountId }: AccountHolder) {
    const { rows } = await database.raw<{ rows: { relationship_id: string; plant_number: string }[] }>(
      `select r.relationship_id, r.plant_number
       from link join relationship r using (relationship_id) where link.account_id = :accountId order by link.linked_at`,
      { accountId },
    );
    for (const row of rows) {
      const reader = { relationshipId: row.relationship_id, accountId };
      const list = await readInvoices(database, reader);
      if (list.length === 0) continue;
      // One plant may have been the same person's twice, with somebody else between.
      const folder = `fakturaer/${row.plant_number}-${row.relationship_id.slice(0, 8)}/`;
      const details = [];
      for (const { id } of list) details.push(await readInvoice(database, reader, id));
      yield { name: `${folder}fakturaer.json`, pieces: [`${JSON.stringify(details, null, 2)}\n`] };
      yield* invoiceFiles(database, reader, await listAttachments(database, reader), folder);
    }
  },
};
