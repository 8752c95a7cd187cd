/** A syslog server written from RFC 5424 and RFC 5425: it rejects what they do not allow. */
import { once } from 'node:events';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** A parsed message (RFC 5424 §6). */
export interface SyslogMessage {
  readonly facility: number;
  readonly severity: number;
  readonly timestamp: string;
  readonly host: string;
  readonly app: string;
  readonly process: string;
  readonly id: string;
  /** The parameters of each element of the structured data. */
  readonly data: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Without the byte order mark, which it must have. */
  readonly text: string;
}

export interface SyslogServer {
  readonly port: number;
  readonly received: readonly SyslogMessage[];
  /** What the peer sent against the standards. */
  readonly faults: readonly string[];
  /** The number of TLS or TCP connections so far. */
  readonly connections: () => number;
  /** Acts on each new connection before anything is read; by default it reads. */
  onConnection(act: ((socket: Socket) => void) | null): void;
  /** Closes the port and all connections. */
  stop(): Promise<void>;
  /** Listens on the same port again. */
  start(): Promise<void>;
}

/** Starts a server; with a key and certificate it speaks TLS. */
export async function startSyslogServer(tls?: TlsOptions): Promise<SyslogServer> {
  const received: SyslogMessage[] = [];
  const faults: string[] = [];
  const sockets = new Set<Socket>();
  let count = 0;
  let act: ((socket: Socket) => void) | null = null;
  const serve = (socket: Socket): void => {
    count += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    if (act !== null) return act(socket);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => {
      try {
        received.push(...messagesIn(Buffer.concat(chunks)));
      } catch (error) {
        faults.push(String(error));
      }
    });
    return undefined;
  };
  const create = (): Server =>
    tls === undefined ? createTcpServer(serve) : createTlsServer(tls, serve);
  let server = create();
  const listen = async (port: number): Promise<void> => {
    server.on('tlsClientError', () => undefined);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('There is no port.');
  const { port } = address;
  return {
    port,
    received,
    faults,
    connections: () => count,
    onConnection: (next) => (act = next),
    stop: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    start: async () => {
      server = create();
      await listen(port);
    },
  };
}

/** Reads frames: MSG-LEN SP SYSLOG-MSG (RFC 5425 §4.3). A frame that is cut off is dropped. */
export function messagesIn(octets: Buffer): SyslogMessage[] {
  const messages: SyslogMessage[] = [];
  for (let at = 0; at < octets.length;) {
    const [head, length] = /^([1-9]\d*) /.exec(octets.toString('latin1', at, at + 12)) ?? [];
    if (head === undefined) throw new Error(`no MSG-LEN at octet ${at}`);
    const start = at + head.length;
    at = start + Number(length);
    if (at <= octets.length) messages.push(messageIn(octets.subarray(start, at)));
  }
  return messages;
}

const header =
  /^<(0|[1-9]\d{0,2})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) /;

function messageIn(octets: Buffer): SyslogMessage {
  const message = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  const [head = '', priority, timestamp = '', host = '', app = '', pid = '', id = ''] =
    header.exec(message) ?? [];
  if (head === '' || Number(priority) > 191) throw new Error(`no header: ${message.slice(0, 80)}`);
  const { data, rest } = structuredData(message.slice(head.length));
  if (!rest.startsWith(' \u{feff}')) throw new Error('a text in UTF-8 without a byte order mark');
  return {
    facility: Math.floor(Number(priority) / 8),
    severity: Number(priority) % 8,
    timestamp,
    host,
    app,
    process: pid,
    id,
    data,
    text: rest.slice(2),
  };
}

const element = /^\[([^\s="\]]{1,32})((?: [^\s="\]]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*)\]/;
const parameter = / ([^\s="\]]{1,32})="((?:[^"\\\]]|\\["\\\]])*)"/g;

/** Reads STRUCTURED-DATA (RFC 5424 §6.3); a name without `@` must be registered. */
function structuredData(text: string): { data: SyslogMessage['data']; rest: string } {
  const data: Record<string, Record<string, string>> = {};
  let rest = text;
  if (rest.startsWith('- ')) return { data, rest: rest.slice(1) };
  for (let found = element.exec(rest); found !== null; found = element.exec(rest)) {
    const [whole, name = '', parameters = ''] = found;
    if (!name.includes('@') && !['timeQuality', 'origin', 'meta'].includes(name))
      throw new Error(`the element ${name} is not registered`);
    data[name] = Object.fromEntries(
      [...parameters.matchAll(parameter)].map(([, key = '', value = '']) => [
        key,
        value.replaceAll(/\\(["\\\]])/g, '$1'),
      ]),
    );
    rest = rest.slice(whole.length);
  }
  if (Object.keys(data).length === 0) throw new Error(`no structured data: ${text.slice(0, 40)}`);
  return { data, rest };
}
