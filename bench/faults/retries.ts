/** Retries: which calls, when, and how many (R5 to R8, R28, R29). */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Harm, Passed } from '../../test/reliability/fault-proxy.ts';
import { largestShare, retryWaits } from '../../test/reliability/retry-waits.ts';
import { atRate } from '../lib/fault-load.ts';
import type { FaultRequest } from '../lib/fault-load.ts';
import { median } from '../lib/statistics.ts';
import type { Verdict } from '../lib/verdict.ts';
import {
  byRequest,
  claims,
  largest,
  oath,
  oathPath,
  select,
  withStage,
  own,
  reset,
  resetPath,
  signInOwn,
} from './stage.ts';
import type { Setup, Row } from './stage.ts';

const status = (code: number): Harm => ({ kind: 'status', status: code });

/** The largest number of calls to a path within one request. */
function mostCalls(calls: readonly Passed[], path: RegExp): number {
  return largest(Array.from(byRequest(calls, path).values(), (ofOne) => ofOne.length));
}

/** R5: AM fails in four ways, for reads and for resets. */
export function callsEach(setup: Setup): Promise<Verdict[]> {
  return withStage(setup, {}, async ({ send, proxy }) => {
    const callsOf = async (
      path: RegExp,
      next: (number: number) => FaultRequest,
    ): Promise<number> => {
      proxy.forget();
      for (const harm of [status(502), status(503), status(504), { kind: 'reset' } as const]) {
        proxy.harm({ path, harm });
        for (let number = 0; number < 2; number += 1) await send(next(proxy.passed.length));
      }
      return mostCalls(proxy.forget(), path);
    };
    return claims(
      [
        'R5',
        'calls of a read that fails in four ways, at most',
        await callsOf(oathPath, oath),
        'at most',
        2,
      ],
      [
        'R5',
        'calls of a reset that fails in the same ways, at most',
        await callsOf(resetPath, reset),
        'at most',
        1,
      ],
    );
  });
}

/** R6: every call fails; then two in five, so that the breaker stays closed. */
export async function retryBudget(setup: Setup): Promise<Verdict[]> {
  const [seconds, secondsOfSome] = setup.quick ? [10, 5] : [30, 15];
  const countCalls = (
    chance: number,
    forSeconds: number,
  ): Promise<{ readonly calls: number; readonly reads: number }> =>
    withStage(setup, {}, async ({ send, proxy }) => {
      await signInOwn(send);
      proxy.harm({ path: oathPath, harm: status(503), chance });
      proxy.forget();
      await atRate(send, { perSecond: 100, seconds: forSeconds, next: own });
      const calls = proxy.forget();
      return { calls: calls.length, reads: byRequest(calls, /./).size };
    });
  const all = await countCalls(1, seconds);

  const some = await countCalls(0.4, secondsOfSome);
  // The budget starts with ten retries.
  const most = 0.2 + 10 / some.reads;
  return claims(
    [
      'R6',
      `calls ÷ requests, 100 per second for ${seconds} s, all fail`,
      all.calls / (100 * seconds),
      'at most',
      1.2,
    ],
    [
      'R6',
      'retries ÷ reads, 100 per second, two in five fail',
      some.calls / some.reads - 1,
      'at most',
      most,
    ],
  );
}

/** R7: five hundred failures at once, ten times after one warm-up round. */
export async function jitter(): Promise<Verdict[]> {
  const rounds: number[][] = [];
  for (let round = 0; round < 11; round += 1) rounds.push(await retryWaits(500));
  rounds.shift();
  return claims(
    // A perfect distribution has a fifth in each interval; chance adds a little to one of them.
    [
      'R7',
      'largest share of an interval of 5 ms, of 500 retries',
      median(rounds.map(largestShare)),
      'at most',
      0.25,
    ],
    [
      'R7',
      'longest wait, ms, including the delay of the event loop',
      median(rounds.map(largest)),
      'at most',
      30,
    ],
  );
}

