/** Calls to other servers than AM are bounded as calls to AM are: in time, number and size (issuers, keys, introspection). */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Deadline } from '../../../src/am/deadline.ts';
import { Compartments } from '../../../src/am/http/compartment.ts';
import { OutsideHttp } from '../../../src/am/http/outside-http.ts';
import type { OutsideAnswer } from '../../../src/am/http/outside-http.ts';

const timeoutMs = 400;
const slots = 2;
const limitBytes = 1_048_576;
const observe = (): void => undefined;

let server: Server;
let url: string;
let answer: (response: ServerResponse) => void;
let asked: number;
let outside: OutsideHttp;
let compartments: Compartments;

beforeEach(async () => {
  asked = 0;
  server = createServer((_request, response) => {
    asked += 1;
    answer(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/keys`;
  compartments = new Compartments(slots);
  outside = new OutsideHttp({ ca: undefined, timeoutMs, compartments, observe });
});
afterEach(async () => {
  await outside.close();
  server.closeAllConnections();
  server.close();
});

function send({
  realm = '',
  template = 'keys',
  deadline,
}: {
  readonly realm?: string;
  readonly template?: string;
  readonly deadline?: Deadline;
} = {}): Promise<OutsideAnswer> {
  const asking = deadline && { correlationId: 'test', deadline };
  const request = { method: 'GET', headers: {}, redirect: 'error' } as const;
  return outside.send(url, { realm, template, asking }, request);
}

const codeOf = (sent: Promise<unknown>): Promise<unknown> =>
  sent.then(
    () => 'answered',
    (error: unknown) => Reflect.get(Object(error), 'code'),
  );

const openPatient = async (): Promise<void> => {
  await outside.close();
  outside = new OutsideHttp({ ca: undefined, timeoutMs: 20_000, compartments, observe });
};

test('an answer comes whole, up to the limit of bodies', async () => {
  await openPatient();
  const body = 'x'.repeat(limitBytes);
  answer = (response) => void response.writeHead(201, { 'x-told': 'yes' }).end(body);

  expect(await send()).toMatchObject({ status: 201, headers: { 'x-told': 'yes' }, text: body });
});

test.each<[string, object, (size: number) => Buffer]>([
  ['plain', {}, (size) => Buffer.alloc(size, 'x')],
  ['packed', { 'content-encoding': 'gzip' }, (size) => gzipSync(Buffer.alloc(size, 'x'))],
])('a body that is larger is cut, %s', async (_label, headers, bodyOf) => {
  await openPatient();
  for (const size of [limitBytes + 1, 50 * limitBytes]) {
    const body = bodyOf(size);
    answer = (response) => void response.writeHead(200, { ...headers }).end(body);
    expect(await codeOf(send())).toBe('UPSTREAM_CONTRACT');
  }
});

describe('a call ends', () => {
  async function tookMs(sent: Promise<unknown>): Promise<number> {
    const begunAt = performance.now();
    await sent.catch(() => undefined);
    return performance.now() - begunAt;
  }

  test.each<[string, (response: ServerResponse) => void]>([
    ['nothing comes', () => undefined],
    ['half a body comes', (response) => void response.writeHead(200).write('{')],
  ])('in its time, also where %s', async (_label, act) => {
    answer = act;

    const took = await tookMs(send());

    expect(took).toBeGreaterThanOrEqual(timeoutMs - 50);
    expect(took).toBeLessThan(timeoutMs + 2_000);
  });

  test('with its request, and is not begun without time', async () => {
    answer = () => undefined;

    const took = await tookMs(send({ deadline: new Deadline(performance.now() + 100) }));
    expect(took).toBeLessThan(timeoutMs);
    expect(asked).toBe(1);

    expect(await codeOf(send({ deadline: new Deadline(performance.now()) }))).toBe(
      'UPSTREAM_TIMEOUT',
    );
    expect(asked).toBe(1);
  });
});

test('so many are under way, as many wait, and the rest is refused at once, for this place alone', async () => {
  const waiting: ServerResponse[] = [];
  answer = (response) => void waiting.push(response);
  const first = [1, 2, 3, 4].map(() => codeOf(send()));

  expect(await codeOf(send())).toBe('OVERLOADED');
  answer = (response) => void response.end();
  expect(await codeOf(send({ realm: 'beta' }))).toBe('answered');
  expect(asked).toBe(slots + 1);

  for (const response of waiting) response.end();
  expect(await Promise.all(first)).toEqual(['answered', 'answered', 'answered', 'answered']);
});

test.each([
  [429, 'RATE_LIMITED'],
  [503, 'UPSTREAM_UNAVAILABLE'],
])('a time to wait that comes with %i is kept for everybody', async (status, code) => {
  answer = (response) => void response.writeHead(status, { 'retry-after': '7' }).end();

  expect(await send()).toMatchObject({ status });
  await expect(send()).rejects.toMatchObject({ code, facts: { retryAfterSeconds: 7 } });
  expect(asked).toBe(1);
});

describe('a place that fails', () => {
  async function twenty(status: number, deadline?: Deadline): Promise<void> {
    answer = (response) => void (status > 0 && response.writeHead(status).end());
    for (let count = 0; count < 20; count += 1)
      await codeOf(send(deadline === undefined ? {} : { deadline }));
  }

  test.each([500, 502])('by %i is left alone', async (status) => {
    await twenty(status);

    expect(await codeOf(send())).toBe('UPSTREAM_UNAVAILABLE');
    expect(asked).toBe(20);
  });

  test('by 4xx is not', async () => {
    await twenty(404);

    expect(await codeOf(send())).toBe('answered');
  });

  test('that says too much is not', async () => {
    await openPatient();
    const body = 'x'.repeat(limitBytes + 1);
    answer = (response) => void response.end(body);
    for (let count = 0; count < 20; count += 1)
      expect(await codeOf(send())).toBe('UPSTREAM_CONTRACT');

    expect(compartments.stats()).toMatchObject([{ breaker: 'closed' }]);
  });

  test('whose callers had little time is not', async () => {
    answer = () => undefined;
    for (let count = 0; count < 20; count += 1)
      await codeOf(send({ deadline: new Deadline(performance.now() + 20) }));

    expect(compartments.stats()).toMatchObject([{ breaker: 'closed' }]);
  });
});
