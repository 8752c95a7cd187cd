import { buildConnector, errors } from 'undici';
import type { Rotating } from '../foundation/credential.ts';

/**
 * A server in the same region accepts within some 10 ms. After a second it is gone, and the rest of
 * the deadline is left for a retry elsewhere.
 */
const usualTimeoutMs = 1_000;

/** How connections are opened. */
export interface ConnectorOptions {
  /** PEM of the authorities to trust in place of the built-in ones. */
  readonly ca: Rotating<string> | undefined;
  /** Default: `usualTimeoutMs`. */
  readonly connectTimeoutMs?: number | undefined;
}

/**
 * Creates undici's connector with a timeout of its own: undici's timer ticks in half seconds, too
 * coarse for a limit of one second (R2). Sets certificate checks and the minimum TLS version
 * explicitly, so that neither NODE_TLS_REJECT_UNAUTHORIZED nor Node's flags can switch them off
 * (security H2). Authorities that were replaced hold for the next connection.
 */
export function createConnector({
  ca,
  connectTimeoutMs = usualTimeoutMs,
}: ConnectorOptions): buildConnector.connector {
  let trusted = ca?.current;
  let connect = connectorOf(trusted);
  return (options, callback) => {
    if (ca?.current !== trusted) {
      trusted = ca?.current;
      connect = connectorOf(trusted);
    }
    let settled = false;
    const settle: typeof callback = (...outcome) => {
      clearTimeout(timer);
      const late = settled;
      settled = true;
      if (!late) callback(...outcome);
    };
    const socket: unknown = connect(options, settle);
    const giveUp = (): void => {
      if (settled) return;
      const problem = new errors.ConnectTimeoutError(`no connection within ${connectTimeoutMs} ms`);
      settle(problem, null);
      if (isDestroyable(socket)) socket.destroy(problem);
    };
    // After a busy loop, the connection may be open although the timer is noticed first.
    const timer = setTimeout(() => setImmediate(giveUp), connectTimeoutMs);
    return socket; // undici destroys it when the request ends before it connects
  };
}

function connectorOf(ca: string | undefined): buildConnector.connector {
  return buildConnector({
    timeout: 0,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(ca !== undefined && { ca }),
  });
}

function isDestroyable(socket: unknown): socket is { destroy(error: Error): void } {
  return typeof socket === 'object' && socket !== null && 'destroy' in socket;
}
