import { aTimeout, expect, fixture, html } from '@open-wc/testing';
import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import '../../../widget/index.ts';
import { october, years } from '../consumption/api.ts';
import { dataSpan } from '../support/data-span.ts';
import { fakeServer, guest, relationship, restoreFetch, utility } from '../support/fake-server.ts';
import { button, field, focused, press, sees, type } from '../support/person.ts';
import { until } from '../support/until.ts';

// What pages do to the element and to what lies around it, beyond ugly rules: layouts, wrappers, scripts of other days.

const inside = () =>
  fakeServer({
    'GET /session': guest,
    'GET /utility': utility,
    'GET /relationship': relationship,
    'GET /consumption/years': years(dataSpan),
    'GET /consumption/month': october(dataSpan, '2019-10'),
  });
const outside = () => fakeServer({ 'GET /session': { signedIn: false }, 'GET /utility': utility });

/** A page's own piece, with rules for what is in it; `{}` becomes the tag. */
async function page(content: string, rules = '', attributes = ''): Promise<HTMLElement> {
  const tag = `<min-side api="http://server.test" ${attributes}></min-side>`;
  const piece = await fixture<HTMLElement>(html`<section style="width: 700px"></section>`);
  piece.innerHTML = `<style>${rules}</style>${content.replaceAll('{}', tag)}`;
  return piece;
}
const portalIn = (piece: ParentNode): HTMLElement => piece.querySelector<HTMLElement>('min-side')!;
const own = <T extends HTMLElement>(portal: HTMLElement, css: string): T => portal.shadowRoot!.querySelector<T>(css)!;

