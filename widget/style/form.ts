import { css, type CSSResult } from 'lit';

/** Buttons, and fields to type into: all that a form has in its first picture. */
export const fields = css`
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-height: var(--ms-target);
    margin: 0;
    padding: var(--ms-space) var(--ms-space-3);
    border: 2px solid var(--ms-accent);
    border-radius: var(--ms-radius);
    background: var(--ms-accent);
    color: var(--ms-on-accent);
    font: inherit;
    font-weight: 600;
    text-align: start;
    cursor: pointer;
  }
  button:hover {
    background: color-mix(in oklab, var(--ms-accent) 86%, var(--ms-ink));
  }
  button.link {
    min-height: 0;
    padding: 0;
    border: 0;
    background: none;
    font-weight: inherit;
    display: inline;
  }
  .alone > button.link {
    min-height: var(--ms-target);
  }
  button:focus-visible {
    border-radius: var(--ms-radius);
  }
  form {
    display: grid;
    justify-items: start;
    gap: var(--ms-space-3);
    max-width: var(--ms-column);
  }
  .field,
  .check,
  .notice,
  .failure {
    width: 100%;
  }
  label {
    display: block;
    font-weight: 600;
  }
  select,
  input:not([type='checkbox']) {
    padding: var(--ms-space) 12px;
    border: 1px solid var(--ms-edge);
    border-radius: var(--ms-radius);
    background: var(--ms-ground);
    color: var(--ms-ink);
    font: inherit;
  }
  input:not([type='checkbox']) {
    width: 100%;
    min-height: 48px;
    margin-block-start: 6px;
    font-variant-numeric: tabular-nums;
    appearance: none;
  }
  input:not([type='checkbox']):focus-visible {
    border-radius: var(--ms-radius);
    outline-offset: 0;
  }
`;

/** What a form has once something was done with it, and what only some have. */
export const beyondFields = css`
  button.plain,
  button.quiet {
    background: transparent;
    color: var(--ms-accent);
  }
  button.quiet {
    border-color: var(--ms-line);
    color: var(--ms-ink);
  }
  button.plain:hover,
  button.quiet:hover {
    background: var(--ms-raised);
  }
  form > p[role='status']:empty {
    margin-block-start: calc(-1 * var(--ms-space-3));
  }
  .check {
    margin-block-start: var(--ms-space);
  }
  button[aria-disabled='true'] {
    cursor: default;
  }
  button.link[aria-disabled='true'] {
    color: var(--ms-muted);
    text-decoration: none;
  }
  /* A waiting button keeps its width: both words lie in one cell. */
  .submit {
    display: inline-grid;
    justify-items: center;
  }
  .submit > span {
    grid-area: 1 / 1;
  }
  .submit[aria-disabled='true'] > .rest,
  .submit:not([aria-disabled='true']) > .waiting {
    visibility: hidden;
  }
  .submit[aria-disabled='true'] {
    opacity: 0.85;
  }
  .hint {
    color: var(--ms-muted);
    font-size: var(--ms-text-small);
  }
  select {
    min-width: 0;
    min-height: var(--ms-target);
    max-width: 100%;
    font-weight: 400;
  }
  input[aria-invalid='true']:not([type='checkbox']) {
    border-color: var(--ms-wrong);
    border-width: 2px;
    padding-inline: 11px;
  }
  .error {
    margin-block-start: 6px;
    color: var(--ms-wrong);
    font-weight: 600;
  }
  input.code {
    max-width: 260px;
    font-size: var(--ms-text-heading);
    letter-spacing: 0.25em;
  }
  input.code.long {
    max-width: none;
    letter-spacing: 0.04em;
  }
  .check label {
    display: grid;
    grid-template-columns: 24px 1fr;
    gap: 12px;
    align-items: center;
    min-height: var(--ms-target);
    font-weight: 400;
    cursor: pointer;
  }
  input[type='checkbox'] {
    width: 24px;
    height: 24px;
    margin: 0;
    accent-color: var(--ms-accent);
  }
  .failure {
    display: grid;
    gap: var(--ms-space-2);
    justify-items: start;
  }
`;

/** Buttons, fields and what stands beside them. */
export const form: CSSResult[] = [fields, beyondFields];
