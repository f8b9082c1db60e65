import { css } from 'lit';

/** The page's own form: the number large, the chart wide, the controls in one row that breaks. */
export const consumptionStyle = css`
  :host {
    container-type: inline-size;
  }
  /* Where the person's own colours rule, the years take three of those. */
  @media (forced-colors: active) {
    :host {
      --ms-chart-1: GrayText;
      --ms-chart-2: LinkText;
      --ms-chart-3: CanvasText;
      --ms-chart-axis: CanvasText;
      --ms-chart-grid: color-mix(in srgb, GrayText 35%, Canvas);
      --ms-chart-side: LinkText;
    }
    .switch {
      --ms-accent: SelectedItem;
      --ms-on-accent: SelectedItemText;
    }
  }
  .view {
    display: grid;
    gap: var(--ms-space-3);
  }
  .view > * {
    min-width: 0;
  }
  /* Texts are dimmed as far as they can still be read, the drawing further. */
  .old h2,
  .old .figure strong,
  .old .change {
    color: var(--ms-muted);
  }
  .failure {
    margin-block-end: var(--ms-space-3);
  }
  .waiting {
    height: 480px;
  }
  /* Comes after the chart, into its place. */
  min-side-downloads:not(:defined) {
    display: block;
    min-height: var(--ms-target);
  }

  /* As wide as a finger each, and in sight no further apart than words. */
  .path ol {
    display: flex;
    flex-wrap: wrap;
    margin: -6px 0 -6px calc(-1 * var(--ms-space));
    padding: 0;
    list-style: none;
  }
  .path li > * {
    padding-inline: var(--ms-space);
  }
  .path li > *,
  .steps a {
    display: inline-flex;
    align-items: center;
    min-width: var(--ms-target);
    min-height: var(--ms-target);
  }
  .path li + li::before {
    content: '›';
    color: var(--ms-muted);
  }
  .path [aria-current] {
    color: var(--ms-muted);
  }

  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: var(--ms-space) var(--ms-space-3);
  }
  /* A row of its own, which a paragraph's usual measure would leave to its neighbour. */
  .top > :not(.figure, .change) {
    flex-basis: 100%;
    max-width: none;
  }
  /* Beside the number, or below it where it would stand in a narrow column. */
  .change {
    flex: 1 15em;
  }
  .figure span {
    font-size: var(--ms-text);
  }

  .overdue {
    padding: var(--ms-space) var(--ms-space-2);
    border-inline-start: 3px solid var(--ms-accent);
    background: var(--ms-raised, color-mix(in srgb, var(--ms-accent) 8%, transparent));
  }

  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    min-height: var(--ms-target);
    gap: var(--ms-space-2);
  }
  .coming {
    visibility: hidden;
  }
  .switch {
    display: inline-flex;
    max-width: 100%;
  }
  .switch button + button {
    margin-inline-start: -2px;
  }
  .switch button:not(:last-child) {
    border-start-end-radius: 0;
    border-end-end-radius: 0;
  }
  .switch button:not(:first-child) {
    border-start-start-radius: 0;
    border-end-start-radius: 0;
  }
  .switch [aria-pressed='true'],
  .switch [aria-pressed='true']:hover {
    z-index: 1;
    border-color: var(--ms-accent);
    background: var(--ms-accent);
    color: var(--ms-on-accent);
    forced-color-adjust: none;
  }
  .switch button:focus-visible {
    z-index: 2;
  }
  .steps {
    display: flex;
    gap: var(--ms-space-3);
    margin-inline-start: auto;
  }
  .steps a {
    gap: var(--ms-space);
    text-decoration: none;
  }
  .steps a:hover {
    text-decoration: underline;
  }
  .arrow {
    font-size: var(--ms-text-large);
    line-height: 1;
  }
  .point {
    max-width: 100%;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--ms-space);
  }
  .notes {
    display: grid;
    gap: var(--ms-space);
    color: var(--ms-muted);
  }

  @container (width < 860px) {
    .steps {
      flex-basis: 100%;
      justify-content: space-between;
    }
  }
  @container (width < 400px) {
    .switch button {
      min-width: 0;
      padding-inline: var(--ms-space);
    }
    .steps {
      gap: var(--ms-space);
      font-size: var(--ms-text-small);
    }
  }
  /* What the weather says of it comes later, and takes a second line there. */
  @container (width < 640px) {
    .change {
      min-height: 2lh;
    }
  }
  @media print {
    .path,
    .controls {
      display: none;
    }
    .view {
      gap: var(--ms-space);
    }
    .overdue {
      padding-block: 0;
      font-size: 11px;
    }
  }
`;
