import { expect, fixture, html } from '@open-wc/testing';
import '../../../widget/profile/profile.ts';
import type { DataKey } from '../../../server/contract/data-keys.ts';
import type { Session } from '../../../server/contract/session.ts';
import { createApi } from '../../../widget/api.ts';
import { createFormat } from '../../../widget/text/format.ts';
import { nbInside } from '../../../widget/text/nb-inside.ts';
import { cabin, fakeServer, guest, holder, profileOf, refuse, restoreFetch } from '../support/fake-server.ts';
import { field, focused, hears, press, sees, textOf, type } from '../support/person.ts';
import '../support/ground.ts';

const show = (session: Session): Promise<HTMLElement> =>
  fixture(html`
    <test-ground
      ><min-side-profile
        .api=${createApi('http://server.test')}
        .session=${session}
        .text=${nbInside}
        .format=${createFormat('nb')}
      ></min-side-profile
    ></test-ground>
  `);

const challenge = { mobile: '+4794059810', digits: 6, crowded: false, expiresInSeconds: 300, resendInSeconds: 60 };

describe('"Se og rediger din profil" as a guest', () => {
  afterEach(restoreFetch);

  it('reads the manual’s texts and creates an account', async () => {
    const server = fakeServer({ 'GET /profile': profileOf(guest), 'POST /account': holder });
    const page = await show(guest);
    await sees(page, 'Du er logget inn som gjest');
    await sees(page, 'Du kan opprette en brukerprofil med ditt mobilnummer og passord om du ønsker dette.');
    await sees(page, '(Du logger inn med dette)');
    expect((await field(page, 'Mobilnummer')).value).to.equal('940\u00a059\u00a0810');
    await expect(page).to.be.accessible();
    await type(page, 'Passord', 'en lang setning');
    await type(page, 'Passord igjen', 'en lang setning');
    const event = await hears(page, 'session-changed', () => press(page, 'Opprett'));
    expect(event.session).to.deep.equal(holder);
    expect(server.calls).to.include('POST /account {"password":"en lang setning"}');
    await sees(page, 'Kontoen er opprettet.');
  });

  it('tells beside the field what is wrong with a password', async () => {
    fakeServer({
      'GET /profile': profileOf(guest),
      'POST /account': refuse(422, { error: 'bad-field', field: 'password', reason: 'common-password' }),
    });
    const page = await show(guest);
    await type(page, 'Passord', 'passord1');
    await type(page, 'Passord igjen', 'passord2');
    await press(page, 'Opprett');
    await sees(page, 'Passordene er ikke like.');
    await type(page, 'Passord igjen', 'passord1');
    await press(page, 'Opprett');
    await sees(page, 'Dette passordet er lett å gjette');
    expect(focused()?.id).to.equal('password');
    await expect(page).to.be.accessible();
  });

  it('adds the current customer to an account that the mobile has', async () => {
    const other: Session & { signedIn: true } = { ...guest, hasAccount: true, linked: [cabin] };
    const server = fakeServer({ 'GET /profile': profileOf(other), 'POST /account/links': holder });
    const page = await show(other);
    await sees(page, 'Hytta');
    await expect(page).to.be.accessible();
    await hears(page, 'session-changed', () => press(page, 'Legg til gjeldende kunde'));
    expect(server.calls).to.include('POST /account/links {}');
  });
});

