import type { ReactiveController, ReactiveElement } from 'lit';
import { afterPaint } from '../later.ts';
import { languageOf, type Language } from './languages.ts';

/** Under this name, with the page's language, the browser keeps which one a visitor has chosen there. */
const keyOf = (asked: Language): string => `min-side-${asked}`;

/** Which language the page says its portal has: its own `lang`, or the nearest around it, also when that changes later; and which the visitor has chosen in its place. */
export class LanguageWatch implements ReactiveController {
  language: Language = 'nb';

  readonly #host: ReactiveElement & { lang: string };
  readonly #handleChange: () => void;
  readonly #observer = new MutationObserver(() => this.look());

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
    this.#observer.disconnect();
  }

  #observe(): void {
    if (!this.#host.isConnected) return;
    this.#observer.observe(document.documentElement, { attributeFilter: ['lang'], subtree: true });
    this.look();
  }

  /** Looks whether another language is asked for by now. */
  look(language = this.#read()): void {
    if (language === this.language) return;
    this.language = language;
    this.#handleChange();
  }

  /** The visitor's own choice, kept for pages of the language that this one has. */
  choose(language: Language): void {
    try {
      localStorage[keyOf(this.#asked())] = language;
    } catch {
      // A browser that keeps nothing: the choice goes with the page.
    }
    this.look(language);
  }

  #read(): Language {
    const asked = this.#asked();
    try {
      return languageOf(localStorage[keyOf(asked)] ?? asked);
    } catch {
      return asked;
    }
  }

  #asked(): Language {
    return languageOf(this.#host.lang || tagAround(this.#host) || 'nb');
  }
}

/** What the nearest element says that has a `lang`, out through the shadow roots of a page that is made of elements too. */
function tagAround(element: Element): string | null {
  const nearest = element.closest('[lang]');
  if (nearest) return nearest.getAttribute('lang');
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? tagAround(root.host) : null;
}
