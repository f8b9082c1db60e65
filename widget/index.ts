import { define } from './define.ts';
import { MinSide } from './min-side.ts';

export { MinSide };
export { MinSidePageEvent, MinSideSessionEvent } from './events.ts';

define('min-side', MinSide);

declare global {
  interface HTMLElementTagNameMap {
    'min-side': MinSide;
  }
}
