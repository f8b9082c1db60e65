import { css } from 'lit';

/**
 * Every property a page may set on `min-side` (or on any element around it), with its default. Inside, only the `--ms-…` names are used.
 * `light-dark()` follows the page's `color-scheme`: a page that declares none is light.
 *
 * Sizes of text follow the reader's own font size: `medium` is what they have set in the browser, whatever the page does to its
 * root (62.5 %). A custom property can only carry it down as a length when it is registered.
 */
try {
  CSS.registerProperty({ name: '--ms-medium', syntax: '<length>', inherits: true, initialValue: '16px' });
} catch {
  // By another copy of the script.
}

export const tokens = css`
  .frame,
  .launcher,
  dialog {
    font-size: medium;
    --ms-medium: calc(1em / var(--ms-text-zoom, 1));
    --ms-text-small: var(--min-side-text-small, calc(var(--ms-medium) * 0.875));
    --ms-text: var(--min-side-text, var(--ms-medium));
    --ms-text-large: var(--min-side-text-large, calc(var(--ms-medium) * 1.25));
    --ms-text-heading: var(--min-side-text-heading, calc(var(--ms-medium) * 1.75));
    --ms-text-number: var(--min-side-text-number, calc(var(--ms-medium) * 2.5));
    --ms-column: calc(var(--ms-medium) * 25 * var(--ms-text-zoom, 1));
    /* There is none: text-zoom.ts asks what 16 pixels are. */
    &::before {
      font-size: 16px;
    }
  }
  :host {
    /* colour */
    --ms-accent: var(--min-side-accent, light-dark(#0b5d66, #7ccdd4));
    --ms-on-accent: var(--min-side-on-accent, light-dark(#ffffff, #06262a));
    --ms-ground: var(--min-side-ground, light-dark(#ffffff, #10181a));
    --ms-raised: var(--min-side-raised, light-dark(#f1f6f6, #1a2628));
    --ms-ink: var(--min-side-ink, light-dark(#142123, #e8f0f0));
    --ms-muted: var(--min-side-muted, light-dark(#4b5d60, #a7b8ba));
    --ms-line: var(--min-side-line, light-dark(#d2dddd, #324245));
    --ms-edge: var(--min-side-edge, light-dark(#6a7f82, #7e9598));
    --ms-wrong: var(--min-side-wrong, light-dark(#a5241b, #ff9f93));
    --ms-wrong-ground: var(--min-side-wrong-ground, light-dark(#fdf1ef, #341b18));
    --ms-notice-ground: var(--min-side-notice-ground, light-dark(#fdf4de, #30290f));
    --ms-focus: var(--min-side-focus, light-dark(#142123, #ffffff));

    /* space: steps of one unit */
    --ms-unit: var(--min-side-space, 8px);
    --ms-space-half: calc(var(--ms-unit) * 0.5);
    --ms-space: var(--ms-unit);
    --ms-space-2: calc(var(--ms-unit) * 2);
    --ms-space-3: calc(var(--ms-unit) * 3);
    --ms-space-4: calc(var(--ms-unit) * 4);
    --ms-space-6: calc(var(--ms-unit) * 6);

    /* form */
    --ms-radius: var(--min-side-radius, 6px);
    --ms-target: var(--min-side-target, 44px);
  }
`;

/** Of charts: three years from the oldest to the newest, and what is not measured. */
export const chartTokens = css`
  :host {
    --ms-chart-1: var(--min-side-chart-1, light-dark(#649ca2, #48777c));
    --ms-chart-2: var(--min-side-chart-2, light-dark(#29656d, #76b0b6));
    --ms-chart-3: var(--min-side-chart-3, light-dark(#04262b, #d8f6f9));
    --ms-chart-side: var(--min-side-chart-side, light-dark(#a4480b, #f0a868));
    --ms-chart-axis: var(--min-side-chart-axis, light-dark(#4b5d60, #a7b8ba));
    --ms-chart-grid: var(--min-side-chart-grid, light-dark(#e1e9e9, #263437));
  }
`;
