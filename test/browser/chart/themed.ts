import { html, LitElement } from 'lit';
import { chartTokens, tokens } from '../../../widget/style/tokens.ts';

/** Stands in for the frame: the tokens, and a ground to draw on. */
class ThemedPlace extends LitElement {
  static override styles = [tokens, chartTokens];
  override render() {
    return html`<slot></slot>`;
  }
}
if (!customElements.get('themed-place')) customElements.define('themed-place', ThemedPlace);
