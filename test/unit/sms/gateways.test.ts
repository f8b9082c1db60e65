import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../server/rooms.ts';
import type { Gateway } from '../../../server/sms/gateway.ts';
import { createGateways } from '../../../server/sms/gateways.ts';

const message = { to: '+4794059810', text: 'Koden din er 012345' };

function gateway(environment: Record<string, string>): Gateway {
  const { sms } = readConfig({
    DATABASE_URL: 'postgres://localhost/x',
    LOGIN_KEY: 'ab'.repeat(32),
    SMS_TEMPLATE_URL: 'http://localhost/',
    ...environment,
  });
  return createGateways(sms, 5)[0]!;
}

describe('LINK Mobility', () => {
  const link = gateway({ SMS_GATEWAY: 'link', LINK_USER: 'u', LINK_PASSWORD: 'p', LINK_PLATFORM_ID: 'COMMON_API', LINK_PARTNER_ID: '12' });

  test('sends what its API asks for, with the code’s own life', () => {
    const request = link.request(message);
    expect(request.headers['Authorization']).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
    expect(JSON.parse(request.body)).toEqual({
      source: '92300070',
      sourceTON: 'MSISDN',
      destination: '+4794059810',
      userData: message.text,
      platformId: 'COMMON_API',
      platformPartnerId: '12',
      ignoreResponse: false,
      useDeliveryReport: false,
      relativeValidityTime: 300_000,
    });
  });

  test('takes 200 with 1005 for success alone', () => {
    expect(link.acceptedId(200, { resultCode: 1005, messageId: 'm' })).toBe('m');
    expect(link.acceptedId(200, { resultCode: 1001 })).toBeNull();
    expect(link.acceptedId(500, { resultCode: 1005 })).toBeNull();
    expect(link.acceptedId(200, undefined)).toBeNull();
  });
});

describe('Sveve', () => {
  const sveve = gateway({ SMS_GATEWAY: 'sveve', SVEVE_USER: 'u', SVEVE_PASSWORD: 'p' });

  test('sends what its API asks for', () => {
    expect(JSON.parse(sveve.request(message).body)).toEqual({
      user: 'u',
      passwd: 'p',
      to: '+4794059810',
      msg: message.text,
      from: '92300070',
      f: 'json',
    });
  });

  test('does not take its 200 with an error for success', () => {
    expect(sveve.acceptedId(200, { response: { msgOkCount: 1, ids: [42] } })).toBe('42');
    expect(sveve.acceptedId(200, { response: { fatalError: 'Feil passord' } })).toBeNull();
    expect(sveve.acceptedId(200, { response: { msgOkCount: 0, errors: [{ number: '1', message: 'x' }] } })).toBeNull();
  });
});

describe('GatewayAPI', () => {
  const gatewayApi = gateway({ SMS_GATEWAY: 'gatewayapi', GATEWAYAPI_TOKEN: 't' });

  test('sends the text as secret and takes ids for success', () => {
    expect(JSON.parse(gatewayApi.request(message).body)).toEqual({
      class: 'secret',
      sender: '92300070',
      message: message.text,
      recipients: [{ msisdn: 4_794_059_810 }],
    });
    expect(gatewayApi.acceptedId(200, { ids: [421_332_671] })).toBe('421332671');
    expect(gatewayApi.acceptedId(200, {})).toBeNull();
  });
});

describe('Twilio', () => {
  const twilio = gateway({ SMS_GATEWAY: 'twilio', TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 't' });

  test('sends a form and takes 201 with a sid for success', () => {
    const request = twilio.request(message);
    expect(request.url).toBe('https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json');
    expect(Object.fromEntries(new URLSearchParams(request.body))).toEqual({ To: '+4794059810', From: '92300070', Body: message.text });
    expect(twilio.acceptedId(201, { sid: 'SM1' })).toBe('SM1');
    expect(twilio.acceptedId(200, { sid: 'SM1' })).toBeNull();
  });
});

describe('a template', () => {
  test('fills in number, text and sender, and asks for the configured proof', () => {
    const other = gateway({
      SMS_TEMPLATE_FIELDS: '{"phone":"{to}","message":"{text}","sender":"{from}","kind":"otp"}',
      SMS_TEMPLATE_BODY: 'form',
      SMS_TEMPLATE_NUMBER: 'national',
      SMS_TEMPLATE_HEADERS: '{"X-Key":"k"}',
      SMS_TEMPLATE_OK_STATUS: '202',
      SMS_TEMPLATE_OK_PATH: 'result.state',
      SMS_TEMPLATE_OK_VALUE: 'queued',
      SMS_TEMPLATE_ID_PATH: 'result.id',
    });
    const request = other.request({ to: '+4794059810', text: 'a {to} & b' });
    expect(Object.fromEntries(new URLSearchParams(request.body))).toEqual({
      phone: '94059810',
      message: 'a {to} & b',
      sender: '92300070',
      kind: 'otp',
    });
    expect(request.headers['X-Key']).toBe('k');
    expect(other.acceptedId(202, { result: { state: 'queued', id: 7 } })).toBe('7');
    expect(other.acceptedId(202, { result: { state: 'refused' } })).toBeNull();
    expect(other.acceptedId(200, { result: { state: 'queued' } })).toBeNull();
  });
});
