import { css } from 'lit';

/** What every page and part adopts: box, headings, paragraphs, links, lists of facts. Builds on the tokens. */
export const base = css`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  dl,
  dd,
  ul,
  figure {
    margin: 0;
    padding: 0;
  }
  h2,
  h3 {
    color: var(--ms-ink);
    font-weight: 600;
    line-height: 1.2;
  }
  h2 {
    font-size: var(--ms-text-heading);
    letter-spacing: -0.01em;
    overflow-wrap: anywhere;
  }
  @container (width < 480px) {
    h2 {
      font-size: calc(var(--ms-text-heading) * 0.86);
    }
  }
  h2:focus {
    outline: none;
  }
  h3 {
    font-size: var(--ms-text-large);
  }
  p {
    max-width: 68ch;
  }
  ul {
    list-style: none;
  }
  a,
  button.link {
    color: var(--ms-accent);
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
  }
  a:hover,
  button.link:hover {
    text-decoration-thickness: 2px;
  }
  :focus-visible {
    outline: 3px solid var(--ms-focus);
    outline-offset: 2px;
    border-radius: 3px;
    box-shadow: 0 0 0 2px var(--ms-ground);
  }
  .muted {
    color: var(--ms-muted);
  }
  .small {
    font-size: var(--ms-text-small);
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  /* The number first and large, its unit small beside it. */
  .figure {
    color: var(--ms-muted);
    font-size: var(--ms-text-large);
    line-height: 1.1;
  }
  .figure strong {
    color: var(--ms-ink);
    font-size: var(--ms-text-number);
    font-weight: 600;
    letter-spacing: -0.02em;
  }
  .visually-hidden {
    position: absolute !important;
    width: 1px !important;
    height: 1px;
    min-height: 0 !important;
    margin: -1px !important;
    padding: 0 !important;
    border: 0 !important;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .notice {
    max-width: none;
    padding: var(--ms-space-2);
    border-radius: var(--ms-radius);
    background: var(--ms-notice-ground);
  }
  .failure {
    padding: var(--ms-space-2);
    border-radius: var(--ms-radius);
    background: var(--ms-wrong-ground);
  }
`;
