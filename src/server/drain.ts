import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { stopping } from '../am/index.ts';
import { errorReply, send } from './http/reply.ts';

/** How long connections stay open for requests that have arrived and are not read yet. */
const arrivalMs = 250;

const acceptMs = 2_000;

/** A shorter iteration of the event loop did nothing, and left hardly any time to connect. */
const quietIterationMs = 0.1;

/** How long requests that were given up may take to respond: longer than a change's last read. */
const lastResponseMs = 1_000;

const unref = { ref: false };

/** A request in progress, until its response is closed and its work has ended. */
interface RequestInProgress {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  isOpen: boolean;
  /** The work for the request, which may outlive its client; undefined once it has ended. */
  work: Promise<void> | undefined;
}

/** Tracks the requests in progress of a server, and stops it without losing one of them. */
export class Drain {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** An array: V8 keeps former tables of a Map alive that changes with every request. */
  readonly #requests: RequestInProgress[] = [];
  #accepted = 0;
  #closing = false;

  constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.#accepted += 1;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.on('request', (request, response) => {
      noteRequest(request, response);
      const entry: RequestInProgress = { request, response, isOpen: true, work: workOf(response) };
      this.#requests.push(entry);
      const ended = (): void => {
        entry.work = undefined;
        this.#removeEnded(entry);
      };
      void entry.work?.then(ended, ended);
      response.on('close', () => {
        entry.isOpen = false;
        this.#removeEnded(entry);
        // Headers that were sent before the drain do not close the connection.
        if (this.#closing && isLastOnConnection(request, response)) request.socket.destroySoon();
      });
    });
  }

  get underWay(): number {
    return this.#open.length;
  }

  get #open(): readonly RequestInProgress[] {
    return this.#requests.filter(({ isOpen }) => isOpen);
  }

  /**
   * Stops accepting connections and waits for the requests in progress, and for changes whose
   * client has gone. After `graceMs`, calls `giveUp`, which ends what they wait for, so that they
   * report their own outcome; requests without a response then get 503. Returns how many requests
   * were given up.
   */
  async run(graceMs: number, giveUp: () => Promise<void>): Promise<number> {
    const closed = once(this.#server, 'close');
    const end = performance.now() + graceMs;
    await closeAnother();
    await this.#acceptArrived();
    // Not `close` of the HTTP server, which cuts a connection with a half-sent response as idle.
    NetServer.prototype.close.call(this.#server);
    await this.#closeIdle();
    const done = closed.then(() =>
      Promise.allSettled(this.#requests.flatMap(({ work }) => work ?? [])),
    );
    await Promise.race([done, sleep(Math.max(0, end - performance.now()), undefined, unref)]);
    const givenUp = this.#requests.length;
    if (givenUp > 0) {
      await giveUp();
      await Promise.race([done, sleep(lastResponseMs, undefined, unref)]);
      for (const { request, response } of this.#open) refuse(request, response);
      await setImmediate();
    }
    this.#server.closeAllConnections();
    // Ends Node's timer of this server. While it runs, the whole gateway stays in memory.
    this.#server.close();
    await closed;
    return givenUp;
  }

  #removeEnded(entry: RequestInProgress): void {
    if (entry.isOpen || entry.work !== undefined) return;
    const index = this.#requests.indexOf(entry);
    const last = this.#requests.pop();
    if (last !== undefined && last !== entry) this.#requests[index] = last;
  }

  /**
   * Accepts the connections that the kernel has already made, one per iteration of the event loop,
   * because closing the listener would reset them with their requests. Ends right after a short
   * iteration without a new connection, or after `acceptMs`, since clients may never stop
   * connecting.
   */
  async #acceptArrived(): Promise<void> {
    const end = performance.now() + acceptMs;
    for (let isQuiet = false; !isQuiet && performance.now() < end;) {
      const [before, startedAt] = [this.#accepted, performance.now()];
      await setImmediate();
      isQuiet = this.#accepted === before && performance.now() - startedAt < quietIterationMs;
    }
  }

  async #closeIdle(): Promise<void> {
    // A connection counts as idle until its request has been read; closing it now would lose the
    // request.
    await sleep(arrivalMs, undefined, unref);
    await setImmediate();
    this.#closing = true;
    const busy = new Set(this.#open.map(({ request }) => request.socket));
    for (const socket of this.#sockets) if (!busy.has(socket)) socket.destroySoon();
  }
}

/**
 * Makes V8 compile Node's `close` before the real one. Without this, 6 of 25 restarts on busy cores
 * lost connections; with it, 0 of 140 (record 30).
 */
async function closeAnother(): Promise<void> {
  const other = new NetServer().listen(0, '127.0.0.1');
  try {
    await once(other, 'listening');
    NetServer.prototype.close.call(other);
  } catch {
    // The drain also works without this, with a longer gap.
  }
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const correlationId = randomUUID();
  send(response, errorReply(stopping(), correlationId, request), {
    correlationId,
    allowedOrigin: undefined,
    closes: true,
  });
}

const latest = new WeakMap<Socket, ServerResponse>();

/** Records the newest request of a connection; responses are sent in the order of the requests. */
export function noteRequest({ socket }: IncomingMessage, response: ServerResponse): void {
  latest.set(socket, response);
}

/** Whether the newest request on the connection is still being received. */
export function isReadingRequest(socket: Socket): boolean {
  return latest.get(socket)?.req.complete === false;
}

/** Whether no other response follows on the connection, so that it may be closed with this one. */
export function isLastOnConnection({ socket }: IncomingMessage, response: ServerResponse): boolean {
  return latest.get(socket) === response;
}

const works = new WeakMap<ServerResponse, Promise<void>>();

/** Records the work for a response; a change continues after its client is gone. */
export function noteWork(response: ServerResponse, work: Promise<void>): void {
  works.set(response, work);
}

/** The work for a response; undefined if it was not recorded. */
export function workOf(response: ServerResponse): Promise<void> | undefined {
  return works.get(response);
}
