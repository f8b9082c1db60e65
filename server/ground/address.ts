import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The block that limits count by: an IPv4 address itself, an IPv6 /64 (what one customer line is given). */
export function limitBlock(address: string): string {
  return isIPv4(address) ? `${address}/32` : block(address, 32, 64); // every call passes here, nearly all by IPv4
}

/** The block that is stored: IPv4 /24, IPv6 /48. Roughly where, never who. */
export function storedBlock(address: string): string {
  return block(address, 24, 48);
}

function block(address: string, bitsOfFour: number, bitsOfSix: number): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address); // ::ffff:192.0.2.1 counts as the IPv4 address it is
  return parsed.kind() === 'ipv4'
    ? `${ipaddr.IPv4.networkAddressFromCIDR(`${parsed.toString()}/${bitsOfFour}`).toString()}/${bitsOfFour}`
    : `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${bitsOfSix}`).toString()}/${bitsOfSix}`;
}
