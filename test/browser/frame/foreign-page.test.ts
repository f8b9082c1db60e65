import { aTimeout, expect, fixture, html, nextFrame } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../../../widget/index.ts';
import { writeAddress, type Address } from '../../../widget/address.ts';
import { clockDay, october, years } from '../consumption/api.ts';
import { fakeServer, guest, holder, profileOf, relationship, restoreFetch, utility } from '../support/fake-server.ts';
import { field, press, sees, textOf, type } from '../support/person.ts';
import { until } from '../support/until.ts';
import { dataSpan } from '../support/data-span.ts';

const inside = (session = guest) =>
  fakeServer({
    'GET /session': session,
    'GET /utility': utility,
    'GET /relationship': relationship,
    'GET /invoices': { invoices: [] },
    'GET /profile': profileOf(session),
    'GET /consumption/years': years(dataSpan),
    'GET /consumption/month': october(dataSpan, '2019-10'),
    'GET /consumption/day': clockDay(dataSpan, '2019-10-27'),
  });

const portal = (): Promise<HTMLElement> =>
  fixture(html`<section style="width: 700px"><min-side lang="nb" api="http://server.test"></min-side></section>`);

/** Every page, with a sentence that is there once it has been fetched. */
const views: [Address, string][] = [
  [{ page: 'relationship', rest: [] }, 'Sist avleste målerstand'],
  [{ page: 'consumption', rest: [] }, 'Forbruk 2018–2020'],
  [{ page: 'consumption', rest: ['2019-10'] }, 'Oktober 2019'],
  [{ page: 'consumption', rest: ['2019-10-27'] }, '27. oktober 2019'],
  [{ page: 'invoices', rest: [] }, 'Kommer snart.'],
  [{ page: 'profile', rest: [] }, 'Last ned mine data'],
];

/** What a theme may do to everything it can reach. Margins of nothing: the portal's own place on the page is the page's to choose. */
const ugly = `
  html { font-size: 62.5% }
  body { font-size: 9px; font-style: italic; font-weight: 800; font-variant: small-caps; white-space: nowrap; text-shadow: 1px 1px red; cursor: wait }
  * { margin: 0 !important; padding: 0 !important; line-height: 1 !important; letter-spacing: 4px !important; word-spacing: 9px !important;
      text-align: center !important; text-transform: uppercase !important; text-indent: 2em !important; color: hotpink !important;
      list-style: square inside !important; word-break: break-all !important; box-sizing: content-box !important; float: none !important }
  button, input, label, a, h2, h3, p, nav, ul, li, div, svg { display: block !important; width: 50% !important; font-size: 30px !important;
      border: 9px solid lime !important; background: yellow !important; min-height: 90px !important }
`;

