import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../widget/index.ts';
import type { Profile } from '../../../server/contract/profile.ts';
import type { Session } from '../../../server/contract/session.ts';
import { october, years } from '../consumption/api.ts';
import { dataSpan } from '../support/data-span.ts';
import { cabin, fakeServer, holder, home, profileOf, relationship, restoreFetch, utility } from '../support/fake-server.ts';
import { button, field, focused, sees, type } from '../support/person.ts';
import { until } from '../support/until.ts';

type SignedIn = Session & { signedIn: true };

/** An account, and what its calls make of it. */
function account() {
  const state: { session: Session; profile: Profile } = { session: holder, profile: profileOf(holder) };
  const become = (session: SignedIn): SignedIn => {
    state.session = session;
    state.profile = { ...state.profile, linked: session.linked };
    return session;
  };
  return fakeServer({
    'GET /session': () => state.session,
    'GET /utility': utility,
    'GET /relationship': relationship,
    'GET /profile': () => state.profile,
    'GET /consumption/years': years(dataSpan),
    'GET /consumption/month': october(dataSpan, '2019-10'),
    'GET /data-keys': { keys: [] },
    'DELETE /account/links/:id': (() => {
      const [left] = (state.session as SignedIn).linked.slice(0, 1);
      return become({ ...holder, linked: [left!], relationship: left!, shown: `log-in.${left!.id}` });
    }) as never,
    'PUT /account/links/:id': () => become({ ...holder, linked: [{ ...home, ownName: 'Hjemme' }, cabin] }),
    'PUT /account/password': null,
    'DELETE /account/sessions/:id': (() => {
      state.profile = { ...state.profile, loggedIn: state.profile.loggedIn.slice(0, 1) };
      return null;
    }) as never,
    'DELETE /account/sessions': null,
    'DELETE /account': null,
    'DELETE /session': null,
  } as never);
}

/** What has the focus, which is in the portal and seen: else why it is not. */
const where = (page: HTMLElement): string => {
  const at = focused();
  if (!at || at === document.body) return 'nowhere';
  if (!page.shadowRoot!.activeElement) return `outside, on ${at.localName}`;
  if (!at.checkVisibility({ visibilityProperty: true })) return `on a hidden ${at.localName}`;
  return at.localName;
};

/** The line of a relationship, which opens what can be done with it. */
async function opener(page: HTMLElement, plantNumber: string): Promise<HTMLElement> {
  const find = () => {
    const links = page.shadowRoot!.querySelector('min-side-profile')?.shadowRoot!.querySelector('min-side-profile-links')?.shadowRoot;
    return [...(links?.querySelectorAll('min-side-profile-link') ?? [])]
      .map((link) => link.shadowRoot?.querySelector('summary'))
      .find((summary) => summary?.textContent?.includes(plantNumber));
  };
  await until(find, plantNumber);
  return find()!;
}

/** By key or pointer, as a person does. */
const ways = {
  async keyboard(element: HTMLElement): Promise<void> {
    element.focus();
    await sendKeys({ press: 'Enter' });
  },
  async pointer(element: HTMLElement): Promise<void> {
    element.focus(); // as pressing a button with a pointer does in Chromium
    element.click();
  },
};

