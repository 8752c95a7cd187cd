import { buildConnector } from 'undici';

/** How connections are opened. */
export interface ConnectorOptions {
  /** PEM of the authorities to trust in place of the built-in ones. */
  readonly ca: string | undefined;
  readonly connectTimeoutMs: number;
}

/** What undici calls a connection that took too long; the code is its own, too. */
class ConnectTimeout extends Error {
  readonly code = 'UND_ERR_CONNECT_TIMEOUT';
}

/**
 * Opens connections within their time: undici's own timer ticks in half seconds, too coarse for a limit of
 * one (R2). Checks of certificates and the oldest TLS version are said here, so that neither
 * NODE_TLS_REJECT_UNAUTHORIZED nor Node's own flags can switch them off (security H2).
 */
export function createConnector({
  ca,
  connectTimeoutMs,
}: ConnectorOptions): buildConnector.connector {
  const connect = buildConnector({
    timeout: 0,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(ca === undefined ? {} : { ca }),
  });
  return (options, callback) => {
    let settled = false;
    const settle: typeof callback = (...outcome) => {
      clearTimeout(timer);
      const late = settled;
      settled = true;
      if (!late) callback(...outcome);
    };
    const socket: unknown = connect(options, settle);
    const timer = setTimeout(() => {
      const problem = new ConnectTimeout(`no connection within ${connectTimeoutMs} ms`);
      settle(problem, null);
      if (isDestroyable(socket)) socket.destroy(problem);
    }, connectTimeoutMs);
    return socket; // undici destroys it when the request ends while it connects
  };
}

function isDestroyable(socket: unknown): socket is { destroy(error: Error): void } {
  return typeof socket === 'object' && socket !== null && 'destroy' in socket;
}
