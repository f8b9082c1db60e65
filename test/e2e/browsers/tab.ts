/** One tab of a browser: what a visitor needs of it, and what every engine's driver can do. */
export interface Tab {
  /** What must stay empty: violations of the page's policy, errors on the console or uncaught, requests to other origins. */
  complaints(): Promise<string[]>;
  goTo(url: string): Promise<void>;
  back(): Promise<void>;
  forward(): Promise<void>;
  reload(): Promise<void>;
  /** Runs a function, or a whole script, in the page; what it gives is JSON, or a promise of it. */
  run<A extends unknown[], R>(script: string | ((...args: A) => R), ...args: A): Promise<Awaited<R>>;
  /** Moves the pointer to a place in the window, in CSS pixels. */
  move(x: number, y: number): Promise<void>;
  click(x: number, y: number): Promise<void>;
  /** Key by key, into what has the focus. */
  type(text: string): Promise<void>;
  press(key: 'Escape'): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  /** To the front, as its tab were clicked. */
  activate(): Promise<void>;
  /** Another tab of the same person. */
  openTab(): Promise<Tab>;
  /** With all tabs of the same person. */
  leave(): Promise<void>;
}

/** A browser whose every visitor is somebody new, without cookies of those before. */
export interface Engine {
  /** `origins`: those that its pages may ask. */
  comeAsSomebody(origins: readonly string[]): Promise<Tab>;
  close(): Promise<void>;
}

/** How large a window is, before anybody changes it. */
export const windowSize = { width: 1280, height: 900 };
