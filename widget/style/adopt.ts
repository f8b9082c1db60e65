import type { CSSResult, LitElement } from 'lit';

/** Sheets that an element's first picture does without: a slow phone reads them once that is painted. Does nothing about those that the element has. */
export function adopt(element: LitElement, styles: CSSResult[]): void {
  const { adoptedStyleSheets } = element.renderRoot as ShadowRoot;
  for (const { styleSheet } of styles) if (!adoptedStyleSheets.includes(styleSheet!)) adoptedStyleSheets.push(styleSheet!);
}
