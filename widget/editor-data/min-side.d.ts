// Made by npm run editor-data.
export type Page = 'relationship' | 'consumption' | 'invoices' | 'profile';

export declare class MinSideSessionEvent extends Event {
  readonly signedIn: boolean;
}

export declare class MinSidePageEvent extends Event {
  readonly page: Page | null;
}

export declare class MinSide extends HTMLElement {
  api: string | undefined;
  lang: string;
  launcher: boolean;
  show(): void;
  hide(): void;
  goTo(page: Page, rest?: string[]): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'min-side': MinSide;
  }
  interface HTMLElementEventMap {
    'min-side-session': MinSideSessionEvent;
    'min-side-page': MinSidePageEvent;
  }
  interface DocumentEventMap {
    'min-side-session': MinSideSessionEvent;
    'min-side-page': MinSidePageEvent;
  }
  interface WindowEventMap {
    'min-side-session': MinSideSessionEvent;
    'min-side-page': MinSidePageEvent;
  }
}
