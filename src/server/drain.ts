import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { Socket } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { stopping } from '../am/http/errors.ts';
import { isLastOnConnection, noteRequest } from './last-on-connection.ts';
import { correlationIdOf } from './correlation-id.ts';
import { acceptedMediaType } from './media-type.ts';
import { errorReply, send } from './reply.ts';
import { workOf } from './request-work.ts';

/** How long connections stay open for requests that have arrived and are not read yet. */
const arrivalMs = 250;

/** How long connections are accepted on, where they keep coming. */
const acceptMs = 2_000;

/** A turn of the event loop that takes less has done nothing, and leaves hardly anybody time to connect. */
const quietTurnMs = 0.1;

/** How long the primary of several workers may take to hand out the next connection that waits with it. */
const handedOutMs = 50;

/** How long requests that are given up have to be answered; longer than a change waits for its last look. */
const lastWordMs = 1_000;

const unref = { ref: false };

/** Knows the requests in progress of a server, and ends it without losing one of them. */
export class Drain {
  readonly #server: Server;
  readonly #waitMs: number;
  readonly #sockets = new Set<Socket>();
  readonly #requests = new Map<ServerResponse, IncomingMessage>();
  /** What is done for requests, those included whose client has gone. */
  readonly #works = new Map<ServerResponse, Promise<void>>();
  #accepted = 0;
  #closing = false;

  /** A worker gets its connections from a primary, one after the other. */
  constructor(server: Server, { isWorker = false }: { readonly isWorker?: boolean } = {}) {
    this.#server = server;
    this.#waitMs = isWorker ? handedOutMs : 0;
    server.on('connection', (socket) => {
      this.#accepted += 1;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.on('request', (request, response) => {
      noteRequest(request, response);
      this.#requests.set(response, request);
      this.#follow(response);
      response.on('close', () => {
        this.#requests.delete(response);
        // Its headers may have been sent before the drain, and not close the connection.
        if (this.#closing && isLastOnConnection(request, response)) request.socket.destroySoon();
      });
    });
  }

  /** How many requests have no answer yet. */
  get underWay(): number {
    return this.#requests.size;
  }

  /**
   * Stops accepting connections and waits for the requests in progress, and for changes whose client has gone. After `graceMs` calls `giveUp`, which ends
   * what they wait for, so that they tell themselves what has become of them; what has no answer then gets 503.
   * Returns how many requests were given up.
   */
  async run(graceMs: number, giveUp: () => Promise<void>): Promise<number> {
    const closed = once(this.#server, 'close');
    const end = performance.now() + graceMs;
    if (this.#waitMs === 0) await closeAnother();
    await this.#acceptArrived();
    // Not `close` of HTTP: that takes a response that is not sent completely for an idle connection, and cuts it.
    NetServer.prototype.close.call(this.#server);
    await this.#closeIdle();
    const done = closed.then(() => Promise.allSettled(this.#works.values()));
    await Promise.race([done, sleep(Math.max(0, end - performance.now()), undefined, unref)]);
    const givenUp = new Set([...this.#requests.keys(), ...this.#works.keys()]).size;
    if (givenUp > 0) {
      await giveUp();
      await Promise.race([done, sleep(lastWordMs, undefined, unref)]);
      for (const [response, request] of this.#requests) refuse(request, response);
      await setImmediate();
    }
    this.#server.closeAllConnections();
    await closed;
    return givenUp;
  }

  #follow(response: ServerResponse): void {
    const work = workOf(response);
    if (work === undefined) return;
    const ended = (): boolean => this.#works.delete(response);
    this.#works.set(response, work);
    void work.then(ended, ended);
  }

  /**
   * Lets connections be accepted that the kernel has made, one in a turn of the event loop: closing the listener resets them, with the
   * requests on them. Ends right after a short turn that has met none, so that next to none can come meanwhile; in any case
   * after `acceptMs`, since some client may never cease.
   */
  async #acceptArrived(): Promise<void> {
    const end = performance.now() + acceptMs;
    for (let isQuiet = false; !isQuiet && performance.now() < end;) {
      const [before, begun] = [this.#accepted, performance.now()];
      await (this.#waitMs === 0 ? setImmediate() : sleep(this.#waitMs));
      const mostMs = this.#waitMs === 0 ? quietTurnMs : 2 * this.#waitMs;
      isQuiet = this.#accepted === before && performance.now() - begun < mostMs;
    }
  }

  async #closeIdle(): Promise<void> {
    // A connection is idle until its request has been read; closing it now would lose what is on its way.
    await sleep(arrivalMs, undefined, unref);
    await setImmediate();
    this.#closing = true;
    const busy = new Set([...this.#requests.values()].map(({ socket }) => socket));
    for (const socket of this.#sockets) if (!busy.has(socket)) socket.destroySoon();
  }
}

/**
 * Closes a listener that nobody knows. The first one that Node closes takes it a moment longer, and who connects in that moment is lost:
 * on busy cores six of 25 restarts lost requests, and none of 140 since.
 */
async function closeAnother(): Promise<void> {
  const other = new NetServer().listen(0, '127.0.0.1');
  try {
    await once(other, 'listening');
    NetServer.prototype.close.call(other);
  } catch {
    // Without it the drain is what it was.
  }
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const correlationId = correlationIdOf(request);
  const mediaType = acceptedMediaType(request) ?? 'application/json';
  const reply = errorReply(stopping(), correlationId, mediaType);
  send(response, reply, { correlationId, allowedOrigin: undefined, closes: true });
}
