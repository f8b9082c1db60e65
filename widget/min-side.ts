import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Utility } from '../server/contract/login.ts';
import type { Session } from '../server/contract/session.ts';
import {
  isAddressed,
  keepBesideAnchor,
  leaveAddress,
  opened,
  readAddress,
  subscribeAddress,
  writeAddress,
  type Address,
} from './address.ts';
import { ApiError, createApi, whyNoAnswer, type Api } from './api.ts';
import { MinSidePageEvent, MinSideSessionEvent, type GoEvent, type SessionChangedEvent, type SessionEndedEvent } from './events.ts';
import { FocusKeeper } from './focus-keeper.ts';
import { keepTyping } from './form/keep-typing.ts';
import { renderHeader, renderTabs, renderWhose } from './header.ts';
import { forgetLauncher, isFirstLauncher, liftLink, renderLauncher, showModally } from './launcher.ts';
import { isPage, loadRest, loadScreen, type Page, type Screen } from './pages.ts';
import { afterPaint, wait, whenIdle } from './later.ts';
import { makeScreen, renderScreen, type ScreenProperties } from './render-screen.ts';
import { serverAddress } from './server-address.ts';
import { base } from './style/base.ts';
import { adopt } from './style/adopt.ts';
import { form } from './style/form.ts';
import { beyondFrame, frame } from './style/frame.ts';
import { followTextZoom } from './style/text-zoom.ts';
import { chartTokens, tokens } from './style/tokens.ts';
import type { Format } from './text/format.ts';
import { renderLanguages } from './text/language-choice.ts';
import { LanguageWatch } from './text/language-watch.ts';
import { languages, type Language } from './text/languages.ts';
import type { Text } from './text/nb.ts';
import { sayFailure } from './text/say-failure.ts';

/** A tenth of a second is felt as at once. */
const quickMilliseconds = 100;

const firstAddress: Address = { page: 'relationship', rest: [] };
/** Who is there until the server has said who. */
const nobody: Session = { signedIn: false };

/**
 * The customer portal.
 *
 * @tagname min-side
 *
 * @attr api - The server's address; the script's own origin without it.
 * @attr lang - `nb`, `nn` or `en`; the language of the nearest element with a `lang` without it.
 * @attr launcher - Show only a link "Min side" at the bottom right, which opens the portal over the page. `launcher="false"` is off.
 * @slot logo - The utility's logo; its name without it.
 * @slot help - Below the log-in, such as whom to call.
 * @slot footer - Below every page.
 * @slot - Shown only where the script never comes: whom to call instead.
 * @csspart header - The utility and the customer's menu.
 * @csspart tabs - The row of pages.
 * @csspart page - Around the page shown.
 * @csspart heading - The heading of what is shown.
 * @csspart field - Each field to type into.
 * @csspart button - The filled button of a form.
 * @csspart chart - A chart, or the table in its place.
 * @csspart table - That table.
 * @csspart launcher - The link at the bottom right.
 * @csspart dialog - What the launcher opens.
 * @csspart close - Its button "Lukk".
 * @fires {MinSideSessionEvent} min-side-session - Someone signed in or out; `signedIn` says which. Says nothing about who.
 * @fires {MinSidePageEvent} min-side-page - Another page is shown; `page` is its name, or null.
 */
export class MinSide extends LitElement {
  static override styles = [tokens, base, frame];

  @property() api?: string;
  @property() override lang = '';
  @property({
    reflect: true,
    converter: { fromAttribute: (value) => value !== null && value !== 'false', toAttribute: (on) => (on ? '' : null) },
  })
  launcher = false;

  @state() private session?: Session;
  @state() private utility?: Utility;
  @state() private text?: Text;
  @state() private failure?: ApiError;
  @state() private loaded = new Set<Screen>();
  private address: Address = readAddress() ?? firstAddress;
  @state() private notice = '';
  @state() private open = false;
  /** The browser keeps no cookie of the server here: a reload would end the session. */
  @state() private memoryOnly = false;
  /** What nobody waits for has come too. */
  @state() private whole = false;

