import type { SmsConfig } from './settings.ts';
import type { Gateway } from './gateway.ts';
import { gatewayApiGateway } from './gatewayapi-gateway.ts';
import { linkGateway } from './link-gateway.ts';
import { sveveGateway } from './sveve-gateway.ts';
import { templateGateway } from './template-gateway.ts';
import { twilioGateway } from './twilio-gateway.ts';

/** The configured gateway. A new one is a file beside these and a line here. */
export function createGateway({ gateway, from }: SmsConfig, codeMinutes: number): Gateway {
  switch (gateway.kind) {
    case 'link':
      return linkGateway(gateway, from, codeMinutes);
    case 'sveve':
      return sveveGateway(gateway, from);
    case 'gatewayapi':
      return gatewayApiGateway(gateway, from);
    case 'twilio':
      return twilioGateway(gateway, from);
    case 'template':
      return templateGateway(gateway, from);
  }
}
