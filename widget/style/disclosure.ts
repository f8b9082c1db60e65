import { css } from 'lit';

/** What opens and closes: words behind a chevron that turns. */
export const disclosure = css`
  summary {
    display: flex;
    align-items: center;
    gap: var(--ms-space);
    min-height: var(--ms-target);
    cursor: pointer;
  }
  summary::before {
    content: '';
    flex: none;
    width: 0.45em;
    height: 0.45em;
    border: solid currentcolor;
    border-width: 0 1.5px 1.5px 0;
    transform: rotate(-45deg);
  }
  [open] > summary::before {
    transform: rotate(45deg);
  }
`;
