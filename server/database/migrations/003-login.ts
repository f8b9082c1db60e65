import type { Migration } from './migration.ts';

/**
 * Sessions, challenges, counters, SMS, accepted terms and the audit. Mobiles stand in the clear only where they must be
 * called or shown (session, challenge: gone within hours); elsewhere as a pseudonym (see pseudonym.ts).
 */
export const login: Migration = {
  name: '003-login',

  async up(database) {
    await database.raw(`
      create table session (
        session_id uuid primary key,
        id_hash bytea not null unique,
        kind text not null check (kind in ('pending', 'guest', 'account')),
        mobile text,
        relationship_id uuid,
        account_id uuid,
        challenge_id uuid,
        terms_due boolean not null default false,
        device text,
        address_block text not null,
        started_at timestamptz not null,
        last_seen_at timestamptz not null,
        check (kind = 'pending' or mobile is not null),
        check ((kind = 'account') = (account_id is not null))
      );
      create index on session (account_id) where account_id is not null;
      create index on session (mobile) where mobile is not null;
      create index on session (started_at);

      create table challenge (
        challenge_id uuid primary key,
        purpose text not null,
        mobile text not null,
        mobile_typed text not null,
        relationship_id uuid,
        account_id uuid,
        -- No code of it is ever right: the numbers fit nobody.
        hollow boolean not null,
        terms_version text,
        code_hash bytea not null,
        tries int not null default 0,
        sends int not null default 1,
        resend_at timestamptz not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        -- What a proved challenge gave (a new password) has been taken.
        spent_at timestamptz
      );
      create index on challenge (created_at);

      -- One row a thing counted; the moments of what was counted, oldest first, so that a window slides exactly.
      create table limit_counter (
        subject bytea not null,
        what text not null,
        hits timestamptz[] not null,
        last_hit_at timestamptz not null,
        primary key (subject, what)
      );
      create index on limit_counter (last_hit_at);

      create table sms_budget (day date primary key, sent int not null);

      create table sms (
        sms_id uuid primary key,
        subject bytea not null,
        purpose text not null,
        -- withheld: nobody to send it to, or too many wrong tries. unknown: the gateway took it or not, nobody knows.
        state text not null check (state in ('claimed', 'withheld', 'accepted', 'failed', 'unknown')),
        gateway text not null,
        gateway_id text,
        failure text,
        created_at timestamptz not null,
        settled_at timestamptz
      );
      create index on sms (subject, created_at);
      create index on sms (created_at);

      create table terms_acceptance (
        terms_acceptance_id bigint generated always as identity primary key,
        subject bytea not null,
        version text not null,
        text_hash text not null,
        accepted_at timestamptz not null,
        channel text not null
      );
      create index on terms_acceptance (subject, accepted_at);

      create table audit (
        audit_id bigint generated always as identity primary key,
        at timestamptz not null,
        what text not null,
        subject bytea,
        account_id uuid,
        relationship_id uuid,
        session_id uuid,
        address_block text,
        details jsonb not null default '{}'
      );
      create index on audit (subject, at) where subject is not null;
      create index on audit (relationship_id, at) where relationship_id is not null;
      create index on audit (account_id, at) where account_id is not null;

      create function refuse_change() returns trigger language plpgsql as $$
        begin
          raise exception '% is insert-only', tg_table_name;
        end
      $$;
      create trigger insert_only before update or delete or truncate on audit for each statement execute function refuse_change();
      create trigger insert_only before update or delete or truncate on terms_acceptance for each statement execute function refuse_change();
    `);
  },

  async down(database) {
    await database.raw(`
      drop table audit, terms_acceptance, sms, sms_budget, limit_counter, challenge, session;
      drop function refuse_change;
    `);
  },
};
