/** Input that is no valid request is logged, too: no HTTP, half a request, an oversized one. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeEach, expect, test } from '@jest/globals';
import { until } from '../reliability/am-traffic.ts';
import { sendBytes, sendRaw } from '../security/raw-http.ts';
import { useStage } from '../support/stage.ts';
import { linesOf } from './exposition.ts';

const stage = useStage('pingam');
let seen: number;

beforeEach(() => {
  seen = stage.gateway.log.length;
});

const lines = (event: string): unknown[] => linesOf(stage, event, seen);

test.each<[string, string, number, object]>([
  ['no HTTP', 'no HTTP\r\n\r\n', 400, { method: '', path: '' }],
  ['the beginning of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400, { method: '' }],
  ['a head that is too large', `GET /graphql HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n`, 431, {}],
  ['two lengths', changeWith('Content-Length: 4\r\nContent-Length: 40'), 400, {}],
  ['a length of chunks', changeWith('Transfer-Encoding: chunked\r\nContent-Length: 4'), 400, {}],
  ['an unknown coding', changeWith('Transfer-Encoding: xchunked'), 400, {}],
  [
    'a coding twice',
    changeWith('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity'),
    400,
    {},
  ],
  ['a folded coding', changeWith('Transfer-Encoding:\r\n chunked\r\nContent-Length: 4'), 400, {}],
  ['no host', 'GET /graphql HTTP/1.1\r\n\r\n', 400, { method: 'GET', path: '/graphql' }],
  [
    'an unknown expectation',
    'GET /graphql HTTP/1.1\r\nHost: x\r\nExpect: SECRET\r\nConnection: close\r\n\r\n',
    417,
    { method: 'GET', path: '/graphql' },
  ],
  [
    'a tunnel',
    'CONNECT SECRET.example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n',
    405,
    { method: 'CONNECT' },
  ],
  [
    'a body that cannot be read',
    'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n',
    400,
    { method: 'POST', path: '/graphql' },
  ],
])('%s is answered, and has one line', async (_label, bytes, status, expected) => {
  const answer = await sendBytes(stage.gateway.url, bytes);

  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  await until('it is logged', () => lines('request').length > 0);
  const line = { status, client: '127.0.0.1', codes: ['BAD_REQUEST'], level: 'info', ...expected };
  expect(lines('request')).toEqual([expect.objectContaining(line)]);
  expect(stage.gateway.log.slice(seen).join('')).not.toContain('SECRET');
  expect(stage.sandbox.received()).toEqual([]);
});

/** A reset in chunks, with further headers. */
function changeWith(headers: string): string {
  const query = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';
  const body = JSON.stringify({ query });
  const head = 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json';
  return `${head}\r\n${headers}\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
}

test('a connection that sends nothing, or breaks, has no line', async () => {
  const { hostname, port } = new URL(stage.gateway.url);
  for (const text of ['', 'GET / HTTP/1.1\r\nHo']) {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    if (text !== '') socket.write(text);
    socket.resetAndDestroy();
  }

  expect((await sendRaw(stage.gateway.url, { body: '{"query":"{ me { id } }"}' })).status).toBe(
    200,
  );
  expect(lines('request')).toHaveLength(1);
});

test('a client that disconnects before the end of its body has a line, and is no defect', async () => {
  const { hostname, port } = new URL(stage.gateway.url);
  const socket = connect(Number(port), hostname);
  const head = 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json';

  socket.write(`${head}\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n{`);
  await once(socket, 'data');
  socket.resetAndDestroy();

  await until('it is logged', () => lines('request').length > 0);
  expect(lines('request')).toEqual([
    expect.objectContaining({ client: '127.0.0.1', status: 400, codes: ['BAD_REQUEST'] }),
  ]);
  expect(lines('failure')).toEqual([expect.objectContaining({ level: 'warn', stack: null })]);
});

test('an oversized body has a line', async () => {
  const body = JSON.stringify({ query: 'x'.repeat(100_000) });

  const { status } = await sendRaw(stage.gateway.url, { body });

  expect(status).toBe(413);
  expect(lines('request')).toEqual([
    expect.objectContaining({ status, codes: ['OPERATION_TOO_LARGE'] }),
  ]);
});
