import { aTimeout, oneEvent } from '@open-wc/testing';
import { until } from './until.ts';

/** Everything below a root, through all shadow roots. */
function* below(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* below(element.shadowRoot);
  }
}

const all = (root: Element): Element[] => [...below(root), ...(root.shadowRoot ? below(root.shadowRoot) : [])];
const visible = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true });
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
const words = (element: Element): string => plain(element.textContent ?? '');

/** All that can be read, in one line. */
export const textOf = (root: Element): string =>
  all(root)
    .filter((element) => visible(element) && ![...element.children].some((child) => words(child)) && words(element))
    .map(words)
    .join(' | ');

/** Waits until a sentence can be read, anywhere below `root`. */
export async function sees(root: Element, sentence: string): Promise<void> {
  const readable = (): boolean => all(root).some((element) => visible(element) && words(element).includes(plain(sentence)));
  await until(readable, `Nobody can read "${sentence}" in: ${textOf(root)}`).catch((error: Error) => {
    throw new Error(`${error.message}\n${textOf(root)}`);
  });
}

/** The accessible name, as far as these pages need it: without what is hidden. */
const nameOf = (element: Element): string =>
  element.getAttribute('aria-label') ??
  plain(
    [...element.childNodes]
      .filter((node) => node instanceof Text || (node instanceof Element && visible(node)))
      .map((node) => node.textContent)
      .join(''),
  );

/** The button or link with these words; waits for it. */
export async function button(root: Element, name: string): Promise<HTMLElement> {
  const find = (): HTMLElement | undefined =>
    all(root).find((element) => element.matches('button, a, summary, [role=menuitem]') && visible(element) && nameOf(element) === name) as
      | HTMLElement
      | undefined;
  await until(find, `no button "${name}"`).catch((error: Error) => {
    throw new Error(`${error.message} in: ${textOf(root)}`);
  });
  return find()!;
}

/** Presses the button or link with these words. */
export async function press(root: Element, name: string): Promise<void> {
  (await button(root, name)).click();
  await aTimeout(0);
}

/** The field with this label; waits for it. */
export async function field(root: Element, label: string): Promise<HTMLInputElement> {
  const find = (): HTMLInputElement | null | undefined =>
    all(root)
      .filter((element) => element.matches('label') && visible(element) && words(element) === label)
      .map((element) => (element as HTMLLabelElement).control as HTMLInputElement | null)
      .find(Boolean);
  await until(find, `no field "${label}"`);
  return find()!;
}

/** Types into the field with this label. */
export async function type(root: Element, label: string, value: string): Promise<void> {
  const input = await field(root, label);
  input.focus();
  input.value = value;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await aTimeout(0);
}

/** What has the focus, through all shadow roots. */
export function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** Does something, and waits for one of the widget's own events that it brings about. */
export async function hears<Name extends keyof HTMLElementEventMap>(
  root: Element,
  name: Name,
  action: () => unknown,
): Promise<HTMLElementEventMap[Name]> {
  const event = oneEvent(root, name) as Promise<unknown>;
  action();
  return (await event) as HTMLElementEventMap[Name];
}
