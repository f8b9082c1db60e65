import type { LitElement, ReactiveController } from 'lit';
import type { FieldName, FieldReason } from '../../server/contract/errors.ts';
import { ApiError } from '../api.ts';
import { SessionEndedEvent } from '../events.ts';
import type { Text } from '../text/nb.ts';
import { sayFailure } from '../text/say-failure.ts';

/** An element with a form: the form needs its words. */
export interface FormHost extends LitElement {
  text: Text;
}

/** A field that isn't on the server's list, beside those that are. */
export type FormField = FieldName | 'again' | 'terms' | 'confirm' | 'date';

/** What has been typed so far. Shared between the steps of a log-in, so that nothing is typed twice. */
export type Values = Partial<Record<FormField, string>>;

/** What was typed, what is wrong with it, and whether it is on its way. The words stand in the texts, focus goes to the first wrong field. */
export class Form implements ReactiveController {
  values: Values = {};
  /** Sentences under the fields. */
  errors: Partial<Record<FormField, string>> = {};
  /** Sentence over the button, for what isn't a field's fault. */
  failure = '';
  /** What the failure was, for those that offer a way on. */
  failed: ApiError | undefined;
  busy = false;

  readonly #host: FormHost;

  constructor(host: FormHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  get(name: FormField): string {
    return this.values[name] ?? '';
  }

  set(name: FormField, value: string): void {
    this.values[name] = value;
  }

  /** Says no more of what was wrong: what comes back is as it was first seen, but for what was typed. */
  forgive(): void {
    this.errors = {};
    this.failure = '';
    this.failed = undefined;
  }

  /** Refuses what the person can mend before anything is sent, then sends. Returns whether it succeeded; every failure is shown. */
  async send(check: () => Partial<Record<FormField, string | undefined>>, action: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.forgive();
    this.errors = Object.fromEntries(Object.entries(check()).filter(([, sentence]) => sentence));
    if (Object.keys(this.errors).length) return this.#show();
    this.busy = true;
    this.#host.requestUpdate();
    try {
      await action();
      return true;
    } catch (error) {
      this.take(error);
      return false;
    } finally {
      this.busy = false;
      await this.#show();
    }
  }

  /** Shows a failed call as the form's own. */
  take(error: unknown): void {
    const { text } = this.#host;
    const failed = error instanceof ApiError ? error : new ApiError({ error: 'internal' });
    if (!(error instanceof ApiError)) reportError(error);
    this.failed = failed;
    const label = text.fields[failed.field ?? 'name'];
    if (failed.error === 'not-signed-in') this.#host.dispatchEvent(new SessionEndedEvent());
    if (failed.error === 'bad-field' && failed.field)
      this.errors = { [failed.field]: text.reasons[failed.reason as FieldReason]?.(label) ?? text.failures['bad-field'] };
    else if (failed.error === 'code-wrong') this.errors = { code: sayFailure(text, failed) };
    else this.failure = sayFailure(text, failed);
  }

  /** Renders, and moves to the first wrong field. Always false, for `return this.#show()`. */
  async #show(): Promise<false> {
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    const first = this.#host.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]');
    if (first && Object.keys(this.errors).length) first.focus();
    return false;
  }
}
