import { tellEditor } from './tell-editor.ts';

/** Why nobody answered, as far as a page can find out. `forbidden`: the server is there, but doesn't know the page's origin. */
export type Diagnosis = 'offline' | 'forbidden' | 'unreachable';

/** Asks once more without reading the answer, which any server may be asked: so a refused origin is told from a server that is away. */
export async function diagnose(base: string): Promise<Diagnosis> {
  if (!navigator.onLine) return 'offline';
  let blocked = false;
  const handleViolation = (): unknown => (blocked = true);
  document.addEventListener('securitypolicyviolation', handleViolation);
  const answers = await fetch(`${base}/livez`, { mode: 'no-cors', cache: 'no-store', credentials: 'omit' }).then(
    () => true,
    () => false,
  );
  document.removeEventListener('securitypolicyviolation', handleViolation);
  if (answers) {
    tellEditor(`${base} answers, but not to pages of ${location.origin}. Add ${location.origin} to the server's setting ALLOWED_ORIGINS.`);
    return 'forbidden';
  }
  if (blocked) tellEditor(`the page's Content-Security-Policy keeps it from its server. Add ${base} to connect-src.`);
  else tellEditor(`nothing answers at ${base}. Is the server running, and does the attribute api (or the script's own address) name it?`);
  return 'unreachable';
}
