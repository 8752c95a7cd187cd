/**
 * Limits of connections: how long they may be idle, and how many there are (security D1). Each test
 * has its own gateway: they wait beside each other.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { until } from './am-traffic.ts';

/** A connection is as old for the gateway as for the test, or younger. */
const begunAt = new WeakMap<Socket, number>();

interface Scene {
  readonly gateway: TestGateway;
  open(url?: string | null): Promise<Socket>;
}

const onScene =
  (given: TestGatewayOptions, act: (scene: Scene) => Promise<void>) => async (): Promise<void> => {
    const am = { url: 'http://127.0.0.1:1/am', flavor: 'pingam' };
    const gateway = await startTestGateway(am, {
      ...given,
      env: { AM_COOKIE_NAME: 'session', METRICS_PORT: '0', ...given.env },
    });
    const sockets: Socket[] = [];
    const open = async (url: string | null = gateway.url): Promise<Socket> => {
      const { hostname, port } = new URL(url ?? '');
      const begun = performance.now();
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      begunAt.set(socket, begun);
      sockets.push(socket);
      await once(socket, 'connect');
      return socket;
    };
    try {
      await act({ gateway, open });
    } finally {
      for (const socket of sockets) socket.destroy();
      await gateway.stop();
    }
  };

/** A connection that is reset is closed, too; `once` would take that for a failure. */
function isClosed(socket: Socket): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** How long the connection was open when the gateway closed it, in milliseconds. */
async function closedAfter(socket: Socket): Promise<number> {
  socket.resume();
  await isClosed(socket);
  return performance.now() - (begunAt.get(socket) ?? NaN);
}

/** The same of a client that reads nothing: it learns of the end by what it goes on sending. */
async function unreadClosedAfter(socket: Socket, request: string): Promise<number> {
  const timer = setInterval(() => void (socket.writableLength === 0 && socket.write(request)), 100);
  await isClosed(socket);
  clearInterval(timer);
  return performance.now() - (begunAt.get(socket) ?? NaN);
}

/** On a busy machine a timer runs late. Without it, a connection stays open for good. */
const soonMs = 60_000;

const get = 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n';
const half =
  'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{';

test.concurrent(
  'a connection is closed on which nothing moves, for clients and for operators',
  onScene({ env: { REQUEST_DEADLINE_MS: '9000' } }, async ({ gateway, open }) => {
    // A connection of clients is idle for longer than any answer takes only after the times below.
    const ports = [gateway.url, gateway.metricsUrl];
    let answersToSilence = 0;
    const closed = ports.map(async (url) => {
      const [silent, head, body, unread] = await Promise.all([
        open(url),
        open(url),
        open(url),
        open(url),
      ]);
      silent.on('data', () => (answersToSilence += 1));
      head.write('GET / HTTP/1.1\r\nhost: x\r\n');
      body.write(half);
      return Promise.all([
        closedAfter(silent),
        closedAfter(head),
        // The operations server responds without reading a body, and waits for the rest.
        closedAfter(body),
        unreadClosedAfter(unread, get.repeat(2_000)),
      ]);
    });

    for (const [silent = 0, head = 0, body = 0, unread = 0] of await Promise.all(closed)) {
      expect(silent).toBeGreaterThan(9_000);
      expect(silent).toBeLessThan(soonMs);
      expect(head).toBeGreaterThan(9_000);
      expect(head).toBeLessThan(soonMs);
      expect(body).toBeGreaterThan(4_000);
      expect(body).toBeLessThan(soonMs);
      expect(unread).toBeGreaterThan(9_000);
      // A client that has taken something lately has all of the time again.
      expect(unread).toBeLessThan(90_000);
    }
    // A client that sends nothing gets nothing.
    expect(answersToSilence).toBe(0);
  }),
  150_000,
);

test.concurrent(
  'a silent connection gets nothing, although a busy process notices its age late',
  onScene({}, async ({ gateway, open }) => {
    const silent = await Promise.all([open(), open(gateway.metricsUrl)]);
    let answers = 0;
    for (const socket of silent) socket.on('data', () => (answers += 1));

    // The check of the heads and the time-out of the connection are then both due.
    await sleep(8_900);
    const end = performance.now() + 2_500;
    while (performance.now() < end) Math.sqrt(end);
    await Promise.all(silent.map(isClosed));

    expect(answers).toBe(0);
  }),
);

test.concurrent(
  'a connection stays open without a request for its time',
  onScene({ limits: { connections: { keepAliveSeconds: 8 } } }, async ({ open }) => {
    const socket = await open();
    socket.write('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(socket, 'data');

    const tookMs = await closedAfter(socket);

    // Longer than Node's own five seconds.
    expect(tookMs).toBeGreaterThan(7_500);
    expect(tookMs).toBeLessThan(soonMs);
  }),
);

/** Sends a request that needs nothing, and returns the start of its response. */
async function answerOn(socket: Socket): Promise<string> {
  socket.write(get);
  return String(await once(socket, 'data'));
}

test.concurrent(
  'there are no more connections than the limit',
  onScene({ limits: { connections: { maxConnections: 2 } } }, async ({ open }) => {
    const used = [await open(), await open()];
    for (const socket of used) await answerOn(socket);
    const third = await open();

    await closedAfter(third);

    for (const socket of used) expect(await answerOn(socket)).toContain('200 OK');
  }),
);

test.concurrent(
  'connections that never sent anything make room for a probe, the oldest first',
  onScene({ limits: { connections: { maxConnections: 300 } } }, async ({ open }) => {
    const used = await open();
    await answerOn(used);
    // Together, so that none of them is old enough to be closed before the probes come.
    const silent = await Promise.all(Array.from({ length: 299 }, () => open()));
    const probes = [await open(), await open()];

    for (const socket of [...probes, used]) expect(await answerOn(socket)).toContain('200 OK');
    const closed = (): readonly Socket[] => silent.filter((socket) => socket.closed);
    await until('two are closed', () => closed().length > 1);
    expect(closed()).toEqual(silent.slice(0, 2));
  }),
);
