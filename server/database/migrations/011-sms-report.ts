import type { Migration } from './migration.ts';

/** What the gateway reports of a message that it took, where it does. */
export const smsReport: Migration = {
  name: '011-sms-report',

  async up(database) {
    await database.raw(`
      alter table sms add column report text check (report in ('delivered', 'undelivered')), add column report_at timestamptz;
      create index on sms (gateway, gateway_id) where gateway_id <> '';
    `);
  },

  async down(database) {
    await database.raw(`
      drop index sms_gateway_gateway_id_idx;
      alter table sms drop column report, drop column report_at;
    `);
  },
};
