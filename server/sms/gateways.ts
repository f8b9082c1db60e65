import type { Gateway } from './gateway.ts';
import { gatewayApiGateway } from './gatewayapi-gateway.ts';
import { linkGateway } from './link-gateway.ts';
import type { GatewayConfig, SmsConfig } from './settings.ts';
import { sveveGateway } from './sveve-gateway.ts';
import { templateGateway } from './template-gateway.ts';
import { twilioGateway } from './twilio-gateway.ts';

/** The configured gateways, in the order in which they are asked. */
export function createGateways(config: SmsConfig, codeMinutes: number): Gateway[] {
  return [config.gateway, config.secondGateway].filter((each) => each !== null).map((each) => createGateway(each, config, codeMinutes));
}

/** A new gateway is a file beside these and a line here. */
export function createGateway(gateway: GatewayConfig, { from, reportUrl }: SmsConfig, codeMinutes: number): Gateway {
  switch (gateway.kind) {
    case 'link':
      return linkGateway(gateway, from, codeMinutes);
    case 'sveve':
      return sveveGateway(gateway, from);
    case 'gatewayapi':
      return gatewayApiGateway(gateway, from, reportUrl);
    case 'twilio':
      return twilioGateway(gateway, from, reportUrl);
    case 'template':
      return templateGateway(gateway, from);
  }
}
