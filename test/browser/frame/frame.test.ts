import { expect, fixture, html } from '@open-wc/testing';
import { type MinSide } from '../../../widget/index.ts';
import '../../../widget/index.ts';
import { whyNoAnswer } from '../../../widget/api.ts';
import { languages } from '../../../widget/text/languages.ts';
import type { Session } from '../../../server/contract/session.ts';
import {
  cabin,
  fakeServer,
  guest,
  holder,
  home,
  profileOf,
  refuse,
  relationship,
  restoreFetch,
  unreachable,
  utility,
} from '../support/fake-server.ts';
import { button, field, focused, press, sees, textOf, type } from '../support/person.ts';
import { until } from '../support/until.ts';

/** It comes a moment after what one waits for. */
async function choiceOfLanguage(page: HTMLElement): Promise<HTMLSelectElement> {
  const find = (): HTMLSelectElement | null => page.shadowRoot!.querySelector('.languages select');
  await until(find, 'no choice of language');
  return find()!;
}

const inside = (session: Session = guest) =>
  fakeServer({
    'GET /session': session,
    'GET /utility': utility,
    'GET /relationship': relationship,
    'GET /invoices': { invoices: [] },
    'GET /profile': profileOf(guest),
  });

const portal = (): Promise<HTMLElement> => fixture(html`<min-side lang="nb" api="http://server.test"></min-side>`);

/** On the line after the import, in a page that has no portal yet. */
const registered = customElements.get('min-side');

