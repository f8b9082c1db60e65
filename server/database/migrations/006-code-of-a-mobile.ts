import type { Migration } from './migration.ts';

/**
 * A code belongs to the mobile that it was sent to, and serves each browser that asked for that mobile: see
 * docs/decisions/login.md. The challenge says who asked, and remembers the code that it was answered with.
 */
export const codeOfAMobile: Migration = {
  name: '006-code-of-a-mobile',

  async up(database) {
    await database.raw(`
      create table mobile_code (
        subject bytea primary key,
        -- What anybody can see by asking. The same whether numbers, mobile and code fit or not.
        turns timestamptz[] not null default '{}',
        turn_ends_at timestamptz,
        wrong timestamptz[] not null default '{}',
        -- What is on the telephone.
        code_id uuid,
        code_hash bytea,
        digits int,
        tries int not null default 0,
        short_wrong timestamptz[] not null default '{}',
        sent timestamptz[] not null default '{}',
        unused int not null default 0,
        expires_at timestamptz,
        used boolean not null default false,
        changed_at timestamptz not null
      );
      create index on mobile_code (changed_at);
      comment on column mobile_code.subject is 'Pseudonym of the mobile';
      comment on column mobile_code.turns is 'When a code could be had, the last 24 hours';
      comment on column mobile_code.wrong is 'Wrong codes at live challenges, hollow ones too, the last 24 hours';
      comment on column mobile_code.short_wrong is 'Wrong codes while a code of six digits could have been right, the last 24 hours';
      comment on column mobile_code.sent is 'When an SMS with a code went out, the last 24 hours';
      comment on column mobile_code.unused is 'SMS since the last right code';

      alter table challenge alter code_hash drop not null, add digits int not null default 6, add session_id uuid;
      comment on column challenge.code_hash is 'Of the code that was right, over the challenge: the same browser may send it once more';
      comment on column challenge.session_id is 'The session that the right code gave';
      create index on challenge (session_id) where session_id is not null;
    `);
  },

  async down(database) {
    await database.raw(`
      drop table mobile_code;
      delete from challenge;
      alter table challenge drop session_id, drop digits, alter code_hash set not null;
      comment on column challenge.code_hash is null;
    `);
  },
};
