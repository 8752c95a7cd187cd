/** Receivers at private, local and reserved addresses are never called (security G11, G12). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Dispatcher } from 'undici';
import { createDispatcher, isPublic, PrivateTarget } from '../../../src/notices/public-targets.ts';

describe('no connection is opened to', () => {
  let dispatcher: Dispatcher;

  beforeAll(() => {
    dispatcher = createDispatcher({ allowsPrivate: false });
  });
  afterAll(() => dispatcher.destroy());

  test.each([
    ['the machine itself', ['127.0.0.1', '127.9.9.9', '[::1]', '0.0.0.0', '[::]', 'localhost']],
    ['a private network', ['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '[fd00::1]']],
    ['the network of the link', ['169.254.169.254', '[fe80::1]']],
    ['a carrier', ['100.64.0.1']],
    ['a group of machines', ['224.0.0.1', '255.255.255.255', '[ff02::1]']],
    [
      'a reserved address',
      ['192.0.2.1', '198.18.0.1', '203.0.113.1', '240.0.0.1', '[2001:db8::1]'],
    ],
    [
      'an IPv4 address inside IPv6',
      ['[::ffff:10.1.2.3]', '[64:ff9b::a01:203]', '[2002:a01:203::]'],
    ],
    ['another spelling', ['0x0a010203', '167838211', '0251.0376.0251.0376']],
  ])('%s', async (_label, hosts) => {
    const errors = hosts.map(async (host) => {
      const { origin } = new URL(`http://${host}:9`);
      return dispatcher
        .request({ origin, path: '/', method: 'POST' })
        .then(() => 'called')
        .catch((error: unknown) => [host, error instanceof PrivateTarget]);
    });

    expect(await Promise.all(errors)).toEqual(hosts.map((host) => [host, true]));
  });
});

test.each([
  ['::127.0.0.1', false],
  ['::7f00:1', false],
  ['::10.0.0.1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', true],
  ['fec0::1', false],
  ['64:ff9b:1::a00:1', false],
  ['4000::1', false],
  ['8.8.8.8', true],
  ['2001:4860:4860::8888', true],
  ['2a00:1450:4001:80b::200e', true],
])('%s is public: %s', (address, expected) => {
  expect(isPublic(address)).toBe(expected);
});