describe('<min-side> on a foreign page', () => {
  afterEach(async () => {
    document.querySelector('base')?.remove();
    restoreFetch();
    document.adoptedStyleSheets = [];
    history.replaceState(null, '', location.pathname + location.search);
    await setViewport({ width: 1280, height: 800 });
  });

  it('lets the style of the page reach each part that its manifest names, whatever element it lies in', async () => {
    const manifest = await (await fetch('/widget/editor-data/custom-elements.json')).json();
    const parts: string[] = manifest.modules[0].declarations[0].cssParts.map(({ name }: { name: string }) => name);
    expect(parts).to.include.members(['header', 'heading', 'field', 'button', 'chart', 'table']);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(parts.map((part, n) => `min-side::part(${part}) { outline-color: rgb(1, 2, ${n}) }`).join(''));
    document.adoptedStyleSheets = [sheet];
    const seen = new Set<string>();
    const look = (root: ParentNode = document): void => {
      for (const each of root.querySelectorAll('*')) {
        for (const part of each.part) {
          expect(getComputedStyle(each).outlineColor, part).to.equal(`rgb(1, 2, ${parts.indexOf(part)})`);
          seen.add(part);
        }
        if (each.shadowRoot) look(each.shadowRoot);
      }
    };
    fakeServer({ 'GET /session': { signedIn: false }, 'GET /utility': utility });
    let element = await portal();
    await sees(element, 'Neste');
    look();
    element.remove();
    inside(holder);
    for (const [address, sentence] of views) {
      writeAddress(address);
      element = await portal();
      await sees(element, sentence);
      look();
      if (seen.has('chart') && !seen.has('table')) {
        await press(element, 'Vis som tabell');
        await sees(element, 'Skjul tabellen');
        look();
      }
      element.remove();
    }
    history.replaceState(null, '', location.pathname + location.search);
    element = await fixture(html`<min-side lang="nb" launcher api="http://server.test"></min-side>`);
    await sees(element, 'Min side');
    look();
    await press(element, 'Min side');
    await sees(element, 'Lukk');
    look();
    expect([...seen].toSorted()).to.deep.equal(parts.toSorted());
  });

  it('is defined once when its script is loaded twice', async () => {
    const first = customElements.get('min-side');
    const { MinSide } = (await import(new URL('../../../widget/index.ts?v=2', import.meta.url).href)) as { MinSide: unknown };
    expect(customElements.get('min-side')).to.equal(first);
    expect(MinSide).to.equal(first);
  });

  it('keeps place and session when it is moved in the document, and still hears the browser’s back', async () => {
    const server = inside();
    const section = await portal();
    const page = section.querySelector('min-side')!;
    await sees(page, 'Sist avleste målerstand');
    writeAddress({ page: 'profile', rest: [] });
    await sees(page, 'Du er logget inn som gjest');
    page.remove();
    await nextFrame();
    section.parentElement!.appendChild(document.createElement('article')).append(page);
    await sees(page, 'Du er logget inn som gjest');
    expect(location.hash).to.equal('#min-side=profil');
    expect(server.calls.filter((call) => call === 'GET /start')).to.have.length(1);
    history.back();
    await sees(page, 'Sist avleste målerstand');
  });

  it('takes the page’s font and nothing else', async () => {
    inside(holder);
    const section = await portal();
    section.style.fontFamily = 'serif';
    for (const [place, sentence] of views) {
      document.adoptedStyleSheets = [];
      writeAddress(place);
      await sees(section, sentence);
      // What comes after the numbers.
      if (place.page === 'consumption') await sees(section, 'Notater');
      const plain = await atRest(section);
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(ugly);
      document.adoptedStyleSheets = [sheet];
      await twoFrames();
      expect(layout(section), place.page).to.deep.equal(plain);
    }
    expect(plainFont(section)).to.equal('serif');
  });

  for (const [around, inner] of [
    ['a row', 'display: flex'],
    ['a centred column', 'display: flex; flex-direction: column; align-items: center'],
    ['a centred grid', 'display: grid; justify-items: center'],
  ] as const)
    it(`takes all the width that ${around} has for it, its own margin left out`, async () => {
      inside();
      const section = await portal();
      const page = section.querySelector<HTMLElement>('min-side')!;
      section.setAttribute('style', `width: 700px; ${inner}`);
      page.style.margin = '0 20px';
      await sees(section, 'Sist avleste målerstand');
      expect(page.getBoundingClientRect().width).to.equal(660);
    });

  for (const around of [
    'display: table-cell',
    'float: left',
    'display: inline-block',
    'position: absolute',
    'width: fit-content',
    'display: grid; grid-template-columns: auto auto 1fr',
    'display: table',
    'display: flex; width: max-content',
  ])
    it(`has a width of its own where the page asks for one (${around}), also at 320 px`, async () => {
      inside();
      const section = await portal();
      const page = section.querySelector<HTMLElement>('min-side')!;
      section.setAttribute('style', around);
      await sees(section, 'Sist avleste målerstand');
      expect(page.getBoundingClientRect().width).to.equal(720);
      await setViewport({ width: 320, height: 640 });
      await twoFrames();
      expect(document.documentElement.scrollWidth).to.be.at.most(320);
      expect(page.getBoundingClientRect().width).to.be.at.least(200);
    });

  it('has a width of its own in a plain dialog', async () => {
    inside();
    const dialog = await fixture<HTMLDialogElement>(html`<dialog><min-side lang="nb" api="http://server.test"></min-side></dialog>`);
    dialog.showModal();
    await sees(dialog, 'Sist avleste målerstand');
    expect(dialog.querySelector('min-side')!.getBoundingClientRect().width).to.be.at.least(600);
  });

  for (const style of [
    'zoom: 1.5',
    'zoom: 0.5',
    'transform: scale(0.8); transform-origin: 0 0',
    'transform: scale(1.3); transform-origin: 0 0',
  ])
    it(`opens the bar under the pointer on a page with ${style}`, async () => {
      inside();
      const section = await portal();
      section.setAttribute('style', `width: 700px; ${style}`);
      for (const day of [1, 9, 17, 31]) {
        writeAddress({ page: 'consumption', rest: ['2019-10'] });
        await sees(section, 'Oktober 2019');
        await twoFrames();
        const chart = deep(section, 'min-side-chart')!.shadowRoot!;
        const { left, top, width, height } = chart.querySelector('.u-over')!.getBoundingClientRect();
        const clientX = left + (width * (day - 0.5 + 0.1)) / 31.2;
        chart.querySelector('.plot')!.dispatchEvent(new PointerEvent('click', { clientX, clientY: top + height / 2 }));
        await until(() => location.hash === `#min-side=forbruk/2019-10-${String(day).padStart(2, '0')}`, `should open ${day}`);
      }
    });

  it('keeps the route of a hash router whole', async () => {
    inside();
    history.replaceState({ position: 7 }, '', '#/min-side?side=2');
    const section = await portal();
    await sees(section, 'Sist avleste målerstand');
    expect(location.hash).to.equal('#/min-side?side=2&min-side=kundeforhold');
    writeAddress({ page: 'profile', rest: [] });
    await sees(section, 'Du er logget inn som gjest');
    expect(location.hash).to.equal('#/min-side?side=2&min-side=profil');
    expect(history.state).to.include({ position: 7 });
    history.back();
    await sees(section, 'Sist avleste målerstand');
  });

  it('keeps its place beside an anchor of the page', async () => {
    inside();
    const section = await portal();
    await sees(section, 'Sist avleste målerstand');
    writeAddress({ page: 'profile', rest: [] });
    await sees(section, 'Du er logget inn som gjest');
    const anchor = Object.assign(document.createElement('a'), { href: '#innhold' });
    document.body.append(anchor);
    anchor.click();
    await until(() => location.hash === '#innhold&min-side=profil');
    anchor.remove();
    await sees(section, 'Du er logget inn som gjest');
  });

  it('links to itself on a page with another base', async () => {
    inside(holder);
    const base = document.head.appendChild(Object.assign(document.createElement('base'), { href: 'https://elsewhere.example/app/' }));
    base.remove();
    const section = await portal();
    await sees(section, 'Sist avleste målerstand');
    document.head.append(base);
    const own = `${location.origin}${location.pathname}${location.search}#min-side=`;
    const elsewhere: string[] = [];
    for (const [place, sentence] of views) {
      writeAddress(place);
      await sees(section, sentence);
      const links = [...below(section.querySelector('min-side')!.shadowRoot!)].filter((each) => each.matches('a[href]'));
      expect(links.length).to.be.at.least(4);
      elsewhere.push(...links.map((link) => (link as HTMLAnchorElement).href).filter((href) => !href.startsWith(own)));
    }
    base.remove();
    expect(elsewhere).to.deep.equal([]);
  });

  it('lets no shortcut of the page take what is typed, and lets Escape and Tab through', async () => {
    fakeServer({ 'GET /session': { signedIn: false }, 'GET /utility': utility });
    const taken: string[] = [];
    const handleShortcut = (event: KeyboardEvent): void => {
      if ((event.target as Element).matches('input')) return;
      taken.push(event.key);
      if (/\d/.test(event.key)) event.preventDefault();
    };
    document.addEventListener('keydown', handleShortcut);
    const section = await portal();
    (await field(section, 'Anleggsnummer')).focus();
    await sendKeys({ type: '660100' });
    expect((await field(section, 'Anleggsnummer')).value).to.equal('660100');
    await sendKeys({ press: 'Escape' });
    document.removeEventListener('keydown', handleShortcut);
    expect(taken).to.deep.equal(['Escape']);
  });

  it('tells a listener of the page nothing about who is signed in', async () => {
    const heard: string[] = [];
    const add = EventTarget.prototype.dispatchEvent;
    const handle = (event: Event): void => void heard.push(`${event.type} ${JSON.stringify(event, Object.getOwnPropertyNames(event))}`);
    const types = [
      'min-side-session',
      'min-side-page',
      'session-changed',
      'session-ended',
      'go',
      'focus-lost',
      'login-step',
      'profile-changed',
    ];
    for (const type of types) addEventListener(type, handle, true);
    const server = fakeServer({
      'GET /session': { signedIn: false },
      'GET /utility': utility,
      'POST /login/password': { next: 'inside', session: guest },
      'GET /relationship': relationship,
    });
    const section = await portal();
    await press(section, 'Trykk her for å logge inn med passord');
    await type(section, 'Mobilnummer', '94059810');
    await type(section, 'Passord', 'varme i gamle hus');
    await press(section, 'Logg inn');
    await sees(section, 'Sist avleste målerstand');
    for (const name of types) removeEventListener(name, handle, true);
    expect(EventTarget.prototype.dispatchEvent).to.equal(add);
    expect(server.calls).to.include('GET /relationship');
    expect(heard.map((line) => line.split(' ')[0])).to.have.members(['min-side-session', 'min-side-page']);
    expect(heard.join()).not.to.match(/9405|Kari|Storgata|home/);
  });

  it('follows the size of text that the reader has chosen, not the page’s root', async () => {
    inside();
    const section = await portal();
    await sees(section, 'Sist avleste målerstand');
    const frame = deep<HTMLElement>(section, '.frame')!;
    const size = (selector: string): string => getComputedStyle(deep(section, selector)!).fontSize;
    expect([size('.page'), size('h2')]).to.deep.equal(['16px', '28px']);
    frame.style.fontSize = '32px'; // as \`medium\` is with a large font set in the browser
    expect([size('.page'), size('h2')]).to.deep.equal(['32px', '56px']);
  });

  it('makes the text on an accent readable that the page has chosen without looking', async () => {
    fakeServer({ 'GET /session': { signedIn: false }, 'GET /utility': utility });
    const section = await portal();
    section.style.setProperty('--min-side-accent', '#ffd400');
    const page = section.querySelector('min-side')!;
    page.remove();
    section.append(document.createElement('min-side'));
    section.querySelector('min-side')!.setAttribute('api', 'http://server.test');
    await sees(section, 'Neste');
    await until(() => getComputedStyle(deep(section, 'button.submit')!).color === 'rgb(0, 0, 0)');
  });

  it('reads from left to right on a page that doesn’t', async () => {
    inside();
    const section = await portal();
    await sees(section, 'Sist avleste målerstand');
    const plain = layout(section);
    section.dir = 'rtl';
    expect(layout(section)).to.deep.equal(plain);
  });

  it('fits a window of 1280 px at 400 % without scrolling sideways, on every page', async () => {
    inside(holder);
    await setViewport({ width: 320, height: 256 });
    const section = await portal();
    section.style.width = 'auto';
    for (const [place, sentence] of views) {
      writeAddress(place);
      await sees(section, sentence);
      await twoFrames();
      expect(document.documentElement.scrollWidth, place.page).to.be.at.most(320);
      expect(textOf(section)).to.contain('Forbruk');
    }
  });
});

