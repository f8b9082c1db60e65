import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { Challenge } from '../../server/contract/session.ts';
import { afterPaint } from '../later.ts';
import { checkDigits, checkMobile } from '../form/check.ts';
import { renderCheck, renderField, renderSubmit } from '../form/field.ts';
import { renderTerms } from './render-terms.ts';
import { renderInvoicePicture, invoicePicture } from './invoice-picture.ts';
import { adopt } from '../style/adopt.ts';
import { base } from '../style/base.ts';
import { fields, form } from '../style/form.ts';
import { LoginStep, stepStyle, type Step } from './step.ts';

/** Whether a visitor of this page has seen all of it once: it then comes back at once. */
let seen = false;

/** The first screen: plant number, metering point and mobile number from the invoice, and the terms. */
export abstract class LoginNumbers extends LoginStep {
  static override styles = [
    base,
    fields,
    stepStyle,
    css`
      /* What comes below the fields has its place, and moves nothing that is in sight. WebKit would not hear of what came by :has(). */
      .begun {
        padding-block-end: 40em;
      }
    `,
  ];

  /** At first the fields alone are drawn, which can be typed into so much sooner; a moment later comes what stands below them. */
  @state() private whole = seen;

  protected abstract override go(step: Step, challenge?: Challenge): Promise<void>;

  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const { text, form } = this;
    const { plantNumber, meteringPointId } = text.fields;
    void form.send(
      () => ({
        plantNumber: checkDigits(text, form.get('plantNumber'), plantNumber),
        meteringPointId: checkDigits(text, form.get('meteringPointId'), meteringPointId),
        mobile: checkMobile(text, form.get('mobile')),
        terms: form.get('terms') ? undefined : text.terms.needed,
      }),
      () => this.#send(),
    );
  }

  async #send(): Promise<void> {
    const compact = (name: 'plantNumber' | 'meteringPointId'): string => this.form.get(name).replace(/\s/g, '');
    try {
      const challenge = await this.api.call('POST /login/challenge', {
        body: {
          plantNumber: compact('plantNumber'),
          meteringPointId: compact('meteringPointId'),
          mobile: this.form.get('mobile').trim(),
          termsVersion: this.utility?.termsVersion ?? '',
          ...(this.utility && { termsHash: this.utility.termsHash }),
        },
      });
      await this.go('code', challenge);
    } catch (error) {
      if ((error as { error?: string }).error === 'terms-changed') {
        this.utility = await this.api.call('GET /utility');
        this.form.set('terms', '');
      }
      throw error;
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    afterPaint(() => (this.whole = seen = true));
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.whole) adopt(this, [...form, invoicePicture]);
  }

  protected override render(): TemplateResult {
    const { text, form } = this;
    return html`
      <h2 part="heading" tabindex="-1">${text.login.heading}</h2>
      <p class="alone"><button class="link" type="button" @click=${() => this.go('password')}>${text.login.toPassword}</button></p>
      <form class=${this.whole ? '' : 'begun'} method="post" novalidate @submit=${this.#handleSubmit}>
        ${renderField(form, 'plantNumber', { label: text.fields.plantNumber, inputmode: 'numeric', autocomplete: 'off', maxlength: 40 })}
        ${renderField(form, 'meteringPointId', { label: text.fields.meteringPointId, inputmode: 'numeric', autocomplete: 'off', maxlength: 40 })}
        ${renderField(form, 'mobile', { label: text.fields.mobile, type: 'tel', autocomplete: 'tel', maxlength: 30 })}
        ${this.whole ? this.#renderRest() : nothing}
      </form>
    `;
  }

  #renderRest(): TemplateResult {
    const { text, form, utility } = this;
    return html`
      <div class="aside">
        <p>${text.login.help}</p>
        ${renderInvoicePicture(text)}
      </div>
      <div>
        <h3>${text.terms.heading}</h3>
        ${renderTerms(text, utility)} ${renderCheck(form, 'terms', text.terms.accept)}
      </div>
      ${utility?.smsSpent ? html`<p class="notice">${text.login.smsSpent}</p>` : nothing}
      ${utility?.smsDelayed ? html`<p class="notice">${text.login.smsDelayed}</p>` : nothing}
      ${renderSubmit(form, text.login.next, text.login.sending)}
    `;
  }
}
