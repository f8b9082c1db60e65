/** What runs in the page, in every engine alike: finds what a person would, by its role and name, in shadow roots too. */
import { computeAccessibleName, getRole } from 'dom-accessibility-api';

export type Role = 'button' | 'link' | 'textbox' | 'checkbox' | 'heading' | 'menuitem' | 'tab' | 'radio' | 'dialog' | 'searchbox';

/** By role and name, by name alone, or by a CSS selector; `host >>> inner` finds in the shadow root of a host. */
export interface Target {
  role?: Role;
  name?: string;
  css?: string;
}

/** Where a pointer would hit it, in CSS pixels of the window. */
export interface Place {
  x: number;
  y: number;
}

/** On a page that the click led to there is nothing to doubt. */
let landed = true;

const atThePage = {
  /** Whether it is there to be seen. */
  isThere: (target: Target): boolean => find(target) !== undefined,

  /** Brings it into view and says where it is; null as long as it isn't there, moves, can't be used or is covered. */
  async place(target: Target): Promise<Place | null> {
    const element = find(target);
    if (!element || element.matches(':disabled')) return null;
    const before = element.getBoundingClientRect();
    if (before.top < 0 || before.bottom > innerHeight) element.scrollIntoView({ block: 'center', behavior: 'instant' });
    const once = element.getBoundingClientRect();
    await new Promise((resolve) => setTimeout(resolve, 30));
    const { left, top, width, height } = element.getBoundingClientRect();
    if (left !== once.left || top !== once.top || width !== once.width || height !== once.height || width === 0) return null;
    const place = { x: left + width / 2, y: top + height / 2 };
    if (!isHit(element, place)) return null;
    landed = false;
    element.addEventListener('click', () => (landed = true), { capture: true, once: true });
    return place;
  },

  /** Whether the click at the place given last reached what was meant: the page may have scrolled meanwhile. */
  hasLanded: (): boolean => landed,

  /** The focus into a field, with all that stands in it chosen, so that what is typed replaces it. */
  focus(target: Target): boolean {
    const field = find(target) as HTMLInputElement | undefined;
    field?.focus();
    field?.select();
    return field !== undefined && !field.disabled;
  },

  /** Names of all with this role, in the order of the page. */
  names: (role: Role): string[] =>
    everything()
      .filter((element) => roleOf(element) === role && isSeen(element))
      .map(nameOf),

  /** What is read of each that fits. */
  texts: (css: string): string[] =>
    everything()
      .filter((element) => fits(element, css))
      .map(readTrimmed),

  /** What is read of each cell of the rows that fit. */
  rows: (css: string): string[][] =>
    everything()
      .filter((element) => fits(element, css))
      .map((row) => [...(row as HTMLTableRowElement).cells].map(readTrimmed)),

  /** What of the portal can be pressed and is smaller than a finger; a link within a sentence is as high as its line. */
  smallTargets: (least: number): string[] =>
    everything()
      .filter(
        (element) => element.getRootNode() instanceof ShadowRoot && element.matches(pressed) && isSeen(element) && !isInSentence(element),
      )
      .flatMap((element) => {
        const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
        return Math.min(width, height) < least - 0.5 ? [`${Math.round(width)}×${Math.round(height)} ${nameOf(element)}`] : [];
      }),

  box(css: string): { x: number; y: number; width: number; height: number } | null {
    const element = find({ css });
    element?.scrollIntoView({ block: 'center', behavior: 'instant' });
    const box = element?.getBoundingClientRect();
    return box ? { x: box.x, y: box.y, width: box.width, height: box.height } : null;
  },

  /** All visible text. */
  text: (): string =>
    read(document.body)
      .replaceAll(/[^\S\n]+/g, ' ')
      .replaceAll(/\s*\n\s*/g, '\n'),
};

export type AtThePage = typeof atThePage;

(globalThis as unknown as { atThePage: AtThePage }).atThePage = atThePage;

/** What costs least is asked first: a name is computed of its parts, and their styles. */
function find({ role, name, css }: Target): Element | undefined {
  return everything().find(
    (element) =>
      (css === undefined || fits(element, css)) &&
      (role === undefined ? name === undefined || element.matches(named) : roleOf(element) === role) &&
      element.checkVisibility({ visibilityProperty: true }) &&
      (name === undefined || nameOf(element) === name) &&
      isSeen(element),
  );
}

/** A chart's values have elements for screen readers, which no finger meets. */
const pressed = 'a[href], button:not(.values *), summary, select, input, [role="menuitem"]';

const isInSentence = (element: Element): boolean =>
  /^inline(-block)?$/.test(getComputedStyle(element).display) &&
  [...(element.parentNode?.childNodes ?? [])].some((node) => node instanceof Text && node.data.trim() !== '');

const readTrimmed = (element: Element): string => (element.textContent ?? '').trim();

function fits(element: Element, css: string): boolean {
  const [inner, host] = css.split(' >>> ').toReversed();
  return element.matches(inner!) && (host === undefined || (element.getRootNode() as ShadowRoot).host?.matches(host));
}

/** What takes a name of its own where no role is asked for. */
const named = 'button, a, input, [role]';

function* below(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* below(element.shadowRoot);
  }
}

const everything = (): Element[] => [...below(document)];

/** A password has no role of its own, but is a text field to who uses it. */
const roleOf = (element: Element): string | null => (element.matches('input[type="password"]') ? 'textbox' : getRole(element));

const nameOf = (element: Element): string => computeAccessibleName(element).replaceAll(/\s+/g, ' ').trim();

const isSeen = (element: Element): boolean =>
  element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]') && !behindModal(element);

/** What lies behind an open modal dialog can't be reached. */
function behindModal(element: Element): boolean {
  const modal = everything().find((candidate) => candidate.matches('dialog:modal'));
  if (!modal) return false;
  for (let at: Node | null = element; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) if (at === modal) return false;
  return true;
}

function isHit(element: Element, { x, y }: Place): boolean {
  let hit = document.elementFromPoint(x, y);
  for (let root = hit?.shadowRoot; root; root = hit?.shadowRoot) {
    const inner = root.elementFromPoint(x, y);
    if (!inner || inner === hit) break;
    hit = inner;
  }
  return hit !== null && (element.contains(hit) || hit.contains(element) || isLabelOf(hit, element));
}

const isLabelOf = (hit: Element, element: Element): boolean =>
  element instanceof HTMLInputElement && [...(element.labels ?? [])].some((label) => label.contains(hit));

function read(node: Node): string {
  if (node instanceof Text) return node.data;
  if (node instanceof HTMLSlotElement && node.assignedNodes().length > 0) return node.assignedNodes().map(read).join('');
  if (node instanceof Element) {
    if (node.matches('script, style, template') || !node.checkVisibility({ visibilityProperty: true })) return '';
    const inner = [...(node.shadowRoot ?? node).childNodes].map(read).join('');
    return getComputedStyle(node).display.startsWith('inline') ? inner : `\n${inner}\n`;
  }
  return [...node.childNodes].map(read).join('');
}
