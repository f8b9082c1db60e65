import { css } from 'lit';

/** The list of invoices and one of them. */
export const invoiceStyle = css`
  .soon {
    font-size: var(--ms-text-large);
  }
  .rows > li {
    display: block;
  }
  .entry {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: var(--ms-space-half) var(--ms-space-2);
    align-items: baseline;
  }
  .entry > a {
    display: inline-flex;
    align-items: center;
    justify-self: start;
    min-height: var(--ms-target);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .amount {
    text-align: end;
    font-weight: 600;
    white-space: nowrap;
  }
  .about {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--ms-space-2);
  }
  .belonging {
    margin-block-start: var(--ms-space);
    padding-inline-start: var(--ms-space-2);
    border-inline-start: 3px solid var(--ms-line);
  }
  .check {
    grid-column: 1 / -1;
  }
  .check::before {
    content: '✓ ' / '';
    font-weight: 600;
  }
  .differs::before {
    content: '! ' / '';
  }
  .unknown::before {
    content: '';
  }
  .differs {
    color: var(--ms-wrong);
  }
  h3.check {
    margin-block-end: var(--ms-space);
  }
  .back {
    display: inline-flex;
    align-items: center;
    min-height: var(--ms-target);
  }
  .back::before {
    content: '‹' / '';
    margin-inline-end: var(--ms-space);
  }
  dd.copied button {
    min-height: var(--ms-target);
  }
  dd.copied {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--ms-space-2);
  }
  .line {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0 var(--ms-space-2);
    padding-block: var(--ms-space);
    border-block-start: 1px solid var(--ms-line);
  }
  .line > :last-child {
    grid-column: 1 / -1;
  }
  .line > .amount {
    grid-column: 2;
    font-weight: 400;
  }
  .sum {
    font-weight: 600;
  }
  .sum > .amount {
    font-weight: 600;
  }
  .files {
    display: flex;
    flex-wrap: wrap;
    gap: var(--ms-space);
  }
  .comparison > p + p,
  .comparison > p + dl {
    margin-block-start: var(--ms-space);
  }
  .comparison + .comparison {
    margin-block-start: var(--ms-space-3);
  }
`;
