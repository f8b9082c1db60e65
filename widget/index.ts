import { register } from './register.ts';

export * from './element.ts';

/**
 * The file that a page loads: the portal with all that a log-in needs. The build puts both into one file, since each request takes
 * a phone longer than the bytes (setup/build/portal-in-entry.mjs).
 */

// A portal that stands in the page asks the server at once. Not from the script's own level: to note which line has asked, Chromium would
// read the whole script again. Without one, whoever has imported this file can make one on the next line.
if (document.querySelector('min-side:not([launcher])')) queueMicrotask(register);
else register();
