/**
 * The file that a page loads. It imports nothing before it runs, so that all that a log-in needs is asked for at once, side by
 * side: the portal, the log-in, the words of the page's language, and the server's first two answers.
 */

/** The build writes here which files hold the texts of the languages that do not travel with the portal. Unbuilt there is none. */
declare const filesOfTexts: Record<string, string> | undefined;

const portal = document.querySelector('min-side:not([launcher])');
const early = portal ? askEarly(portal) : undefined;

export const { MinSide, MinSidePageEvent, MinSideSessionEvent } = await load();

async function load(): Promise<typeof import('./register.ts')> {
  try {
    const portalModule = await import('./register.ts');
    portalModule.register(early);
    return portalModule;
  } catch (error) {
    console.error(
      /trusted|policy/i.test(String(error))
        ? "<min-side>: the page's Content-Security-Policy names the policies of Trusted Types that may be made. Add lit-html to trusted-types."
        : '<min-side>: a file of the portal did not come. Is the whole folder of the build on the server?',
    );
    throw error;
  }
}

/** The first two calls of the portal, as it will make them itself; and the files that it will ask for next. */
function askEarly(element: Element): Map<string, Promise<Response>> {
  const api = element.getAttribute('api');
  const base =
    api && URL.canParse(api, location.href) ? new URL(api, location.href).href.replace(/\/+$/, '') : new URL(import.meta.url).origin;
  const files = typeof filesOfTexts === 'object' ? filesOfTexts : undefined;
  const tag = element.closest('[lang]')?.getAttribute('lang')?.slice(0, 2).toLowerCase() ?? '';
  if (files?.[tag] && !location.hash.includes('min-side=')) import(new URL(files[tag], import.meta.url).href).catch(() => undefined); // the portal asks again, and says what is wrong
  return new Map(
    ['session', 'utility'].map((name) => {
      const url = `${base}/api/${name}`;
      const reply = fetch(url, { credentials: 'include', cache: 'no-store', signal: AbortSignal.timeout(20_000) });
      reply.catch(() => undefined);
      return [url, reply];
    }),
  );
}
