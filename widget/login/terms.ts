import { css, html, type TemplateResult } from 'lit';
import { SessionChangedEvent } from '../events.ts';
import { renderCheck, renderSubmit } from '../form/field.ts';
import { define } from '../define.ts';
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

  private handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const { text, form } = this;
    void form.send(
      () => ({ terms: form.get('terms') ? undefined : text.terms.needed }),
      async () => {
        const { termsVersion } = await this.api.call('GET /utility');
        const session = await this.api.call('POST /terms/acceptances', { body: { termsVersion } });
        this.dispatchEvent(new SessionChangedEvent(session));
      },
    );
  }

  protected override render(): TemplateResult {
    const { text, form } = this;
    return html`
      <h2 tabindex="-1">${text.terms.changedHeading}</h2>
      <form method="post" novalidate @submit=${this.handleSubmit}>
        <p>${text.terms.changed}</p>
        <div>
          <h3>${text.terms.heading}</h3>
          ${text.terms.text.map((paragraph) => html`<p>${paragraph}</p>`)} ${renderCheck(form, 'terms', text.terms.accept)}
        </div>
        ${renderSubmit(form, text.terms.proceed, text.terms.saving)}
      </form>
    `;
  }
}

define('min-side-terms', MinSideTerms);