describe('"Se og rediger din profil" as an account holder', () => {
  afterEach(restoreFetch);

  it('is accessible with everything opened', async () => {
    fakeServer({ 'GET /profile': profileOf(holder) });
    const page = await show(holder);
    for (const summary of ['Bytt passord', 'Bytt mobilnummer', 'Her er du logget inn', 'Slett kontoen']) await press(page, summary);
    await sees(page, 'Safari på iPhone');
    await sees(page, 'Versjon 1, godtatt 20. november 2026');
    await sees(page, 'Du logger inn med 940\u00a059\u00a0810.');
    await expect(page).to.be.accessible();
  });

  it('names a relationship, and says why the last one stays', async () => {
    const server = fakeServer({
      'GET /profile': profileOf({ ...holder, linked: [cabin] }),
      'PUT /account/links/:id': holder,
      'DELETE /account/links/:id': refuse(409, { error: 'conflict', reason: 'last-link' }),
    });
    const page = await show(holder);
    await press(page, 'Hytta Favoritt Fjellveien 12 · 746100');
    await type(page, 'Eget navn', 'Fjellhytta');
    await press(page, 'Lagre');
    await sees(page, 'Lagret.');
    expect(server.calls).to.include('PUT /account/links/cabin {"ownName":"Fjellhytta","favourite":true}');
    await press(page, 'Fjern fra kontoen');
    await sees(page, 'Vil du fjerne dette kundeforholdet fra kontoen?');
    await press(page, 'Avbryt');
    expect(server.calls.filter((call) => call.startsWith('DELETE'))).to.deep.equal([]);
    await press(page, 'Fjern fra kontoen');
    await press(page, 'Ja, fjern');
    await sees(page, 'Dette er det siste kundeforholdet i kontoen din.');
  });

  it('changes the password when the old one is right', async () => {
    const server = fakeServer({
      'GET /profile': profileOf(holder),
      'PUT /account/password': refuse(422, { error: 'bad-field', field: 'oldPassword', reason: 'wrong-password' }),
    });
    const page = await show(holder);
    await press(page, 'Bytt passord');
    await type(page, 'Nåværende passord', 'feil');
    await type(page, 'Nytt passord', 'en lang setning');
    await type(page, 'Nytt passord igjen', 'en lang setning');
    const change = [...deepButtons(page)].find((each) => each.className.includes('submit') && each.textContent!.includes('Bytt passord'))!;
    change.click();
    await sees(page, 'Det nåværende passordet stemmer ikke.');
    server.answers['PUT /account/password'] = null;
    change.click();
    await sees(page, 'Passordet er byttet.');
  });

  it('changes the mobile number by a code to each', async () => {
    const codes: string[] = [];
    fakeServer({
      'GET /profile': profileOf(holder),
      'POST /account/mobile': challenge,
      'POST /account/mobile/code': ((body: { code: string }) =>
        codes.push(body.code) === 1
          ? { next: 'new-mobile', challenge: { ...challenge, mobile: '+4790000000' } }
          : { next: 'done', session: { ...holder, mobile: '+4790000000' } }) as never,
    });
    const page = await show(holder);
    await press(page, 'Bytt mobilnummer');
    await type(page, 'Nytt mobilnummer', '900 00 000');
    await press(page, 'Send kode');
    await sees(page, 'koden vi sendte til nummeret du har nå');
    await type(page, 'SMS kode', '111111');
    await press(page, 'Bekreft');
    await sees(page, 'koden vi sendte til det nye nummeret, 900\u00a000\u00a0000.');
    await type(page, 'SMS kode', '222222');
    await press(page, 'Bekreft');
    await sees(page, 'Mobilnummeret er byttet.');
    expect(codes).to.deep.equal(['111111', '222222']);
  });

  it('sends another code for the mobile number’s change, with a countdown until the next', async () => {
    const server = fakeServer({
      'GET /profile': profileOf(holder),
      'POST /account/mobile': { ...challenge, resendInSeconds: 0 },
      'POST /login/resend': challenge,
    });
    const page = await show(holder);
    await press(page, 'Bytt mobilnummer');
    await type(page, 'Nytt mobilnummer', '900 00 000');
    await press(page, 'Send kode');
    await press(page, 'klikk her');
    await sees(page, 'En ny kode er på vei. Kommer det ingen, gjelder den du fikk sist.');
    await sees(page, 'Du kan be om en ny kode om 60 s.');
    expect(focused()).to.equal(await field(page, 'SMS kode'));
    await press(page, 'klikk her');
    expect(server.calls.filter((call) => call.startsWith('POST /login/resend'))).to.have.length(1);
    await expect(page).to.be.accessible();
  });

  it('ends another place’s session, and all of them', async () => {
    const server = fakeServer({
      'GET /profile': profileOf(holder),
      'DELETE /account/sessions/:id': null,
      'DELETE /account/sessions': null,
    });
    const page = await show(holder);
    await press(page, 'Her er du logget inn');
    await press(page, 'Logg ut Safari på iPhone');
    await sees(page, 'Enheten er logget ut.');
    expect(server.calls).to.include('DELETE /account/sessions/there {}');
    const event = await hears(page, 'session-ended', () => press(page, 'Logg ut overalt'));
    expect(event.why).to.equal('loggedOut');
  });

  it('deletes the account after a confirmation in words that also says what stays', async () => {
    const server = fakeServer({ 'GET /profile': profileOf(holder), 'DELETE /account': null });
    const page = await show(holder);
    await press(page, 'Slett kontoen');
    await sees(page, 'Dette blir igjen:');
    await type(page, 'Passord', 'en lang setning');
    await press(page, 'Slett kontoen for godt');
    await sees(page, 'Kryss av for at du vil slette kontoen.');
    expect(server.calls.join()).not.to.contain('DELETE');
    (await field(page, 'Ja, slett kontoen min')).click();
    const event = await hears(page, 'session-ended', () => press(page, 'Slett kontoen for godt'));
    expect(event.why).to.equal('deleted');
    expect(textOf(page)).to.contain('Slett kontoen');
  });

  it('offers a guest no download, since nothing is stored of one', async () => {
    fakeServer({ 'GET /profile': profileOf(guest) });
    const page = await show(guest);
    await sees(page, 'Vilkår du har godtatt');
    expect(textOf(page)).not.to.contain('Last ned mine data');
  });

  it('downloads all that is stored', async () => {
    fakeServer({ 'GET /profile': profileOf(holder), 'GET /my-data': new Blob(['PK'], { type: 'application/zip' }) });
    const page = await show(holder);
    await press(page, 'Last ned mine data');
    await sees(page, 'Filen er lastet ned.');
  });
});