describe('the focus, after what changes the page,', () => {
  beforeEach(() => history.pushState(null, '', location.pathname + location.search));
  afterEach(() => {
    restoreFetch();
    history.replaceState(null, '', location.pathname + location.search);
  });
  const show = async (place = 'profil'): Promise<HTMLElement> => {
    history.replaceState(null, '', `#min-side=${place}`);
    return fixture(html`<min-side lang="nb" api="http://server.test"></min-side>`);
  };

  for (const [by, use] of Object.entries(ways)) {
    describe(`by ${by}`, () => {
      it('is on the heading of what the launcher opened, and on its link when that is closed by key, by button, by back and by script', async () => {
        account();
        const page = await fixture<HTMLElement & { hide(): void }>(html`<min-side launcher lang="nb" api="http://server.test"></min-side>`);
        const link = await button(page, 'Min side');
        for (const close of [
          () => sendKeys({ press: 'Escape' }),
          async () => use(await button(page, 'Lukk')),
          async () => {
            const popped = oneEvent(window, 'popstate');
            history.back();
            await popped;
          },
          async () => page.hide(),
        ]) {
          await use(link);
          await sees(page, 'Sist avleste målerstand');
          await until(() => focused()?.localName === 'h2');
          await close();
          await until(() => focused() === link);
          await until(() => !location.hash);
        }
      });

      for (const [which, session] of [
        ['another relationship', cabin],
        ['the one that is shown', home],
      ] as const)
        it(`is in the portal when ${which} has been taken out of the account`, async () => {
          account();
          const page = await show();
          await use(await opener(page, session.plantNumber));
          await use(await button(page, 'Fjern fra kontoen'));
          await until(() => focused()?.matches('.question'));
          await use(await button(page, 'Avbryt'));
          await until(() => focused()?.matches('.ask'));
          await use(await button(page, 'Fjern fra kontoen'));
          await use(await button(page, 'Ja, fjern'));
          await sees(page, 'Kundeforholdet er fjernet fra kontoen.');
          await until(() => ['h2', 'button', 'summary'].includes(where(page)), `the focus is ${where(page)}`);
        });

      it('is in the portal when a relationship has been named, a password changed, another device logged out', async () => {
        account();
        const page = await show();
        await use(await button(page, 'Bytt passord'));
        for (const label of ['Nåværende passord', 'Nytt passord', 'Nytt passord igjen']) await type(page, label, 'en lang setning');
        await sendKeys({ press: 'Enter' });
        await sees(page, 'Passordet er byttet.');
        await until(() => ['input', 'button', 'h2'].includes(where(page)), `the focus is ${where(page)}`);
        await use(await button(page, 'Her er du logget inn'));
        await use(await button(page, 'Logg ut Safari på iPhone'));
        await sees(page, 'Enheten er logget ut.');
        await until(() => ['h2', 'button', 'summary'].includes(where(page)), `the focus is ${where(page)}`);
        await use(await button(page, 'Logg ut overalt'));
        await sees(page, 'Du er logget ut.');
        await until(() => where(page) === 'h2', `the focus is ${where(page)}`);
      });

      it('is on the heading of the log-in when the account has been deleted', async () => {
        account();
        const page = await show();
        await use(await button(page, 'Slett kontoen'));
        await type(page, 'Passord', 'en lang setning');
        await use(await button(page, 'Slett kontoen for godt'));
        await sees(page, 'Kryss av for at du vil slette kontoen.');
        expect(focused()).to.equal(await field(page, 'Ja, slett kontoen min'));
        await sendKeys({ press: 'Space' });
        await use(await button(page, 'Slett kontoen for godt'));
        await sees(page, 'Kontoen din er slettet.');
        await until(() => where(page) === 'h2', `the focus is ${where(page)}`);
      });
    });
  }

  for (const [place, name] of [
    ['profil', 'Bytt passord'],
    ['forbruk/2019-10', 'Vis som tabell'],
    ['forbruk/2019-10', 'Effekt'],
    ['kundeforhold', 'Kari Nordmann'],
  ] as const)
    it(`stays on “${name}” when the page changes its language`, async () => {
      account();
      const page = await show(place);
      const used = await button(page, name);
      used.focus();
      expect(focused()).to.equal(used);
      for (const [lang, words] of [
        ['en', 'Consumption'],
        ['nn', 'Forbruk'],
        ['nb', 'Forbruk'],
      ] as const) {
        page.lang = lang;
        await sees(page, words);
        await until(() => page.shadowRoot!.querySelector('.frame')!.getAttribute('lang') === lang);
        await (page as HTMLElement & { updateComplete: Promise<unknown> }).updateComplete;
        expect(focused()).to.equal(used);
      }
    });

  it('stays in a field, with what is typed there, when the page changes its language', async () => {
    fakeServer({ 'GET /session': { signedIn: false }, 'GET /utility': utility });
    const page = await fixture<HTMLElement>(html`<min-side lang="nb" api="http://server.test"></min-side>`);
    const input = await field(page, 'Anleggsnummer');
    input.focus();
    await sendKeys({ type: '6601' });
    page.lang = 'en';
    await sees(page, 'Log in to see your consumption');
    await sendKeys({ type: '00' });
    expect(focused()).to.equal(input);
    expect(input.value).to.equal('660100');
  });
});
