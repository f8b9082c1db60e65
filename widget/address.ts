import { pageNames, pages, type Page } from './pages.ts';

/** Where in the portal the customer is: a page, and what it shows (`['2019-10-27']`), which that page alone understands. */
export interface Address {
  page: Page;
  rest: string[];
}

const key = 'min-side=';
const changes = new EventTarget();

/** Parts of the hash that belong to others on the page (`#kontakt`) are kept as they are. */
const split = (hash: string): string[] => hash.replace(/^#/, '').split('&').filter(Boolean);

/** The address in a page's hash (`#min-side=forbruk/2019-10-27`); null where there is none, or none we know. */
export function parseAddress(hash: string): Address | null {
  const own = split(hash).find((part) => part.startsWith(key));
  const [word, ...rest] = (own ?? '').slice(key.length).split('/').map(decode);
  const page = pageNames.find((name) => pages[name].word === word);
  return page ? { page, rest: rest.filter(Boolean) } : null;
}

/** The hash for an address, with what others keep in `hash`; null takes ours away. Starts with `#` unless it is empty. */
export function formatAddress(address: Address | null, hash = ''): string {
  const parts = split(hash).filter((part) => !part.startsWith(key));
  if (address) parts.push(key + [pages[address.page].word, ...address.rest.map(encodeURIComponent)].join('/'));
  return parts.length ? `#${parts.join('&')}` : '';
}

/** Where the browser's address says that we are. */
export const readAddress = (): Address | null => parseAddress(location.hash);

/** Moves to an address: a new step in the browser's history, or, with `replace`, the same step. Nothing happens when we are there. */
export function writeAddress(address: Address | null, { replace = false } = {}): void {
  const hash = formatAddress(address, location.hash);
  if (hash === location.hash) return;
  // pushState, not location.hash: a page's own hash router must not hear of our steps, and its state is kept.
  history[replace ? 'replaceState' : 'pushState'](history.state, '', location.pathname + location.search + hash);
  changes.dispatchEvent(new Event('change'));
}

/** Calls back after every move, ours or by back, forward and edited address. Returns the end of it. */
export function subscribeAddress(callback: () => void): () => void {
  changes.addEventListener('change', callback);
  addEventListener('popstate', callback);
  addEventListener('hashchange', callback);
  return () => {
    changes.removeEventListener('change', callback);
    removeEventListener('popstate', callback);
    removeEventListener('hashchange', callback);
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
