import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Session, Utility } from '../server/contract.ts';
import { ApiError, createApi, type Api } from './api.ts';
import type { MinSideEndedEvent, MinSideGoEvent, MinSideSessionEvent } from './events.ts';
import { isPage, loadScreen, type Screen } from './pages.ts';
import { renderScreen } from './render-screen.ts';
import { readAddress, subscribeAddress, writeAddress, type Address } from './address.ts';
import { renderHeader, renderTabs } from './header.ts';
import { base } from './style/base.ts';
import { form } from './style/form.ts';
import { frame } from './style/frame.ts';
import { tokens } from './style/tokens.ts';
import { createFormat, type Format } from './text/format.ts';
import { languageOf, languages, type Language } from './text/languages.ts';
import type { Text } from './text/nb.ts';

const firstAddress: Address = { page: 'relationship', rest: [] };

/**
 * The customer portal.
 *
 * @attr api - The server's address; the script's own origin without it.
 * @attr lang - `nb` or `en`; the page's language without it.
 * @attr launcher - Show only a link "Min side" at the bottom right, which opens the portal over the page.
 * @slot logo - The utility's logo; its name without it.
 * @csspart header - The utility and the customer's menu.
 * @csspart tabs - The row of pages.
 * @csspart page - Around the page shown.
 * @csspart launcher - The link at the bottom right.
 * @fires min-side-session - Someone signed in, switched or signed out; `session` says what holds now.
 */
export class MinSide extends LitElement {
  static override styles = [tokens, base, form, frame];

  @property() api?: string;
  @property() override lang = '';
  @property({ type: Boolean, reflect: true }) launcher = false;

  @state() private session?: Session;
  @state() private utility?: Utility;
  @state() private text?: Text;
  @state() private failure?: ApiError;
  @state() private loaded = new Set<Screen>();
  @state() private address: Address = readAddress() ?? firstAddress;
  @state() private notice = '';
  @state() private open = false;

