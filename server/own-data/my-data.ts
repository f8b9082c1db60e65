import { Readable } from 'node:stream';
import type Koa from 'koa';
import type { SignedIn } from '../http/session.ts';
import type { Services } from '../services.ts';
import { describeError } from '../ground/log.ts';
import { consumptionFiles } from './my-consumption.ts';
import { storedAboutMe } from './my-facts.ts';
import { csvLine } from './csv-line.ts';
import { trail } from '../account/trail.ts';
import { zipStream, type PackedFile } from './zip-stream.ts';

const readMe = `Dette er alt som Min side har lagret om deg.

min-side.json         alt om kontoen, med maskinlesbare navn
konto.csv             mobilnummer og når kontoen ble laget
kundeforhold.csv      kundeforholdene som er knyttet til mobilnummeret ditt
vilkar.csv            hvilke vilkår du har godtatt, og når
innlogginger.csv      innlogginger og endringer (hendelser) på kontoen
enheter.csv           hvor du er logget inn nå, og enheter som er kjent
forbruk/              forbruk time for time, og målerstander, ett par filer for hvert målepunkt (CSV og JSON Lines)

Tidspunkt har forskjell fra UTC (+01:00 eller +02:00), så timen som kommer to ganger om høsten kan skilles.
I CSV står det norske navnet først og det maskinlesbare i hakeparentes. Tegnsett: UTF-8. Desimalkomma i CSV.
Status i JSON: m målt, e beregnet (fordelt over et opphold), h avlest for hånd, c rettet, - mangler.
`;

/** "Last ned mine data": one ZIP, packed while it is read. It breaks off when the account or a link goes meanwhile. */
export async function sendMyData(services: Services, ctx: Koa.Context, signedIn: SignedIn & { accountId: string }): Promise<void> {
  const facts = await storedAboutMe(services, signedIn);
  await trail(services, services.database, ctx, signedIn, 'my-data-downloaded');
  const stream = Readable.from(zipStream(files(services, signedIn, facts)));
  stream.on('error', (error) => services.log.warn('A download of own data broke off', describeError(error)));
  ctx.attachment('mine-data-min-side.zip');
  ctx.type = 'application/zip';
  ctx.set('Cache-Control', 'no-store');
  ctx.body = stream;
}

function* files(
  services: Services,
  { accountId }: { accountId: string },
  facts: Awaited<ReturnType<typeof storedAboutMe>>,
): Generator<PackedFile> {
  yield { name: 'LES-MEG.txt', pieces: [readMe] };
  yield { name: 'min-side.json', pieces: [`${JSON.stringify(facts, null, 2)}\n`] };
  yield table('konto.csv', [
    ['Mobilnummer [mobile]', 'Laget [created_at]', 'Sist brukt [last_used_at]'],
    [facts.account.mobile, facts.account.created_at, facts.account.last_used_at],
  ]);
  yield table('kundeforhold.csv', [
    [
      'Anleggsnummer [plant_number]',
      'Navn [customer_name]',
      'Eget navn [own_name]',
      'Adresse [address]',
      'Postnummer [postal_code]',
      'Sted [city]',
      'Registrert mobil [registered_mobile]',
      'Favoritt [favourite]',
      'Fra [valid_from]',
      'Til [valid_to]',
      'Knyttet [linked_at]',
      'Sist vist [last_viewed_at]',
      'Målepunkt-ID [metering_points]',
    ],
    ...facts.links.map((link) => [
      link.plant_number,
      link.customer_name,
      link.own_name,
      link.address,
      link.postal_code,
      link.city,
      link.registered_mobile,
      link.favourite,
      link.valid_from,
      link.valid_to,
      link.linked_at,
      link.last_viewed_at,
      link.metering_points.join(' '),
    ]),
  ]);
  yield table('vilkar.csv', [
    ['Versjon [version]', 'Tidspunkt [accepted_at]', 'Kanal [channel]', 'Tekstens hash [text_hash]'],
    ...facts.terms.map((row) => [row.version, row.accepted_at, row.channel, row.text_hash]),
  ]);
  yield table('innlogginger.csv', [
    ['Hendelse [what]', 'Tidspunkt [at]', 'Adresseblokk [address_block]'],
    ...facts.events.map((row) => [row.what, row.at, row.address_block]),
  ]);
  yield table('enheter.csv', [
    ['Sort [sort]', 'Enhet [device]', 'Først sett [first_seen_at]', 'Sist sett [last_seen_at]', 'Adresseblokk [address_block]'],
    ...facts.sessions.map((row) => ['innlogget', row.device, row.started_at, row.last_seen_at, row.address_block]),
    ...facts.devices.map((row) => ['kjent enhet', row.name, row.first_seen_at, row.last_seen_at, null]),
  ]);
  for (const link of facts.links)
    for (const point of link.metering_points)
      yield* consumptionFiles(services, { relationshipId: link.relationship_id, accountId }, link.plant_number, point);
}

function table(name: string, rows: (string | number | boolean | null)[][]): PackedFile {
  return { name, pieces: ['\ufeff', ...rows.map(csvLine)] };
}
