import type { GatewayConfig } from './settings.ts';
import { finalReport, jsonRequest, valueAt, type Gateway } from './gateway.ts';

/** Sveve answers 200 to failures too: only a counted message without errors is proof. */
export function sveveGateway(config: Extract<GatewayConfig, { kind: 'sveve' }>, from: string): Gateway {
  return {
    name: 'sveve',
    request: ({ to, text }) => jsonRequest(config.url, {}, { user: config.user, passwd: config.password, to, msg: text, from, f: 'json' }),
    acceptedId(status, body) {
      const accepted =
        status === 200 &&
        Number(valueAt(body, 'response.msgOkCount')) >= 1 &&
        valueAt(body, 'response.fatalError') === undefined &&
        valueAt(body, 'response.errors') === undefined;
      return accepted ? String(valueAt(body, 'response.ids.0') ?? '') : null;
    },
    refused: (body) =>
      valueAt(body, 'response.fatalError') !== undefined ||
      (Number(valueAt(body, 'response.msgOkCount')) === 0 && valueAt(body, 'response.errors') !== undefined),
    report: ({ id, status }) => finalReport(id, status, ['true'], ['false']),
  };
}
