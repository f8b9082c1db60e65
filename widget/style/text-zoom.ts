/**
 * Firefox zooms text alone by multiplying every length that stands in `font-size`; `1em` kept
 * as a length is multiplied already, and would be a second time. Told to an element's style is by how much (`--ms-text-zoom`, tokens.ts).
 */
const zoom =
  'mozInnerScreenX' in window &&
  new ResizeObserver((entries) => {
    for (const { target } of entries)
      (target as HTMLElement).style.setProperty('--ms-text-zoom', `${parseFloat(getComputedStyle(target, '::before').fontSize) / 16}`);
  });

/** Before it is painted, and when the zoom changes, as nearly everything then has another size. */
export function followTextZoom(element: Element): void {
  if (zoom) zoom.observe(element);
}