const plainFont = (section: HTMLElement): string =>
  getComputedStyle(section.querySelector('min-side')!.shadowRoot!.querySelector('nav a')!).fontFamily;

/** Where everything below stands, to the pixel, and its colour. */
function layout(section: HTMLElement): string[] {
  const portal = section.querySelector('min-side')!;
  const { left, top } = portal.getBoundingClientRect();
  return [...below(portal.shadowRoot!)].filter(drawn).map((element) => {
    const box = element.getBoundingClientRect();
    const { color, fontSize, textTransform } = getComputedStyle(element);
    const place = [box.left - left, box.top - top, box.width, box.height].map(Math.round).join(' ');
    return `${element.localName}.${element.getAttribute('class') ?? ''} ${place} ${color} ${fontSize} ${textTransform}`;
  });
}

/** In the first what has another size is noticed, in the second it is drawn anew. */
async function twoFrames(): Promise<void> {
  await nextFrame();
  await nextFrame();
}

/** The layout once nothing moves in it any more. */
async function atRest(section: HTMLElement): Promise<string[]> {
  for (let before = '', now = ''; ; before = now) {
    await aTimeout(100);
    now = layout(section).join();
    if (now === before) return layout(section);
  }
}

const deep = <T extends Element = Element>(section: HTMLElement, selector: string): T | undefined =>
  [...section.querySelectorAll('min-side')].flatMap((page) => [...below(page.shadowRoot!)]).find((each) => each.matches(selector)) as
    | T
    | undefined;

const drawn = (element: Element): boolean => element.getClientRects().length > 0;

function* below(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* below(element.shadowRoot);
  }
}
