import { expect, fixture, html } from '@open-wc/testing';
import type { LitElement } from 'lit';
import '../../../widget/login/login.ts';
import type { Challenge, Session } from '../../../server/contract/session.ts';
import { createApi } from '../../../widget/api.ts';
import { createFormat } from '../../../widget/text/format.ts';
import { nb } from '../../../widget/text/nb.ts';
import { fakeServer, guest, refuse, restoreFetch, unreachable, utility } from '../support/fake-server.ts';
import { field, focused, hears, press, sees, textOf, type } from '../support/person.ts';
import '../support/ground.ts';
import { until } from '../support/until.ts';

const challenge: Challenge = { mobile: '94059810', digits: 6, crowded: false, expiresInSeconds: 300, resendInSeconds: 0 };

const logIn = (session: Session = { signedIn: false }, notice = '', shownUtility = utility): Promise<HTMLElement> =>
  fixture(html`
    <test-ground
      ><min-side-login
        .api=${createApi('http://server.test')}
        .session=${session}
        .notice=${notice}
        .text=${nb}
        .format=${createFormat('nb')}
        .utility=${shownUtility}
      ></min-side-login
    ></test-ground>
  `);

async function fillIn(page: HTMLElement, plantNumber = '660100', mobile = '94059810'): Promise<void> {
  await type(page, 'Anleggsnummer', plantNumber);
  await type(page, 'Målepunkt ID', '7070 5750 0000 006601');
  await type(page, 'Mobilnummer', mobile);
}

/** Fills in, accepts the terms and goes on. */
async function sendNumbers(page: HTMLElement, ...numbers: [plantNumber?: string, mobile?: string]): Promise<void> {
  await fillIn(page, ...numbers);
  (await field(page, 'Jeg godtar vilkårene i teksten over')).click();
  await press(page, 'Neste');
}

/** As a refreshed session or another language makes the log-in do. */
async function renderAnew(page: HTMLElement): Promise<void> {
  const login = page.querySelector<LitElement>('min-side-login')!;
  login.requestUpdate();
  await login.updateComplete;
  await login.shadowRoot!.querySelector<LitElement>('[data-step]')?.updateComplete;
}

/** What a password manager goes by: the fields of the one form that is shown, in their order. */
function fieldsOf(page: HTMLElement): string[] {
  const { shadowRoot } = page.querySelector('min-side-login')!;
  const [form, ...others] = (shadowRoot!.querySelector('[data-step]')?.shadowRoot ?? shadowRoot!).querySelectorAll('form');
  expect(others).to.have.length(0);
  const fields = [...form!.elements].filter((element) => element instanceof HTMLInputElement && element.type !== 'checkbox');
  return (fields as HTMLInputElement[]).map(({ type, autocomplete, value }) => `${type} ${autocomplete} ${value}`);
}

