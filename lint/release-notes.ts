// npm version: no release while notes are pending, and none that the notes don't name.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What keeps a version from being released, in a sentence; null when nothing does. */
export function faultOfNotes(notes: string, version: string): string | null {
  if (/^#+ *pending\b/im.test(notes)) return `RELEASE_NOTES.md has notes pending: give them the heading "## ${version}".`;
  if (!notes.split('\n').includes(`## ${version}`)) return `RELEASE_NOTES.md has no heading "## ${version}".`;
  return null;
}

if (import.meta.main) {
  const fault = faultOfNotes(readFileSync(join(import.meta.dirname, '../RELEASE_NOTES.md'), 'utf8'), process.env['npm_new_version'] ?? '');
  if (fault !== null) console.error(fault);
  process.exitCode = fault === null ? 0 : 1;
}
