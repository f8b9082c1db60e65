import { css } from 'lit';

/** What the chart's colours and marks mean. */
export const legendStyle = css`
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

  @media print {
    .legend i {
      print-color-adjust: exact;
    }
  }
`;
