import { css } from 'lit';

/** The chart's form, and of uPlot's own style sheet (1.6.32) what a plot without legend and cursor needs. */
export const chartStyle = css`
  .uplot {
    position: absolute;
    inset: 0;
  }
  .u-wrap {
    position: relative;
    user-select: none;
  }
  .u-over,
  .u-under,
  .u-axis {
    position: absolute;
  }
  .uplot canvas {
    display: block;
    position: relative;
    width: 100%;
    height: 100%;
  }
  .uplot .axis-in-view {
    position: sticky;
    left: 0;
    z-index: 1;
    pointer-events: none;
  }

  /* After a moment, so that a quick answer makes nothing blink. */
  :host([aria-busy='true']) .uplot {
    opacity: 0.35;
    transition: opacity 0.15s 0.1s;
  }
  figure {
    margin: 0;
  }
  .head {
    display: flex;
    align-items: center;
    gap: var(--ms-space-2);
    min-height: var(--ms-target);
  }
  .head button {
    margin-inline-start: auto;
  }
  .unit {
    color: var(--ms-chart-axis);
  }
  .side {
    color: var(--ms-chart-side);
  }
  .plot {
    position: relative;
    height: clamp(300px, 46cqi, 380px);
    overflow: clip;
    border-radius: 2px;
    touch-action: pan-x pan-y;
  }
  .pan {
    overflow: auto hidden;
  }
  .values > * {
    position: absolute;
    z-index: 1;
    padding: 0;
    border: 0;
    opacity: 0;
    pointer-events: none;
  }
  .opens {
    cursor: pointer;
  }
  .marker {
    position: absolute;
    z-index: 1;
    pointer-events: none;
    border-radius: 2px;
    background: color-mix(in srgb, var(--ms-ink) 12%, transparent);
  }
  .tooltip {
    position: absolute;
    z-index: 2;
    top: 0;
    left: 0;
    display: grid;
    max-width: 16em;
    padding: var(--ms-space) calc(var(--ms-unit) * 1.5);
    border: 1px solid var(--ms-line);
    border-radius: var(--ms-radius);
    background: var(--ms-ground);
    color: var(--ms-ink);
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.16);
    pointer-events: none;
  }
  .tooltip strong {
    font-size: var(--ms-text-large);
  }

  /* Canvas colours are read from these; the short transition tells when the scheme has changed. */
  .inks {
    position: absolute;
    visibility: hidden;
  }
  .inks i {
    transition: color 1ms;
    forced-color-adjust: none;
  }
  /* At once: the page is not on paper yet when it is painted for it. */
  .inks.light i {
    color-scheme: light;
    transition: none;
  }
  .tone-1 {
    color: var(--ms-chart-1);
  }
  .tone-2 {
    color: var(--ms-chart-2);
  }
  .tone-3 {
    color: var(--ms-chart-3);
  }
  .axis {
    color: var(--ms-chart-axis);
  }
  .grid {
    color: var(--ms-chart-grid);
  }
  .line {
    color: var(--ms-chart-side);
  }
  .ground {
    color: var(--ms-ground);
  }

  .scroll {
    overflow-x: auto;
  }
  .on-paper {
    display: none;
  }
  tfoot,
  .group th {
    font-weight: 600;
  }
  .group th {
    padding-block-start: var(--ms-space-2);
  }
  th button {
    font-weight: inherit;
  }
  @media (prefers-reduced-motion: reduce) {
    :host([aria-busy='true']) .uplot {
      transition: none;
    }
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--ms-text-small);
  }
  th,
  td {
    padding: var(--ms-space) var(--ms-space-2) var(--ms-space) 0;
    border-bottom: 1px solid var(--ms-line);
    font-weight: inherit;
    text-align: start;
  }
  th {
    white-space: nowrap;
  }
  /* Which month or hour it is stays in view where the table moves sideways. */
  th:first-child:not([colspan]) {
    position: sticky;
    left: 0;
    background: var(--ms-ground);
  }
  thead th {
    background: var(--ms-ground);
    color: var(--ms-muted);
  }
  td,
  thead th + th {
    text-align: end;
  }
  /* Columns that stand alike, whatever one of their values needs words for. */
  @container (width >= 640px) {
    table {
      table-layout: fixed;
    }
    th:first-child {
      width: 30%;
    }
  }
  td.wide {
    text-align: start;
  }
  .head button,
  table button {
    min-height: var(--ms-target);
    padding: 0;
    color: var(--ms-accent);
    text-decoration: underline;
    border: 0;
    background: none;
    font: inherit;
    text-align: inherit;
    cursor: pointer;
  }
  table button {
    min-width: var(--ms-target);
  }

  @media print {
    .head button,
    .tooltip,
    .marker,
    .values {
      display: none;
    }
    .on-paper {
      display: block;
    }
    .side {
      margin-inline-start: auto;
    }
    table button.link {
      min-height: 0;
      padding: 0;
      color: inherit;
      text-decoration: none;
    }
    th,
    td {
      padding-block: 0;
    }
    /* The days of a month, the hours of a day: beside each other, so that they stand on the same page as their chart. */
    .scroll.long {
      overflow: visible;
      columns: 2;
      column-gap: 32px;
    }
    /* The hours of a month. */
    .long:has(tbody:nth-of-type(9)) {
      columns: 4;
      column-gap: 16px;
    }
    .long:has(tbody:nth-of-type(9)) th {
      white-space: normal;
    }
    .long:has(tbody:nth-of-type(9)) th:first-child {
      width: 40%;
      padding-inline: 0;
    }
    .pan {
      overflow: visible;
    }
    .plot {
      min-width: 0 !important;
      height: auto;
      overflow: visible;
      break-inside: avoid;
    }
    /* Painted for the paper's width; narrower paper makes it smaller, never cut. */
    .uplot,
    .u-wrap {
      position: static;
      width: 100% !important;
      height: auto !important;
    }
    .uplot canvas {
      height: auto;
    }
    .u-over,
    .u-under {
      display: none;
    }
    .head {
      min-height: 0;
    }
    table {
      font-size: 11px;
      line-height: 1.25;
    }
    /* The sum once, at the end. */
    tfoot {
      display: table-row-group;
    }
    tr {
      break-inside: avoid;
    }
  }
`;
