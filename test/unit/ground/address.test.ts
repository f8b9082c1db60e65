import { expect, test } from 'vitest';
import { limitBlock, storedBlock } from '../../../server/ground/address.ts';
import { deviceName } from '../../../server/ground/device-name.ts';

test('counts by IPv4 address and by IPv6 /64, IPv4 in IPv6 as IPv4', () => {
  expect(limitBlock('192.0.2.77')).toBe('192.0.2.77/32');
  expect(limitBlock('::ffff:192.0.2.77')).toBe('192.0.2.77/32');
  expect(limitBlock('2001:db8:1:2:aaaa::1')).toBe(limitBlock('2001:db8:1:2:bbbb::2'));
  expect(limitBlock('2001:db8:1:2::1')).not.toBe(limitBlock('2001:db8:1:3::1'));
});

test('stores the block alone: /24 and /48', () => {
  expect(storedBlock('192.0.2.77')).toBe('192.0.2.0/24');
  expect(storedBlock('2001:db8:1:2::1')).toBe('2001:db8:1::/48');
  expect(storedBlock('')).toBe('unknown');
});

test.each([
  ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36', 'Chrome på Android'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
    'Safari på iPhone',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
    'Edge på Windows',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0', 'Firefox på Mac'],
  ['curl/8.5.0', null],
])('names the device of %s', (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});
