/** A server that drains sends every response to its end, and closes what is idle (reliability R22). */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Drain } from '../../../src/server/drain.ts';

/** More than the buffers of a connection hold. */
const size = 20_000_000;

let server: Server;
let drain: Drain;
let client: Socket;

beforeEach(async () => {
  server = createServer((_request, response) => response.end('x'.repeat(size)));
  drain = new Drain(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  client = connect(address.port);
});
afterEach(() => {
  client.destroy();
  server.closeAllConnections();
});

const never = (): Promise<void> => Promise.reject(new Error('nothing is to be given up'));

test('a response that its client reads slowly is sent to its end', async () => {
  client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(client, 'readable');

  const drained = drain.run(10_000, never);
  await new Promise((resolve) => setTimeout(resolve, 300));
  let received = 0;
  client.on('data', (chunk: Buffer) => (received += chunk.length));
  await once(client, 'close');

  expect(await drained).toBe(0);
  expect(received).toBeGreaterThan(size);
});

test('a response that is not sent at the limit counts as given up', async () => {
  client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(client, 'readable');
  let asked = 0;

  const givenUp = await drain.run(100, async () => void (asked += 1));

  expect([givenUp, asked]).toEqual([1, 1]);
});

test('a connection without a request is closed at once', async () => {
  await once(client, 'connect');
  client.resume();

  const begun = performance.now();
  const [givenUp] = await Promise.all([drain.run(10_000, never), once(client, 'close')]);

  expect(givenUp).toBe(0);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test('requests that were sent one after the other on one connection are all answered', async () => {
  const names = Array.from({ length: 50 }, (_, number) => `/${number}`);
  const answered: (() => void)[] = [];
  server.removeAllListeners('request');
  const drained = new Drain(server);
  server.on('request', (request, response) => {
    answered.push(() => response.end(`answer to ${request.url};`));
  });
  let received = '';
  client.on('data', (chunk: Buffer) => (received += chunk.toString()));
  client.write(names.map((name) => `GET ${name} HTTP/1.1\r\nhost: x\r\n\r\n`).join(''));
  while (answered.length < names.length) await new Promise((resolve) => setTimeout(resolve, 5));

  const closed = once(client, 'close');
  const ended = drained.run(10_000, never);
  await new Promise((resolve) => setTimeout(resolve, 300));
  // The last first: their answers leave in the order of their coming all the same.
  for (const answer of answered.toReversed()) answer();
  await closed;

  expect(await ended).toBe(0);
  expect(received.match(/answer to \/\d+;/g)).toEqual(names.map((name) => `answer to ${name};`));
});
