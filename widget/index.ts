import { register } from './register.ts';

export * from './element.ts';

/**
 * The file that a page loads: the portal with all that a log-in needs. The build puts both into one file, since each request takes
 * a phone longer than the bytes (setup/build/portal-in-entry.mjs).
 */

// Not from the script's own level: to note which line has asked the server, Chromium would read the whole script again.
queueMicrotask(register);
