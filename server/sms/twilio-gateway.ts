import type { GatewayConfig } from './settings.ts';
import { basicAuth, finalReport, valueAt, type Gateway } from './gateway.ts';

/** Twilio's Programmable Messaging: a form in, 201 with a `sid` out. */
export function twilioGateway(config: Extract<GatewayConfig, { kind: 'twilio' }>, from: string, reportUrl: string | null): Gateway {
  return {
    name: 'twilio',
    request: ({ to, text }) => ({
      method: 'POST',
      url: `${config.url}/2010-04-01/Accounts/${encodeURIComponent(config.accountSid)}/Messages.json`,
      headers: { Authorization: basicAuth(config.accountSid, config.authToken), 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        To: to,
        From: from,
        Body: text,
        ...(reportUrl !== null && { StatusCallback: `${reportUrl}/twilio` }),
      }).toString(),
    }),
    acceptedId(status, body) {
      const sid = valueAt(body, 'sid');
      return status === 201 && typeof sid === 'string' && sid !== '' ? sid : null;
    },
    report: ({ MessageSid, MessageStatus }) => finalReport(MessageSid, MessageStatus, ['delivered'], ['undelivered', 'failed']),
  };
}