/** R8: AM asks for a pause of two seconds, once by 429 and once by 503. */
export async function retryAfter(setup: Setup): Promise<Verdict[]> {
  const rows: Row[] = [];
  for (const code of [429, 503]) {
    rows.push(
      ...(await withStage(setup, {}, async ({ send, proxy }): Promise<Row[]> => {
        await signInOwn(send);
        const headers = { 'retry-after': '2' };
        proxy.harm({ path: oathPath, harm: { kind: 'status', status: code, headers } });
        proxy.forget();
        await send(own(0));
        proxy.harm();
        const answers = await atRate(send, { perSecond: 50, seconds: 3, next: own });
        const [first, second] = proxy.passed.filter(({ path }) => oathPath.test(path));
        const earliestMs = (second?.at ?? Number.NaN) - (first?.at ?? Number.NaN);
        const expected = code === 429 ? 'RATE_LIMITED' : 'UPSTREAM_UNAVAILABLE';
        const early = answers.filter(({ atMs }) => atMs < 1_900);
        const share = early.filter(({ codes }) => codes[0] === expected).length / early.length;
        return [
          [
            'R8',
            `ms from a ${code} with Retry-After: 2 to the next call`,
            earliestMs,
            'at least',
            2_000,
          ],
          ['R8', `share of requests until then that fail with ${expected}`, share, 'at least', 1],
        ];
      })),
    );
  }
  return claims(...rows);
}

/** R28: AM answers 401 to a list, as if the session ended during the request. */
export function endedSessions(setup: Setup): Promise<Verdict[]> {
  return withStage(setup, {}, async ({ send, proxy }) => {
    await signInOwn(send);
    proxy.forget();
    proxy.harm({ path: oathPath, harm: { kind: 'status', status: 401, byAm: true } });
    const results = [];
    for (let number = 0; number < 50; number += 1) results.push(await send(own(number)));
    const errors = results.map(
      ({ codes }) => codes.filter((code) => code === 'UNAUTHENTICATED').length,
    );
    return claims(
      ['R28', 'errors of a request whose session ends, at most', largest(errors), 'at most', 1],
      [
        'R28',
        'share of 50 requests with exactly one error',
        errors.filter((count) => count === 1).length / 50,
        'at least',
        1,
      ],
      ['R28', 'calls of such a request, at most', mostCalls(proxy.passed, oathPath), 'at most', 1],
    );
  });
}

/** R29: every 200 ms all connections to AM are closed, both idle and busy ones. */
export function closedSockets(setup: Setup): Promise<Verdict[]> {
  const seconds = setup.quick ? 5 : 10;
  return withStage(setup, {}, async ({ send, gate, proxy }) => {
    proxy.forget();
    const cutting = setInterval(() => gate.cut(), 200);
    const [reads, resets] = await Promise.all([
      atRate(send, { perSecond: 30, seconds, next: oath }),
      atRate(send, { perSecond: 5, seconds, next: (number) => reset(number + 5_000) }),
    ]).finally(() => clearInterval(cutting));
    await sleep(100);
    // A reset also reads the list, more than once.
    const ofResets = byRequest(proxy.passed, resetPath);
    const ofReads = proxy.passed.filter(({ id }) => !ofResets.has(id));
    return claims(
      [
        'R29',
        'closed connections: share of reads served',
        select(reads, 'oath', 'served').length / reads.length,
        'at least',
        1,
      ],
      [
        'R29',
        'closed connections: calls of a read, at most',
        mostCalls(ofReads, oathPath),
        'at most',
        2,
      ],
      [
        'R29',
        'closed connections: writes of a reset, at most',
        mostCalls(proxy.passed, resetPath),
        'at most',
        1,
      ],
      ['R29', 'closed connections: resets', resets.length, 'at least', 5 * seconds],
    );
  });
}
