/** One call: its waiters, its retries, and what remains afterwards (reliability R4–R8). */
import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Deadline, noDeadline } from '../../../src/am/foundation/deadline.ts';
import type { Answer, Call } from '../../../src/am/http/call.ts';
import { RetryBudget } from '../../../src/am/http/breaker.ts';
import { startAmInHand, type AmInHand } from './am-in-hand.ts';

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

describe('waiters', () => {
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

test('an AM that sends unreadable answers still gets calls: it answers', async () => {
  for (let count = 1; count <= 20; count += 1) {
    const answer = send().catch((error: unknown) => error);
    await am.until(count);
    am.answerAll({ body: 'x'.repeat(1_100_000) });
    expect(await answer).toMatchObject({ code: 'UPSTREAM_CONTRACT' });
  }

  expect(am.http.bulkheads.stats()).toMatchObject([{ breaker: 'closed' }]);
});

describe('the budget of retries', () => {
  test('if every read fails, 29 of 100 are retried, then one in five', () => {
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

    expect([first, later]).toEqual([29, 200]);
  });
});
