import { tellEditor } from './tell-editor.ts';

/**
 * Why nobody answered, as far as a page can find out. `forbidden`: the page may not ask, by the server's settings or its own policy.
 * `outdated`: a file of the portal is gone after a release; `internal`: one came, and fails.
 */
export type Diagnosis = 'offline' | 'forbidden' | 'unreachable' | 'outdated' | 'internal';

/** What browsers throw when a file of modules doesn't come, or is of another release than its neighbour. */
const isMissingFile = (thrown: unknown): boolean => thrown instanceof SyntaxError || /module/i.test(String(thrown));

/**
 * Asks once more without reading the answer, which any server may be asked: so a refused origin is told from a server that is away.
 * `thrown` is what a file of the portal threw, where it was no call that failed.
 */
export async function diagnose(base: string, thrown?: unknown): Promise<Diagnosis> {
  if (thrown && !isMissingFile(thrown)) {
    tellEditor(`the portal itself fails: ${String((thrown as Error).stack ?? thrown)}`);
    return 'internal';
  }
  if (!navigator.onLine) return 'offline';
  let blocked = false;
  const handleViolation = (): unknown => (blocked = true);
  document.addEventListener('securitypolicyviolation', handleViolation);
  const answers = await fetch(`${base}/livez`, { mode: 'no-cors', cache: 'no-store', credentials: 'omit' }).then(
    () => true,
    // The violation is told after the fetch has failed.
    () => new Promise<false>((resolve) => setTimeout(resolve, 0, false)),
  );
  document.removeEventListener('securitypolicyviolation', handleViolation);
  if (answers && thrown) {
    tellEditor(`a file of the portal did not come (${String(thrown)}). Was it released anew while the page was open?`);
    return 'outdated';
  }
  // An opaque origin, which no server can list.
  if (answers && self.origin === 'null') tellEditor('add allow-same-origin to the sandbox of the page.');
  else if (answers) tellEditor(`add ${location.origin} to ALLOWED_ORIGINS of the server at ${base}.`);
  else if (blocked) tellEditor(`add ${base} to connect-src of the page's Content-Security-Policy.`);
  else tellEditor(`nothing answers at ${base}. Is api right?`);
  return answers || blocked ? 'forbidden' : 'unreachable';
}
