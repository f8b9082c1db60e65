import { html, LitElement } from 'lit';
import { tokens } from '../../../widget/style/tokens.ts';
import { frame } from '../../../widget/style/frame.ts';

/** The portal's colours and sizes around a page that is tested alone. */
class TestGround extends LitElement {
  static override styles = [tokens, frame];
  protected override render() {
    return html`<div class="frame" lang="nb"><slot></slot></div>`;
  }
}

customElements.define('test-ground', TestGround);
