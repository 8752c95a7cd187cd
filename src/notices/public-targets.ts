import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector, type Dispatcher } from 'undici';

export interface DispatcherOptions {
  /** Whether private, link-local and loopback addresses may be called. */
  readonly allowsPrivate: boolean;
}

/** The receiver's address is not a public one. */
export class PrivateTarget extends Error {}

/**
 * Creates a dispatcher that connects to public addresses only, unless private ones are allowed. A
 * name is resolved once and the connection goes to what was checked, so that a second answer of the
 * DNS cannot lead to another host.
 */
export function createDispatcher({ allowsPrivate }: DispatcherOptions): Dispatcher {
  const agent = new Agent({ connections: 8, connect: connectionTo({ allowsPrivate }) });
  if (allowsPrivate) return agent;
  return agent.compose((dispatch) => (options, handler) => {
    requirePublic(new URL(String(options.origin)));
    return dispatch(options, handler);
  });
}

function connectionTo({ allowsPrivate }: DispatcherOptions): buildConnector.BuildOptions {
  return {
    timeout: 5_000,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(!allowsPrivate && { lookup: lookupPublic }),
  };
}

/** An address in the URL is not looked up. @throws PrivateTarget */
function requirePublic({ hostname }: URL): void {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 && !isPublic(host)) throw new PrivateTarget();
}

/** A receiver, and whether its address may be private. */
export interface Target extends DispatcherOptions {
  readonly url: URL;
}

/** Connects as a delivery does, and sends nothing. @throws PrivateTarget, or the socket's error */
export async function tryTarget({ url, allowsPrivate }: Target): Promise<void> {
  if (!allowsPrivate) requirePublic(url);
  const connect = buildConnector(connectionTo({ allowsPrivate }));
  const { hostname, host, protocol, port } = url;
  const socket = await new Promise<Socket>((resolve, reject) => {
    connect({ hostname, host, protocol, port }, (...[error, opened]) =>
      error === null ? resolve(opened) : reject(error),
    );
  });
  socket.destroy();
}

const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const addresses = error === null ? found.filter(({ address }) => isPublic(address)) : [];
    const [first] = addresses;
    if (first === undefined) callback(error ?? new PrivateTarget(), '');
    else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

/**
 * Whether an address is on the public internet: no private, reserved or local use. Of IPv6 only the
 * block of global addresses is public, 2000::/3 (RFC 4291 §2.4). So `::127.0.0.1`, which some
 * systems take for an IPv4 address, is not.
 */
export function isPublic(address: LookupAddress['address']): boolean {
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast);
}

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
