import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from './define.ts';
import { base } from './style/base.ts';
import { form } from './style/form.ts';
import type { Text } from './text/nb.ts';

/** The customer's name, which opens the menu with "Logg ut": the menu button of the ARIA practices. */
export class MinSideMenu extends LitElement {
  static override styles = [
    base,
    form,
    css`
      :host {
        position: relative;
        flex: 0 1 auto;
        min-width: 0;
        max-width: 62%;
      }
      .name {
        max-width: 100%;
        gap: var(--ms-space);
        padding-inline: 12px;
      }
      .name span {
        display: -webkit-box;
        overflow: hidden;
        overflow-wrap: anywhere;
        line-height: 1.25;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
      }
      @container (width < 350px) {
        .name {
          gap: 4px;
          padding-inline: 8px;
          font-size: var(--ms-text-small);
        }
      }
      svg {
        flex: none;
      }
      [role='menu'] {
        position: absolute;
        inset-inline-end: 0;
        top: calc(100% + 4px);
        z-index: 2;
        min-width: 160px;
        padding: 4px;
        border: 1px solid var(--ms-line);
        border-radius: var(--ms-radius);
        background: var(--ms-ground);
        box-shadow: 0 6px 24px rgb(0 0 0 / 18%);
      }
      button[role='menuitem'] {
        width: 100%;
        justify-content: start;
        border-color: transparent;
      }
    `,
  ];

  @property({ attribute: false }) name = '';
  @property({ attribute: false }) text!: Text['frame'];
  @property({ attribute: false }) logOut!: () => void;

  @state() private open = false;

  #handleToggle(): void {
    if (this.open) this.#close();
    else void this.#show();
  }

  async #show(): Promise<void> {
    this.open = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }

  #close(): void {
    this.open = false;
    this.renderRoot.querySelector<HTMLElement>('.name')?.focus();
  }

  #handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.open) {
      // An open menu is what Escape closes, not the dialog around it.
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !this.open) {
      event.preventDefault();
      void this.#show();
    } else if (['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) event.preventDefault();
    else if (event.key === 'Tab') this.open = false;
  }

  #handleFocusOut(event: FocusEvent): void {
    if (!this.renderRoot.contains(event.relatedTarget as Node | null)) this.open = false;
  }

  #handleLogOut(): void {
    this.open = false;
    this.logOut();
  }

  protected override render(): TemplateResult {
    return html`<div @keydown=${this.#handleKey} @focusout=${this.#handleFocusOut}>
      <button class="name quiet" type="button" aria-haspopup="menu" aria-expanded=${this.open} @click=${this.#handleToggle}>
        <span>${this.name}</span>
        <svg width="12" height="8" viewBox="0 0 12 8" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
          <path d="M1 1.5 6 6.5 11 1.5" />
        </svg>
      </button>
      ${
        this.open
          ? html`<div role="menu" aria-label=${this.text.menuFor(this.name)}>
              <button class="quiet" type="button" role="menuitem" tabindex="-1" @click=${this.#handleLogOut}>${this.text.logOut}</button>
            </div>`
          : nothing
      }
    </div>`;
  }
}

define('min-side-menu', MinSideMenu);
