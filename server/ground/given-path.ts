import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';

/** Size in bytes of a file that somebody named. Throws a sentence when it is none, or can't be read. */
export async function givenFile(path: string): Promise<number> {
  const found = await look(path, 'file', constants.R_OK);
  if (found.isDirectory()) throw new Error(`${path}: this is a folder, not a file.`);
  return found.size;
}

/** The same for a folder that files are taken out of. */
export async function givenFolder(path: string): Promise<void> {
  const found = await look(path, 'folder', constants.R_OK | constants.W_OK);
  if (!found.isDirectory()) throw new Error(`${path}: this is no folder.`);
}

async function look(path: string, what: string, how: number) {
  const found = await stat(path).catch(() => {
    throw new Error(`${path}: there is no such ${what}.`);
  });
  await access(path, how).catch(() => {
    throw new Error(`${path}: you may not use this ${what}.`);
  });
  return found;
}