describe('<min-side>', () => {
  it('can be made by whoever has imported it', () => {
    expect(registered).to.be.a('function');
  });

  afterEach(() => {
    restoreFetch();
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('shows the log-in with the utility’s name to someone who is not signed in, and stores nothing', async () => {
    const server = fakeServer({ 'GET /session': { signedIn: false }, 'GET /utility': utility });
    const page = await portal();
    await sees(page, 'Fredrikstad Fjernvarme');
    await sees(page, 'Logg inn for å se dine forbruksdata');
    expect(server.calls).to.deep.equal(['GET /start']);
    expect(document.cookie).to.equal('');
    expect(localStorage.length + sessionStorage.length).to.equal(0);
    expect(focused()).to.equal(document.body);
    await expect(page).to.be.accessible();
  });

  it('asks of the browser how much it zooms text alone, and takes that out of the sizes which it zooms itself', async () => {
    fakeServer({ 'GET /session': { signedIn: false }, 'GET /utility': utility });
    const page = await portal();
    await sees(page, 'Logg inn for å se dine forbruksdata');
    const frame = page.shadowRoot!.querySelector<HTMLElement>('.frame')!;
    const size = () => parseFloat(getComputedStyle(frame.querySelector('.utility')!).fontSize);
    expect(getComputedStyle(frame, '::before').fontSize).to.equal('16px');
    const before = [size(), frame.querySelector('.header')!.getBoundingClientRect().width];
    // As Firefox says it of twice the text, whose `1em` is twice as long, too; here that stays as it was.
    frame.style.setProperty('--ms-text-zoom', '2');
    expect([size() * 2, frame.querySelector('.header')!.getBoundingClientRect().width]).to.deep.equal(before);
  });

  it('makes the form while the server is asked, and shows it, or the code that is under way, with the answer alone', async () => {
    const pending = {
      mobile: '••• •• 810',
      digits: 6,
      crowded: false,
      expiresInSeconds: 600,
      resendInSeconds: 42,
      next: 'code' as const,
    };
    for (const [session, heading] of [
      [{ signedIn: false }, 'Logg inn for å se dine forbruksdata'],
      [{ signedIn: false, pending }, 'Skriv inn koden du mottok'],
    ] satisfies [Session, string][]) {
      const { promise, resolve } = Promise.withResolvers<Session>();
      fakeServer({ 'GET /session': () => promise, 'GET /utility': utility });
      const page = await portal();
      const login = (): Element | null | undefined => page.shadowRoot!.querySelector('min-side-login');
      await until(() => login()?.shadowRoot?.querySelector('input'));
      await sees(page, 'Henter');
      expect(textOf(page)).not.to.include('Anleggsnummer');
      login()!.shadowRoot!.querySelector('input')!.focus();
      expect(focused()).to.equal(document.body);
      resolve(session);
      await sees(page, heading);
      expect(textOf(page)).not.to.include('Henter');
      expect(focused()).to.equal(document.body);
      page.remove();
    }
  });

  it('asks the server before all else, and renders once, with all that it has said and the form, and says of no wait', async () => {
    const server = fakeServer({ 'GET /session': { signedIn: false }, 'GET /utility': utility });
    const { attachShadow } = Element.prototype;
    const askedBefore: string[][] = [];
    Element.prototype.attachShadow = function (this: Element, init: ShadowRootInit): ShadowRoot {
      askedBefore.push([...server.calls]);
      return attachShadow.call(this, init);
    };
    const page = document.body.appendChild(Object.assign(document.createElement('min-side'), { api: 'http://server.test', lang: 'nb' }));
    try {
      // Until then it has its height: what stands below it in the page doesn't move.
      expect(page.shadowRoot!.querySelectorAll('.frame')).to.have.length(0);
      expect(page.getBoundingClientRect().height).to.equal(Math.min(innerHeight, 1400));
      const seen: string[] = [];
      const fields: number[] = [];
      new MutationObserver(() => {
        seen.push(page.shadowRoot!.querySelector('.frame')?.textContent ?? '');
        const form = page.shadowRoot!.querySelector('min-side-login')?.shadowRoot;
        fields.push(form?.querySelectorAll('.field input').length ?? 0);
      }).observe(page.shadowRoot!, { childList: true });
      await sees(page, 'Anleggsnummer');
      expect(seen).to.have.length(1);
      expect(seen[0]).to.include('Fredrikstad Fjernvarme');
      expect(seen[0]).not.to.include('Henter');
      expect(fields).to.deep.equal([3]);
      expect(askedBefore[0]).to.deep.equal(['GET /start']);
    } finally {
      Element.prototype.attachShadow = attachShadow;
      page.remove();
    }
  });

  it('shows the first page with four tabs and the customer’s name, and says in the address where one is', async () => {
    inside();
    const page = await portal();
    for (const words of ['Ditt kundeforhold', 'Kari Nordmann', '58\u202f214']) await sees(page, words);
    await press(page, await shortOrLong(page, 'Fakturaer', 'Vis tidligere fakturaer'));
    await sees(page, 'Kommer snart.');
    expect(location.hash).to.equal('#min-side=fakturaer');
    expect((focused() as HTMLElement).textContent).to.equal('Vis tidligere fakturaer');
    await expect(page).to.be.accessible();
    history.back();
    await sees(page, 'Sist avleste målerstand');
  });

  it('opens at the place in the address, beside what the page itself keeps there', async () => {
    history.replaceState(null, '', '#kontakt&min-side=profil');
    inside();
    const page = await portal();
    await sees(page, 'Du er logget inn som gjest');
    expect(location.hash).to.equal('#kontakt&min-side=profil');
  });

  it('logs out from the menu under the name, by keyboard', async () => {
    const server = inside();
    server.answers['DELETE /session'] = null;
    const page = await portal();
    const name = await button(page, 'Kari Nordmann');
    name.focus();
    name.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, composed: true }));
    const logOut = await button(page, 'Logg ut');
    await until(() => focused() === logOut);
    await expect(page).to.be.accessible();
    logOut.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
    expect(focused()).to.equal(name);
    await press(page, 'Kari Nordmann');
    await press(page, 'Logg ut');
    await sees(page, 'Du er logget ut.');
    expect(location.hash).to.equal('');
    expect(textOf(page)).not.to.contain('Kari');
    // What has been taken back does not come again with the next answer.
    await press(page, 'Neste');
    await until(() => !textOf(page).includes('Du er logget ut.'));
    (page as MinSide).requestUpdate();
    await (page as MinSide).updateComplete;
    await page.shadowRoot!.querySelector<MinSide>('min-side-login')!.updateComplete;
    expect(textOf(page)).not.to.contain('Du er logget ut.');
  });

  it('goes to the log-in with a sentence when the session has ended, and keeps the place for afterwards', async () => {
    const server = inside();
    const page = await portal();
    await sees(page, 'Sist avleste målerstand');
    server.answers['GET /invoices'] = refuse(401, { error: 'not-signed-in' });
    await press(page, await shortOrLong(page, 'Fakturaer', 'Vis tidligere fakturaer'));
    await sees(page, 'Du er ikke lenger logget inn. Det er en stund siden du brukte siden, eller du logget ut et annet sted.');
    expect(location.hash).to.equal('#min-side=fakturaer');
    await sees(page, 'Logg inn for å se dine forbruksdata');
  });

  it('repeats a call that another tab’s new session id overtook, and shows no log-in', async () => {
    const server = inside();
    const page = await portal();
    await sees(page, 'Sist avleste målerstand');
    const before = server.calls.length;
    let tries = 0;
    server.answers['GET /invoices'] = () => (tries++ ? { invoices: [] } : refuse(401, { error: 'not-signed-in' })());
    await press(page, await shortOrLong(page, 'Fakturaer', 'Vis tidligere fakturaer'));
    await sees(page, 'Kommer snart.');
    expect(server.calls.slice(before)).to.deep.equal(['GET /invoices', 'GET /session', 'GET /invoices']);
  });

  it('shows whom another tab has switched to when one comes back to this one', async () => {
    const server = inside(holder);
    const page = await portal();
    await sees(page, 'Sist avleste målerstand');
    server.answers['GET /session'] = { ...holder, shown: 'log-in.cabin', relationship: { ...cabin, customerName: 'Ola Nordmann' } };
    server.answers['GET /relationship'] = { ...relationship, ...cabin, customerName: 'Ola Nordmann', city: 'Hemsedal' };
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    await button(page, 'Ola Nordmann');
    await sees(page, 'Hemsedal');
    server.answers['GET /session'] = { signedIn: false };
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    await sees(page, 'Logg inn for å se dine forbruksdata');
  });

  it('shows whom another window has switched to as soon as a reply is theirs, though nobody came back to this one', async () => {
    const server = inside(holder);
    server.shown = holder.shown;
    const page = await portal();
    await sees(page, 'Sist avleste målerstand');
    server.shown = 'log-in.cabin';
    server.answers['GET /session'] = { ...holder, shown: server.shown, relationship: { ...cabin, customerName: 'Ola Nordmann' } };
    server.answers['GET /invoices'] = {
      invoices: [
        {
          id: '0',
          number: '4711',
          kind: 'invoice',
          issuedOn: '2026-01-01',
          dueOn: '2026-01-15',
          period: null,
          amountNok: 1,
          paid: null,
          refersTo: [],
          meterCheck: null,
          hasPdf: false,
        },
      ],
    };
    const seen: string[] = [];
    const watch = new MutationObserver(() => seen.push(textOf(page)));
    watch.observe(page.shadowRoot!, { subtree: true, childList: true, characterData: true });
    await press(page, await shortOrLong(page, 'Fakturaer', 'Vis tidligere fakturaer'));
    await button(page, 'Ola Nordmann');
    await sees(page, '4711');
    watch.disconnect();
    expect(seen.filter((text) => text.includes('4711') && text.includes('Kari Nordmann'))).to.deep.equal([]);
    expect(server.calls.filter((call) => call === 'GET /session')).to.have.length(1);
  });

  it('says so when the server is away, and tries again', async () => {
    const server = fakeServer({ 'GET /session': unreachable, 'GET /utility': unreachable });
    const page = await portal();
    await sees(page, 'Vi får ikke kontakt med Min side.');
    await expect(page).to.be.accessible();
    server.answers['GET /session'] = { signedIn: false };
    server.answers['GET /utility'] = utility;
    await press(page, 'Prøv igjen');
    await sees(page, 'Logg inn for å se dine forbruksdata');
  });

  for (const [thrown, why, sentence] of [
    ['TypeError: null has no map', 'internal', 'the portal itself fails: TypeError: null has no map'],
    [
      'TypeError: Failed to fetch dynamically imported module: http://server.test/chunk.js',
      'outdated',
      'a file of the portal did not come',
    ],
    ['TypeError: error loading dynamically imported module: http://server.test/chunk.js', 'outdated', 'a file of the portal did not come'],
    ['TypeError: Importing a module script failed.', 'outdated', 'a file of the portal did not come'],
  ] as const)
    it(`accuses no setting of the server when the portal throws ${thrown}`, async () => {
      const { error } = console;
      const said: string[] = [];
      console.error = (words: string) => said.push(words);
      // The server's own page: it answers, as `/livez` does.
      expect(await whyNoAnswer(location.origin, thrown)).to.equal(why);
      console.error = error;
      expect(said.join()).to.contain(sentence);
      expect(said.join()).to.not.contain('ALLOWED_ORIGINS');
    });

  it('asks for new terms before anything else', async () => {
    const server = inside({ ...guest, termsDue: true });
    server.answers['POST /terms/acceptances'] = guest;
    const page = await portal();
    await sees(page, 'Vilkårene er endret');
    await expect(page).to.be.accessible();
    (await field(page, 'Jeg godtar vilkårene i teksten over')).click();
    await press(page, 'Fortsett');
    await sees(page, 'Sist avleste målerstand');
    expect(server.calls).to.include('POST /terms/acceptances {"termsVersion":"1","termsHash":"a1"}');
  });

  it('lets one choose among several relationships', async () => {
    const server = inside({ ...holder, relationship: null });
    server.answers['PUT /relationship'] = { ...holder, relationship: cabin };
    const page = await portal();
    await sees(page, 'Hvilket sted vil du se på?');
    await expect(page).to.be.accessible();
    (await buttonThatHas(page, 'Hytta')).click();
    await sees(page, 'Ditt kundeforhold');
  });

  it('keeps what is typed and shown when it is moved in the document', async () => {
    fakeServer({ 'GET /session': { signedIn: false }, 'GET /utility': utility });
    const page = await portal();
    await type(page, 'Anleggsnummer', '660100');
    const section = page.parentElement!.appendChild(document.createElement('section'));
    section.append(page);
    expect((await field(page, 'Anleggsnummer')).value).to.equal('660100');
  });

  it('lets no style of the page in', async () => {
    fakeServer({ 'GET /session': { signedIn: false }, 'GET /utility': utility });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      'html { font-size: 5px } * { letter-spacing: 9px; text-transform: uppercase } h2, button { color: hotpink !important; font-size: 5px }',
    );
    document.adoptedStyleSheets.push(sheet);
    const page = await portal();
    await sees(page, 'Logg inn for å se dine forbruksdata');
    const next = getComputedStyle(await button(page, 'Neste'));
    expect([next.fontSize, next.letterSpacing, next.textTransform]).to.deep.equal(['16px', 'normal', 'none']);
    document.adoptedStyleSheets.pop();
  });

  it('speaks English on an English page', async () => {
    fakeServer({ 'GET /session': { signedIn: false }, 'GET /utility': utility });
    const page = await fixture<HTMLElement>(html`<div lang="en"><min-side api="http://server.test"></min-side></div>`);
    await sees(page, 'Log in to see your consumption');
  });

  it('takes a new language while it is shown', async () => {
    inside();
    const page = await portal();
    await sees(page, 'Sist avleste målerstand');
    page.lang = 'en';
    await sees(page, 'Last meter reading');
  });

  it('speaks the language that the visitor chooses inside, at once and the next time, on pages of the language chosen in', async () => {
    inside();
    const page = await portal();
    await sees(page, 'Sist avleste målerstand');
    const choice = await choiceOfLanguage(page);
    expect([...choice.options].map(({ text }) => text.trim())).to.deep.equal(['Bokmål', 'Nynorsk', 'English']);
    expect(choice.value).to.equal('nb');
    choice.value = 'en';
    choice.dispatchEvent(new Event('change'));
    await sees(page, 'Last meter reading');
    await expect(page).to.be.accessible();
    page.remove();
    const again = await portal();
    await sees(again, 'Last meter reading');
    again.lang = 'nn';
    await sees(again, 'Sist avlesne målarstand');
    forgetChoice();
  });

  for (const [which, store] of [
    ['tells of cookies in the old way alone', undefined],
    ['takes its time to tell of a cookie', { get: () => new Promise((resolve) => setTimeout(resolve, 30, { value: 'en' })) }],
  ] as const)
    it(`shows the chosen language, and no other words first, in a browser that ${which}`, async () => {
      inside();
      Object.defineProperty(window, 'cookieStore', { value: store, configurable: true });
      document.cookie = 'min-side-nbx=nn; path=/';
      document.cookie = 'min-side-nb=en; path=/';
      const { load, loadInside } = languages.en;
      const late = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
      languages.en.load = () => late(200).then(load);
      languages.en.loadInside = () => late(200).then(loadInside);
      const page = Object.assign(document.createElement('min-side'), { api: 'http://server.test' });
      document.body.append(page);
      const words: string[] = [];
      new MutationObserver(() => words.push(textOf(page))).observe(page.shadowRoot!, {
        subtree: true,
        childList: true,
        characterData: true,
      });
      try {
        await sees(page, 'Last meter reading');
        expect(words.join(' ')).not.to.match(/Henter|Forbruk|Logg inn|Sist avleste/);
      } finally {
        page.remove();
        Object.assign(languages.en, { load, loadInside });
        Reflect.deleteProperty(window, 'cookieStore');
        document.cookie = 'min-side-nbx=; path=/; max-age=0';
        forgetChoice();
      }
    });

  it('says in the language that was chosen before that its words do not come', async () => {
    inside();
    document.cookie = 'min-side-nb=en; path=/';
    const { load } = languages.en;
    languages.en.load = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
    try {
      await sees(await portal(), languages.en.unreachable);
    } finally {
      languages.en.load = load;
      forgetChoice();
    }
  });

  it('speaks the page’s language where the browser keeps nothing, and the visitor’s own as long as the page is there', async () => {
    inside();
    const refuse = (): never => {
      throw new DOMException('The document is sandboxed', 'SecurityError');
    };
    Object.defineProperty(window, 'cookieStore', { value: { get: refuse }, configurable: true });
    Object.defineProperty(document, 'cookie', { get: refuse, set: refuse, configurable: true });
    try {
      const page = await portal();
      await sees(page, 'Sist avleste målerstand');
      const choice = await choiceOfLanguage(page);
      choice.value = 'en';
      choice.dispatchEvent(new Event('change'));
      await sees(page, 'Last meter reading');
    } finally {
      Reflect.deleteProperty(window, 'cookieStore');
      Reflect.deleteProperty(document, 'cookie');
    }
  });

  it('keeps to what is chosen while an earlier choice is being looked up', async () => {
    inside();
    const before = document.documentElement.lang;
    const page = await fixture<HTMLElement>(html`<min-side api="http://server.test"></min-side>`);
    await sees(page, 'Sist avleste målerstand');
    const { promise, resolve } = Promise.withResolvers<{ value: string }>();
    Object.defineProperty(window, 'cookieStore', { value: { get: () => promise }, configurable: true });
    try {
      document.documentElement.lang = 'en';
      await sees(page, 'Last meter reading');
      const choice = await choiceOfLanguage(page);
      choice.value = 'nn';
      choice.dispatchEvent(new Event('change'));
      await sees(page, 'Sist avlesne målarstand');
      resolve({ value: 'nb' });
      await new Promise((done) => setTimeout(done, 50));
      await sees(page, 'Sist avlesne målarstand');
    } finally {
      document.documentElement.lang = before;
      Reflect.deleteProperty(window, 'cookieStore');
      document.cookie = 'min-side-en=; path=/; max-age=0';
    }
  });

  it('says so when the words of a chosen language do not come, keeps those that are shown, and tries again', async () => {
    inside();
    const page = await portal();
    await sees(page, 'Sist avleste målerstand');
    const { loadInside } = languages.en;
    languages.en.loadInside = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
    const choice = await choiceOfLanguage(page);
    choice.value = 'en';
    choice.dispatchEvent(new Event('change'));
    await button(page, 'Prøv igjen');
    languages.en.loadInside = loadInside;
    await press(page, 'Prøv igjen');
    await sees(page, 'Last meter reading');
    forgetChoice();
  });

  it('speaks nynorsk where the page does, and follows the page when it changes its language', async () => {
    inside();
    const before = document.documentElement.lang;
    document.documentElement.lang = 'nn-NO';
    const page = await fixture<HTMLElement>(html`<min-side api="http://server.test"></min-side>`);
    await sees(page, 'Sist avlesne målarstand');
    // Chromium itself has no nynorsk.
    await sees(page, 'Lesen av 31. desember 2020 kl. 23:00');
    await sees(page, '1\u202f234,56\u202fm³');
    document.documentElement.lang = 'en';
    await sees(page, 'Last meter reading');
    document.documentElement.lang = 'no';
    await sees(page, 'Sist avleste målerstand');
    document.documentElement.lang = before;
  });

  it('asks another server when its address changes', async () => {
    const server = inside();
    const page = await portal();
    await sees(page, 'Sist avleste målerstand');
    page.setAttribute('api', 'http://other.test');
    await until(() => server.calls.filter((call) => call === 'GET /start').length === 2);
    await sees(page, 'Sist avleste målerstand');
  });

  for (const [first, milliseconds] of [
    ['answers', 0],
    ['refuses at once', 0],
    ['refuses late', 300],
  ] as const)
    it(`asks the server that it is told of on the line after it was put into the page, though its script’s own ${first}`, async () => {
      const server = inside();
      const asked: string[] = [];
      const { fetch } = window;
      window.fetch = async (input, init) => {
        const url = String(input);
        asked.push(url);
        if (first === 'answers' || url.startsWith('http://server.test')) return fetch(input, init);
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        throw new TypeError('Failed to fetch');
      };
      const page = document.body.appendChild(document.createElement('min-side'));
      page.api = 'http://server.test';
      try {
        await sees(page, 'Sist avleste målerstand');
        await new Promise((resolve) => setTimeout(resolve, 2 * milliseconds));
        await sees(page, 'Sist avleste målerstand');
        expect(server.calls).to.include('GET /relationship');
        expect(asked.filter((url) => url === 'http://server.test/api/start')).to.have.length(1);
        expect(asked.filter((url) => url.endsWith('/relationship'))).to.deep.equal(['http://server.test/api/relationship']);
      } finally {
        page.remove();
      }
    });

  it('fits 320 px with words on every tab', async () => {
    inside({ ...guest, relationship: { ...home, customerName: 'Borettslaget Fjellstuveien Terrasse Øst' } });
    const page = await portal();
    page.parentElement!.style.width = '320px';
    await sees(page, 'Forbruk');
    await sees(page, 'Sist avleste målerstand');
    expect(page.scrollWidth).to.be.at.most(320);
  });
});

function forgetChoice(): void {
  document.cookie = 'min-side-nb=; path=/; max-age=0';
}

async function shortOrLong(page: HTMLElement, short: string, long: string): Promise<string> {
  await sees(page, 'Ditt kundeforhold');
  return textOf(page).split(' | ').includes(short) ? short : long;
}

async function buttonThatHas(page: HTMLElement, words: string): Promise<HTMLElement> {
  const choose = page.shadowRoot!.querySelector('min-side-choose')!;
  return [...choose.shadowRoot!.querySelectorAll('button')].find((each) => each.textContent!.includes(words))!;
}