  private calls!: Api;
  private format!: Format;
  private language: Language = 'nb';
  private started = false;
  private unsubscribe?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.unsubscribe = subscribeAddress(this.handleAddress);
    document.addEventListener('visibilitychange', this.handleReturn);
    // A page that is reloaded, or a bookmark, opens the portal where it was.
    if (this.launcher && readAddress()) this.open = true;
    if (this.launcher && this.open) void this.start().then(() => this.focusPage());
    else if (!this.launcher) void this.start();
    else void this.speak();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsubscribe?.();
    document.removeEventListener('visibilitychange', this.handleReturn);
  }

  /** Nothing is asked of the server before the portal is to be seen. */
  private async start(): Promise<void> {
    if (this.started) return;
    this.started = true;
    this.calls = createApi(this.api?.replace(/\/+$/, '') ?? new URL(import.meta.url).origin, () => void this.refreshSession());
    this.failure = undefined;
    try {
      // A customer who comes without a place will most likely log in: fetch that page along with the question who it is.
      const guess = readAddress() ? undefined : this.load('login');
      const [session, utility] = await Promise.all([this.calls.call('GET /session'), this.calls.call('GET /utility'), this.speak(), guess]);
      this.utility = utility;
      this.session = session;
      this.calls.shown = session.signedIn ? session.shown : undefined;
      this.writeFirstAddress();
    } catch (error) {
      this.failure = error instanceof ApiError ? error : new ApiError({ error: 'unreachable' });
      this.started = false;
    }
  }

  private async speak(): Promise<void> {
    const lang = this.lang || this.closest('[lang]')?.getAttribute('lang') || 'nb';
    this.language = languageOf(lang);
    this.format = createFormat(this.language);
    const inside = [...this.loaded].some(isPage);
    const { load, loadInside } = languages[this.language];
    this.text = await (inside ? loadInside() : load());
  }

  private async load(screen: Screen): Promise<void> {
    const [inside] = await Promise.all([isPage(screen) ? languages[this.language].loadInside() : undefined, loadScreen(screen)]);
    if (inside) this.text = inside;
    this.loaded = new Set(this.loaded).add(screen);
  }

  /** What stands below the header. */
  private get screen(): Screen {
    if (!this.session?.signedIn) return 'login';
    if (this.session.termsDue) return 'terms';
    if (!this.session.relationship) return 'choose';
    return this.address.page;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('lang') && this.text) void this.speak();
    if (!this.session || this.failure || this.loaded.has(this.screen)) return;
    this.load(this.screen).catch(() => (this.failure = new ApiError({ error: 'unreachable' })));
  }

  protected override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && this.open && !dialog.open) dialog.showModal();
  }

  private handleAddress = (): void => {
    const address = readAddress();
    if (!address) return;
    const moved = address.page !== this.address.page;
    this.address = address;
    if (this.launcher) this.open = true;
    if (moved) void this.focusPage();
  };

  /** Another window may have switched to another customer meanwhile: what comes next must not stand under the old name. */
  private handleReturn = (): void => {
    if (!document.hidden) void this.refreshSession();
  };

  private async refreshSession(): Promise<void> {
    if (!this.session?.signedIn) return;
    const session = await this.calls.call('GET /session').catch(() => undefined);
    if (session && JSON.stringify(session) !== JSON.stringify(this.session))
      this.showSession(session, session.signedIn ? undefined : 'ended');
  }

  private handleGo(event: MinSideGoEvent): void {
    writeAddress(event.address);
  }

  private handleSession(event: MinSideSessionEvent): void {
    this.showSession(event.session);
  }

  private showSession(session: Session, why?: MinSideEndedEvent['why']): void {
    const before = this.screen;
    this.session = session;
    this.calls.shown = session.signedIn ? session.shown : undefined;
    this.notice = (why && this.text?.frame[why]) ?? '';
    // Someone whose session ended comes back to the same place; someone who left on purpose leaves none.
    if (!session.signedIn && why !== 'ended') {
      writeAddress(null, { replace: true });
      this.address = firstAddress;
    } else this.writeFirstAddress();
    if (this.screen !== before) void this.focusPage();
  }

  /** The first page stands in the address too: back from the second must lead to it. */
  private writeFirstAddress(): void {
    if (isPage(this.screen) && !readAddress()) writeAddress(this.address, { replace: true });
  }

  private handleEnded(event: MinSideEndedEvent): void {
    if (this.session?.signedIn) this.showSession({ signedIn: false }, event.why);
  }

  private handleLogOut = async (): Promise<void> => {
    try {
      await this.calls.call('DELETE /session');
    } catch (error) {
      if (!(error instanceof ApiError && error.error === 'not-signed-in')) {
        this.failure = error as ApiError;
        return;
      }
    }
    this.showSession({ signedIn: false }, 'loggedOut');
  };

  /** After a move the heading has the focus, so that keyboard and screen reader go on from there. */
  private async focusPage(): Promise<void> {
    const screen = this.screen;
    if (!this.loaded.has(screen)) await this.load(screen).catch(() => undefined);
    await this.updateComplete;
    const page = this.renderRoot.querySelector<LitElement>('[data-page]');
    await page?.updateComplete;
    (page?.renderRoot.querySelector<HTMLElement>('h2') ?? page)?.focus();
  }

  private handleRetry = (): void => {
    this.failure = undefined;
    if (!this.session) void this.start();
  };

  private handleOpen = (): void => {
    this.open = true;
    void this.start().then(() => this.focusPage());
  };

  private handleClose = (): void => {
    this.open = false;
    writeAddress(null, { replace: true });
  };

  protected override render(): TemplateResult | typeof nothing {
    if (!this.text) return this.renderWordless();
    if (!this.launcher) return this.renderPortal(this.text);
    return html`
      <button class="launcher" part="launcher" type="button" aria-haspopup="dialog" @click=${this.handleOpen}>
        ${this.text.frame.launcher}
      </button>
      ${
        this.open
          ? html`<dialog aria-label=${this.text.frame.launcher} @close=${this.handleClose}>
              <form method="dialog"><button class="plain">${this.text.frame.close}</button></form>
              ${this.renderPortal(this.text)}
            </dialog>`
          : nothing
      }
    `;
  }

  /** Before the texts are there, and when they don't come. */
  private renderWordless(): TemplateResult | typeof nothing {
    if (this.failure) return html`<div class="frame"><p class="failure" role="alert">${languages[this.language].unreachable}</p></div>`;
    return this.launcher ? nothing : html`<div class="frame" aria-busy="true"></div>`;
  }

  private renderPortal(text: Text): TemplateResult {
    const inside = isPage(this.screen);
    return html`
      <div
        class=${inside ? 'frame' : 'frame narrow'}
        lang=${this.language}
        @min-side-session=${this.handleSession}
        @min-side-ended=${this.handleEnded}
        @min-side-go=${this.handleGo}
      >
        ${renderHeader(text, this.format, this.utility?.name ?? '', this.session, this.handleLogOut)}
        ${inside && this.session ? renderTabs(text, this.address.page) : nothing}
        <div class="page" part="page">${this.renderState(text)}</div>
      </div>
    `;
  }

  private renderState(text: Text): TemplateResult {
    if (this.failure)
      return html`<div class="failure" role="alert">
        <p>${text.failure(this.failure)}</p>
        <button type="button" @click=${this.handleRetry}>${text.frame.retry}</button>
      </div>`;
    if (!this.session || !this.loaded.has(this.screen)) return html`<p class="muted" role="status">${text.frame.loading}</p>`;
    const { calls: api, session, format, language, utility, notice } = this;
    return renderScreen(this.screen, { api, session, text, format, language, utility, notice });
  }
}
