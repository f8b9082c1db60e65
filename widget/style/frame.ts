import { css } from 'lit';

/**
 * The frame: what must not leak in from the page is undone on an element of our own, where the page's rules don't reach.
 * Font, colour scheme and whether one can see and press at all are the page's to say.
 */
export const frame = css`
  /* All there is, also in a flex container, where something that measures its own width would have none. */
  :host(:not([launcher])),
  :host([launcher='false']) {
    break-inside: avoid-column;
    min-width: 0;
    width: -moz-available;
    width: -webkit-fill-available;
    min-height: min(100vh, 1400px);
  }
  .frame,
  .over {
    all: initial;
    display: block;
    direction: ltr;
    color-scheme: inherit;
    font-family: inherit;
    line-height: 1.5;
    pointer-events: inherit;
    visibility: inherit;
    /* Where a page lets nothing be marked, Safari's fields take no letters. */
    user-select: text;
    -webkit-user-select: text;
    -webkit-text-size-adjust: 100%;
  }
  .frame {
    /* Whatever layout the page gives to the element itself. */
    width: 100%;
    grid-column: 1 / -1;
    container-type: inline-size;
    /* Where the page asks how wide it wants to be (a table's cell, a float, a dialog): never wider than the window. */
    contain-intrinsic-inline-size: min(720px, 100vw - 80px);
    /* What stands below the portal is out of sight while it loads, and so doesn't jump. */
    min-height: min(100vh, 1400px);
    background: var(--ms-ground);
    color: var(--ms-ink);
    overflow-wrap: break-word;
  }
  .page,
  .header,
  nav {
    font-size: var(--ms-text);
  }
  .header,
  nav,
  .whose,
  .slot,
  .page {
    max-width: 1152px;
    margin-inline: auto;
    padding-inline: var(--ms-space-3);
  }
  .header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--ms-space-2);
    min-height: 64px;
    padding-block: var(--ms-space);
  }
  /* Before the log-in there is one narrow column, what is around the page with it. */
  .narrow > :not(.page) {
    box-sizing: content-box;
    max-width: var(--ms-column);
  }
  .utility {
    /* The utility's name breaks into lines before the customer's is cut. */
    flex: 1 1000 auto;
    min-width: min-content;
    font-size: var(--ms-text-large);
    font-weight: 600;
    line-height: 1.25;
  }
  /* A logo is as wide as there is room for, whatever its file or its tag say. */
  .logo {
    min-width: 0;
    contain: inline-size;
  }
  .utility ::slotted(*) {
    display: block;
    max-width: 100%;
  }
  .utility ::slotted(img) {
    max-height: 64px;
    object-fit: contain;
    object-position: left;
  }
  .coming {
    visibility: hidden;
  }
  /* "Henter …" lies on what comes, which takes its place without a move, and is said only where one has to wait. */
  .page > .muted {
    position: absolute;
    animation: wait 0.3s step-end;
  }
  @keyframes wait {
    0% {
      visibility: hidden;
    }
  }
  .page {
    padding-block: var(--ms-space-3) var(--ms-space-6);
  }
  @container (width < 480px) {
    .header,
    nav,
    .whose,
    .slot,
    .page {
      padding-inline: var(--ms-space-2);
    }
    .page {
      padding-block: var(--ms-space-3) var(--ms-space-4);
    }
    .utility {
      font-size: var(--ms-text);
    }
  }
  @container (width < 350px) {
    .header {
      gap: var(--ms-space);
    }
    .utility {
      font-size: var(--ms-text-small);
    }
  }
  .languages,
  .slot ::slotted(*) {
    padding-block-end: var(--ms-space-3);
  }
`;

/** What only those see who are signed in, opened the portal by its link or print it; and below the log-in the choice of language. */
export const beyondFrame = css`
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--ms-space-4);
    border-block-end: 1px solid var(--ms-line);
  }
  nav a {
    display: flex;
    align-items: center;
    min-width: var(--ms-target);
    min-height: var(--ms-target);
    margin-block-end: -1px;
    padding-block: var(--ms-space) 11px;
    border: 0 solid var(--ms-accent);
    color: var(--ms-muted);
    text-decoration: none;
  }
  nav a:hover,
  nav a[aria-current] {
    padding-block-end: var(--ms-space);
    border-block-end-width: 3px;
    color: var(--ms-ink);
  }
  nav a[aria-current] {
    font-weight: 600;
  }
  .short {
    display: none;
  }
  .whose {
    padding-block-start: var(--ms-space-2);
    color: var(--ms-muted);
    font-size: var(--ms-text-small);
  }
  @container (width < 820px) {
    .long {
      display: none;
    }
    .short {
      display: inline;
    }
  }
  @container (width < 480px) {
    nav {
      gap: 0 var(--ms-space-3);
    }
    nav a {
      font-size: var(--ms-text-small);
    }
  }
  /* Four words in a row, to the edges; in a theme's sidebar in two rows. */
  @container (width < 350px) {
    nav {
      justify-content: space-between;
      gap: 0;
    }
    nav a {
      justify-content: center;
      font-size: calc(var(--ms-text-small) * 0.93);
    }
  }
  /* At the end of the frame's own height, out of sight while what is above it comes. */
  .languages {
    position: sticky;
    top: 100vh;
  }
  .launcher[hidden] {
    display: none;
  }
  .launcher {
    position: fixed;
    inset: auto 24px 24px auto;
    overflow: visible;
    border-radius: 999px;
    box-shadow: 0 4px 16px rgb(0 0 0 / 25%);
  }
  dialog {
    width: 100%;
    max-width: 1200px;
    height: 100dvh;
    max-height: 100dvh;
    margin: 0 auto;
    padding: 0;
    border: 0;
    overflow: auto;
    overscroll-behavior: contain;
    background: var(--ms-ground);
    color: var(--ms-ink);
  }
  dialog::backdrop {
    background: rgb(8 18 20 / 60%);
  }
  dialog form {
    position: sticky;
    inset-block-start: 0;
    z-index: 3;
    background: var(--ms-ground);
    display: flex;
    justify-content: end;
    max-width: 1152px;
    margin-inline: auto;
    padding: var(--ms-space) var(--ms-space-3) 0;
  }
  /* Paper is light, and nothing on it can be pressed. */
  @media print {
    :host {
      color-scheme: light;
    }
    nav,
    .header > :not(.utility),
    .launcher,
    .languages,
    dialog form {
      display: none;
    }
    .frame .header,
    .frame .whose,
    .frame .page {
      min-height: 0;
      padding-block: 0;
    }
  }
`;
