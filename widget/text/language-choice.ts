import { html, type TemplateResult } from 'lit';
import { languages, type Language } from './languages.ts';

/** Each called what it calls itself, and the choice in two languages, as who looks for it may not read the one that is shown. */
export const renderLanguages = (shown: Language, choose: (language: Language) => void): TemplateResult =>
  html`<div class="slot languages">
    <select aria-label="Språk / Language" @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as Language)}>
      ${Object.entries(languages).map(
        ([language, { name }]) => html`<option value=${language} .selected=${language === shown}>${name}</option>`,
      )}
    </select>
  </div>`;
