import { css } from 'lit';

/** What is said beside the numbers, and laid over the chart. */
export const factsStyle = css`
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
    font-weight: 600;
  }
  .more {
    margin-block-start: var(--ms-space-2);
  }
  .how dt {
    margin-block-start: var(--ms-space);
    font-weight: 600;
  }
  .how dd {
    max-width: 70ch;
    margin: 0;
    color: var(--ms-muted);
  }

  @media print {
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