  private calls!: Api;
  private format?: Format;
  readonly #wanted = new Set<Screen>();
  readonly #languageWatch = new LanguageWatch(this, () => void this.#speakAnew());
  #starting?: Promise<void>;
  /** What `api` was when the server was asked: it may be told on the next line only. */
  #askedAt?: string | undefined;
  /** The log-in, made while the server is asked, until it has its place. */
  #made?: HTMLElement;
  #unsubscribe?: () => void;
  #looked = false;
  #seen: { signedIn: boolean; page: Page | null } = { signedIn: false, page: null };

  protected readonly focusKeeper = new FocusKeeper(this, () => void this.#handleFocusLost());

  private get language(): Language {
    return this.#languageWatch.language;
  }

  override connectedCallback(): void {
    if (!this.launcher) void this.#start(); // all else is done while the server answers
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate(); // moved while it is open, a dialog is to be shown anew
    this.#unsubscribe = subscribeAddress(this.#handleAddress);
    addEventListener('hashchange', this.#handleHash);
    addEventListener('visibilitychange', this.#handleReturn);
    // A page that is reloaded, or a bookmark, opens the portal where it was.
    this.#handleAddress();
    if (this.launcher) this.#failBy(this.#languageWatch.known!.then(() => this.#speak()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    removeEventListener('hashchange', this.#handleHash);
    forgetLauncher(this);
    removeEventListener('visibilitychange', this.#handleReturn);
  }

  /** Opens a launcher's portal over the page. */
  show(): void {
    if (this.launcher && !this.open) writeAddress(opened);
  }

  /** Closes it; the browser's back doesn't open it again. */
  hide(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }

  /** Shows a page, to someone who is signed in; `rest` is what it shows, as in its address. */
  goTo(page: Page, rest: string[] = []): void {
    writeAddress({ page, rest });
  }

  /** A quick server's answer is waited for: the portal is then rendered, laid out and seen in one go. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) await Promise.race([this.#starting, wait(quickMilliseconds)]);
    void super.scheduleUpdate();
  }

  /** Nothing is asked of the server before the portal is to be seen. */
  #start(): Promise<void> {
    return (this.#starting ??= this.#ask());
  }

  async #ask(): Promise<void> {
    const base = serverAddress((this.#askedAt = this.api), import.meta.url);
    const calls = (this.calls = createApi(
      base,
      () => void this.#refreshSession(),
      () => (this.memoryOnly = true),
    ));
    this.failure = undefined;
    try {
      const asked = calls.call('GET /start');
      this.#languageWatch.look();
      calls.language = this.language;
      // Meanwhile the form is made: who comes without an address will most likely log in.
      const made = readAddress() ? this.#speak() : this.#load('login').then(() => this.#makeLogin());
      const [{ session, utility }] = await Promise.all([asked, made, this.#languageWatch.known]);
      // In the language that the visitor has chosen here before.
      if (!this.text) await this.#speak();
      if (calls !== this.calls) return;
      this.utility = utility;
      this.session = session;
      calls.shown = session.signedIn ? session.shown : undefined;
      this.#writeFirstAddress();
    } catch (error) {
      const failure = await this.#explainStart(error, base);
      if (calls !== this.calls) return;
      this.failure = failure;
      this.#starting = undefined;
    }
  }

  /** A call says itself why it failed; anything else is a file of the portal that did not come, or fails. */
  async #explainStart(error: unknown, base = serverAddress(this.api, import.meta.url)): Promise<ApiError> {
    return error instanceof ApiError ? error : new ApiError({ error: await whyNoAnswer(base, error) });
  }

  /** Shows why what nobody awaits did not come. */
  #failBy(coming: Promise<void>): void {
    coming.catch(async (error) => (this.failure = await this.#explainStart(error)));
  }

  /** Where the words of another language don't come, those that are shown stay, behind a sentence; without any the start says so itself. */
  #speakAnew = (): Promise<void> =>
    this.#speak().catch(async (error) => {
      if (this.text) this.failure = await this.#explainStart(error);
    });

  /** The words and numbers of the language: those of the log-in alone until more is asked for. */
  async #speak(): Promise<void> {
    const { language } = this;
    if (!this.hasUpdated) this.text = undefined; // no words in one language before those of another
    const { load, loadInside } = languages[language];
    const beyondLogin = [...this.#wanted].some((screen) => screen !== 'login');
    const [text, format] = await Promise.all([
      [...this.#wanted].some(isPage) ? loadInside() : load(),
      beyondLogin ? import('./text/format.ts') : undefined,
    ]);
    if (language !== this.language) return;
    if (this.#starting) this.calls.language = language;
    this.format = format?.createFormat(language);
    this.text = text;
  }

  async #load(screen: Screen): Promise<void> {
    this.#wanted.add(screen);
    await Promise.all([loadScreen(screen), this.#speak()]);
    this.loaded = new Set(this.loaded).add(screen);
  }

  /** Makes the form before it has its place: with the answer it comes into the page as it is, in no time. */
  #makeLogin(): void {
    if (this.text && !this.hasUpdated) this.#made = makeScreen('login', this.#handed(this.text, nobody));
  }

  #handed(text: Text, session: Session): ScreenProperties {
    const { calls: api, format, language, utility, notice } = this;
    return { api, session, text, format, language, utility, notice };
  }

  /** Who comes with an address is most likely signed in: the frame has that width before the answer, and so doesn't jump. */
  private get wide(): boolean {
    return !this.text || isPage(this.screen) || (!this.session && !this.failure && readAddress() !== null);
  }

  /** What stands below the header. */
  private get screen(): Screen {
    if (!this.session?.signedIn) return 'login';
    if (this.session.termsDue) return 'terms';
    if (!this.session.relationship) return 'choose';
    return this.address.page;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('lang')) this.#languageWatch.look();
    if (changed.has('api') && this.calls && this.api !== this.#askedAt) this.#startAnew();
    if (changed.get('launcher') && !this.launcher) void this.#start();
    if (this.whole || this.launcher || this.failure || this.wide) adopt(this, [chartTokens, ...form, beyondFrame]);
    if (!this.session || this.failure || this.loaded.has(this.screen)) return;
    this.#failBy(this.#load(this.screen));
  }

  #startAnew(): void {
    this.session = this.utility = this.#starting = undefined;
    void this.#start();
  }

  protected override firstUpdated(): void {
    afterPaint(() => (this.whole = true));
  }

  protected override updated(): void {
    for (const each of this.renderRoot.querySelectorAll('.frame, .launcher, dialog')) followTextZoom(each);
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && this.open) showModally(dialog);
    const link = this.renderRoot.querySelector<HTMLElement>('.launcher');
    if (link) liftLink(link);
    if (this.session && !this.#looked) this.#lookAtColors();
    const page = this.session && isPage(this.screen) && (!this.launcher || this.open) ? this.screen : null;
    const { signedIn = false } = this.session ?? {};
    const before = this.#seen;
    this.#seen = { signedIn, page };
    if (signedIn && !before.signedIn) whenIdle(() => void loadRest());
    if (signedIn !== before.signedIn) this.dispatchEvent(new MinSideSessionEvent(signedIn));
    if (page !== before.page) this.dispatchEvent(new MinSidePageEvent(page));
  }

  /** The colours that the page has chosen, once, when the visitor waits for nothing else. */
  #lookAtColors(): void {
    const frame = this.renderRoot.querySelector('.frame');
    if (!frame) return;
    this.#looked = true;
    whenIdle(() => void import('./contrast.ts').then(({ checkContrast }) => checkContrast(this, frame)).catch(() => undefined));
  }

  #handleAddress = (): void => {
    const address = readAddress();
    const moved = address !== null && address.page !== this.address.page;
    if (address) this.address = address;
    if (moved) this.requestUpdate(); // what a page shows within it is the page's own to read
    if (this.launcher) this.#openOrClose();
    if (moved && this.#starting && (!this.launcher || this.open)) void this.#focusPage();
  };

  /** Behind a launcher's dialog the page's anchors are out of reach: what takes its address away is the browser's back. */
  #handleHash = (event: HashChangeEvent): void => {
    if (!this.launcher && this.session?.signedIn) keepBesideAnchor(event);
  };

  /** A launcher is open as long as the address says so; a portal in the page itself has the address to itself. */
  #openOrClose(): void {
    const open = isAddressed() && isFirstLauncher(this) && !document.querySelector('min-side:not([launcher])');
    if (open === this.open) return;
    if (!open) this.renderRoot?.querySelector('dialog')?.close();
    this.open = open;
    if (open) void this.#start().then(() => this.#focusPage());
  }

  /** Another window may have switched to another customer meanwhile: what comes next must not stand under the old name. */
  #handleReturn = (): void => {
    if (!document.hidden) void this.#refreshSession();
  };

  async #refreshSession(): Promise<void> {
    if (!this.session?.signedIn) return;
    const session = await this.calls.call('GET /session').catch(() => undefined);
    if (session && JSON.stringify(session) !== JSON.stringify(this.session))
      this.#showSession(session, session.signedIn ? undefined : 'ended');
  }

