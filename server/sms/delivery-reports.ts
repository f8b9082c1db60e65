import { createHash, timingSafeEqual } from 'node:crypto';
import type Koa from 'koa';
import type { Knex } from 'knex';
import type { DeliveryReport, Gateway } from './gateway.ts';

/**
 * Takes the gateways' reports of what became of a message: `SMS_REPORT_URL/NAME`, by POST or GET, as each of them does it. Whoever
 * knows the address may report; it tells nothing, and a report for a message that nobody sent changes nothing.
 */
export function deliveryReportMiddleware(database: Knex, gateways: readonly Gateway[], reportUrl: string, now: () => Date): Koa.Middleware {
  const base = new URL(reportUrl).pathname.replace(/\/$/, '');
  return async (ctx, next) => {
    const gateway = gateways.find(({ name, report }) => report !== undefined && isSame(ctx.path, `${base}/${name}`));
    if (gateway?.report === undefined) return next();
    ctx.state['route'] = '/sms-reports';
    ctx.set('Cache-Control', 'no-store');
    const report = gateway.report({ ...ctx.query, ...(ctx.request as { body?: object }).body });
    if (report !== null) await store(database, gateway.name, report, now());
    // Also where it says nothing to us: they would send it again and again.
    ctx.status = 200;
    ctx.body = 'OK';
  };
}

async function store(database: Knex, gateway: string, { gatewayId, report }: DeliveryReport, at: Date): Promise<void> {
  await database('sms')
    .where({ gateway, gateway_id: gatewayId })
    // Reports may come out of order: what has arrived has arrived.
    .where((last) => void last.whereNull('report').orWhereNot({ report: 'delivered' }))
    .update({ report, report_at: at });
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

const digest = (text: string) => createHash('sha256').update(text).digest();
