import type { GatewayConfig } from './settings.ts';
import { basicAuth, finalReport, jsonRequest, valueAt, type Gateway } from './gateway.ts';

/** GatewayAPI. Class `secret` keeps the text out of their own logs and lists. */
export function gatewayApiGateway(config: Extract<GatewayConfig, { kind: 'gatewayapi' }>, from: string, reportUrl: string | null): Gateway {
  return {
    name: 'gatewayapi',
    request: ({ to, text }) =>
      jsonRequest(
        config.url,
        { Authorization: basicAuth(config.token, '') },
        {
          class: 'secret',
          sender: from,
          message: text,
          ...(reportUrl !== null && { callback_url: `${reportUrl}/gatewayapi` }),
          recipients: [{ msisdn: Number(to.slice(1)) }],
        },
      ),
    acceptedId(status, body) {
      const id = valueAt(body, 'ids.0');
      return status === 200 && (typeof id === 'number' || typeof id === 'string') ? String(id) : null;
    },
    report: ({ id, status }) =>
      finalReport(id, status, ['delivered'], ['undeliverable', 'rejected', 'expired', 'skipped', 'deleted', 'canceled']),
  };
}
