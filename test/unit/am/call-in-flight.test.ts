/** One call: its deadline, its retry, its waiters, and what is left of it afterwards (reliability R1–R8). */
import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Deadline, noDeadline } from '../../../src/am/deadline.ts';
import type { Answer, Call } from '../../../src/am/http/call.ts';
import { NotSent } from '../../../src/am/http/errors.ts';
import { RetryBudget } from '../../../src/am/http/retry-budget.ts';
import { until } from '../../reliability/am-traffic.ts';
import { startAmInHand } from './am-in-hand.ts';
import type { AmInHand } from './am-in-hand.ts';

let am: AmInHand;

beforeEach(async () => {
  am = await startAmInHand();
});
afterEach(() => am.close());

interface About extends Partial<Call> {
  readonly client?: AbortSignal;
  readonly deadline?: Deadline;
  readonly sharedBy?: string | null;
}

function send({
  client,
  deadline = noDeadline,
  sharedBy = null,
  ...about
}: About = {}): Promise<Answer> {
  const route = { path: '/users/alice', template: 'users/{id}', realm: 'alpha' };
  const call: Call = { method: 'GET', route, version: '4.0', mode: 'read', ...about };
  const of = { credential: null, cookieName: '', correlationId: 'test' };
  const context = { ...of, client, deadline, sharedBy };
  return am.http.send(call, context);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describe('the deadline', () => {
  const timeoutMs = 1_000;

  beforeEach(async () => {
    await am.close();
    am = await startAmInHand({ timeoutMs });
  });

  test('ends a call that is not answered, and its socket', async () => {
    const startedAt = performance.now();

    await expect(send()).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });

    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(timeoutMs - 2);
    expect(am.observed).toMatchObject([{ result: 'DEADLINE', attempts: 1 }]);
    await until('the socket is closed', () => am.brokenOff() === 1);
  });

  test('is one for both attempts', async () => {
    const startedAt = performance.now();
    const answer = send();
    await am.until(1);
    await pause(timeoutMs / 2);
    am.answerAll({ status: 503 });

    await expect(answer).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });

    expect(performance.now() - startedAt).toBeLessThan(timeoutMs * 1.5);
    expect(am.observed).toMatchObject([{ result: 'DEADLINE', attempts: 2 }]);
    expect(am.asked).toHaveLength(2);
  });

  test('leaves a call alone that has been answered', async () => {
    const answer = send();
    await am.until(1);
    am.answerAll();
    await answer;
    await pause(timeoutMs * 1.5);

    expect(am.observed).toMatchObject([{ result: 200, attempts: 1 }]);
    expect(am.brokenOff()).toBe(0);
  });
});

describe('a call is told of once', () => {
  test('when the second attempt is answered', async () => {
    const answer = send();
    await am.until(1);
    am.answerAll({ status: 503 });
    await am.until(2);
    am.answerAll();

    expect((await answer).status).toBe(200);
    expect(am.observed).toMatchObject([{ result: 200, attempts: 2, template: 'users/{id}' }]);
  });

  test('however many wait for it', async () => {
    const all = Array.from({ length: 5 }, () => send({ sharedBy: 'alice' }));
    await am.until(1);
    am.answerAll();
    await Promise.all(all);

    expect(am.observed).toHaveLength(1);
  });
});

describe('a write', () => {
  const write = { method: 'POST', mode: 'write' } as const;

  test.each([502, 503, 504])('is sent once, also after %s', async (status) => {
    const answer = send(write);
    await am.until(1);
    am.answerAll({ status });

    expect((await answer).status).toBe(status);
    expect(am.asked).toEqual(['POST /users/alice']);
  });

  test('is sent once, also when its socket dies', async () => {
    const answer = send(write);
    await am.until(1);
    for (const response of am.waiting) response.destroy();

    await expect(answer).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    await pause(50);
    expect(am.asked).toHaveLength(1);
  });

  test('goes on when its client has gone', async () => {
    const client = new AbortController();
    const answer = send({ ...write, client: client.signal });
    await am.until(1);
    client.abort();
    await pause(20);
    am.answerAll();

    expect((await answer).status).toBe(200);
  });

  test.each([
    [200, undefined],
    [500, { message: 'no' }],
  ])('keeps nothing of a good answer that is not to be read: %s', async (status, json) => {
    const answer = send({ ...write, discardAnswer: true });
    await am.until(1);
    am.answerAll({ status, body: '{"message":"no"}' });

    expect(await answer).toMatchObject({ status, json });
  });

  test('whose answer is not to be read takes no word on the way for it', async () => {
    const answer = send({ ...write, discardAnswer: true });
    await am.until(1);
    for (const response of am.waiting) response.writeProcessing();
    await pause(20);
    am.answerAll();

    expect((await answer).status).toBe(200);
  });

  test.each(['text/html', 'application/jsonp', ''])(
    'whose good answer is not to be read has none from AM in "%s"',
    async (type) => {
      const answer = send({ ...write, discardAnswer: true }).catch((error: unknown) => error);
      await am.until(1);
      am.answerAll({ type });

      const problem = await answer;

      expect(problem).toMatchObject({ code: 'UPSTREAM_CONTRACT' });
      expect(problem).not.toMatchObject({ cause: expect.any(NotSent) });
      expect(am.asked).toHaveLength(1);
    },
  );

  test('whose connection is reset once it has arrived may be done', async () => {
    const answer = send(write).catch((error: unknown) => error);
    await am.until(1);
    for (const response of am.waiting) response.socket?.resetAndDestroy();

    const problem = await answer;

    expect(am.observed).toMatchObject([{ result: 'ECONNRESET', attempts: 1 }]);
    expect(problem).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(problem).not.toMatchObject({ cause: expect.any(NotSent) });
  });

  test('on a connection that never opens is certainly not sent', async () => {
    await am.close();
    am = await startAmInHand({ origin: 'http://127.0.0.1:1' });

    const problem = await send(write).catch((error: unknown) => error);

    expect(problem).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', cause: expect.any(NotSent) });
    expect(am.observed).toMatchObject([{ result: 'ECONNREFUSED', attempts: 1 }]);
  });
});

