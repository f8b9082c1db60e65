import type { GatewayConfig } from './settings.ts';
import { basicAuth, finalReport, jsonRequest, valueAt, type Gateway } from './gateway.ts';

/** LINK Mobility's SMS API. Success is HTTP 200 with resultCode 1005; a code is worth nothing after `validityMinutes`. */
export function linkGateway(config: Extract<GatewayConfig, { kind: 'link' }>, from: string, validityMinutes: number): Gateway {
  return {
    name: 'link',
    request: ({ to, text }) =>
      jsonRequest(
        config.url,
        { Authorization: basicAuth(config.user, config.password) },
        {
          source: from,
          sourceTON: /^\d{5,}$/.test(from) ? 'MSISDN' : 'ALPHANUMERIC',
          destination: to,
          userData: text,
          platformId: config.platformId,
          platformPartnerId: config.partnerId,
          ignoreResponse: false,
          // A delivery report needs a gate to be sent to; without one LINK refuses the message.
          useDeliveryReport: config.gateId !== null,
          ...(config.gateId !== null && { deliveryReportGates: [config.gateId] }),
          relativeValidityTime: validityMinutes * 60_000,
        },
      ),
    acceptedId: (status, body) =>
      status === 200 && valueAt(body, 'resultCode') === 1005 ? String(valueAt(body, 'messageId') ?? '') : null,
    refused: (body) => typeof valueAt(body, 'resultCode') === 'number' && valueAt(body, 'resultCode') !== 1005,
    // A part of a long message has its number behind the id: `abc$0`.
    report: ({ id, resultCode }) =>
      finalReport(
        String(id ?? '').replace(/\$\d+$/, ''),
        resultCode,
        ['1001'],
        ['0', '2', '3', '1002', '1003', '1004', '1006', '1007', '1008', '1010'],
      ),
  };
}
