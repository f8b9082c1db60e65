import type { Room } from '../room.ts';
import { grantServer } from './grant-server.ts';
import { keepAudit } from './keep-audit.ts';
import { readAuditConfig } from './settings.ts';

const dayMs = 86_400_000;

/** What nobody may change: how long it is kept, and who may only add to it. */
export const auditRoom = {
  name: 'audit',
  settings: { audit: readAuditConfig },
  jobs: [
    {
      name: 'keep-audit',
      everyMs: dayMs / 4,
      async run({ database, config, now }) {
        const kept = await keepAudit(database, now(), config.audit);
        return kept === null ? 0 : kept.made.length + kept.dropped.length + kept.removed;
      },
    },
    { name: 'sum-strangers', everyMs: 60_000, run: ({ strangers, database, now }) => strangers.writeSums(database, now()) },
  ],
  commands({ program }, context) {
    const audit = program.command('audit').description('the lines that nobody may change; for the role that owns the tables');
    audit
      .command('keep')
      .description('make the partitions of the months to come, and remove what is older than AUDIT_MONTHS and TERMS_MONTHS')
      .action(() =>
        context.withDatabase(async (database, config) => {
          const kept = await keepAudit(database, new Date(), config);
          if (kept === null) throw new Error('Only the role that owns the tables can do this. Run it with its DATABASE_URL.');
          context.report(kept, [`Made: ${kept.made.length}, dropped: ${kept.dropped.length}, lines removed: ${kept.removed}.`]);
        }, readAuditConfig),
      );
    audit
      .command('grant')
      .description("give the server's role its rights: the audit and accepted terms to read and add to alone. After each migrate")
      .argument('<role>')
      .action((role: string) =>
        context.withDatabase(async (database) => {
          await grantServer(database, role);
          context.report({ granted: role }, [`The role ${role} has its rights.`]);
        }),
      );
  },
} satisfies Room;
