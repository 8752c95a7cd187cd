/**
 * A plain TCP forwarder in front of an AM or a database, so that a test can close the door, cut
 * lines and count them, or slow them down.
 */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { askAfterFaults, noteDisturbable, noteFault } from '../support/observers.ts';

/** A door to an AM. */
export interface TcpGate {
  /** The AM's URL, by way of the gate. */
  readonly url: string;
  /** How many connections are open from the gateway's side. */
  open(): number;
  /** How many connections were ever accepted. */
  accepted(): number;
  /** Refuses new connections from now on; those that are open stay. */
  shut(): Promise<void>;
  /** Listens again, on the same port. */
  reopen(): Promise<void>;
  /** Cuts every open connection, as a restart does. */
  cut(): void;
  /** From now on what comes from the gateway is passed on so much later. */
  delay(ms: number): void;
  /** From now on a connection is cut instead of the answer to what contains this text; or none. */
  loseAnswerTo(text: string | null): void;
  close(): Promise<void>;
}

/** Opens a gate in front of `amUrl` on a free port; `shut` starts with the door closed. */
export async function openGate(
  amUrl: string,
  { shut = false }: { readonly shut?: boolean } = {},
): Promise<TcpGate> {
  const target = new URL(amUrl);
  const sockets = new Set<Socket>();
  let accepted = 0;
  let delayMs = 0;
  let lost: string | null = null;
  const accept = (socket: Socket): void => {
    accepted += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    forward(socket, connect(Number(target.port), target.hostname), {
      delayMs: () => delayMs,
      isLost: (chunk) => lost !== null && chunk.includes(lost),
    });
  };
  let server = createServer(accept);
  const forget = noteDisturbable();
  const port = await listen(server, 0);
  const gate: TcpGate = {
    url: `http://127.0.0.1:${port}${target.pathname}`,
    open: () => sockets.size,
    accepted: () => accepted,
    shut: async () => {
      noteFault('a gate that is shut');
      server.close();
    },
    reopen: async () => {
      await askAfterFaults();
      server = createServer(accept);
      await listen(server, port);
    },
    cut: () => {
      noteFault('connections that are cut');
      for (const socket of sockets) socket.destroy();
    },
    delay: (ms) => {
      noteFault('a slow connection');
      delayMs = ms;
    },
    loseAnswerTo: (text) => {
      noteFault('a lost answer');
      lost = text;
    },
    close: async () => {
      forget();
      server.close();
      gate.cut();
    },
  };
  if (shut) await gate.shut();
  return gate;
}

interface Faults {
  readonly delayMs: () => number;
  readonly isLost: (chunk: Buffer) => boolean;
}

function forward(near: Socket, far: Socket, { delayMs, isLost }: Faults): void {
  far.pipe(near);
  const pass = (act: () => void): void => {
    const ms = delayMs();
    if (ms === 0) act();
    else setTimeout(act, ms).unref();
  };
  near.on('data', (chunk) => {
    if (isLost(chunk))
      far
        .unpipe(near)
        .once('data', () => near.destroy())
        .resume();
    pass(() => void far.write(chunk));
  });
  near.on('end', () => pass(() => void far.end()));
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