describe('<min-side> on an odd page', () => {
  afterEach(async () => {
    restoreFetch();
    history.replaceState(null, '', location.pathname + location.search);
    await emulateMedia({ media: 'screen' });
  });

  for (const rule of [
    'display: flex',
    'display: flex; flex-direction: column; align-items: center',
    'display: grid; grid-template-columns: 1fr 1fr; justify-items: center',
    'display: inline',
    'all: revert',
    'all: initial',
    'all: unset',
    'contain: content',
    'content-visibility: auto',
    'max-width: 100%; height: auto; transition: all 1s',
  ])
    it(`fills its place where the page says of its tag: ${rule}`, async () => {
      inside();
      const piece = await page('{}', `min-side { ${rule} }`);
      await sees(piece, 'Sist avleste målerstand');
      expect(own(portalIn(piece), '.frame').getBoundingClientRect().width).to.equal(700);
    });

  for (const [around, rules, width] of [
    ['<div><div class="none">{}</div></div>', '.none { display: contents }', 700],
    ['<div class="row"><div class="none">{}</div></div>', '.row { display: flex } .none { display: contents }', 700],
    ['<div class="apart">{}</div>', '.apart { contain: strict; height: 900px }', 700],
    ['<div class="pressed"><div>{}</div></div>', '.pressed { display: flex } .pressed div { flex: 1 1 0; width: 0 }', 700],
    ['<div class="paper">{}<p>Mer</p></div>', '.paper { columns: 2; column-gap: 20px }', 340],
    ['<div class="sideways">{}</div>', '.sideways { writing-mode: vertical-rl; height: 600px; width: 700px }', 700],
  ] as const)
    it(`stands in one piece in ${around} with ${rules}`, async () => {
      inside();
      const piece = await page(around, rules);
      await sees(piece, 'Sist avleste målerstand');
      const frame = own(portalIn(piece), '.frame');
      expect(frame.getClientRects().length).to.equal(1);
      expect(frame.getBoundingClientRect().width).to.be.within(width, 720);
    });

  it('has its tabs side by side or in rows in a sidebar of 250 px, never on each other', async () => {
    inside();
    const piece = await page('{}');
    piece.style.width = '250px';
    await sees(piece, 'Sist avleste målerstand');
    const tabs = [...portalIn(piece).shadowRoot!.querySelectorAll('nav a')].map((tab) => {
      const words = document.createRange();
      words.selectNodeContents(tab.querySelector('.short')!);
      return words.getBoundingClientRect();
    });
    const overlaps = tabs.flatMap((one, at) =>
      tabs
        .slice(at + 1)
        .filter((other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom),
    );
    expect(overlaps).to.deep.equal([]);
    expect(piece.scrollWidth).to.equal(250);
  });

  for (const logo of [
    '<img slot="logo" alt="Fjernvarme" width="2000" height="400" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" />',
    '<div slot="logo" style="width: 1500px">Fjernvarme</div>',
  ])
    for (const width of [250, 320, 700])
      it(`keeps the customer’s menu in ${width} px beside ${logo.slice(0, 16)} …`, async () => {
        inside();
        const piece = await page(`<min-side api="http://server.test">${logo}</min-side>`, 'img { max-width: 100%; height: auto }');
        piece.style.width = `${width}px`;
        await sees(piece, 'Sist avleste målerstand');
        expect(piece.scrollWidth).to.equal(width);
        const { left, right, height } = own(portalIn(piece), 'min-side-menu').getBoundingClientRect();
        expect(right).to.be.at.most(piece.getBoundingClientRect().right);
        expect(right - left).to.be.at.least(80);
        expect(height).to.be.at.least(44);
        expect(portalIn(piece).firstElementChild!.getBoundingClientRect().height).to.be.at.most(64);
      });

  it('lets its text be marked and its fields be typed into where the page lets nothing be marked', async () => {
    outside();
    const piece = await page('{}', '* { user-select: none !important; -webkit-user-select: none !important }');
    const input = await field(piece, 'Anleggsnummer');
    expect(getComputedStyle(input).userSelect).to.equal('text');
    expect(getComputedStyle(own(portalIn(piece), '.page')).userSelect).to.equal('text');
  });

  it('sends no form of the page that stands around it when Enter is pressed or its button', async () => {
    const server = outside();
    const piece = await page('<form action="/borte"><input name="q" required />{}<button>Søk</button></form>');
    const sent: Event[] = [];
    piece.querySelector('form')!.addEventListener('submit', (event) => {
      sent.push(event);
      event.preventDefault();
    });
    await button(piece, 'Neste');
    (await field(piece, 'Anleggsnummer')).focus();
    await sendKeys({ press: 'Enter' });
    await sees(piece, 'Skriv inn anleggsnummeret.');
    await press(piece, 'Neste');
    await press(piece, 'Trykk her for å logge inn med passord');
    expect(sent).to.deep.equal([]);
    expect(server.calls.filter((call) => call.startsWith('POST'))).to.deep.equal([]);
  });

  it('begins at its top when somebody has logged in far down, so that nothing of the page below comes into sight', async () => {
    fakeServer({
      'GET /session': { signedIn: false },
      'GET /utility': utility,
      'POST /login/password': { next: 'inside', session: guest },
      'GET /relationship': relationship,
    });
    const piece = await page('<p style="height: 300px">Forsiden</p>{}<footer>Kontakt</footer>', 'html { scroll-behavior: smooth }');
    await press(piece, 'Trykk her for å logge inn med passord');
    await type(piece, 'Mobilnummer', '94059810');
    await type(piece, 'Passord', 'varme i gamle hus');
    scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
    expect(own(portalIn(piece), '.frame').getBoundingClientRect().top).to.be.below(0);
    await press(piece, 'Logg inn');
    await sees(piece, 'Sist avleste målerstand');
    expect(own(portalIn(piece), '.frame').getBoundingClientRect().top).to.be.within(-8, 8);
    expect(piece.querySelector('footer')!.getBoundingClientRect().top).to.be.at.least(innerHeight);
  });

  it('begins anew as a copy, and when the page writes itself anew', async () => {
    inside();
    const piece = await page('{}<div class="later"></div>');
    await sees(piece, 'Sist avleste målerstand');
    const copy = portalIn(piece).cloneNode(true);
    portalIn(piece).remove();
    piece.querySelector('.later')!.append(copy);
    await sees(piece, 'Sist avleste målerstand');
    const { innerHTML } = piece;
    piece.innerHTML = innerHTML;
    await sees(piece, 'Sist avleste målerstand');
    expect(piece.querySelectorAll('min-side')).to.have.length(1);
  });

  it('paints its chart when the tab or accordion of the page that hid it is opened', async () => {
    inside();
    history.replaceState(null, '', '#min-side=forbruk/2019-10');
    const piece = await page('<details><summary>Åpne</summary>{}</details>');
    const canvas = () =>
      portalIn(piece)
        .shadowRoot!.querySelector('min-side-consumption')
        ?.shadowRoot!.querySelector('min-side-chart')
        ?.shadowRoot!.querySelector('canvas');
    await until(() => portalIn(piece).shadowRoot!.querySelector('[data-page]'));
    await aTimeout(100);
    piece.querySelector('details')!.open = true;
    await sees(piece, 'Oktober 2019');
    await until(() => (canvas()?.getBoundingClientRect().width ?? 0) > 500);
  });

  it('paints its chart on a page whose script has put another function in the place of Array.from', async () => {
    inside();
    const from = Array.from;
    // As MooTools 1.3 to 1.5 do: no mapping, and nothing but what is like a list.
    Array.from = ((item: unknown) =>
      item == null ? [] : typeof item === 'object' && 'length' in item ? Array.prototype.slice.call(item) : [item]) as typeof Array.from;
    try {
      history.replaceState(null, '', '#min-side=forbruk');
      const piece = await page('{}');
      await sees(piece, 'Forbruk 2018–2020');
      await press(piece, 'Vis som tabell');
      await sees(piece, 'Desember');
      history.replaceState(null, '', '#min-side=forbruk/2019-10');
      dispatchEvent(new PopStateEvent('popstate'));
      await sees(piece, 'Oktober 2019');
      await sees(piece, 'Last ned');
    } finally {
      Array.from = from;
    }
  });

  for (const mode of ['open', 'closed'] as const)
    it(`works in the ${mode} shadow root of an element of the page, in the language around that`, async () => {
      outside();
      const piece = await page('<div lang="en"><p class="host"></p></div>');
      const root = piece.querySelector('.host')!.attachShadow({ mode });
      root.innerHTML = '<style>* { color: red; display: flex }</style><min-side api="http://server.test"></min-side>';
      await sees(root as unknown as Element, 'Log in to see your consumption');
      piece.querySelector('div')!.lang = 'nn';
      await sees(root as unknown as Element, 'Logg inn for å sjå forbruksdata');
    });
});

describe('<min-side launcher> on an odd page', () => {
  afterEach(async () => {
    restoreFetch();
    history.replaceState(null, '', location.pathname + location.search);
    await emulateMedia({ media: 'screen' });
  });
  beforeEach(() => history.pushState(null, '', location.pathname + location.search));

  /** How far the link is from the window's right and lower edge, and that it can be pressed there. */
  const corner = (portal: HTMLElement): number[] => {
    const { left, top, right, bottom } = own(portal, '.launcher').getBoundingClientRect();
    expect(document.elementFromPoint((left + right) / 2, (top + bottom) / 2)).to.equal(portal);
    return [innerWidth - right, innerHeight - bottom].map(Math.round);
  };

  for (const rules of [
    '.moved { transform: translateZ(0); height: 3000px }',
    '.moved { filter: blur(0); overflow: hidden; height: 3000px; width: 300px }',
    '.moved { contain: paint; height: 40px }',
    '.moved { will-change: transform; clip-path: inset(0); height: 3000px }',
    '.moved { direction: rtl }',
  ])
    it(`has its link at the bottom right of the window in a part of the page with ${rules}`, async () => {
      outside();
      const piece = await page('<div class="moved">{}</div>', rules, 'launcher');
      const portal = portalIn(piece);
      const link = await button(piece, 'Min side');
      const [right, bottom] = corner(portal);
      expect([right, bottom]).to.satisfy(([x, y]: [number, number]) => x >= 24 && x <= 40 && y === 24);
      piece.querySelector('.moved')!.after(portal);
      await until(() => link.matches(':popover-open'));
      expect(corner(portal)).to.deep.equal([right, bottom]);
      link.click();
      await sees(piece, 'Logg inn for å se dine forbruksdata');
      expect(link.checkVisibility()).to.equal(false);
      await press(piece, 'Lukk');
      await until(() => focused() === link);
      expect(corner(portal)).to.deep.equal([right, bottom]);
    });

  it('takes the page’s font and nothing else, on its link and in what it opens', async () => {
    outside();
    const looked = [
      'fontStyle',
      'fontWeight',
      'fontVariant',
      'textTransform',
      'letterSpacing',
      'wordSpacing',
      'lineHeight',
      'cursor',
      'direction',
      'textAlign',
      'color',
    ] as const;
    const looks = async (style: string): Promise<string[]> => {
      const piece = await page('{}', '', 'launcher lang="nb"');
      piece.setAttribute('style', style);
      const portal = portalIn(piece);
      const link = await button(piece, 'Min side');
      const look = (element: Element): string => {
        const style = getComputedStyle(element);
        const { width, height } = element.getBoundingClientRect();
        const parts = looked.map((name) => style[name]).join(' ');
        return `${element.className} ${parts} ${Math.round(width)} ${Math.round(height)}`;
      };
      const before = look(link);
      link.click();
      await sees(piece, 'Logg inn for å se dine forbruksdata');
      const seen = [before, look(await button(piece, 'Lukk')), look(own(portal, 'dialog'))];
      await press(piece, 'Lukk');
      await until(() => !portal.shadowRoot!.querySelector('dialog'));
      portal.remove();
      return seen;
    };
    const plain = await looks('');
    const ugly = await looks(
      `letter-spacing: 4px; font: italic small-caps 900 9px sans-serif; text-transform: uppercase; white-space: pre; text-shadow: 1px 1px red;
       cursor: wait; text-align: right; word-spacing: 2em; line-height: 4; text-indent: 50px; color: hotpink; direction: rtl`,
    );
    expect(ugly).to.deep.equal(plain);
  });

  it('is on no paper', async () => {
    outside();
    const piece = await page('{}', '', 'launcher');
    const link = await button(piece, 'Min side');
    await emulateMedia({ media: 'print' });
    expect(link.checkVisibility()).to.equal(false);
  });
});