function* deepButtons(root: Element): Generator<HTMLElement> {
  for (const element of [...(root.shadowRoot?.querySelectorAll('*') ?? []), ...root.querySelectorAll('*')]) {
    if (element.matches('button')) yield element as HTMLElement;
    if (element.shadowRoot) yield* deepButtons(element);
  }
}

describe('keys to one’s own data', () => {
  afterEach(restoreFetch);

  const key: DataKey = {
    id: 'k1',
    name: 'Home Assistant',
    plants: [{ plantNumber: '660100', address: 'Storgata 1', ownName: null }],
    madeAt: '2026-11-20T10:00:00+01:00',
    lastUsedAt: '2026-11-24T06:00:00+01:00',
    lastUsedFrom: '84.212.10.0/24',
  };

  it('are named, scoped, told once, seen with their last use, and deleted', async () => {
    const server = fakeServer({ 'GET /profile': profileOf(holder), 'GET /account/keys': { keys: [] } });
    const page = await show(holder);
    expect(server.calls).not.to.include('GET /account/keys');
    await press(page, 'Nøkler til egne data');
    await sees(page, 'Du har ingen nøkler.');
    await press(page, 'Lag nøkkel');
    await sees(page, 'Gi nøkkelen et navn.');
    await sees(page, 'Kryss av for minst ett anlegg.');
    await expect(page).to.be.accessible();
    await type(page, 'Navn på den nye nøkkelen', 'Home Assistant');
    (await field(page, 'Kari Nordmann, Storgata 1 (660100)')).click();
    server.answers['POST /account/keys'] = { key: 'minside_abc', keys: [key] };
    await press(page, 'Lag nøkkel');
    await sees(page, 'Leser Storgata 1 (660100)');
    await sees(page, 'Sist brukt 24. november 2026 kl. 06:00, fra en IP-adresse som begynner på 84.212.10.');
    expect(server.calls).to.include('POST /account/keys {"name":"Home Assistant","relationships":["home"]}');
    expect((await field(page, 'Her er nøkkelen. Kopier den nå: Den vises bare denne ene gangen.')).value).to.equal('minside_abc');
    expect(focused()?.id).to.equal('told');
    await expect(page).to.be.accessible();
    server.answers['DELETE /account/keys/:id'] = { keys: [] };
    await press(page, 'Slett nøkkelen Home Assistant');
    await sees(page, 'Nøkkelen Home Assistant er slettet, og virker ikke lenger.');
    expect(textOf(page)).not.to.include('minside_abc');
  });
});
