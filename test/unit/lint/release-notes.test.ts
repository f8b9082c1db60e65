import { expect, test } from 'vitest';
import { faultOfNotes } from '../../../lint/release-notes.ts';

test('lets a version out whose notes stand under its name', () => {
  expect(faultOfNotes('# Release notes\n\n## 0.2.0\n\n- one\n\n## 0.1.0\n', '0.2.0')).toBeNull();
});

test.each(['## Pending\n\n- one\n\n## 0.2.0\n', '### PENDING\n## 0.2.0\n'])('keeps a version back while notes are pending', (notes) => {
  expect(faultOfNotes(notes, '0.2.0')).toContain('pending');
});

test.each(['## 0.1.0\n', '## 0.2.0-beta\n', 'In 0.2.0 …\n'])('keeps a version back that the notes do not name', (notes) => {
  expect(faultOfNotes(notes, '0.2.0')).toContain('no heading');
});
