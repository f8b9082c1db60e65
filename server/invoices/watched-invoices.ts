import type { Knex } from 'knex';
import { InputFault } from '../ground/input-fault.ts';
import type { TakenFile } from '../metering/ways-in/watch-folder.ts';
import { describeInvoices } from './describe-report.ts';
import { invoiceFilesAt, pdfNamesIn } from './file-source.ts';
import { importInvoices } from './import-invoices.ts';
import type { InvoiceProfile } from './profile.ts';

/** How a watched folder takes invoices: EHF as they come, PDFs with the index that names them, which goes with them. */
export function watchedInvoices(database: Knex, profile: InvoiceProfile, now: () => Date) {
  return {
    async take(path: string): Promise<TakenFile> {
      const report = await importInvoices(database, invoiceFilesAt([path]), { profile, now: now() });
      const [refused] = report.refused;
      if (refused !== undefined) throw new InputFault(refused.message, refused.line, refused.column);
      return { sentences: describeInvoices(report, false), setAside: report.setAside.length > 0 };
    },
    comesWith: (name: string): boolean => /\.pdf$/i.test(name),
    companions: pdfNamesIn,
  };
}
