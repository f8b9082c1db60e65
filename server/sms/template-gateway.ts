import type { TemplateGatewayConfig } from './settings.ts';
import { valueAt, type Gateway, type SmsMessage } from './gateway.ts';

/** Any gateway that takes one request a message, described by configuration alone. */
export function templateGateway(config: TemplateGatewayConfig, from: string): Gateway {
  return {
    name: 'template',
    request(message) {
      const fields = Object.fromEntries(
        Object.entries(config.fields).map(([name, pattern]) => [name, fill(pattern, message, config, from)]),
      );
      const json = config.body === 'json';
      return {
        method: config.method,
        url: config.url,
        headers: { ...config.headers, 'Content-Type': json ? 'application/json' : 'application/x-www-form-urlencoded' },
        body: json ? JSON.stringify(fields) : new URLSearchParams(fields).toString(),
      };
    },
    acceptedId(status, body) {
      if (status !== config.okStatus) return null;
      if (config.okPath !== null) {
        const proof = valueAt(body, config.okPath);
        if (proof === undefined || proof === null || (config.okValue !== null && String(proof) !== config.okValue)) return null;
      }
      return config.idPath === null ? '' : String(valueAt(body, config.idPath) ?? '');
    },
  };
}

/** One pass, so that a text with `{to}` in it stays as it is. */
function fill(pattern: string, { to, text }: SmsMessage, { number }: TemplateGatewayConfig, from: string): string {
  const values: Record<string, string> = { '{to}': formatNumber(to, number), '{text}': text, '{from}': from };
  return pattern.replace(/\{(?:to|text|from)\}/g, (name) => values[name] ?? name);
}

function formatNumber(mobile: string, form: TemplateGatewayConfig['number']): string {
  if (form === 'plus') return mobile;
  return form === 'digits' ? mobile.slice(1) : mobile.replace(/^\+47/, '');
}
