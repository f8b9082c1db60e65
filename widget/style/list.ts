import { css } from 'lit';
import { disclosure } from './disclosure.ts';

/** Lists of relationships and devices, and tables of facts: the same on every page. */
export const list = css`
  ${disclosure}
  :host {
    max-width: 640px;
  }
  h2 {
    margin-block-end: var(--ms-space-3);
  }
  h3 {
    margin-block-end: var(--ms-space-2);
  }
  section {
    margin-block-start: var(--ms-space-6);
  }
  section:first-of-type {
    margin-block-start: 0;
  }
  .notice {
    margin-block-end: var(--ms-space-3);
  }
  .notice button {
    margin-block-start: var(--ms-space);
  }
  a.target {
    display: inline-flex;
    align-items: center;
    min-height: var(--ms-target);
  }
  .next {
    margin-block-start: var(--ms-space);
  }
  .rows > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--ms-space) var(--ms-space-2);
    padding-block: var(--ms-space-2);
    border-block-start: 1px solid var(--ms-line);
  }
  .rows > li:last-child {
    border-block-end: 1px solid var(--ms-line);
  }
  .rows > li > :first-child {
    flex: 1 1 220px;
    min-width: 0;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--ms-space);
  }
  .choices {
    display: grid;
    gap: var(--ms-space);
  }
  .choices button {
    width: 100%;
    justify-content: start;
    padding: var(--ms-space-2);
    font-weight: 400;
  }
  .tag {
    display: inline-block;
    padding: 0 var(--ms-space);
    border-radius: 999px;
    background: var(--ms-raised);
    color: var(--ms-muted);
    font-size: var(--ms-text-small);
    font-weight: 400;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(120px, max-content) 1fr;
    gap: var(--ms-space) var(--ms-space-4);
  }
  dt {
    color: var(--ms-muted);
  }
  dd {
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  @container (width < 480px) {
    dl {
      grid-template-columns: 1fr;
      gap: 0;
    }
    dd {
      margin-block-end: var(--ms-space-2);
    }
  }
  details {
    border-block-start: 1px solid var(--ms-line);
  }
  details:last-of-type {
    border-block-end: 1px solid var(--ms-line);
  }
  summary {
    padding-block: var(--ms-space-2);
    font-weight: 600;
  }
  summary .second {
    display: block;
    font-weight: 400;
  }
  p[role='status']:not(:empty) {
    margin-block-start: var(--ms-space);
  }
  p[role='status'] + form {
    margin-block-start: var(--ms-space-2);
  }
  .last {
    margin-block-start: var(--ms-space-3);
  }
  summary:hover {
    color: var(--ms-accent);
  }
  details > :not(summary) {
    margin-block-end: var(--ms-space-3);
  }
`;

/** A page's sections on a wide screen, beside each other. */
export const beside = css`
  @container (width >= 60em) {
    :host {
      display: grid;
      grid-template-columns: 1fr 1fr;
      column-gap: var(--ms-space-6);
      align-items: start;
      max-width: none;
    }
    h2 {
      grid-column: 1 / -1;
    }
    section,
    section:first-of-type {
      margin-block: 0 var(--ms-space-6);
    }
    .beside {
      grid-area: 2 / 2 / span 9;
    }
  }
`;
