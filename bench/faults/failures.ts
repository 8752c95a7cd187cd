/** One kind of AM answers 502, then works again (R9, R10). */
import { setTimeout as sleep } from 'node:timers/promises';
import { atRate } from '../lib/fault-load.ts';
import { Trouble } from '../lib/say.ts';
import type { Verdict } from '../lib/verdict.ts';
import { claims, oath, oathPath, of, onStage, own, p, signInOwn } from './stage.ts';
import type { Place } from './stage.ts';

/** Asks until the answer is as expected. */
async function untilSo(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Trouble('The breaker does not do what it shall.');
    await sleep(10);
  }
}

/** Lets a kind fail, and work again. */
export function failures(place: Place): Promise<Verdict[]> {
  const seconds = place.quick ? 3 : 10;
  return onStage(place, {}, async ({ send, proxy }) => {
    await signInOwn(send);
    const passed = (): number => proxy.passed.filter(({ path }) => oathPath.test(path)).length;
    proxy.harm({ path: oathPath, harm: { kind: 'status', status: 502 } });
    await atRate(send, { perSecond: 100, seconds: 0.5, next: oath });
    await untilSo(async () => (await send(own(0))).outcome === 'left alone');

    const opened = passed();
    const open = await atRate(send, { perSecond: 100, seconds, next: own });
    const calls = (passed() - opened) / seconds;
    const refusals = of(open, 'own', 'left alone');

    proxy.harm();
    const back = passed();
    const returnedAt = performance.now();
    await untilSo(async () => (await send(oath(1))).outcome === 'served');
    const firstMs = performance.now() - returnedAt;
    const needed = passed() - back;
    const healed = await atRate(send, { perSecond: 100, seconds: 2, next: oath });
    return claims(
      [
        'R9',
        'open breaker: share of answers without a call',
        refusals.length / open.length,
        'at least',
        0.98,
      ],
      ['R9', 'open breaker: p99 of such an answer, ms', p(99, refusals), 'at most', 5],
      // A probe a second, which is a read and retried once.
      ['R9', 'open breaker: calls a second that go up', calls, 'at most', 2.2],
      ['R10', 'AM works again: ms to the first success', firstMs, 'at most', 2_000],
      ['R10', 'AM works again: calls until then', needed, 'at most', 3],
      [
        'R10',
        'AM works again: share served after that',
        of(healed, 'oath', 'served').length / healed.length,
        'at least',
        1,
      ],
    );
  });
}
