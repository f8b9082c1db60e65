import { html, LitElement } from 'lit';
import { chartTokens, tokens } from '../../../widget/style/tokens.ts';
import { beyondFrame, frame } from '../../../widget/style/frame.ts';

/** The portal's colours and sizes around a page that is tested alone. */
class TestGround extends LitElement {
  static override styles = [tokens, chartTokens, frame, beyondFrame];
  protected override render() {
    return html`<div class="frame" lang="nb"><slot></slot></div>`;
  }
}

customElements.define('test-ground', TestGround);
