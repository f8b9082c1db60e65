import type { ReactiveController, ReactiveElement } from 'lit';
import { languageOf, type Language } from './languages.ts';

/** Which language the page says its portal has: its own `lang`, or the nearest around it, also when that changes later. */
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
    this.#observer.observe(document.documentElement, { attributeFilter: ['lang'], subtree: true });
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  /** Looks whether another language is asked for by now. */
  look(): void {
    const language = this.#read();
    if (language === this.language) return;
    this.language = language;
    this.#handleChange();
  }

  #read(): Language {
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
