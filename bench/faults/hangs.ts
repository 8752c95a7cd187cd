/** One kind, then one realm, of AM hangs; the others are compared with the seconds before (R11, R12). */
import { atRate } from '../lib/fault-load.ts';
import type { Wanted } from '../lib/fault-load.ts';
import type { Verdict } from '../lib/verdict.ts';
import { claims, inBeta, oath, oathPath, of, onStage, own, p, push, signInOwn } from './stage.ts';
import type { Place } from './stage.ts';

/** What a busy process refuses has the same code as what finds no room at a part of AM. */
const env = { AM_REALMS: 'alpha,beta', AM_TIMEOUT_MS: '4000', SHED_LOAD: 'off' };

/** Lets a part hang. */
export function hangs(place: Place, part: 'kind' | 'realm'): Promise<Verdict[]> {
  const others = part === 'kind' ? push : inBeta;
  // What hangs is asked for in two ways, of which one takes that call alone: its refusals waited for nothing else.
  const next = (number: number): Wanted =>
    number % 2 === 0 ? others(number) : number % 4 === 1 ? oath(number) : own(number >> 2);
  const load = { perSecond: 240, seconds: place.quick ? 4 : 7, next };
  const harm = { kind: 'hang' } as const;
  return onStage(place, { env }, async ({ send, proxy }) => {
    await signInOwn(send);
    const before = await atRate(send, load);
    proxy.harm(
      part === 'kind' ? { path: oathPath, harm } : { realm: 'alpha', path: /\/users\//, harm },
    );
    const during = await atRate(send, load);
    const { what } = others(0);
    const ratio = p(99, of(during, what)) / p(99, of(before, what));
    const served = of(during, what, 'served').length / of(during, what).length;
    const refused = of(during, 'own', 'no room');
    return claims(
      ['R11', `hung ${part}: p99 of the others ÷ before`, ratio, 'at most', 1.5],
      ['R12', `hung ${part}: share of the others served`, served, 'at least', 1],
      ['R12', `hung ${part}: those without room`, refused.length, 'at least', 1],
      ['R12', `hung ${part}: p99 of their refusal, ms`, p(99, refused), 'at most', 10],
    );
  });
}
