import { Task } from '@lit/task';
import { css, html, type TemplateResult } from 'lit';
import type { Utility } from '../../server/contract/login.ts';
import type { ApiError } from '../api.ts';
import { SessionChangedEvent } from '../events.ts';
import { renderCheck, renderSubmit } from '../form/field.ts';
import { define } from '../define.ts';
import { renderTerms } from './render-terms.ts';
import { LoginStep } from './step.ts';

/** Asked before anything else when the terms are newer than what was accepted. */
export class MinSideTerms extends LoginStep {
  static override styles = [
    ...LoginStep.styles,
    css`
      :host {
        max-width: var(--ms-column);
        margin-inline: auto;
      }
    `,
  ];

  /** Fetched anew: the page may have been open since before they changed. */
  readonly #fetched = new Task(this, {
    args: () => [this.api] as const,
    task: async ([api], { signal }) => api.call('GET /utility', { signal }),
  });

  get #shown(): Utility | undefined {
    return this.#fetched.value ?? this.utility;
  }

  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const { text, form } = this;
    void form.send(
      () => ({ terms: form.get('terms') ? undefined : text.terms.needed }),
      async () => {
        const { termsVersion, termsHash } = this.#shown ?? (await this.api.call('GET /utility'));
        const body = { termsVersion, ...(termsHash && { termsHash }) };
        const session = await this.api.call('POST /terms/acceptances', { body }).catch((error: ApiError) => {
          // Yet another text meanwhile: it is fetched and read before it is accepted.
          if (error.error === 'terms-changed') void this.#fetched.run();
          throw error;
        });
        this.dispatchEvent(new SessionChangedEvent(session));
      },
    );
  }

  protected override render(): TemplateResult {
    const { text, form } = this;
    return html`
      <h2 part="heading" tabindex="-1">${text.terms.changedHeading}</h2>
      <form method="post" novalidate @submit=${this.#handleSubmit}>
        <p>${text.terms.changed}</p>
        <div>
          <h3>${text.terms.heading}</h3>
          ${renderTerms(text, this.#shown)} ${renderCheck(form, 'terms', text.terms.accept)}
        </div>
        ${renderSubmit(form, text.terms.proceed, text.terms.saving)}
      </form>
    `;
  }
}

define('min-side-terms', MinSideTerms);
