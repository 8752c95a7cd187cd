import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Returns the address of the client of a request. */
export type ClientAddress = (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string;

/**
 * Creates the function that returns a client's address: the peer's, or behind trusted proxies the
 * last address in `X-Forwarded-For` that is not a trusted proxy's. The client can forge every
 * address before that one.
 */
export function createClientAddress(proxies: readonly string[]): ClientAddress {
  const trusted = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  const isTrusted = (address: string): boolean =>
    trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return ({ socket, headers }) => {
    const peer = plain(socket.remoteAddress ?? '');
    if (proxies.length === 0 || !isTrusted(peer)) return peer;
    const forwarded = headers['x-forwarded-for'];
    if (typeof forwarded !== 'string') return peer;
    let client = peer;
    for (const text of forwarded.split(',').toReversed()) {
      const address = plain(text.trim());
      if (isIP(address) === 0) return client;
      client = address;
      if (!isTrusted(address)) return client;
    }
    return client;
  };
}

/** Removes the port that some proxies add, and the IPv6 prefix of a mapped IPv4 address. */
function plain(text: string): string {
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(text) ?? [];
  const address = bracketed ?? text.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

/**
 * Returns the client's own correlation id if it is safe in a header and a log line (C14). It is
 * kept beside the gateway's own id, which alone connects a response, the log, the ledger and AM's
 * audit: two requests of a client may share one.
 */
export function clientCorrelationIdOf({
  headers,
}: Pick<IncomingMessage, 'headers'>): string | undefined {
  const offered = headers['x-correlation-id'] ?? headers['x-forgerock-transactionid'];
  const isSafe = typeof offered === 'string' && /^[A-Za-z0-9-]{1,64}$/.test(offered);
  return isSafe ? offered : undefined;
}
