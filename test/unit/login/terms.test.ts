import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readConfig } from '../../../server/rooms.ts';
import { termsHashes } from '../../../server/login/terms.ts';
import { nb } from '../../../widget/text/nb.ts';

test('records the hash of the very text that the widget shows for the current version', () => {
  const { utility } = readConfig({
    DATABASE_URL: 'postgres://localhost/x',
    LOGIN_KEY: 'ab'.repeat(32),
    SMS_TEMPLATE_URL: 'http://localhost/',
  });
  const shown = createHash('sha256').update(nb.terms.text.join('\n')).digest('hex');
  // Differs? The text has changed: give it a new version in server/login/terms.ts and as TERMS_VERSION's default.
  expect(termsHashes[utility.termsVersion]).toBe(shown);
});
