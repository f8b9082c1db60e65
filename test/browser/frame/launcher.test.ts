import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { type MinSide } from '../../../widget/index.ts';
import { showModally } from '../../../widget/launcher.ts';
import { languages } from '../../../widget/text/languages.ts';
import '../../../widget/index.ts';
import { fakeServer, guest, profileOf, relationship, restoreFetch, utility } from '../support/fake-server.ts';
import { button, focused, press, sees } from '../support/person.ts';
import { until } from '../support/until.ts';

const outside = () => fakeServer({ 'GET /session': { signedIn: false }, 'GET /utility': utility });
const inside = () =>
  fakeServer({ 'GET /session': guest, 'GET /utility': utility, 'GET /relationship': relationship, 'GET /profile': profileOf(guest) });
const launcher = (): Promise<HTMLElement> => fixture(html`<min-side launcher lang="nb" api="http://server.test"></min-side>`);
const dialog = (page: HTMLElement): HTMLDialogElement | null => page.shadowRoot!.querySelector('dialog');
/** Goes back, and waits until the element, which has heard of it first, shows what it makes of it. */
const back = async (page: HTMLElement): Promise<void> => {
  const popped = oneEvent(window, 'popstate');
  history.back();
  await popped;
  await (page as MinSide).updateComplete;
};

describe('<min-side launcher>', () => {
  beforeEach(() => history.pushState(null, '', location.pathname + location.search));
  afterEach(restoreFetch);

  it('asks nothing of the server before it is opened, and gives the focus back when it is closed', async () => {
    const server = outside();
    const page = await launcher();
    const link = await button(page, 'Min side');
    expect(server.calls).to.have.length(0);
    link.focus();
    link.click();
    await sees(page, 'Logg inn for å se dine forbruksdata');
    expect(dialog(page)!.matches(':modal')).to.equal(true);
    await expect(page).to.be.accessible();
    await press(page, 'Lukk');
    await until(() => !dialog(page));
    await until(() => focused() === link && !location.hash);
  });

  it('fetches the other pages by itself once somebody is inside, and not before', async () => {
    expect(customElements.get('min-side-invoices')).to.equal(undefined);
    inside();
    await press(await launcher(), 'Min side');
    await until(() => customElements.get('min-side-invoices') && customElements.get('min-side-profile'));
  });

  it('is opened as a step that the browser’s back undoes', async () => {
    outside();
    const page = await launcher();
    const { href } = location;
    await press(page, 'Min side');
    await sees(page, 'Logg inn for å se dine forbruksdata');
    await back(page);
    expect(dialog(page)).to.equal(null);
    expect(location.href).to.equal(href);
    const link = await button(page, 'Min side');
    await until(() => focused() === link);
  });

  it('stays closed when it is closed from a page far inside and one goes back', async () => {
    inside();
    const page = await launcher();
    history.pushState(null, '', '#kontakt');
    await press(page, 'Min side');
    await sees(page, 'Sist avleste målerstand');
    expect(location.hash).to.equal('#kontakt&min-side=kundeforhold');
    (page.shadowRoot!.querySelectorAll('nav a')[3] as HTMLElement).click();
    await sees(page, 'Du er logget inn som gjest');
    await sendKeys({ press: 'Escape' });
    await until(() => location.hash === '#kontakt');
    expect(dialog(page)).to.equal(null);
    await back(page);
    expect(dialog(page)).to.equal(null);
    expect(location.hash).to.equal('');
  });

  for (const hash of ['#min-side', '#min-side=', '#min-side=profil', '#kontakt&min-side'])
    it(`is opened by ${hash}`, async () => {
      inside();
      history.replaceState(null, '', hash);
      const page = await launcher();
      await sees(page, hash.endsWith('profil') ? 'Du er logget inn som gjest' : 'Sist avleste målerstand');
      await press(page, 'Lukk');
      await until(() => !location.hash.includes('min-side'));
    });

  it('stays closed, though something comes before the browser tells of it', async () => {
    outside();
    const page = (await launcher()) as MinSide;
    await press(page, 'Min side');
    await sees(page, 'Logg inn for å se dine forbruksdata');
    page.hide();
    page.requestUpdate();
    await page.updateComplete;
    expect(dialog(page)!.open).to.equal(false);
    await until(() => !dialog(page) && !location.hash);
  });

  it('is modal again when it was moved in the document while open', async () => {
    outside();
    const page = await launcher();
    await press(page, 'Min side');
    await sees(page, 'Logg inn for å se dine forbruksdata');
    document.body.append(page);
    await until(() => dialog(page)?.matches(':modal'));
    page.remove();
  });

  it('is seen once, however many there are', async () => {
    outside();
    const two = await fixture<HTMLElement>(
      html`<div><min-side launcher api="http://server.test"></min-side><min-side launcher api="http://server.test"></min-side></div>`,
    );
    // Each has its words, and hears of nothing more: what it shows, it shows by now.
    for (const each of two.querySelectorAll<MinSide>('min-side')) {
      await until(() => (each as unknown as { text?: object }).text && (each as unknown as { whole: boolean }).whole);
      await each.updateComplete;
    }
    const seen = (): number[] => [...two.querySelectorAll('min-side')].map((each) => each.shadowRoot!.querySelectorAll('.launcher').length);
    expect(seen()).to.deep.equal([1, 0]);
    two.firstElementChild!.remove();
    await until(() => seen().join() === '1');
  });

  it('says so in its place where the words of its language do not come', async () => {
    outside();
    const { load } = languages.en;
    const unheard: unknown[] = [];
    const listen = ({ reason }: PromiseRejectionEvent): void => void unheard.push(reason);
    addEventListener('unhandledrejection', listen);
    languages.en.load = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
    try {
      await sees(await fixture(html`<min-side launcher lang="en" api="http://server.test"></min-side>`), languages.en.unreachable);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(unheard).to.deep.equal([]);
    } finally {
      languages.en.load = load;
      removeEventListener('unhandledrejection', listen);
    }
  });

  it('is not kept from sight by one that is gone, which hears of something yet', async () => {
    outside();
    const gone = await launcher();
    await button(gone, 'Min side');
    gone.remove();
    gone.lang = 'en';
    await (gone as MinSide).updateComplete;
    await button(await launcher(), 'Min side');
  });

  it('is none where it says launcher="false", and becomes a portal when it loses the attribute', async () => {
    outside();
    const off = await fixture<HTMLElement>(html`<min-side launcher="false" lang="nb" api="http://server.test"></min-side>`);
    await sees(off, 'Logg inn for å se dine forbruksdata');
    off.remove();
    const page = await launcher();
    await button(page, 'Min side');
    page.removeAttribute('launcher');
    await sees(page, 'Logg inn for å se dine forbruksdata');
  });

  it('fails at nothing where it is taken out of the page while it opens', async () => {
    const page = (await launcher()) as MinSide;
    await press(page, 'Min side');
    await sees(page, 'Lukk');
    const dialog = page.shadowRoot!.querySelector('dialog')!;
    page.remove();
    expect(() => showModally(dialog)).not.to.throw();
    history.replaceState(null, '', location.pathname + location.search);
  });
});
