import type { EnvironmentReader } from '../settings/environment-reader.ts';
import { languages, type Language } from '../ground/language.ts';
import type { Config } from '../settings/config.ts';
import { gsm7Length } from './gsm7.ts';
import type { BudgetRules } from './sms-budget.ts';
import { codeText } from './texts.ts';

/** Any gateway that takes one HTTP request a message. `{to}`, `{text}` and `{from}` are filled in. */
export interface TemplateGatewayConfig {
  readonly kind: 'template';
  readonly url: string;
  readonly method: 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: 'json' | 'form';
  readonly fields: Readonly<Record<string, string>>;
  /** Positive proof of success: the status, and where `okPath` is set the value found there in the JSON body. */
  readonly okStatus: number;
  readonly okPath: string | null;
  readonly okValue: string | null;
  /** Where the gateway's own id of the message stands in the body. */
  readonly idPath: string | null;
  /** +4791234567, 4791234567 or 91234567. */
  readonly number: 'plus' | 'digits' | 'national';
}

export type GatewayConfig =
  | TemplateGatewayConfig
  | {
      readonly kind: 'link';
      readonly url: string;
      readonly user: string;
      readonly password: string;
      readonly platformId: string;
      readonly partnerId: string;
      readonly gateId: string | null;
    }
  | { readonly kind: 'sveve'; readonly url: string; readonly user: string; readonly password: string }
  | { readonly kind: 'gatewayapi'; readonly url: string; readonly token: string }
  | { readonly kind: 'twilio'; readonly url: string; readonly accountSid: string; readonly authToken: string };

export interface SmsConfig {
  readonly gateway: GatewayConfig;
  /** Takes over when the first is away; null without. */
  readonly secondGateway: GatewayConfig | null;
  /** Where gateways report what became of messages, with a secret in its path; null: nowhere. */
  readonly reportUrl: string | null;
  /** Sender: a number or up to 11 letters. */
  readonly from: string;
  /** Host name of the page in the WebOTP line (`@host #code`). */
  readonly domain: string;
  readonly totalMs: number;
  readonly connectMs: number;
  /** Ceiling of all SMS in one day, so that an attack has a price limit, and the part of it kept for mobiles on record. */
  readonly dailyBudget: number;
  readonly reservePercent: number;
  /** Warnings in 24 h to one number, of each sort. */
  readonly warningsPerDay: number;
  /** Failures in a row that open the circuit, and how long it stays open. */
  readonly circuitFailures: number;
  readonly circuitSeconds: number;
}

export function readSmsConfig(reader: EnvironmentReader, { http, utility }: Config): SmsConfig {
  const firstOrigin = http.allowedOrigins.find((origin) => URL.canParse(origin));
  const from = reader.text('SMS_FROM', { fallback: '92300070', longest: 15 });
  if (!/^(\+?\d{4,15}|[A-Za-z0-9 ]{1,11})$/.test(from)) reader.fault('SMS_FROM', 'must be a number, or up to 11 letters a–z and digits');
  const domain = reader.text('SMS_DOMAIN', { fallback: firstOrigin ? new URL(firstOrigin).hostname : 'localhost', longest: 60 });
  const isLong = (language: Language) =>
    (gsm7Length(codeText(utility.name, '0000 0000 0000', domain, '000000000000', language)) ?? Infinity) > 160;
  if (languages.some(isLong)) {
    reader.fault('SMS_DOMAIN', 'and UTILITY_NAME are together too long for one SMS of 160 characters');
  }
  const gateway = readGateway(reader, reader.choice('SMS_GATEWAY', kinds, 'template'));
  const second = reader.choice('SMS_SECOND_GATEWAY', ['none', ...kinds], 'none');
  if (second === gateway.kind) reader.fault('SMS_SECOND_GATEWAY', `must be another than SMS_GATEWAY, which is ${second}`);
  return {
    gateway,
    secondGateway: second === 'none' ? null : readGateway(reader, second),
    reportUrl: readReportUrl(reader),
    from,
    domain,
    totalMs: reader.whole('SMS_TOTAL_MS', { fallback: 8000, from: 500, to: 15_000 }),
    connectMs: reader.whole('SMS_CONNECT_MS', { fallback: 3000, from: 100, to: 8000 }),
    ...readBudgetRules(reader),
    warningsPerDay: reader.whole('SMS_WARNINGS_PER_DAY', { fallback: 3, from: 1, to: 3 }),
    circuitFailures: reader.whole('SMS_CIRCUIT_FAILURES', { fallback: 5, from: 5, to: 20 }),
    circuitSeconds: reader.whole('SMS_CIRCUIT_SECONDS', { fallback: 15, from: 1, to: 300 }),
  };
}

