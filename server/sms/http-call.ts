import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { AxiosError } from 'axios';
import type { SmsConfig } from './settings.ts';
import type { Gateway, SmsMessage } from './gateway.ts';

/**
 * Why a message did not go. `certain`: it was surely not accepted and may be sent again, the same way. `notTaken`: the same, or the
 * gateway refused it: another one may be asked.
 * Carries no text, number or header: axios' own errors hold the whole request.
 */
export class GatewayError extends Error {
  readonly code: string;
  readonly certain: boolean;
  readonly notTaken: boolean;

  constructor(code: string, certain: boolean, notTaken = certain) {
    super(`The SMS gateway failed: ${code}`);
    this.name = 'GatewayError';
    this.code = code;
    this.certain = certain;
    this.notTaken = notTaken;
  }
}

/** Failures before a request can have reached anyone. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const longestAnswerBytes = 65_536;

/** One call to the gateway within its bounds. Returns the gateway's id of the message. @throws GatewayError */
export function createGatewayCall(gateway: Gateway, { totalMs, connectMs }: SmsConfig): (message: SmsMessage) => Promise<string> {
  const agentOptions = { keepAlive: true, timeout: connectMs, maxSockets: 20 };
  const client = axios.create({
    httpAgent: new HttpAgent(agentOptions),
    httpsAgent: new HttpsAgent(agentOptions),
    maxRedirects: 0,
    maxContentLength: longestAnswerBytes,
    maxBodyLength: longestAnswerBytes,
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
  });
  return async (message) => {
    const { method, url, headers, body } = gateway.request(message);
    const answer = await client
      .request<unknown>({ method, url, headers, data: body, signal: AbortSignal.timeout(totalMs), timeout: totalMs })
      .catch((error: unknown) => {
        const code = error instanceof AxiosError ? (error.code ?? 'no-code') : 'no-code';
        throw new GatewayError(code, neverSent.has(code));
      });
    const told = parse(answer.data);
    const id = gateway.acceptedId(answer.status, told);
    if (id !== null) return id;
    // Answered and not taken: to be sent again the same way only where the gateway says that it is too busy.
    const busy = answer.status === 429 || answer.status === 503;
    const refused = (answer.status >= 400 && answer.status < 500 && answer.status !== 408) || (gateway.refused?.(told) ?? false);
    throw new GatewayError(`status-${answer.status}`, busy, busy || refused);
  };
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
