/** The client's address: trusted proxies report it, and clients cannot. */
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { createClientAddress } from '../../../src/server/http/client-address.ts';

function addressOf(proxies: readonly string[], peer: string, forwarded?: string): string {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: peer });
  const request = new IncomingMessage(socket);
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
  return createClientAddress(proxies)(request);
}

const front = '10.0.0.0/8';

test.each<[string, readonly string[], string, string | undefined, string]>([
  ['no proxy is trusted', [], '10.0.0.1', '192.0.2.7', '10.0.0.1'],
  ['the peer is not a trusted proxy', [front], '11.0.0.1', '192.0.2.7', '11.0.0.1'],
  ['a trusted proxy reports it', [front], '10.0.0.1', '192.0.2.7', '192.0.2.7'],
  ['the client adds one itself', [front], '10.0.0.1', '198.51.100.1, 192.0.2.7', '192.0.2.7'],
  ['two trusted proxies', [front], '10.0.0.1', '192.0.2.7, 10.9.9.9', '192.0.2.7'],
  ['the client is within', [front], '10.0.0.1', '10.2.2.2, 10.9.9.9', '10.2.2.2'],
  ['there is no header', [front], '10.0.0.1', undefined, '10.0.0.1'],
  ['the header contains no address', [front], '10.0.0.1', 'SECRET', '10.0.0.1'],
  ['the last entry is not an address', [front], '10.0.0.1', '192.0.2.7, SECRET', '10.0.0.1'],
  ['the header is empty', [front], '10.0.0.1', '', '10.0.0.1'],
  ['a proxy adds the port', [front], '10.0.0.1', '192.0.2.7:4711', '192.0.2.7'],
  ['an IPv4 peer on an IPv6 socket', [front], '::ffff:10.0.0.1', '192.0.2.7', '192.0.2.7'],
  ['IPv6', ['2001:db8::/32'], '2001:db8::1', '[2001:dbf::7]:4711', '2001:dbf::7'],
  ['one address alone', ['10.0.0.1'], '10.0.0.2', '192.0.2.7', '10.0.0.2'],
])('%s', (...[, proxies, peer, forwarded, address]) => {
  expect(addressOf(proxies, peer, forwarded)).toBe(address);
});
