/**
 * The pages of the portal, in the order of their tabs: the one table from which tabs, addresses, loading and the build's chunks follow.
 * A new page is a folder, a line here and its texts. Plain values and types alone: the build reads this file too.
 */
export const pages = {
  relationship: { word: 'kundeforhold', chunk: 'pages', load: () => import('./relationship/relationship.ts') },
  consumption: { word: 'forbruk', chunk: 'consumption', load: () => import('./consumption/consumption.ts') },
  invoices: { word: 'fakturaer', chunk: 'invoices', load: () => import('./invoices/invoices.ts') },
  profile: { word: 'profil', chunk: 'profile', load: () => import('./profile/profile.ts') },
} satisfies Record<string, PageLine>;

interface PageLine {
  /** Stands in the address (`#min-side=forbruk`). Addresses are bookmarked: never change one. */
  word: string;
  /** The file of the build that its folder goes into. The first page travels with what all pages need: a phone waits longer for requests than for bytes. */
  chunk: string;
  /** Fetches the code, which registers `min-side-<name of the page>`. Rejects when the server is away. */
  load: () => Promise<unknown>;
}

/** A page, for those who are signed in. */
export type Page = keyof typeof pages;

export const pageNames = Object.keys(pages) as Page[];

/** What can stand below the header: one of the pages, or what comes before them. */
export type Screen = Page | 'login' | 'terms' | 'choose';

const screensBefore: Record<Exclude<Screen, Page>, () => Promise<unknown>> = {
  login: () => import('./login/login.ts'),
  terms: () => import('./login/terms.ts'),
  choose: () => import('./login/choose.ts'),
};

/** Whether a screen is one of the pages. */
export const isPage = (screen: Screen): screen is Page => screen in pages;

/** Fetches a screen's code and registers its elements. Rejects when the server is away. */
export const loadScreen = (screen: Screen): Promise<unknown> =>
  screen === 'login'
    ? screensBefore.login()
    : Promise.all([import('./menu.ts'), isPage(screen) ? pages[screen].load() : screensBefore[screen]()]);

/** Fetches all other pages one by one: opening one then waits for nothing but its numbers. */
export async function loadRest(): Promise<void> {
  for (const { load } of Object.values(pages)) await load().catch(() => undefined); // asked for again when it is opened
}
