import type { Migration } from './migration.ts';

/**
 * Invoices as the utility sent them, each version of them, their PDFs, and what has been paid. An invoice belongs to one
 * relationship, and with that to one period of one customer; what fits nobody stays here without one, and is seen by nobody.
 */
export const invoices: Migration = {
  name: '007-invoices',

  async up(database) {
    await database.raw(`
      create table invoice_delivery (
        delivery_id uuid primary key,
        file_name text not null,
        received_at timestamptz not null
      );

      create table invoice (
        invoice_id uuid primary key,
        delivery_id uuid not null references invoice_delivery,
        seller_id text not null,
        number text not null,
        version int not null,
        standing boolean not null,
        content_hash bytea not null,
        kind text not null check (kind in ('invoice', 'credit-note', 'reminder')),
        issued_on date not null,
        due_on date,
        period_from date,
        period_to date,
        amount_ore bigint not null,
        kid text,
        account text,
        refers_to text[] not null,
        plant_number text,
        buyer_name text not null,
        metering_points bigint[] not null,
        document jsonb not null,
        relationship_id uuid,
        set_aside text,
        comparison jsonb,
        compared_at timestamptz,
        check ((relationship_id is null) = (set_aside is not null)),
        unique (seller_id, number, version)
      );
      create unique index one_standing_invoice on invoice (seller_id, number) where standing;
      create index on invoice (relationship_id, issued_on desc) where standing and relationship_id is not null;
      create index on invoice (plant_number) where relationship_id is null;
      create index on invoice (delivery_id);
      create index on invoice (issued_on);
      comment on column invoice.version is 'A newer version of the same seller and number replaces the one before, which stays as a trace';
      comment on column invoice.amount_ore is 'To be paid; negative where it is to be paid back';
      comment on column invoice.set_aside is 'Why it belongs to no relationship';

      create table invoice_attachment (
        invoice_id uuid not null references invoice on delete cascade,
        position int not null,
        name text not null,
        media_type text not null,
        bytes bytea not null,
        primary key (invoice_id, position)
      );
      -- They are compressed already.
      alter table invoice_attachment alter column bytes set storage external;

      create table invoice_payment (
        seller_id text not null,
        number text not null,
        state text not null check (state in ('paid', 'part', 'unpaid')),
        paid_on date,
        amount_ore bigint,
        primary key (seller_id, number)
      );
    `);
  },

  async down(database) {
    await database.raw('drop table invoice_payment, invoice_attachment, invoice, invoice_delivery');
  },
};
