import { html, nothing, type TemplateResult } from 'lit';
import type { Utility } from '../../server/contract/login.ts';
import type { Text } from '../text/nb.ts';

/** The text of the terms: the utility's own, which is Norwegian whatever the page's language, or else the manual's. */
export const renderTerms = ({ terms }: Text, utility: Utility | undefined): TemplateResult =>
  html`<div lang=${utility?.terms ? 'nb' : nothing}>${(utility?.terms ?? terms.text).map((paragraph) => html`<p>${paragraph}</p>`)}</div>`;