describe('those who wait', () => {
  test('one who is gone before does not keep the read for anybody', async () => {
    const client = new AbortController();
    const first = send({ sharedBy: 'alice', client: client.signal });
    await am.until(1);
    const second = send({ sharedBy: 'alice', client: AbortSignal.abort() });
    client.abort();

    const results = await Promise.allSettled([first, second]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(am.observed).toMatchObject([{ result: 'UND_ERR_ABORTED', attempts: 1 }]);
  });

  test('two of one client leave together', async () => {
    const client = new AbortController();
    const both = [1, 2].map(() => send({ sharedBy: 'alice', client: client.signal }));
    await am.until(1);
    client.abort();

    const results = await Promise.allSettled(both);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await until('the socket is closed', () => am.brokenOff() === 1);
  });

  test('one who leaves between two attempts: there is no second', async () => {
    const client = new AbortController();
    const answer = send({ client: client.signal });
    await am.until(1);
    am.answerAll({ status: 503 });
    client.abort();

    await expect(answer).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    await pause(50);
    expect(am.asked).toHaveLength(1);
  });

  test.each([
    ['an answer', () => am.answerAll()],
    ['a failure', () => am.answerAll({ status: 200, body: 'x'.repeat(1_100_000) })],
  ])('nothing listens to their clients after %s', async (_end, end) => {
    const clients = [new AbortController(), new AbortController()];
    const all = clients.map(({ signal }) => send({ sharedBy: 'alice', client: signal }));
    await am.until(1);
    const listeners = (): number[] =>
      clients.map(({ signal }) => getEventListeners(signal, 'abort').length);
    expect(listeners()).toEqual([1, 1]);
    end();
    await Promise.allSettled(all);

    expect(listeners()).toEqual([0, 0]);
  });
});

test.each([
  ['little time left is joined by nobody who has more', 2_000, 2],
  ['most of its time left is joined', 4_000, 1],
])('a read with %s', async (_label, leftMs, calls) => {
  const deadline = new Deadline(performance.now() + leftMs);
  const both = [send({ sharedBy: 'alice', deadline }), send({ sharedBy: 'alice' })];
  await am.until(calls);
  am.answerAll();
  await Promise.all(both);

  expect(am.asked).toHaveLength(calls);
});

test('AM that answers what cannot be read is not left alone: it answers', async () => {
  const write = { method: 'POST', mode: 'write', discardAnswer: true } as const;
  for (let count = 1; count <= 20; count += 1) {
    const answer = send(write).catch((error: unknown) => error);
    await am.until(count);
    am.answerAll({ type: 'text/html' });
    expect(await answer).toMatchObject({ code: 'UPSTREAM_CONTRACT' });
  }

  expect(am.http.compartments.stats()).toMatchObject([{ breaker: 'closed' }]);
});

// Jest fails a test in which a rejection is not handled.
test('a failure that nobody waits for any more is no unhandled rejection', async () => {
  const clients = [new AbortController(), new AbortController()];
  const all = clients.map(({ signal }) => send({ sharedBy: 'alice', client: signal }));
  await am.until(1);
  for (const client of clients) client.abort();
  await Promise.allSettled(all);
  await pause(20);

  expect(am.observed).toHaveLength(1);
});

test('a body above the limit ends the call and its socket', async () => {
  const answer = send();
  await am.until(1);
  am.answerAll({ body: 'x'.repeat(1_100_000) });

  await expect(answer).rejects.toMatchObject({ code: 'UPSTREAM_CONTRACT' });
  expect(am.observed).toMatchObject([{ result: 'UPSTREAM_CONTRACT', attempts: 1 }]);
});

describe('the budget of retries', () => {
  function taken(budget: RetryBudget, tries: number): number {
    return Array.from({ length: tries }, () => budget.take()).filter(Boolean).length;
  }

  test('ten are there from the start, and no more', () => {
    expect(taken(new RetryBudget(), 100)).toBe(10);
  });

  test('what is saved up never grows beyond ten', () => {
    const budget = new RetryBudget();
    for (let read = 0; read < 1_000; read += 1) budget.note();

    expect(taken(budget, 100)).toBe(10);
  });

  test('five reads earn one retry', () => {
    const budget = new RetryBudget();
    taken(budget, 10);

    for (let read = 0; read < 4; read += 1) budget.note();
    expect(budget.take()).toBe(false);
    budget.note();

    expect(budget.take()).toBe(true);
    expect(budget.take()).toBe(false);
  });

  test('where every read fails, 30 of 100 are tried again, then one in five', () => {
    const budget = new RetryBudget();
    const round = (reads: number): number => {
      let retries = 0;
      for (let read = 0; read < reads; read += 1) {
        budget.note();
        if (budget.take()) retries += 1;
      }
      return retries;
    };

    const first = round(100);
    const later = round(1_000);

    expect(first).toBeGreaterThanOrEqual(28);
    expect(first).toBeLessThanOrEqual(30);
    expect(later).toBeGreaterThanOrEqual(199);
    expect(later).toBeLessThanOrEqual(201);
  });
});
