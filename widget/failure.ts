import { html, type TemplateResult } from 'lit';
import type { Text } from './text/nb.ts';

/** A part of a page that could not be fetched: the sentence, and the way on. */
export const renderFailure = (text: Text, sentence: string, retry: () => void): TemplateResult =>
  html`<div class="failure" role="alert">
    <p>${sentence}</p>
    <button type="button" @click=${retry}>${text.frame.retry}</button>
  </div>`;

/** A part of a page that is on its way. */
export const renderLoading = (text: Text): TemplateResult => html`<p class="muted" role="status">${text.frame.loading}</p>`;
