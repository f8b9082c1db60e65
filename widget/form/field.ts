import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Form, FormField } from './form.ts';

interface Field {
  label: string;
  hint?: string | undefined;
  type?: 'text' | 'tel' | 'password' | 'date';
  inputmode?: 'numeric' | 'tel';
  autocomplete: string;
  className?: string;
  maxlength?: number;
  /** Gets the focus when the screen is moved to. */
  first?: boolean;
  optional?: boolean;
  changed?: (value: string) => void;
}

/** Label, help, field and, when it is wrong, what is wrong: in one root, so that they can name each other. */
export function renderField(form: Form, name: FormField, field: Field): TemplateResult {
  const error = form.errors[name];
  const describedBy = [field.hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  const handleInput = (event: InputEvent): void => {
    const { value } = event.target as HTMLInputElement;
    form.set(name, value);
    field.changed?.(value);
  };
  return html`<div class="field">
    <label for=${name}>${field.label}</label>
    ${field.hint ? html`<p class="hint" id="${name}-hint">${field.hint}</p>` : nothing}
    <input
      part="field"
      id=${name}
      name=${name}
      class=${field.className ?? nothing}
      type=${field.type ?? 'text'}
      inputmode=${field.inputmode ?? nothing}
      autocomplete=${field.autocomplete}
      maxlength=${field.maxlength ?? nothing}
      autocapitalize="none"
      enterkeyhint="go"
      spellcheck="false"
      ?data-first=${field.first}
      aria-required=${field.optional ? nothing : 'true'}
      aria-invalid=${error ? 'true' : nothing}
      aria-describedby=${describedBy || nothing}
      .value=${live(form.get(name))}
      @input=${handleInput}
    />
    ${renderError(form, name)}
  </div>`;
}

/** A box to tick, with its sentence. */
export function renderCheck(form: Form, name: FormField, label: string, required = true): TemplateResult {
  const error = form.errors[name];
  return html`<div class="check">
    <label
      ><input
        id=${name}
        type="checkbox"
        aria-required=${required ? 'true' : nothing}
        aria-invalid=${error ? 'true' : nothing}
        aria-describedby=${error ? `${name}-error` : nothing}
        .checked=${live(form.get(name) === 'yes')}
        @change=${(event: Event) => form.set(name, (event.target as HTMLInputElement).checked ? 'yes' : '')}
      /><span>${label}</span></label
    >
    ${renderError(form, name)}
  </div>`;
}

const renderError = (form: Form, name: FormField): TemplateResult | typeof nothing =>
  form.errors[name] ? html`<p class="error" id="${name}-error">${form.errors[name]}</p>` : nothing;

/** The failure's sentence, and the one filled button, which says what it does while one waits. */
export function renderSubmit(form: Form, label: string, waiting: string, look = ''): TemplateResult {
  return html`<div role="alert" class=${form.failure ? 'failure' : 'visually-hidden'}>${form.failure}</div>
    <button part="button" class="submit ${look}" aria-disabled=${form.busy ? 'true' : nothing}>
      <span class="rest">${label}</span><span class="waiting">${waiting}</span>
    </button>`;
}
