import type { ReactiveController, ReactiveElement } from 'lit';
import { afterPaint } from '../later.ts';
import { languageOf, type Language } from './languages.ts';

/** Longest that a visitor's choice is kept. */
const keptSeconds = 365 * 24 * 60 * 60;

/** Under this name, with the page's language, the browser keeps which one a visitor has chosen there. */
const nameOf = (asked: Language): string => `min-side-${asked}`;

/** Which language the page says its portal has: its own `lang`, or the nearest around it, also when that changes later; and which the visitor has chosen in its place. */
export class LanguageWatch implements ReactiveController {
  language: Language = 'nb';
  /** Resolves when it is known whether the visitor has chosen one here before. */
  known: Promise<void> | undefined;

  readonly #host: ReactiveElement & { lang: string };
  readonly #handleChange: () => void;
  #observer?: MutationObserver;
  #asked?: Language;
  /** Which look or choice was the last: what an earlier look finds later counts no more. */
  #turn = 0;

  constructor(host: ReactiveElement & { lang: string }, handleChange: () => void) {
    this.#host = host;
    this.#handleChange = handleChange;
    host.addController(this);
  }

  hostConnected(): void {
    // Moved to another place, it may be asked for another language.
    this.look();
    // A page hardly ever changes its language, and least of all while it is first painted.
    afterPaint(() => this.#observe());
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  #observe(): void {
    if (!this.#host.isConnected) return;
    this.#observer ??= new MutationObserver(() => this.look());
    this.#observer.observe(document.documentElement, { attributeFilter: ['lang'], subtree: true });
    this.look();
  }

  /** Looks whether the page asks for another language by now: it has that at once, and what was chosen in its place a moment later. */
  look(): void {
    const asked = languageOf(this.#host.lang || tagAround(this.#host) || 'nb');
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#take(asked);
    this.known = this.#takeChosen(asked);
  }

  async #takeChosen(asked: Language): Promise<void> {
    const turn = ++this.#turn;
    const chosen = await chosenFor(asked);
    if (chosen && turn === this.#turn) this.#take(chosen);
  }

  /** The visitor's own choice, kept for pages of the language that this one has. */
  choose(language: Language): void {
    this.#turn += 1;
    try {
      const secure = location.protocol === 'https:' ? '; secure' : '';
      document.cookie = `${nameOf(this.#asked!)}=${language}; path=/; max-age=${keptSeconds}; samesite=lax${secure}`;
    } catch {
      // A browser that keeps nothing: the choice goes with the page.
    }
    this.#take(language);
  }

  #take(language: Language): void {
    if (language === this.language) return;
    this.language = language;
    this.#handleChange();
  }
}

/** A cookie, as that can be asked for while all else goes on: `localStorage` holds the page up until the browser's other process has found it. */
async function chosenFor(asked: Language): Promise<Language | undefined> {
  const name = nameOf(asked);
  const store = window.cookieStore as CookieStore | undefined;
  try {
    const value = store ? (await store.get(name))?.value : cookieOf(name);
    return value ? languageOf(value) : undefined;
  } catch {
    return undefined;
  }
}

/** Where the page came without HTTPS, and in browsers that can't be asked otherwise yet. */
const cookieOf = (name: string): string | undefined =>
  document.cookie
    .split('; ')
    .find((each) => each.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** What the nearest element says that has a `lang`, out through the shadow roots of a page that is made of elements too. */
function tagAround(element: Element): string | null {
  const nearest = element.closest('[lang]');
  if (nearest) return nearest.getAttribute('lang');
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? tagAround(root.host) : null;
}
