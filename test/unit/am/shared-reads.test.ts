/** One caller's identical reads that are under way are one, and nothing outlives a change (design D8). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { Answer, Call } from '../../../src/am/http/call.ts';
import { AmHttp } from '../../../src/am/http/am-http.ts';

/** An AM whose answers are in hand. */
let am: Server;
let waiting: ServerResponse[];
let asked: string[];
let brokenOff: number;
let http: AmHttp;

beforeEach(async () => {
  waiting = [];
  asked = [];
  brokenOff = 0;
  am = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    waiting.push(response);
    response.on('close', () => (brokenOff += response.writableFinished ? 0 : 1));
  }).listen(0, '127.0.0.1');
  await once(am, 'listening');
  const address = am.address();
  if (typeof address !== 'object' || address === null) throw new Error('AM does not listen');
  http = new AmHttp({
    origin: `http://127.0.0.1:${address.port}`,
    ca: undefined,
    timeoutMs: 5_000,
    connectTimeoutMs: 1_000,
    connections: 8,
    observe: () => undefined,
  });
});
afterEach(async () => {
  await http.destroy();
  am.closeAllConnections();
  am.close();
});

interface Reader {
  readonly caller?: string;
  readonly path?: string;
  readonly version?: string;
  readonly client?: AbortSignal;
}

function read({
  caller = 'alice',
  path = '/users/alice',
  version = '4.0',
  client,
}: Reader = {}): Promise<Answer> {
  return send({ method: 'GET', route: { path, template: path }, version, mode: 'read' }, caller, {
    client,
  });
}

function change(): Promise<Answer> {
  const route = { path: '/reset', template: '/reset' };
  return send({ method: 'POST', route, version: null, mode: 'write' }, 'alice');
}

function send(
  call: Call,
  sharedBy: string,
  { client }: { readonly client?: AbortSignal | undefined } = {},
): Promise<Answer> {
  const context = { credential: null, cookieName: '', correlationId: 'test', client, sharedBy };
  return http.send(call, context);
}

/** Waits until AM has been asked so often. */
async function until(times: number): Promise<void> {
  await untilTrue(() => asked.length >= times);
}

async function untilTrue(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** Answers everything that waits, in the same way. */
function answerAll({ status = 200 } = {}): void {
  for (const response of waiting.splice(0)) response.writeHead(status).end('{}');
}

test('fifty at once are one', async () => {
  const all = Array.from({ length: 50 }, () => read());
  await until(1);
  answerAll();

  const answers = await Promise.all(all);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(asked).toEqual(['GET /users/alice']);
});

test.each<readonly [string, Reader]>([
  ['of two callers', { caller: 'bob' }],
  ['of two paths', { path: '/users/alicf' }],
  ['of two paths that differ early', { path: '/usert/alice' }],
  ['of two versions', { version: '3.0' }],
])('%s are two', async (_what, other) => {
  const both = [read(), read(other)];
  await until(2);
  answerAll();
  await Promise.all(both);

  expect(asked).toHaveLength(2);
});

test.each([200, 500])('one after the other are two: %s', async (status) => {
  const first = read();
  await until(1);
  answerAll({ status });
  await first;

  const second = read();
  await until(2);
  answerAll();

  expect((await second).status).toBe(200);
});

test('a hundred different ones are joined each by its own', async () => {
  const paths = Array.from({ length: 100 }, (_, number) => `/users/person-${number}`);
  const firsts = paths.map((path) => read({ path }));
  const seconds = paths.toReversed().map((path) => read({ path }));
  while (asked.length < 100 || waiting.length > 0) {
    answerAll();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }

  const templates = async (all: Promise<Answer>[]): Promise<string[]> =>
    (await Promise.all(all)).map(({ template }) => template);
  expect(await templates(firsts)).toEqual(paths);
  expect(await templates(seconds)).toEqual(paths.toReversed());
  expect(asked).toHaveLength(100);
});

test('a failure is told to all who wait', async () => {
  const all = [read(), read()];
  await until(1);
  for (const response of waiting.splice(0)) response.destroy();
  await until(2); // a dead socket is worth a second try
  for (const response of waiting.splice(0)) response.destroy();

  const results = await Promise.allSettled(all);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('what was begun before a change answers nobody who asks after it', async () => {
  const before = read();
  await until(1);
  const changed = change();
  await until(2);
  const during = read();
  await until(3);
  answerAll();
  await Promise.all([before, changed, during]);

  expect(asked).toEqual(['GET /users/alice', 'POST /reset', 'GET /users/alice']);
});

test('nor what was begun during one who asks after its end', async () => {
  const changed = change();
  await until(1);
  const during = read();
  await until(2);
  waiting.shift()?.writeHead(200).end('{}');
  await changed;
  const after = read();
  await until(3);
  answerAll();
  await Promise.all([during, after]);

  expect(asked).toEqual(['POST /reset', 'GET /users/alice', 'GET /users/alice']);
});

describe('clients that go', () => {
  test('all of them: the read is given up, and the next begins anew', async () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const gone = Promise.allSettled([read({ client: one.signal }), read({ client: other.signal })]);
    await until(1);

    one.abort();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(brokenOff).toBe(0);
    other.abort();
    const again = read();
    await until(2);

    expect((await gone).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await untilTrue(() => brokenOff > 0);
    answerAll();
    expect((await again).status).toBe(200);
  });

  test('one of them: the other has the answer', async () => {
    const client = new AbortController();
    const both = [read({ client: client.signal }), read()];
    await until(1);

    client.abort();
    answerAll();

    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    expect(brokenOff).toBe(0);
  });

  test('before it begins: AM is not asked', async () => {
    const client = new AbortController();
    client.abort();

    await expect(read({ client: client.signal })).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
    expect(asked).toEqual([]);
  });
});
