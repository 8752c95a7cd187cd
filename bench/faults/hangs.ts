/** One kind, then one realm, hangs; the others are compared with the time before (R11, R12). */
import { atRate } from '../lib/fault-load.ts';
import type { FaultRequest } from '../lib/fault-load.ts';
import type { Verdict } from '../lib/verdict.ts';
import {
  claims,
  inBeta,
  oath,
  oathPath,
  select,
  withStage,
  own,
  percentileOf,
  push,
  signInOwn,
} from './stage.ts';
import type { Setup } from './stage.ts';

const env = { AM_REALMS: 'alpha,beta', AM_TIMEOUT_MS: '4000' };

/** Makes a part hang. */
export function hangs(setup: Setup, part: 'kind' | 'realm'): Promise<Verdict[]> {
  const others = part === 'kind' ? push : inBeta;
  // Two documents read the part that hangs. `own` makes no other call, so its refusals are quick.
  const next = (number: number): FaultRequest =>
    number % 2 === 0 ? others(number) : number % 4 === 1 ? oath(number) : own(number >> 2);
  const load = { perSecond: 240, seconds: setup.quick ? 4 : 7, next };
  const harm = { kind: 'hang' } as const;
  return withStage(setup, { env }, async ({ send, proxy }) => {
    await signInOwn(send);
    const before = await atRate(send, load);
    proxy.harm(
      part === 'kind' ? { path: oathPath, harm } : { realm: 'alpha', path: /\/users\//, harm },
    );
    const during = await atRate(send, load);
    const { what } = others(0);
    const ratio = percentileOf(99, select(during, what)) / percentileOf(99, select(before, what));
    const served = select(during, what, 'served').length / select(during, what).length;
    const refused = select(during, 'own', 'overloaded');
    return claims(
      ['R11', `hung ${part}: p99 of the others ÷ before`, ratio, 'at most', 1.5],
      ['R12', `hung ${part}: share of the others served`, served, 'at least', 1],
      ['R12', `hung ${part}: refused requests`, refused.length, 'at least', 1],
      ['R12', `hung ${part}: p99 of a refusal, ms`, percentileOf(99, refused), 'at most', 10],
    );
  });
}
