/** An HTTP proxy in front of an AM that can lose or delay AM's answer to a reset. */
import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request that AM has received. */
export interface Forwarded {
  readonly method: string;
  readonly url: string;
  /** The client's correlation id, or the gateway's. */
  readonly transaction: string;
  /**
   * When it arrived and when AM's answer was complete, by `performance.now()`; null without an
   * answer.
   */
  readonly begunAt: number;
  readonly endedAt: number | null;
}

/**
 * What happens to a reset: AM's answer is lost or delayed, or a load balancer gives up and AM
 * receives the request later.
 */
export type Fate =
  | 'lose'
  | { readonly until: Promise<void> }
  | { readonly told: 'a cut' | 502 | 503; readonly lateMs: number };

/** A proxy to an AM. */
export interface AmBetween {
  /** The AM's URL through the proxy. */
  readonly url: string;
  /** Sets what happens to the next reset. */
  next(fate: Fate): void;
  /** Returns the number of requests to AM whose URL contains a text. */
  count(text: string): number;
  /** Returns the requests that may have changed devices, in order. */
  deviceWrites(): readonly Forwarded[];
  close(): Promise<void>;
}

/** Opens a proxy on a free port. */
export async function openBetween(amUrl: string): Promise<AmBetween> {
  const { host, pathname } = new URL(amUrl);
  let fate: Fate | undefined;
  const forwarded: { -readonly [Name in keyof Forwarded]: Forwarded[Name] }[] = [];
  const forward = (request: IncomingMessage, response: ServerResponse): void => {
    const isReset = request.url?.includes('_action=reset') === true;
    const mine = isReset ? fate : undefined;
    if (isReset) fate = undefined;
    const { method = 'GET', url = '/' } = request;
    const transaction = String(
      request.headers['x-client-correlation-id'] ??
        request.headers['x-forgerock-transactionid'] ??
        '',
    );
    const mark: (typeof forwarded)[number] = {
      method,
      url,
      transaction,
      begunAt: performance.now(),
      endedAt: null,
    };
    forwarded.push(mark);
    const headers = { ...request.headers, host };
    if (typeof mine === 'object' && 'told' in mine) {
      void giveUp(request, response, mine).then((body) => {
        send(new URL(url, amUrl), { method, headers }, (answer) => void answer.resume()).end(body);
      });
      return;
    }
    const onward = send(new URL(url, amUrl), { method, headers }, (answer) => {
      void (async () => {
        if (mine === 'lose') return void answer.resume();
        await mine?.until;
        answer.once('end', () => (mark.endedAt = performance.now()));
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      })();
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
    if (mine === 'lose') request.once('end', () => setTimeout(() => request.socket.destroy(), 20));
  };
  const server = createServer(forward).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}${pathname}`,
    next: (wanted) => void (fate = wanted),
    count: (text) => forwarded.filter(({ url }) => url.includes(text)).length,
    deviceWrites: () =>
      forwarded.filter(({ method, url }) => method !== 'GET' && url.includes('/devices/')),
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Responds in place of AM, and returns the body when AM should receive the request. */
async function giveUp(
  request: IncomingMessage,
  response: ServerResponse,
  { told, lateMs }: Extract<Fate, { readonly told: unknown }>,
): Promise<string> {
  const body = (await request.setEncoding('utf8').toArray()).join('');
  if (told === 'a cut') response.destroy();
  else response.writeHead(told, { 'content-type': 'text/html' }).end('<p>a page of a balancer</p>');
  await sleep(lateMs);
  return body;
}