/** All that the operator's command needs of these. */
export function readBudgetRules(reader: EnvironmentReader): BudgetRules {
  return {
    dailyBudget: reader.whole('SMS_DAILY_BUDGET', { fallback: 2000, from: 1, to: 1_000_000 }),
    reservePercent: reader.whole('SMS_RESERVE_PERCENT', { fallback: 20, from: 20, to: 80 }),
  };
}

const kinds = ['template', 'link', 'sveve', 'gatewayapi', 'twilio'] as const;

function readReportUrl(reader: EnvironmentReader): string | null {
  if (reader.optional('SMS_REPORT_URL') === undefined) return null;
  const url = reader.url('SMS_REPORT_URL');
  if (!URL.canParse(url)) return null;
  // Who knows the path may report.
  if (!/^\/sms-reports\/[\w-]{32,}$/.test(new URL(url).pathname))
    reader.fault('SMS_REPORT_URL', 'must end in /sms-reports/ and at least 32 random letters and digits (openssl rand -hex 32)');
  return url;
}

function readGateway(reader: EnvironmentReader, kind: GatewayConfig['kind']): GatewayConfig {
  switch (kind) {
    case 'link':
      return {
        kind: 'link',
        url: reader.url('LINK_URL', { fallback: 'https://wsx.sp247.net/sms/send' }),
        user: reader.text('LINK_USER'),
        password: reader.text('LINK_PASSWORD'),
        platformId: reader.text('LINK_PLATFORM_ID'),
        partnerId: reader.text('LINK_PARTNER_ID'),
        gateId: reader.optional('LINK_GATE_ID') ?? null,
      };
    case 'sveve':
      return {
        kind: 'sveve',
        url: reader.url('SVEVE_URL', { fallback: 'https://sveve.no/SMS/SendMessage' }),
        user: reader.text('SVEVE_USER'),
        password: reader.text('SVEVE_PASSWORD'),
      };
    case 'gatewayapi':
      return {
        kind: 'gatewayapi',
        url: reader.url('GATEWAYAPI_URL', { fallback: 'https://gatewayapi.eu/rest/mtsms' }),
        token: reader.text('GATEWAYAPI_TOKEN'),
      };
    case 'twilio':
      return {
        kind: 'twilio',
        url: reader.url('TWILIO_URL', { fallback: 'https://api.twilio.com' }),
        accountSid: reader.text('TWILIO_ACCOUNT_SID'),
        authToken: reader.text('TWILIO_AUTH_TOKEN'),
      };
    case 'template':
      return {
        kind: 'template',
        url: reader.url('SMS_TEMPLATE_URL'),
        method: reader.choice('SMS_TEMPLATE_METHOD', ['POST', 'PUT'], 'POST'),
        headers: reader.record('SMS_TEMPLATE_HEADERS', {}),
        body: reader.choice('SMS_TEMPLATE_BODY', ['json', 'form'], 'json'),
        fields: reader.record('SMS_TEMPLATE_FIELDS', { to: '{to}', from: '{from}', text: '{text}' }),
        okStatus: reader.whole('SMS_TEMPLATE_OK_STATUS', { fallback: 200, from: 200, to: 299 }),
        okPath: reader.optional('SMS_TEMPLATE_OK_PATH') ?? null,
        okValue: reader.optional('SMS_TEMPLATE_OK_VALUE') ?? null,
        idPath: reader.optional('SMS_TEMPLATE_ID_PATH') ?? null,
        number: reader.choice('SMS_TEMPLATE_NUMBER', ['plus', 'digits', 'national'], 'plus'),
      };
  }
}

declare module '../settings/config.ts' {
  interface Config {
    readonly sms: SmsConfig;
  }
}
