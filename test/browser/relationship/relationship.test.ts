import { expect, fixture, html } from '@open-wc/testing';
import '../../../widget/relationship/relationship.ts';
import type { Session } from '../../../server/contract/session.ts';
import { createApi } from '../../../widget/api.ts';
import { createFormat } from '../../../widget/text/format.ts';
import { nbInside } from '../../../widget/text/nb-inside.ts';
import { cabin, fakeServer, guest, holder, refuse, relationship, restoreFetch } from '../support/fake-server.ts';
import { hears, press, sees, textOf } from '../support/person.ts';
import '../support/ground.ts';

const show = (session: Session): Promise<HTMLElement> =>
  fixture(html`
    <test-ground
      ><min-side-relationship
        .api=${createApi('http://server.test')}
        .session=${session}
        .text=${nbInside}
        .format=${createFormat('nb')}
      ></min-side-relationship
    ></test-ground>
  `);

describe('"Ditt kundeforhold"', () => {
  afterEach(restoreFetch);

  it('shows name, address, meter and the last reading with date, time and unit', async () => {
    fakeServer({ 'GET /relationship': relationship });
    const page = await show(guest);
    for (const words of [
      'Kari Nordmann',
      '1606 Fredrikstad',
      '66012345',
      '707057500000006601',
      '58\u202f214 kWh',
      '31. desember 2020 kl. 23:00',
    ])
      await sees(page, words);
    await expect(page).to.be.accessible();
  });

  it('tells a guest how to link the mobile number, and leads to the profile', async () => {
    fakeServer({ 'GET /relationship': relationship });
    const page = await show(guest);
    await sees(page, 'Du har ikke knyttet ditt mobilnummer til noen måler ennå. Gå til profil, og opprett konto.');
    const event = await hears(page, 'go', () => press(page, 'Gå til profil'));
    expect(event.address).to.deep.equal({ page: 'profile', rest: [] });
  });

  it('offers to link the plant that is shown, where the mobile has an account without it', async () => {
    const elsewhere = { ...holder, kind: 'guest' as const, linked: [cabin] };
    const server = fakeServer({ 'GET /relationship': relationship, 'POST /account/links': holder });
    const page = await show(elsewhere);
    await sees(page, 'Du ser nå på Kari Nordmann, Storgata 1. Legg det til');
    await expect(page).to.be.accessible();
    const event = await hears(page, 'session-changed', () => press(page, 'Legg til gjeldende kunde'));
    expect(event.session).to.have.property('kind', 'account');
    expect(server.calls).to.include('POST /account/links {}');
  });

  it('names each of several metering points by its building before its numbers', async () => {
    const [first] = relationship.meteringPoints;
    fakeServer({
      'GET /relationship': {
        ...relationship,
        meteringPoints: [
          { ...first!, address: 'Storgata 1, hovedhus' },
          { ...first!, id: '707057500000018031', address: 'Storgata 1, sidebygg' },
        ],
      },
    });
    const page = await show(guest);
    await sees(page, 'Målere');
    const words = textOf(page);
    const places = ['hovedhus', '707057500000006601', 'sidebygg', '707057500000018031'].map((word) => words.indexOf(word));
    expect(places).to.deep.equal(places.toSorted((one, other) => one - other));
    expect(places[0]).to.be.above(0);
  });

  it('switches with one click to any but the one shown', async () => {
    const server = fakeServer({ 'GET /relationship': relationship, 'PUT /relationship': { ...holder, relationship: cabin } });
    const page = await show(holder);
    await sees(page, 'Ditt mobilnummer er knyttet til følgende kundeforhold');
    expect(textOf(page)).not.to.contain('Bytt til Kari Nordmann');
    await expect(page).to.be.accessible();
    const event = await hears(page, 'session-changed', () => press(page, 'Bytt til Hytta'));
    expect(event.session).to.have.nested.property('relationship.id', 'cabin');
    expect(server.calls).to.include('PUT /relationship {"id":"cabin"}');
  });

  it('says so when the one switched to was unlinked in another tab', async () => {
    fakeServer({ 'GET /relationship': relationship, 'PUT /relationship': refuse(404, { error: 'not-found' }) });
    const page = await show(holder);
    await press(page, 'Bytt til Hytta');
    await sees(page, 'Vi finner ikke dette lenger.');
  });

  it('offers to try again after a failure', async () => {
    const server = fakeServer({ 'GET /relationship': refuse(503, { error: 'unavailable' }) });
    const page = await show(guest);
    await sees(page, 'Min side er ute av drift et øyeblikk.');
    await expect(page).to.be.accessible();
    server.answers['GET /relationship'] = relationship;
    await press(page, 'Prøv igjen');
    await sees(page, 'Sist avleste målerstand');
  });
});
