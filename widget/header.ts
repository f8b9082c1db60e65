import { html, nothing, type TemplateResult } from 'lit';
import type { Session } from '../server/contract/session.ts';
import { GoEvent } from './events.ts';
import { hrefTo } from './address.ts';
import { pageNames, type Page } from './pages.ts';
import type { Format } from './text/format.ts';
import type { Text } from './text/nb.ts';

/** A logo is laid out unlike a name: its width is what there is room for. */
function handleLogo({ target }: Event): void {
  const slot = target as HTMLSlotElement;
  slot.parentElement!.classList.toggle('logo', slot.assignedElements().length > 0);
}

/** The utility at the left, the customer with the menu at the right. */
export function renderHeader(
  text: Text,
  format: Format | undefined,
  utilityName: string,
  session: Session | undefined,
  logOut: () => void,
): TemplateResult {
  const name = session?.signedIn ? (session.relationship?.customerName ?? format?.mobile(session.mobile) ?? '') : '';
  return html`<div class="header" part="header">
    <div class="utility"><slot name="logo" @slotchange=${handleLogo}>${utilityName}</slot></div>
    ${name ? html`<min-side-menu .name=${name} .text=${text.frame} .logOut=${logOut}></min-side-menu>` : nothing}
  </div>`;
}

/** Whose numbers they are: two relationships of one person are told apart by nothing else, and on paper nothing else says it. */
export const renderWhose = (session: Session): TemplateResult | typeof nothing =>
  session.signedIn && session.relationship
    ? html`<p class="whose">
        ${[session.relationship.ownName ?? session.relationship.customerName, session.relationship.plantNumber, session.relationship.address].join(' · ')}
      </p>`
    : nothing;

/** The four pages as links: they can be opened in a new tab, and the browser's back knows them. */
export function renderTabs(text: Text, current: Page): TemplateResult {
  const go = (event: MouseEvent, page: Page): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    event.currentTarget?.dispatchEvent(new GoEvent({ page, rest: [] }));
  };
  return html`<nav part="tabs" aria-label=${text.frame.pagesLabel}>
    ${pageNames.map(
      (page) =>
        html`<a
          href=${hrefTo({ page, rest: [] })}
          aria-current=${page === current ? 'page' : nothing}
          @click=${(event: MouseEvent) => go(event, page)}
          ><span class="long">${text.frame.pages[page].long}</span><span class="short">${text.frame.pages[page].short}</span></a
        >`,
    )}
  </nav>`;
}