  #handleGo(event: GoEvent): void {
    writeAddress(event.address);
  }

  #handleSession(event: SessionChangedEvent): void {
    this.#showSession(event.session);
  }

  #showSession(session: Session, why?: SessionEndedEvent['why']): void {
    const before = this.screen;
    this.session = session;
    this.calls.shown = session.signedIn ? session.shown : undefined;
    if (!session.signedIn) this.memoryOnly = false;
    this.notice = (why && this.text?.frame[why]) ?? '';
    // Someone whose session ended comes back to the same address; someone who left on purpose leaves none.
    if (!session.signedIn && why !== 'ended') {
      writeAddress(this.launcher ? opened : null, { replace: true });
      this.address = firstAddress;
    } else this.#writeFirstAddress();
    if (this.screen === before) return;
    // What comes may be shorter, and what stands below the portal would come into sight and go again.
    const frame = this.renderRoot.querySelector('.frame');
    if (frame && frame.getBoundingClientRect().top < 0) frame.scrollIntoView({ behavior: 'instant' });
    void this.#focusPage();
  }

  /** The first page stands in the address too: back from the second must lead to it. */
  #writeFirstAddress(): void {
    if (isPage(this.screen) && !readAddress()) writeAddress(this.address, { replace: true });
  }

  #handleEnded(event: SessionEndedEvent): void {
    if (this.session?.signedIn) this.#showSession({ signedIn: false }, event.why);
  }

  #handleLogOut = async (): Promise<void> => {
    try {
      await this.calls.call('DELETE /session');
    } catch (error) {
      if (!(error instanceof ApiError && error.error === 'not-signed-in')) {
        this.failure = error as ApiError;
        return;
      }
    }
    this.#showSession({ signedIn: false }, 'loggedOut');
  };

  /** After a move the heading has the focus, so that keyboard and screen reader go on from there. */
  #focusPage = async (): Promise<void> => {
    if (this.launcher && !this.open) return this.renderRoot.querySelector<HTMLElement>('.launcher')?.focus();
    await this.#starting;
    const { screen } = this;
    if (!this.loaded.has(screen)) await this.#load(screen).catch(() => undefined);
    await this.updateComplete;
    const page = this.renderRoot.querySelector<LitElement>('[data-page]');
    await page?.updateComplete;
    const heading = page?.renderRoot.querySelector<HTMLElement>('h2');
    (heading ?? page ?? this.renderRoot.querySelector<HTMLElement>('.failure button'))?.focus();
  };

  /** A screen may have moved the focus itself meanwhile, as the log-in does to its next field. */
  #handleFocusLost = async (): Promise<void> => {
    await this.updateComplete;
    await this.renderRoot.querySelector<LitElement>('[data-page]')?.updateComplete;
    if (!this.shadowRoot?.activeElement) await this.#focusPage();
  };

  #handleRetry = (): void => {
    this.failure = undefined;
    void (this.session ? this.#speakAnew() : this.#start());
  };

  private handleOpen = (): void => this.show();

  private handleClose = async ({ target }: Event): Promise<void> => {
    // The browser tells of it a moment later: by then another may be open.
    if (!this.open || !(target as HTMLDialogElement).isConnected) return;
    this.open = false;
    leaveAddress();
    await this.updateComplete;
    await this.#focusPage();
  };

  protected override render(): TemplateResult | typeof nothing {
    const { text, open, handleOpen, handleClose } = this;
    if (!this.launcher || (!text && this.failure)) return this.#renderFrame();
    if (!text || !isFirstLauncher(this)) return nothing;
    return renderLauncher({ text, open, handleOpen, handleClose }, () => this.#renderFrame());
  }

  #renderFrame(): TemplateResult {
    const { text, failure, wide } = this;
    return html`
      <div
        class=${wide ? 'frame' : 'frame narrow'}
        lang=${this.language}
        aria-busy=${!text && !failure}
        @session-changed=${this.#handleSession}
        @session-ended=${this.#handleEnded}
        @go=${this.#handleGo}
        @focus-lost=${this.#handleFocusLost}
        @keydown=${keepTyping}
        @keyup=${keepTyping}
        @keypress=${keepTyping}
      >
        ${
          text
            ? this.#renderPortal(text)
            : // The texts do not come.
              failure && html`<p class="failure" role="alert">${languages[this.language].unreachable}</p>`
        }
      </div>
    `;
  }

  #renderPortal(text: Text): TemplateResult {
    const inside = isPage(this.screen);
    return html`
      ${renderHeader(text, this.format, this.utility?.name ?? '', this.session, this.#handleLogOut)}
      ${
        this.wide
          ? // Before the session is known it is not seen, and keeps the place of what comes above the page.
            html`<div class=${inside ? '' : 'coming'} ?inert=${!inside}>
              ${renderTabs(text, this.address.page)} ${this.session ? renderWhose(this.session) : html`<p class="whose">·</p>`}
            </div>`
          : nothing
      }
      <div class="slot" role="status">${this.memoryOnly ? html`<p class="notice">${text.frame.memoryOnly}</p>` : nothing}</div>
      <div class="page" part="page">${this.#renderState(text)}</div>
      ${this.whole ? this.#renderBelow() : nothing}
    `;
  }

  #renderBelow(): TemplateResult {
    return html`
      ${this.screen === 'login' ? html`<div class="slot"><slot name="help"></slot></div>` : nothing}
      <div class="slot"><slot name="footer"></slot></div>
      ${renderLanguages(this.language, (chosen) => this.#languageWatch.choose(chosen))}
    `;
  }

  #renderState(text: Text): TemplateResult {
    if (this.failure)
      return html`<div class="failure" role="alert">
        <p>${sayFailure(text, this.failure)}</p>
        <button type="button" @click=${this.#handleRetry}>${text.frame.retry}</button>
      </div>`;
    const made = this.#made;
    this.#made = undefined;
    const ready = this.session && this.loaded.has(this.screen);
    // Who comes without an address will most likely log in: the form is made while the server is asked, and seen with its answer.
    const screen = ready ? this.screen : !this.session && this.loaded.has('login') && 'login';
    return html`
      ${ready ? nothing : html`<p class="muted" role="status">${text.frame.loading}</p>`}
      ${screen ? html`<div class=${ready ? '' : 'coming'} ?inert=${!ready}>${renderScreen(screen, this.#handed(text, this.session ?? nobody), made)}</div>` : nothing}
    `;
  }
}
