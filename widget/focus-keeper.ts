import type { LitElement, ReactiveController } from 'lit';
import { FocusLostEvent } from './events.ts';

/** When an update takes away what had the focus, keyboard and screen reader go on from the heading of what came instead. */
export class FocusKeeper implements ReactiveController {
  readonly #host: LitElement;
  readonly #handleLost: () => void;
  #hadFocus = false;

  /** `handleLost` is for hosts without a heading; without it the host's own host is told. */
  constructor(host: LitElement, handleLost = (): void => void host.dispatchEvent(new FocusLostEvent())) {
    this.#host = host;
    this.#handleLost = handleLost;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#hadFocus = Boolean(this.#host.shadowRoot?.activeElement);
  }

  hostUpdated(): void {
    const root = this.#host.shadowRoot;
    if (!this.#hadFocus || root?.activeElement || !this.#host.isConnected) return;
    const heading = root?.querySelector<HTMLElement>('h2[tabindex]');
    if (heading) heading.focus();
    else this.#handleLost();
  }
}
