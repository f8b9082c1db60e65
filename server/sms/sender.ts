import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { withoutPatience } from '../database/patience.ts';
import type { Config } from '../settings/config.ts';
import { describeError, type Log } from '../ground/log.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import { GatewayError } from './http-call.ts';
import { budgetOf, readBudget, takeFromBudget, type BudgetShare } from './sms-budget.ts';
import type { SmsMessage } from './gateway.ts';
import { createGatewayRoute, type GatewayRoute } from './gateway-route.ts';
import { createGateways } from './gateways.ts';

/** A message whose slot is taken in the database and that may be sent once. */
export interface ClaimedSms extends SmsMessage {
  smsId: string;
}

/** What is asked just before an SMS goes out. */
export interface SendConditions {
  /** The share of the day's budget that it is taken from; null: it must not go out. */
  admit(): Promise<BudgetShare | null>;
  /** It did not go out: what was counted for it is given back. */
  withheld?(): Promise<void>;
}

const always: SendConditions = { admit: async () => 'reserved' };

export interface SmsSender {
  /** The gateway is known to be away or silent: say so to everybody, before looking anything up. */
  isDelayed(): boolean;
  /** Not known to be away, asking the gateway's door where it hasn't been heard from lately. Never depends on a customer. */
  isReachable(): Promise<boolean>;
  /** Writes the slot inside the caller's transaction; `withheld` when it must look as if one was sent. */
  claim(transaction: Knex, message: { to: string; purpose: string; withheld?: boolean }): Promise<string>;
  /** Sends where it may, and notes what became of it. Begins after `after`: the reply's time must be the same whether anything is sent. Never throws. */
  sendLater(message: ClaimedSms, conditions?: SendConditions, after?: Promise<void>): void;
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

export function createSmsSender(config: Config, database: Knex, log: Log, now: () => Date): SmsSender {
  const gateways = createGateways(config.sms, config.login.codeMinutes);
  const routes = gateways.map((gateway) => createGatewayRoute(gateway, config.sms, gateways.length === 1));
  const isDelayed = () => routes.every((route) => route.isDelayed());
  let spentUntil: Date | null = null;
  const underWay = new Set<Promise<void>>();

  async function mayGo({ admit }: SendConditions): Promise<boolean> {
    const share = await admit();
    const taken = share === null ? null : await takeFromBudget(database, now(), config.sms, share);
    if (taken?.reachedPercent === 100) log.error("The day's SMS budget is spent", { count: config.sms.dailyBudget });
    else if (taken?.reachedPercent != null)
      log.warn("Much of the day's SMS budget is spent", { percent: taken.reachedPercent, count: config.sms.dailyBudget });
    return taken !== null;
  }

  async function send({ smsId, to, text }: ClaimedSms, conditions: SendConditions): Promise<void> {
    try {
      if (!(await mayGo(conditions))) {
        await conditions.withheld?.();
        await database('sms').where({ sms_id: smsId }).update({ state: 'withheld', settled_at: now() });
        return;
      }
    } catch (error) {
      // It stays claimed, and is settled by the job.
      log.error('An SMS could not be counted, and was not sent', describeError(error));
      return;
    }
    const outcome = await sendBy(routes, { to, text }, log);
    await database('sms')
      .where({ sms_id: smsId })
      .update({ ...outcome, settled_at: now() })
      .catch((error: unknown) => log.error('An SMS state could not be stored', describeError(error)));
  }

  function sendLater(message: ClaimedSms, conditions: SendConditions = always, after = Promise.resolve()): void {
    const sending = withoutPatience(() => after.then(() => send(message, conditions))).finally(() => underWay.delete(sending));
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
      gateway: routes[0]!.name,
      created_at: now(),
    });
    return smsId;
  }

  return {
    isDelayed,
    isReachable: async () => (await Promise.all(routes.map((route) => route.isReachable()))).some(Boolean),
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

type Outcome = { state: 'accepted' | 'failed' | 'unknown'; gateway: string; gateway_id?: string; failure?: string };

/**
 * By the first gateway that takes it. The next one is asked only where the one before has surely not: never two of the same to one
 * telephone.
 */
async function sendBy(routes: readonly GatewayRoute[], message: SmsMessage, log: Log): Promise<Outcome> {
  let outcome: Outcome | null = null;
  // One that is silent may have sent what it was given; what comes now begins with another.
  for (const route of routes.toSorted((one, other) => Number(one.isDelayed()) - Number(other.isDelayed()))) {
    const gateway = route.name;
    try {
      return { state: 'accepted', gateway, gateway_id: (await route.send(message)).slice(0, 100) };
    } catch (error) {
      const failure = describeError(error).code ?? 'unknown';
      log.warn('An SMS was not accepted', { gateway, code: failure });
      const mayHaveGone = error instanceof GatewayError && !error.notTaken;
      const answered = !(error instanceof GatewayError) || error.notTaken || error.code.startsWith('status-');
      outcome = { state: answered ? 'failed' : 'unknown', gateway, failure };
      if (mayHaveGone) break;
    }
  }
  return outcome!;
}