describe('log-in by the invoice', () => {
  afterEach(restoreFetch);

  /** First in this file: a page that has shown all of it once shows it at once. */
  it('has its fields first, and a moment later what stands below them, which moves none of them', async () => {
    fakeServer({});
    const soon: (() => void)[] = [];
    const { setTimeout } = window;
    window.setTimeout = ((run: () => void, milliseconds?: number) =>
      milliseconds === 30 ? soon.push(run) : setTimeout(run, milliseconds)) as typeof setTimeout;
    try {
      const page = await logIn();
      const step = page.querySelector('min-side-login')!.shadowRoot!;
      const places = (): number[] => [...step.querySelectorAll('.field input, h2')].map((each) => each.getBoundingClientRect().top);
      const first = places();
      expect(first).to.have.length(4);
      expect(textOf(page)).not.to.include('Personvern og vilkår');
      expect(step.querySelector('.submit')).to.equal(null);
      expect(page.getBoundingClientRect().bottom).to.be.greaterThan(first.at(-1)! + 600);
      await until(() => {
        for (const run of soon.splice(0)) run();
        return textOf(page).includes('Personvern og vilkår');
      }, 'nothing comes below the fields');
      expect(places()).to.deep.equal(first);
      expect(step.querySelector('.submit')!.checkVisibility({ visibilityProperty: true })).to.equal(true);
    } finally {
      window.setTimeout = setTimeout;
    }
  });

  it('shows the manual’s texts and is accessible', async () => {
    fakeServer({});
    const page = await logIn();
    await sees(page, 'Logg inn for å se dine forbruksdata');
    await sees(page, 'Dette finner du på fakturaen din.');
    await sees(page, 'Personvern og vilkår');
    await sees(page, 'Jeg godtar vilkårene i teksten over');
    await expect(page).to.be.accessible();
  });

  it('sends nothing before the terms are accepted, and moves to the box', async () => {
    const server = fakeServer({ 'POST /login/challenge': challenge });
    const page = await logIn();
    await fillIn(page);
    await press(page, 'Neste');
    await sees(page, 'Kryss av for at du godtar vilkårene');
    expect(focused()?.id).to.equal('terms');
    expect(server.calls).to.have.length(0);
  });

  it('names the field that holds letters, moves to it and keeps what was typed', async () => {
    const server = fakeServer({});
    const page = await logIn();
    await fillIn(page, '66o1oo');
    await press(page, 'Neste');
    await sees(page, 'Anleggsnummeret har bare sifre.');
    expect(focused()?.id).to.equal('plantNumber');
    expect((await field(page, 'Anleggsnummer')).value).to.equal('66o1oo');
    expect(server.calls).to.have.length(0);
    await expect(page).to.be.accessible();
  });

  it('asks for the code on a screen that names the number, and sends it when it is complete', async () => {
    const server = fakeServer({ 'POST /login/challenge': challenge, 'POST /login/code': { next: 'inside', session: guest } });
    const page = await logIn();
    await sendNumbers(page, '660 100', '+47 940 59 810');
    await sees(page, 'Skriv inn koden du mottok på nummer 94059810');
    await expect(page).to.be.accessible();
    expect(server.calls[0]).to.contain('"plantNumber":"660100"').and.to.contain('"meteringPointId":"707057500000006601"');
    const { session } = await hears(page, 'session-changed', () => type(page, 'SMS kode', 'Koden er 123 456'));
    expect(session).to.deep.equal(guest);
    expect(server.calls.slice(1)).to.deep.equal(['POST /login/code {"code":"123456"}']);
  });

  it('says how many tries are left after a wrong code, and empties the field', async () => {
    fakeServer({ 'POST /login/challenge': challenge, 'POST /login/code': refuse(422, { error: 'code-wrong', triesLeft: 3 }) });
    const page = await toCode();
    await type(page, 'SMS kode', '111111');
    await sees(page, 'Du har 3 forsøk igjen.');
    expect((await field(page, 'SMS kode')).value).to.equal('');
    expect(focused()?.id).to.equal('code');
    await expect(page).to.be.accessible();
  });

  it('says that there were too many tries, and what to do', async () => {
    fakeServer({ 'POST /login/challenge': challenge, 'POST /login/code': refuse(401, { error: 'code-dead', triesLeft: 0 }) });
    const page = await toCode();
    await type(page, 'SMS kode', '111111');
    await sees(page, 'For mange forsøk med denne koden. Be om en ny kode nedenfor');
  });

  it('takes twelve digits where many ask, says why, and when a new code can be had', async () => {
    const crowded = { ...challenge, digits: 12, crowded: true, resendInSeconds: 2580 };
    const server = fakeServer({ 'POST /login/challenge': crowded, 'POST /login/code': { next: 'inside', session: guest } });
    const page = await toCode();
    await sees(page, 'Mange ber om koder til dette nummeret.');
    await sees(page, 'Du kan be om en ny kode om 43 minutter.');
    await expect(page).to.be.accessible();
    await type(page, 'SMS kode', '123456');
    expect(server.calls).to.have.length(1);
    await hears(page, 'session-changed', () => type(page, 'SMS kode', '1234 5678 9012'));
    expect(server.calls.at(-1)).to.equal('POST /login/code {"code":"123456789012"}');
  });

  it('says when to ask again where many mobiles have asked with the same plant number', async () => {
    fakeServer({ 'POST /login/challenge': { ...challenge, askAgainInSeconds: 1800 } });
    const page = await toCode();
    await sees(page, 'Kommer det ingen SMS nå, så be om ny kode til samme mobilnummer om 30 minutter.');
    await expect(page).to.be.accessible();
  });

  it('asks again by itself when many log in, and says so when it is told to come back for good', async () => {
    let asked = 0;
    const server = fakeServer({
      'POST /login/challenge': () => ((asked += 1) < 3 ? refuse(503, { error: 'busy', retryAfterSeconds: 0 })() : challenge),
      'POST /login/code': refuse(503, { error: 'busy', retryAfterSeconds: 0 }),
    });
    const page = await toCode();
    expect(asked).to.equal(3);
    await type(page, 'SMS kode', '123456');
    await sees(page, 'Min side er opptatt akkurat nå: Mange logger inn');
    expect(server.calls.filter((call) => call.startsWith('POST /login/code'))).to.have.length(5);
  });

  it('takes the six digits of an earlier SMS too, at the button', async () => {
    const server = fakeServer({
      'POST /login/challenge': { ...challenge, digits: 12, crowded: true },
      'POST /login/code': { next: 'inside', session: guest },
    });
    const page = await toCode();
    await type(page, 'SMS kode', '123456');
    await hears(page, 'session-changed', () => press(page, 'Logg inn'));
    expect(server.calls.at(-1)).to.equal('POST /login/code {"code":"123456"}');
  });

  it('opens at the code after a reload, and at the new password after a proved one', async () => {
    const server = fakeServer({ 'POST /login/code': { next: 'inside', session: guest } });
    const page = await logIn({ signedIn: false, pending: { ...challenge, mobile: '••• •• 810', resendInSeconds: 42, next: 'code' } });
    await sees(page, 'Skriv inn koden du mottok på nummer ••• •• 810');
    await sees(page, 'Du kan be om en ny kode om 42 s.');
    await hears(page, 'session-changed', () => type(page, 'SMS kode', '123456'));
    expect(server.calls).to.deep.equal(['POST /login/code {"code":"123456"}']);
    await sees(await logIn({ signedIn: false, pending: { ...challenge, next: 'new-password' } }), 'Velg et nytt passord');
  });

  it('takes back what it said about why one is here as soon as one goes on', async () => {
    fakeServer({});
    const page = await logIn(undefined, 'Du er logget ut.');
    await sees(page, 'Du er logget ut.');
    await press(page, 'Neste');
    await sees(page, 'Skriv inn anleggsnummeret.');
    expect(page.querySelector('min-side-login')!.shadowRoot!.textContent).not.to.contain('Du er logget ut.');
  });

  it('keeps what it said about why one is here while that is marked, to be copied', async () => {
    fakeServer({});
    const page = await logIn(undefined, 'Du er logget ut.');
    const notice = page.querySelector('min-side-login')!.shadowRoot!.querySelector<HTMLElement>('.notice')!;
    notice.click();
    await renderAnew(page);
    expect(notice.isConnected).to.equal(true);
  });

  it('comes back from another way in without what was wrong, and with all that was typed', async () => {
    fakeServer({ 'POST /login/challenge': refuse(503, { error: 'sms-unavailable' }) });
    const page = await logIn();
    await sendNumbers(page);
    await sees(page, nb.failures['sms-unavailable']);
    await type(page, 'Anleggsnummer', '66o1oo');
    await press(page, 'Neste');
    await sees(page, 'Anleggsnummeret har bare sifre.');
    await press(page, nb.login.toPassword);
    await press(page, nb.login.toNumbers);
    expect((await field(page, 'Anleggsnummer')).value).to.equal('66o1oo');
    expect(textOf(page)).not.to.include('Anleggsnummeret har bare sifre.');
    expect(textOf(page)).not.to.include(nb.failures['sms-unavailable']);
    expect(page.querySelector('min-side-login')!.shadowRoot!.querySelector('[aria-invalid]')).to.equal(null);
    expect(focused()?.localName).to.equal('h2');
  });

  it('keeps the terms that have changed meanwhile, whatever else is rendered anew', async () => {
    fakeServer({
      'POST /login/challenge': refuse(409, { error: 'terms-changed' }),
      'GET /utility': { ...utility, termsHash: 'b2', terms: ['Nye vilkår fra i dag.'] },
    });
    const page = await logIn();
    await sendNumbers(page);
    await sees(page, 'Nye vilkår fra i dag.');
    await renderAnew(page);
    expect(textOf(page)).to.include('Nye vilkår fra i dag.');
  });

  it('says when the day’s SMS are spent', async () => {
    fakeServer({ 'POST /login/challenge': refuse(503, { error: 'sms-spent', retryAfterSeconds: 3600 }) });
    const page = await logIn(undefined, '', { ...utility, smsSpent: true });
    await sees(page, 'Det er sendt uvanlig mange SMS-koder i dag.');
    await sendNumbers(page);
    await sees(page, 'Vi kan ikke sende flere SMS-koder i dag. Har du konto, kan du logge inn med passord');
  });

  it('keeps the code when the server is away', async () => {
    fakeServer({ 'POST /login/challenge': challenge, 'POST /login/code': unreachable });
    const page = await toCode();
    await type(page, 'SMS kode', '222222');
    await sees(page, 'Vi får ikke kontakt med Min side.');
    expect((await field(page, 'SMS kode')).value).to.equal('222222');
  });

  it('sends a new code at «klikk her», and then waits with a countdown', async () => {
    const server = fakeServer({ 'POST /login/challenge': challenge, 'POST /login/resend': { ...challenge, resendInSeconds: 60 } });
    const page = await toCode();
    await press(page, 'klikk her');
    await sees(page, 'En ny kode er på vei.');
    await sees(page, 'Du kan be om en ny kode om 60 s.');
    await renderAnew(page);
    expect(textOf(page)).to.match(/Du kan be om en ny kode om (60|5\d) s\./);
    await press(page, 'klikk her');
    expect(server.calls.filter((call) => call.startsWith('POST /login/resend'))).to.have.length(1);
  });

  it('tells whoever gets no code to check the numbers, and goes back with all that was typed', async () => {
    fakeServer({ 'POST /login/challenge': challenge });
    const page = await toCode();
    await press(page, 'Fortsatt ingen kode? Gå tilbake og sjekk tallene på fakturaen');
    expect((await field(page, 'Anleggsnummer')).value).to.equal('660100');
    expect((await field(page, 'Jeg godtar vilkårene i teksten over')).checked).to.equal(true);
  });

  it('says so when SMS cannot be sent', async () => {
    fakeServer({ 'POST /login/challenge': refuse(503, { error: 'sms-unavailable' }) });
    const page = await logIn();
    await sendNumbers(page);
    await sees(page, 'Vi får ikke sendt SMS akkurat nå.');
    expect((await field(page, 'Mobilnummer')).value).to.equal('94059810');
  });
});

