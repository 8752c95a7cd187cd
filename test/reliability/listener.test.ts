/** What clients may do with connections: how long they may say nothing, and how many there are (security D1). */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await gateway.stop();
});

async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
  const am = { url: 'http://127.0.0.1:1/am', flavor: 'pingam' };
  gateway = await startTestGateway(am, {
    env: { AM_COOKIE_NAME: 'session', METRICS_PORT: '0', ...env },
  });
}

async function open(url: string | null = gateway.url): Promise<Socket> {
  const { hostname, port } = new URL(url ?? '');
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** A connection that is reset is closed, too; `once` would take that for a failure. */
function isClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** How long it takes until the gateway closes, in milliseconds. */
async function closedAfter(socket: Socket): Promise<number> {
  const begunAt = performance.now();
  socket.resume();
  await isClosed(socket);
  return performance.now() - begunAt;
}

/** The same of a client that reads nothing: it learns of the end by what it goes on sending. */
async function unreadClosedAfter(socket: Socket, request: string): Promise<number> {
  const begunAt = performance.now();
  const timer = setInterval(() => void (socket.writableLength === 0 && socket.write(request)), 100);
  await isClosed(socket);
  clearInterval(timer);
  return performance.now() - begunAt;
}

const get = 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n';
const half =
  'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{';

test('a connection is closed on which nothing moves, for clients and for operators', async () => {
  // A connection of clients is idle for longer than any answer takes only after the times below.
  await start({ REQUEST_DEADLINE_MS: '9000' });
  const ports = [gateway.url, gateway.metricsUrl];
  let answersToSilence = 0;
  const closed = ports.map(async (url) => {
    const [silent, head, body, unread] = [
      await open(url),
      await open(url),
      await open(url),
      await open(url),
    ];
    silent.on('data', () => (answersToSilence += 1));
    head.write('GET / HTTP/1.1\r\nhost: x\r\n');
    body.write(half);
    return Promise.all([
      closedAfter(silent),
      closedAfter(head),
      // The server for operators answers without reading a body, and waits for the rest of it.
      closedAfter(body),
      unreadClosedAfter(unread, get.repeat(2_000)),
    ]);
  });

  for (const [silent = 0, head = 0, body = 0, unread = 0] of await Promise.all(closed)) {
    expect(silent).toBeGreaterThan(9_000);
    expect(silent).toBeLessThan(19_000);
    expect(head).toBeGreaterThan(9_000);
    expect(head).toBeLessThan(20_000);
    expect(body).toBeGreaterThan(4_000);
    expect(body).toBeLessThan(45_000);
    expect(unread).toBeGreaterThan(9_000);
    // A client that has taken something lately has all of the time again.
    expect(unread).toBeLessThan(90_000);
  }
  // Who says nothing is told nothing.
  expect(answersToSilence).toBe(0);
}, 150_000);

test('a connection that says nothing leaves no line', async () => {
  await start();

  await closedAfter(await open());

  expect(gateway.log.filter((line) => line.includes('"event":"request"'))).toEqual([]);
});

test('a connection stays open without a request as long as is configured', async () => {
  await start({ KEEP_ALIVE_SECONDS: '8' });
  const socket = await open();
  socket.write('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(socket, 'data');

  const tookMs = await closedAfter(socket);

  // Longer than Node's own five seconds.
  expect(tookMs).toBeGreaterThan(7_500);
  expect(tookMs).toBeLessThan(20_000);
});

test('there are no more connections than are configured', async () => {
  await start({ MAX_CONNECTIONS: '2' });
  const [first] = [await open(), await open()];
  const third = await open();

  await closedAfter(third);
  first?.write('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n');
  const [answer]: unknown[] = await once(first ?? third, 'data');

  expect(String(answer)).toContain('200 OK');
});
