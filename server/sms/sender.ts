import { randomUUID } from 'node:crypto';
import { circuitBreaker, ConsecutiveBreaker, ExponentialBackoff, handleWhen, retry, wrap } from 'cockatiel';
import type { Knex } from 'knex';
import { withoutPatience } from '../database/patience.ts';
import type { Config } from '../settings/config.ts';
import { describeError, type Log } from '../ground/log.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import { GatewayError, createGatewayCall } from './http-call.ts';
import { budgetOf, readBudget, takeFromBudget, type BudgetShare } from './sms-budget.ts';
import type { SmsMessage } from './gateway.ts';
import { createGateway } from './gateways.ts';
import { createReach } from './gateway-reachability.ts';

/** A message whose slot is taken in the database and that may be sent once. */
export interface ClaimedSms extends SmsMessage {
  smsId: string;
}

export interface SmsSender {
  /** The gateway is known to be away: say so to everybody, before looking anything up. */
  isDelayed(): boolean;
  /** The same, asking the gateway's door where it hasn't been heard from lately. Never depends on a customer. */
  isReachable(): Promise<boolean>;
  /** Writes the slot inside the caller's transaction; `withheld` when it must look as if one was sent. */
  claim(transaction: Knex, message: { to: string; purpose: string; withheld?: boolean }): Promise<string>;
  /**
   * Sends after the reply has left, and notes what became of it. Never throws. `admit` is asked first for the share of the budget;
   * null: this one must not go out.
   */
  sendLater(message: ClaimedSms, admit?: () => Promise<BudgetShare | null>): void;
  /**
   * Claims and sends a warning, which answers no request. A number gets a few of a sort a day; the last of them says that
   * there may be more (`lastText`).
   */
  notify(message: SmsMessage & { lastText: string }, purpose: string): Promise<void>;
  /** When the next day's budget begins, where this day's is spent altogether; else null. */
  spentUntil(): Promise<Date | null>;
  /** What was last heard of it: none is left today for mobiles that nobody has on record. */
  isSpent(): boolean;
  /** Waits for what is under way. */
  settle(): Promise<void>;
}

/** The reply goes out first, so that its time is the same whether anything is sent or not. */
const afterReplyMs = 30;

export function createSmsSender(config: Config, database: Knex, log: Log, now: () => Date): SmsSender {
  const gateway = createGateway(config.sms, config.login.codeMinutes);
  const call = createGatewayCall(gateway, config.sms);
  const reach = createReach(gateway.request({ to: '+4740000000', text: '' }).url, config.sms.connectMs);
  const circuit = circuitBreaker(
    handleWhen((error) => error instanceof GatewayError),
    {
      breaker: new ConsecutiveBreaker(config.sms.circuitFailures),
      halfOpenAfter: config.sms.circuitSeconds * 1000,
    },
  );
  // Again only where the first try was certainly not accepted: the customer must not get two codes.
  const again = retry(
    handleWhen((error) => error instanceof GatewayError && error.certain),
    {
      maxAttempts: 2,
      backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 1000 }),
    },
  );
  const policy = wrap(again, circuit);
  // The circuit lets its next try through when this has passed; until then everybody is told.
  let openUntil = 0;
  circuit.onBreak(() => (openUntil = performance.now() + config.sms.circuitSeconds * 1000));
  circuit.onReset(() => (openUntil = 0));
  const isDelayed = () => performance.now() < openUntil;
  let spentUntil: Date | null = null;
  const underWay = new Set<Promise<void>>();

  async function mayGo(admit: () => Promise<BudgetShare | null>): Promise<boolean> {
    const share = await admit();
    const taken = share === null ? null : await takeFromBudget(database, now(), config.sms, share);
    if (taken?.reachedPercent === 100) log.error("The day's SMS budget is spent", { count: config.sms.dailyBudget });
    else if (taken?.reachedPercent != null)
      log.warn("Much of the day's SMS budget is spent", { percent: taken.reachedPercent, count: config.sms.dailyBudget });
    return taken !== null;
  }

  async function send({ smsId, to, text }: ClaimedSms, admit: () => Promise<BudgetShare | null>): Promise<void> {
    try {
      if (!(await mayGo(admit))) {
        await database('sms').where({ sms_id: smsId }).update({ state: 'withheld', settled_at: now() });
        return;
      }
    } catch (error) {
      // It stays claimed, and is settled by the job.
      log.error('An SMS could not be counted, and was not sent', describeError(error));
      return;
    }
    let outcome: { state: string; gateway_id?: string; failure?: string };
    try {
      outcome = { state: 'accepted', gateway_id: (await policy.execute(() => call({ to, text }))).slice(0, 100) };
      reach.heardFrom();
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'ECONNREFUSED') reach.notHeardFrom();
      const certain = !(error instanceof GatewayError) || error.certain || error.code.startsWith('status-');
      outcome = { state: certain ? 'failed' : 'unknown', failure: describeError(error).code };
      log.warn('An SMS was not accepted', { gateway: gateway.name, code: outcome.failure });
    }
    await database('sms')
      .where({ sms_id: smsId })
      .update({ ...outcome, settled_at: now() })
      .catch((error: unknown) => log.error('An SMS state could not be stored', describeError(error)));
  }

  function sendLater(message: ClaimedSms, admit: () => Promise<BudgetShare | null> = async () => 'reserved'): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, afterReplyMs);
    const sending = withoutPatience(() => promise.then(() => send(message, admit))).finally(() => underWay.delete(sending));
    underWay.add(sending);
  }

  async function claim(
    transaction: Knex,
    { to, purpose, withheld = false }: { to: string; purpose: string; withheld?: boolean },
  ): Promise<string> {
    const smsId = randomUUID();
    await transaction('sms').insert({
      sms_id: smsId,
      subject: pseudonym(config.login.key, 'mobile', to),
      purpose,
      state: withheld ? 'withheld' : 'claimed',
      gateway: gateway.name,
      created_at: now(),
    });
    return smsId;
  }

  return {
    isDelayed,
    isReachable: async () => !isDelayed() && (await reach.isReachable()),
    claim,
    sendLater,
    async notify({ to, text, lastText }, purpose) {
      const subject = pseudonym(config.login.key, 'mobile', to);
      const sent = await database.transaction(async (transaction) => {
        // Two at once would both see room for one.
        await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`warning:${subject.toString('hex')}`]);
        const [row] = await transaction('sms')
          .where({ subject, purpose })
          .whereNot({ state: 'withheld' })
          .where('created_at', '>', new Date(now().getTime() - 86_400_000))
          .count<{ count: string }[]>('* as count');
        const before = Number(row?.count ?? 0);
        const withheld = before >= config.sms.warningsPerDay;
        return { before, withheld, smsId: await claim(transaction, { to, purpose, withheld }) };
      });
      if (!sent.withheld) sendLater({ to, text: sent.before + 1 === config.sms.warningsPerDay ? lastText : text, smsId: sent.smsId });
    },
    async spentUntil() {
      const { sent, renewsAt } = await readBudget(database, now());
      spentUntil = sent >= budgetOf(config.sms, 'general') ? renewsAt : null;
      return sent >= config.sms.dailyBudget ? renewsAt : null;
    },
    isSpent: () => spentUntil !== null && now() < spentUntil,
    async settle() {
      await Promise.all(underWay);
    },
  };
}
