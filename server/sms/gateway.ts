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
