import { pageNames, pages, type Page } from './pages.ts';

/** Where in the portal the customer is: a page, and what it shows (`['2019-10-27']`), which that page alone understands. */
export interface Address {
  page: Page;
  rest: string[];
}

/** A launcher that is open, before a page is chosen: `#min-side` alone. */
export const opened = 'opened';

const name = 'min-side';
/** How many steps of the browser's history lie since the portal was opened, so that closing can undo them. */
const depthKey = 'minSideDepth';
const changes = new EventTarget();

/** A hash router's route (`#/kontakt`, `#!/kontakt?side=2`): what we keep there stands in its query, which leaves the route as it is. */
const isRoute = (hash: string): boolean => /^#!?\//.test(hash);
const isOwn = (part: string): boolean => part === name || part.startsWith(`${name}=`);

/** What stands before the parts of a hash, and the parts (`kontakt`, `min-side=profil`), of which one may be ours. */
function split(hash: string): { route: string; parts: string[] } {
  if (!hash) return { route: '', parts: [] };
  const [route, query = ''] = isRoute(hash) ? hash.split(/\?(.*)/s) : ['', hash.replace(/^#/, '')];
  return { route: route!, parts: query.split('&').filter(Boolean) };
}

/** The address in a hash (`#min-side=forbruk/2019-10-27`); null where there is none, or none we know. */
export function parseAddress(hash: string): Address | null {
  const own = split(hash).parts.find(isOwn);
  const [word, ...rest] = (own ?? '')
    .slice(name.length + 1)
    .split('/')
    .map(decode);
  const page = pageNames.find((each) => pages[each].word === word);
  return page ? { page, rest: rest.filter(Boolean) } : null;
}

/** The hash for an address, with what others keep in `hash`; null takes ours away. Starts with `#` unless it is empty. */
export function formatAddress(address: Address | typeof opened | null, hash = ''): string {
  const { route, parts: all } = split(hash);
  const parts = all.filter((part) => !isOwn(part));
  if (address === opened) parts.push(name);
  else if (address) parts.push(`${name}=${[pages[address.page].word, ...address.rest.map(encodeURIComponent)].join('/')}`);
  const query = parts.join('&');
  if (route) return query ? `${route}?${query}` : route;
  return query && `#${query}`;
}

/** Where the browser's address says that we are. */
export const readAddress = (): Address | null => parseAddress(location.hash);

/** Whether the browser's address has anything to do with us. */
export const isAddressed = (hash = location.hash): boolean => split(hash).parts.some(isOwn);

/** The page's own address whole: a `<base>` of the page would send anything shorter elsewhere. */
const withHash = (hash: string): string => location.href.replace(/#.*/s, '') + hash;

/** For a link. */
export const hrefTo = (address: Address): string => withHash(formatAddress(address, location.hash));

/** Moves to an address: a new step in the browser's history, or, with `replace`, the same step. Nothing happens when we are there. */
export function writeAddress(address: Address | typeof opened | null, { replace = false } = {}): void {
  const hash = formatAddress(address, location.hash);
  if (hash === location.hash) return;
  // pushState, not location.hash: a page's own hash router must not hear of our steps, and its state is kept.
  const url = withHash(hash);
  if (replace) history.replaceState(history.state, '', url);
  else history.pushState(withDepth(readDepth() + 1), '', url);
  changes.dispatchEvent(new Event('change'));
}

/** Undoes the steps since the portal was opened, so that the browser's back doesn't open it again; where it came with the page, its address is taken away. */
export function leaveAddress(): void {
  const depth = readDepth();
  if (!isAddressed()) return;
  if (depth > 0) history.go(-depth);
  else writeAddress(null, { replace: true });
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

/** A link to an anchor of the page (`#innhold`) replaces the whole hash: ours is put back beside it, for a reload. */
export function keepBesideAnchor({ oldURL, newURL }: HashChangeEvent): void {
  const [before, after] = [new URL(oldURL), new URL(newURL)];
  const samePage = before.pathname === after.pathname && before.search === after.search;
  const address = parseAddress(before.hash);
  if (!samePage || !address || isAddressed(after.hash) || after.hash === '' || isRoute(after.hash) || history.state !== null) return;
  history.replaceState(history.state, '', withHash(formatAddress(address, after.hash)));
}

const readDepth = (): number => (isAddressed() ? Number((history.state as Record<string, unknown> | null)?.[depthKey] ?? 0) : 0);

/** The page's own state with our depth beside it; a state that is no plain object is left alone. */
function withDepth(depth: number): unknown {
  const state: unknown = history.state;
  return state === null || Object.getPrototypeOf(state) === Object.prototype ? { ...(state as object | null), [depthKey]: depth } : state;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
