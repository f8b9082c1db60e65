import type { EarlyReply } from './api.ts';
import { register } from './register.ts';
import type { Language } from './text/languages.ts';

export * from './element.ts';

/**
 * The file that a page loads: the portal with all that a log-in needs. The build puts both into one file, since each request takes
 * a phone longer than the bytes (setup/build/portal-in-entry.mjs). The server's first answer is asked for before the element is made.
 */

/** The build writes here which files hold the texts of the languages that do not travel with the portal. Unbuilt there is none. */
declare const filesOfTexts: Partial<Record<Language, string>> | undefined;

/** So long nobody sees whether the element is made. */
const quickMilliseconds = 50;

const portal = document.querySelector('min-side:not([launcher])');
if (portal)
  // Not from the script's own level: to note which line has asked, Chromium would read the whole script again.
  queueMicrotask(() => {
    const early = askEarly(portal);
    const go = (): void => register(early);
    // A quick server's answer is waited for: the portal is then rendered, laid out and seen in one go.
    void Promise.race([early.reply, new Promise((resolve) => setTimeout(resolve, quickMilliseconds))]).then(go, go);
  });
else register();

/** The first call of the portal, as it will make it itself; and the file that it will ask for next. */
function askEarly(element: Element): EarlyReply {
  const api = element.getAttribute('api');
  const base =
    api && URL.canParse(api, location.href) ? new URL(api, location.href).href.replace(/\/+$/, '') : new URL(import.meta.url).origin;
  const files = typeof filesOfTexts === 'object' ? filesOfTexts : undefined;
  const tag = element.closest('[lang]')?.getAttribute('lang')?.slice(0, 2).toLowerCase() as Language | undefined;
  const file = tag && files?.[tag];
  if (file) import(new URL(file, import.meta.url).href).catch(() => undefined); // the portal asks again, and says what is wrong
  const url = `${base}/api/start`;
  return { url, reply: readWhole(fetch(url, { credentials: 'include', cache: 'no-store', signal: AbortSignal.timeout(20_000) })) };
}

/** A reply with all that it says: who asks it then waits for nothing more. */
async function readWhole(asked: Promise<Response>): Promise<Response> {
  const reply = await asked;
  const text = await reply.text();
  return Object.assign(reply, { json: async () => JSON.parse(text) });
}