describe('log-in by password', () => {
  afterEach(restoreFetch);

  it('lets one in, or asks for a code on a new device', async () => {
    fakeServer({ 'POST /login/password': { next: 'code', challenge } });
    const page = await logIn();
    await press(page, 'Trykk her for å logge inn med passord');
    await until(() => focused()?.id === 'mobile', 'the first field has no focus');
    await expect(page).to.be.accessible();
    await type(page, 'Mobilnummer', '94059810');
    await type(page, 'Passord', 'en lang setning');
    await press(page, 'Logg inn');
    await sees(page, 'Skriv inn koden du mottok på nummer 94059810');
  });

  it('says the one helpful thing about a wrong password', async () => {
    fakeServer({ 'POST /login/password': refuse(401, { error: 'login-failed' }) });
    const page = await logIn();
    await press(page, 'Trykk her for å logge inn med passord');
    await type(page, 'Mobilnummer', '94059810');
    await type(page, 'Passord', 'feil');
    await press(page, 'Logg inn');
    await sees(page, 'Sjekk mobilnummeret og passordet.');
    await expect(page).to.be.accessible();
  });

  it('sets a new password by SMS', async () => {
    const server = fakeServer({
      'POST /login/recovery': challenge,
      'POST /login/code': { next: 'new-password' },
      'POST /login/new-password': guest,
    });
    const page = await logIn();
    expect(fieldsOf(page)).to.deep.equal(['text off ', 'text off ', 'tel tel ']);
    await press(page, 'Trykk her for å logge inn med passord');
    await sees(page, 'Glemt passord?');
    expect(fieldsOf(page)).to.deep.equal(['tel username ', 'password current-password ']);
    await press(page, 'Glemt passord?');
    await expect(page).to.be.accessible();
    await type(page, 'Mobilnummer', '94059810');
    await press(page, 'Send kode');
    await sees(page, 'Fortsett');
    expect(fieldsOf(page)).to.deep.equal(['text one-time-code ']);
    await type(page, 'SMS kode', '123456');
    await sees(page, 'Velg et nytt passord');
    expect(fieldsOf(page)).to.deep.equal(['text username 94059810', 'password new-password ', 'password new-password ']);
    await type(page, 'Passord', 'kort');
    await press(page, 'Lagre og logg inn');
    await sees(page, 'Et passord må ha minst 8 tegn.');
    await type(page, 'Passord', 'en lang setning');
    await type(page, 'Passord igjen', 'en annen setning');
    await press(page, 'Lagre og logg inn');
    await sees(page, 'Passordene er ikke like.');
    await type(page, 'Passord igjen', 'en lang setning');
    await hears(page, 'session-changed', () => press(page, 'Lagre og logg inn'));
    expect(server.calls.at(-1)).to.equal('POST /login/new-password {"password":"en lang setning"}');
  });
});

async function toCode(): Promise<HTMLElement> {
  const page = await logIn();
  await sendNumbers(page);
  await sees(page, 'Skriv inn koden');
  return page;
}
