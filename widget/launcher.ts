import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { Text } from './text/nb.ts';

/** Launchers of the page in the order they came: a second one would lie on the first. */
const launchers = new Set<LitElement>();

/** Whether this launcher is the one that is seen. One that was taken out of the page may hear of something yet, and stands in nobody's way. */
export const isFirstLauncher = (launcher: LitElement): boolean =>
  launcher.isConnected && launchers.add(launcher).values().next().value === launcher;
/** The next one comes into sight. */
export function forgetLauncher(launcher: LitElement): void {
  if (launchers.delete(launcher)) launchers.values().next().value?.requestUpdate();
}

interface LauncherState {
  text: Text;
  open: boolean;
  handleOpen: () => void;
  handleClose: (event: Event) => void;
}

/** The link at the bottom right and, while it is open, the dialog with the portal. */
export function renderLauncher({ text, open, handleOpen, handleClose }: LauncherState, portal: () => TemplateResult): TemplateResult {
  return html`<div class="over">
    <button class="launcher" part="launcher" type="button" popover="manual" aria-haspopup="dialog" ?hidden=${open} @click=${handleOpen}>
      ${text.frame.launcher}
    </button>
    ${
      open
        ? html`<dialog part="dialog" aria-label=${text.frame.launcher} @close=${handleClose}>
            <form method="dialog"><button class="plain" part="close">${text.frame.close}</button></form>
            ${portal()}
          </dialog>`
        : nothing
    }
  </div>`;
}

/**
 * Lifts the link above the page: in a part of the page that is moved by `transform` or cut off, it would stand at that part's end.
 * Moved in the document, it has fallen down again.
 */
export function liftLink(link: HTMLElement): void {
  if (link.isConnected && !link.matches(':popover-open')) link.showPopover();
}

const shown = new WeakSet<HTMLDialogElement>();

/**
 * Shows the dialog over the page; one that was moved in the document is open without being modal, and is shown anew.
 * One that has been closed stays so, though the element hears of that only a moment later.
 */
export function showModally(dialog: HTMLDialogElement): void {
  // Taken out of the page while it opens, it can't be shown.
  if (!dialog.isConnected || dialog.matches(':modal') || (shown.has(dialog) && !dialog.open)) return;
  shown.add(dialog);
  if (dialog.open) dialog.removeAttribute('open');
  dialog.showModal();
}
