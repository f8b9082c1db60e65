import type { TemplateResult } from 'lit';
import { html, unsafeStatic } from 'lit/static-html.js';
import type { Session, Utility } from '../server/contract.ts';
import type { Api } from './api.ts';
import type { Page } from './place.ts';
import type { Format, Language } from './text/format.ts';
import type { Text } from './text/nb.ts';

/** What can stand below the header: one of the pages, or what comes before them. */
export type Part = Page | 'login' | 'terms' | 'choose';

const load: Record<Part, () => Promise<unknown>> = {
  login: () => import('./login/login.ts'),
  terms: () => import('./login/terms.ts'),
  choose: () => import('./login/choose.ts'),
  relationship: () => import('./relationship/relationship.ts'),
  consumption: () => import('./consumption/consumption.ts'),
  invoices: () => import('./invoices/invoices.ts'),
  profile: () => import('./profile/profile.ts'),
};

/** Whether a part is one of the pages, for those who are signed in. */
export const isInside = (part: Part): part is Page => part !== 'login' && part !== 'terms' && part !== 'choose';

/** Fetches a part's code and registers its elements. Rejects when the server is away. */
export const loadPart = (part: Part): Promise<unknown> => load[part]();

/** What every part is handed. */
export interface Handed {
  api: Api;
  session: Session;
  text: Text;
  format: Format;
  language: Language;
  utility: Utility | undefined;
  notice: string;
}

/** A part's element. Its name is its part's, so that there is one place to list them. */
export const renderPart = (part: Part, { api, session, text, format, language, utility, notice }: Handed): TemplateResult => {
  const tag = unsafeStatic(`min-side-${part}`);
  return html`<${tag}
    data-page
    .api=${api}
    .session=${session}
    .text=${text}
    .format=${format}
    .language=${language}
    .utility=${utility}
    .notice=${notice}
  ></${tag}>`;
};
