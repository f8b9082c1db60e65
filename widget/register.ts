import { define } from './define.ts';
import { whenIdle } from './later.ts';
import { MinSide } from './min-side.ts';
import { tellEditor } from './tell-editor.ts';

export * from './element.ts';

/** Registers the element. */
export function register(): void {
  // By another copy of the script: the first wins, and the second would only cost the visitor its bytes.
  if (customElements.get('min-side')) return tellEditor('the script was loaded twice: take one out of the page.');
  define('min-side', MinSide);
  whenIdle(lookWhetherClosed);
}

/** HTML knows no `<min-side />`: what follows it lies inside, and the visitor sees none of it. */
function lookWhetherClosed(): void {
  if (document.querySelector('min-side :is(main, nav, footer, h1)')) tellEditor('the tag is not closed. Write <min-side></min-side>.');
}

declare global {
  interface HTMLElementTagNameMap {
    'min-side': MinSide;
  }
}
