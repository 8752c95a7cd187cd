/** One device kind of AM answers 502, then recovers (R9, R10). */
import { setTimeout as sleep } from 'node:timers/promises';
import { atRate } from '../lib/fault-load.ts';
import { BenchError } from '../lib/say.ts';
import type { Verdict } from '../lib/verdict.ts';
import {
  claims,
  oath,
  oathPath,
  select,
  withStage,
  own,
  percentileOf,
  signInOwn,
} from './stage.ts';
import type { Setup } from './stage.ts';

/** Polls until a condition holds. */
async function waitUntil(isTrue: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await isTrue())) {
    if (performance.now() > end)
      throw new BenchError('The breaker did not change its state within ten seconds.');
    await sleep(10);
  }
}

/** Makes one kind fail, and recover. */
export function failures(setup: Setup): Promise<Verdict[]> {
  const seconds = setup.quick ? 3 : 10;
  return withStage(setup, {}, async ({ send, proxy }) => {
    await signInOwn(send);
    const countCalls = (): number => proxy.passed.filter(({ path }) => oathPath.test(path)).length;
    proxy.harm({ path: oathPath, harm: { kind: 'status', status: 502 } });
    await atRate(send, { perSecond: 100, seconds: 0.5, next: oath });
    await waitUntil(async () => (await send(own(0))).outcome === 'breaker open');

    const opened = countCalls();
    const open = await atRate(send, { perSecond: 100, seconds, next: own });
    const calls = (countCalls() - opened) / seconds;
    const refusals = select(open, 'own', 'breaker open');

    proxy.harm();
    const back = countCalls();
    const returnedAt = performance.now();
    await waitUntil(async () => (await send(oath(1))).outcome === 'served');
    const firstMs = performance.now() - returnedAt;
    const needed = countCalls() - back;
    const healed = await atRate(send, { perSecond: 100, seconds: 2, next: oath });
    return claims(
      [
        'R9',
        'open breaker: share of responses without a call',
        refusals.length / open.length,
        'at least',
        0.98,
      ],
      ['R9', 'open breaker: p99 of these responses, ms', percentileOf(99, refusals), 'at most', 5],
      // One probe per second, a read that is retried once.
      ['R9', 'open breaker: calls to AM per second', calls, 'at most', 2.2],
      ['R10', 'AM recovers: ms to the first success', firstMs, 'at most', 2_000],
      ['R10', 'AM recovers: calls until then', needed, 'at most', 3],
      [
        'R10',
        'AM recovers: share served after that',
        select(healed, 'oath', 'served').length / healed.length,
        'at least',
        1,
      ],
    );
  });
}
