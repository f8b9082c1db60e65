/** One text to one number. */
export interface SmsMessage {
  /** E.164. */
  to: string;
  /** GSM-7, one segment. */
  text: string;
}

/** What a gateway's request looks like and what proves that it took the message. Pure: the call itself is in http-call.ts. */
export interface Gateway {
  name: string;
  request(message: SmsMessage): GatewayRequest;
  /** The gateway's own id of the message (or '' when it gives none); null when the body is no proof of success. */
  acceptedId(status: number, body: unknown): string | null;
  /** Whether the body proves that it did not take the message, where it says so with a status of success. */
  refused?(body: unknown): boolean;
  /** Reads a delivery report, JSON or form; null where it is not final, or none. */
  report?(fields: Readonly<Record<string, unknown>>): DeliveryReport | null;
}

/** What became of a message on its way to the telephone. */
export interface DeliveryReport {
  gatewayId: string;
  report: 'delivered' | 'undelivered';
}

/** A report with a state that is final, by the words that the gateway has for them. */
export function finalReport(
  id: unknown,
  state: unknown,
  delivered: readonly string[],
  undelivered: readonly string[],
): DeliveryReport | null {
  const [gatewayId, word] = [String(id ?? ''), String(state ?? '').toLowerCase()];
  if (gatewayId === '' || gatewayId.length > 100) return null;
  if (delivered.includes(word)) return { gatewayId, report: 'delivered' };
  return undelivered.includes(word) ? { gatewayId, report: 'undelivered' } : null;
}

export interface GatewayRequest {
  method: 'POST' | 'PUT';
  url: string;
  headers: Record<string, string>;
  body: string;
}

export function basicAuth(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

export function jsonRequest(url: string, headers: Record<string, string>, body: unknown): GatewayRequest {
  return { method: 'POST', url, headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** The value at `response.ids.0` in a parsed body; undefined when there is none. */
export function valueAt(body: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined),
      body,
    );
}
