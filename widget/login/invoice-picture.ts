import { css, html, type TemplateResult } from 'lit';
import type { Text } from '../text/nb.ts';

/** Colours of the drawing: paper and lines of the page's own, the two numbers in the accent. */
export const invoicePicture = css`
  /* Where there is room beside the form, "Neste" is nearer. */
  @container (width >= 69em) {
    form {
      position: relative;
    }
    .aside {
      position: absolute;
      inset-block-start: 0;
      inset-inline-start: calc(100% + 2.5em);
      width: 17.5em;
    }
  }
  figure {
    margin-block-start: var(--ms-space-2);
    padding: var(--ms-space-2);
    border-radius: var(--ms-radius);
    background: var(--ms-raised);
  }
  figcaption {
    margin-block-end: var(--ms-space);
    color: var(--ms-muted);
    font-size: var(--ms-text-small);
  }
  svg {
    display: block;
    width: 100%;
    max-width: 368px;
  }
  text {
    fill: currentcolor;
  }
  .word,
  .value {
    font-weight: 600;
  }
  path {
    fill: var(--ms-ground);
    stroke: var(--ms-line);
  }
  .line {
    stroke-width: 5;
    stroke-linecap: round;
  }
  .mark {
    fill: none;
    stroke: var(--ms-accent);
    stroke-width: 2;
  }
  .value {
    fill: var(--ms-accent);
  }
`;

/** An invoice, drawn, that shows where the two numbers stand. */
export const renderInvoicePicture = ({ login }: Text): TemplateResult => html`
  <figure>
    <figcaption>${login.invoice}</figcaption>
    <svg viewBox="0 0 336 132" role="img" aria-label=${login.invoicePicture}>
      <path d="M8.5 131.5V8a4 4 0 0 1 4-4h311a4 4 0 0 1 4 4v123.5" />
      <text class="word" x="26" y="34" font-size="16">${login.invoiceWord}</text>
      <path class="line" d="M28.5 52.5h79m-79 13h61m-61 13h69m-69 34h279m-279 13h215" />
      <rect class="mark" x="134" y="17" width="178" height="76" rx="6" />
      <text class="muted" x="146" y="35" font-size="12">${login.invoicePlant}</text>
      <text class="value" x="146" y="50" font-size="13">123456</text>
      <text class="muted" x="146" y="69" font-size="12">${login.invoicePoint}</text>
      <text class="value" x="146" y="84" font-size="13">707057500000000000</text>
    </svg>
  </figure>
`;
