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

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: var(--ms-space-half) var(--ms-space-2);
    margin-block-end: var(--ms-space);
    color: var(--ms-muted);
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: var(--ms-space);
  }
  .legend i {
    width: 1em;
    height: 1em;
    border-radius: 2px;
    background: var(--tone);
    forced-color-adjust: none;
  }
  .tone-0 {
    --tone: var(--ms-chart-1);
  }
  .tone-1 {
    --tone: var(--ms-chart-2);
  }
  .tone-2 {
    --tone: var(--ms-chart-3);
  }
  .legend .look-e,
  .legend .look-u,
  .legend .look-gap {
    --tone: var(--ms-chart-axis);
    background: repeating-linear-gradient(-45deg, var(--tone) 0 1.5px, color-mix(in srgb, var(--tone) 25%, transparent) 1.5px 4.5px);
  }
  .legend .look-u {
    background: repeating-linear-gradient(45deg, var(--tone) 0 1.5px, color-mix(in srgb, var(--tone) 60%, transparent) 1.5px 4.5px);
  }
  .legend .look-gap {
    background: repeating-linear-gradient(-45deg, var(--ms-chart-axis) 0 1.5px, transparent 1.5px 4.5px);
    outline: 1px solid var(--ms-chart-axis);
    outline-offset: -1px;
  }
  .legend .look-awaited {
    background: radial-gradient(circle, var(--ms-chart-axis) 1px, transparent 1.5px) 0 0 / 7px 7px;
    outline: 1px solid var(--ms-line);
    outline-offset: -1px;
  }
  .legend .look-weekend {
    background: color-mix(in srgb, var(--ms-chart-grid) 55%, transparent);
    outline: 1px solid var(--ms-line);
    outline-offset: -1px;
  }
  .legend .look-x {
    background: var(--ms-chart-grid);
  }
  .legend .look-before {
    border: 1.5px solid var(--ms-chart-axis);
    background: none;
  }
  .legend .look-peak {
    border: 1.5px solid var(--ms-chart-side);
    border-radius: 50%;
    background: none;
  }
  .legend .look-top {
    height: 2px;
    background: var(--ms-chart-axis);
  }
  .legend .look-swap,
  .legend .look-note {
    width: 10px;
    height: 9px;
    margin: 2px;
    border-radius: 0;
    background: var(--ms-chart-axis);
    clip-path: polygon(50% 0, 100% 100%, 0 100%);
  }
  .legend .look-note {
    height: 10px;
    clip-path: polygon(50% 0, 100% 50%, 50% 100%, 0 50%);
  }
  .legend .look-c,
  .legend .look-h {
    width: 6px;
    height: 6px;
    margin: 4px;
    border-radius: 50%;
    background: var(--ms-chart-axis);
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
  .overlays {
    display: flex;
    flex-wrap: wrap;
    min-height: var(--ms-target);
    gap: 0 var(--ms-space-3);
  }
  .overlays label {
    display: flex;
    align-items: center;
    gap: var(--ms-space);
    min-height: var(--ms-target);
    margin: 0;
    font-weight: 400;
  }
  .overlays i {
    width: 14px;
    height: 3px;
    background: var(--ms-chart-side);
    forced-color-adjust: none;
  }
  .overlays .overlay-usual {
    height: 12px;
    border: 1px solid var(--ms-chart-axis);
    background: var(--ms-chart-grid);
  }
  /* The place is kept while they are fetched, so that nothing jumps. */
  .answers {
    min-height: 200px;
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr));
    gap: var(--ms-space-3);
  }
  .fact {
    display: grid;
    align-content: start;
    gap: var(--ms-space-half);
  }
  .fact h3,
  .more h3 {
    margin: 0;
    color: var(--ms-muted);
    font-size: var(--ms-text-small);
    font-weight: 400;
  }
  .fact-number {
    font-size: var(--ms-text-large);
    font-weight: 650;
  }
  .more {
    margin-block-start: var(--ms-space-2);
  }
  .how dt {
    margin-block-start: var(--ms-space);
    font-weight: 650;
  }
  .how dd {
    max-width: 70ch;
    margin: 0;
    color: var(--ms-muted);
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
    .controls,
    .overlays,
    .more > summary {
      display: none;
    }
    /* How it is reckoned is printed, whether it is open or not. */
    .more::details-content {
      display: block;
      content-visibility: visible;
      block-size: auto;
    }
    .legend i {
      print-color-adjust: exact;
    }
    .view {
      gap: var(--ms-space);
    }
    .notes,
    .answers {
      --ms-text-small: 10px;
      --ms-text: 10px;
      --ms-text-large: 14px;
      font-size: 10px;
      line-height: 1.25;
    }
    .how {
      columns: 3;
    }
    .facts {
      grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
      gap: var(--ms-space) var(--ms-space-2);
    }
    .answers {
      min-height: 0;
    }
    .more,
    .how dt {
      margin-block-start: 0;
    }
    .overdue {
      padding-block: 0;
      font-size: 11px;
    }
    .fact {
      gap: 0;
    }
    .how dd {
      max-width: none;
    }
    .how dt {
      break-after: avoid;
    }
    .facts,
    .fact {
      break-inside: avoid;
    }
  }
`;
