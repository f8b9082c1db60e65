import './watch-policies.ts';

/** The class, unregistered, and the public events: for those who register it themselves or under another name. */
export { MinSide } from './min-side.ts';
export { MinSidePageEvent, MinSideSessionEvent } from './events.ts';
export type { Page } from './pages.ts';
