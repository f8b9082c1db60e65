import { html, type TemplateResult } from 'lit';
import type { Utility } from '../../server/contract/login.ts';
import type { Text } from '../text/nb.ts';

/** The text of the terms: the utility's own, which is Norwegian whatever the page's language, or else the manual's. */
export const renderTerms = ({ terms }: Text, utility: Utility | undefined): TemplateResult =>
  utility?.terms
    ? html`<div lang="nb">${utility.terms.map((paragraph) => html`<p class="paragraph">${paragraph}</p>`)}</div>`
    : html`${terms.text.map((paragraph) => html`<p>${paragraph}</p>`)}`;
