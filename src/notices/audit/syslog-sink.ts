import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { AuditLine } from '../../domain/outbox/audit-log.ts';
import { SinkProblem, type AuditSink } from './audit-sink.ts';
import { framed, syslogMessages } from './syslog-message.ts';

/** A syslog server: by TLS (RFC 5425), or by plain TCP. */
export interface SyslogTarget {
  readonly host: string;
  readonly port: number;
  /** Null for plain TCP. */
  readonly tls: TlsFiles | null;
}

/** PEM files, read for each connection. Without `ca`, the authorities of the system are trusted. */
export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** How long to connect, send and close, in milliseconds: less than the lease of the audit trail. */
const exchangeMs = 20_000;

/** How long a try may take, in milliseconds. */
const tryMs = 5_000;

/**
 * How long a connection stays open after everything was sent, in milliseconds. A balancer without a
 * server closes it meanwhile.
 */
const quietMs = 250;

/**
 * A syslog server. Syslog has no acknowledgement, so each page has its own connection: the gateway
 * ends it and waits until the server ends it, too, which it does after it has read everything.
 */
export class SyslogSink implements AuditSink {
  readonly #target: SyslogTarget;
  readonly #messageOf: (line: AuditLine) => string;

  constructor(target: SyslogTarget, { version }: { readonly version: string }) {
    this.#target = target;
    this.#messageOf = syslogMessages({ version });
  }

  write(lines: readonly AuditLine[], stopping: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(exchangeMs)]);
    const octets = framed(lines.map(this.#messageOf));
    return exchange(() => connect(this.#target), octets, signal);
  }

  async close(): Promise<void> {
    // No connection outlives a page.
  }
}

function exchange(open: () => Socket, octets: Buffer, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = open();
    let isEnding = false;
    let isRead = false;
    const abort = (): void => void socket.destroy(new SinkProblem('TIMEOUT'));
    signal.addEventListener('abort', abort);
    socket.on('error', reject);
    // A server that ends first may not have read everything.
    socket.on('end', () => (isRead = isEnding));
    socket.on('close', () => {
      signal.removeEventListener('abort', abort);
      if (isRead) resolve();
      else reject(new SinkProblem('CLOSED_EARLY'));
    });
    socket.resume();
    socket.write(octets, () =>
      setTimeout(() => {
        isEnding = !socket.readableEnded && !socket.destroyed;
        socket.end();
      }, quietMs),
    );
  });
}

/** Opens a connection and closes it. @throws why none can be opened */
export async function trySyslog(target: SyslogTarget): Promise<void> {
  const socket = connect(target);
  socket.setTimeout(tryMs, () => socket.destroy(new SinkProblem('TIMEOUT')));
  try {
    await once(socket, target.tls === null ? 'connect' : 'secureConnect');
  } finally {
    socket.destroy();
  }
}

function connect({ host, port, tls }: SyslogTarget): Socket {
  if (tls === null) return connectPlain({ host, port });
  const { ca, cert, key } = tls;
  return connectTls({
    host,
    port,
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca: readFileSync(ca) }),
    ...(cert !== undefined && { cert: readFileSync(cert) }),
    ...(key !== undefined && { key: readFileSync(key) }),
  });
}
