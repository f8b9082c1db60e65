import { circuitBreaker, ConsecutiveBreaker, ExponentialBackoff, handleWhen, retry, wrap } from 'cockatiel';
import { createReach } from './gateway-reachability.ts';
import type { Gateway, SmsMessage } from './gateway.ts';
import { createGatewayCall, GatewayError } from './http-call.ts';
import type { SmsConfig } from './settings.ts';

/** One gateway with what is known of how it does. */
export interface GatewayRoute {
  readonly name: string;
  /** Known to be away, by failures in a row, or silent: a message waits for its answer, and none has come since. */
  isDelayed(): boolean;
  /** Not known to be away, asking its door where it hasn't been heard from lately. */
  isReachable(): Promise<boolean>;
  /** Returns the gateway's id of the message. @throws GatewayError; BrokenCircuitError where it was not called. */
  send(message: SmsMessage): Promise<string>;
}

/** Gateways answer within a second: what waits longer may never be answered, and whoever asks for a code is told so meanwhile. */
const slowMs = 2_000;

/** @param alone there is no other gateway: one more try is all that is left. */
export function createGatewayRoute(gateway: Gateway, config: SmsConfig, alone: boolean): GatewayRoute {
  const call = createGatewayCall(gateway, config);
  const reach = createReach(gateway.request({ to: '+4740000000', text: '' }).url, config.connectMs);
  const circuit = circuitBreaker(
    handleWhen((error) => error instanceof GatewayError),
    { breaker: new ConsecutiveBreaker(config.circuitFailures), halfOpenAfter: config.circuitSeconds * 1000 },
  );
  // Again only where the first try was certainly not accepted: the customer must not get two codes.
  const again = retry(
    handleWhen((error) => error instanceof GatewayError && error.certain),
    { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 1000 }) },
  );
  const policy = alone ? wrap(again, circuit) : circuit;
  // The circuit lets its next try through when this has passed; until then everybody is refused with the reason.
  let openUntil = 0;
  circuit.onBreak(() => (openUntil = performance.now() + config.circuitSeconds * 1000));
  circuit.onReset(() => (openUntil = 0));
  const isAway = () => performance.now() < openUntil;
  // The moments when the calls under way began, the oldest first, and when one was last answered.
  const underWay = new Set<{ since: number }>();
  let answeredAt = 0;
  const isSilent = () => {
    const [oldest] = underWay;
    return oldest !== undefined && answeredAt < oldest.since && performance.now() - oldest.since > slowMs;
  };
  async function watched(message: SmsMessage): Promise<string> {
    const one = { since: performance.now() };
    underWay.add(one);
    try {
      const id = await call(message);
      answeredAt = performance.now();
      return id;
    } finally {
      underWay.delete(one);
    }
  }
  return {
    name: gateway.name,
    isDelayed: () => isAway() || isSilent(),
    isReachable: async () => !isAway() && (await reach.isReachable()),
    async send(message) {
      try {
        const id = await policy.execute(() => watched(message));
        reach.heardFrom();
        return id;
      } catch (error) {
        if (error instanceof GatewayError && error.code === 'ECONNREFUSED') reach.notHeardFrom();
        throw error;
      }
    },
  };
}
