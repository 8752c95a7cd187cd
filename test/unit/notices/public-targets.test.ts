/** Webhooks and signals go to public addresses only (security G11). */
import { expect, test } from '@jest/globals';
import { isPublic } from '../../../src/notices/public-targets.ts';

test.each([
  ['::127.0.0.1', false],
  ['::7f00:1', false],
  ['::10.0.0.1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', true],
  ['::1', false],
  ['::', false],
  ['0.0.0.0', false],
  ['127.0.0.1', false],
  ['10.0.0.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['fe80::1', false],
  ['fec0::1', false],
  ['fd00::1', false],
  ['64:ff9b::a00:1', false],
  ['64:ff9b:1::a00:1', false],
  ['2002:7f00:1::', false],
  ['2001:db8::1', false],
  ['4000::1', false],
  ['8.8.8.8', true],
  ['2001:4860:4860::8888', true],
  ['2a00:1450:4001:80b::200e', true],
])('%s is public: %s', (address, expected) => {
  expect(isPublic(address)).toBe(expected);
});
