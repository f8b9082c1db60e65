import type { Utility } from '../server/contract/login.ts';
import type { Session } from '../server/contract/session.ts';
import type { Api } from './api.ts';
import type { MinSidePage } from './page-element.ts';
import type { Screen } from './pages.ts';
import { renderElement } from './render-element.ts';
import type { Format } from './text/format.ts';
import type { Language } from './text/languages.ts';
import type { Text } from './text/nb.ts';

/** What every screen is handed. */
export interface ScreenProperties {
  api: Api;
  session: Session;
  text: Text;
  /** Not yet there at the log-in, which shows neither numbers nor dates. */
  format: Format | undefined;
  language: Language;
  utility: Utility | undefined;
  /** A sentence about why one is here. */
  notice: string;
}

/** A screen's element. Its name is its screen's, so that there is one list of them. */
export const renderScreen = (screen: Screen, properties: ScreenProperties, made?: HTMLElement): unknown =>
  renderElement(`min-side-${screen}`, properties, 'data-page', {}, made);

/** A screen with all that it shows, before it is in the page; for `renderScreen`. */
export function makeScreen(screen: Screen, properties: ScreenProperties): HTMLElement {
  const element = Object.assign(document.createElement(`min-side-${screen}`) as MinSidePage, properties);
  element.renderAhead();
  return element;
}
