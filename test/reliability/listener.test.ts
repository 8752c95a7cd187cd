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
  gateway = await startTestGateway(am, { env: { AM_COOKIE_NAME: 'session', ...env } });
}

async function open(): Promise<Socket> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** How long it takes until the gateway closes, in milliseconds. */
async function closedAfter(socket: Socket): Promise<number> {
  const begunAt = performance.now();
  socket.resume();
  await once(socket, 'close');
  return performance.now() - begunAt;
}

test.each([
  { what: 'says nothing', text: '', atLeastMs: 9_000, atMostMs: 20_000 },
  {
    what: 'does not end its head',
    text: 'GET / HTTP/1.1\r\nhost: x\r\n',
    atLeastMs: 9_000,
    atMostMs: 20_000,
  },
])(
  'a connection that $what is closed',
  async ({ text, atLeastMs, atMostMs }) => {
    await start();
    const socket = await open();
    socket.write(text);

    const tookMs = await closedAfter(socket);

    expect(tookMs).toBeGreaterThan(atLeastMs);
    expect(tookMs).toBeLessThan(atMostMs);
  },
  40_000,
);

test('a connection stays open without a request as long as is configured', async () => {
  await start({ KEEP_ALIVE_SECONDS: '1' });
  const socket = await open();
  socket.write('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(socket, 'data');

  const tookMs = await closedAfter(socket);

  expect(tookMs).toBeGreaterThan(900);
  expect(tookMs).toBeLessThan(10_000);
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
