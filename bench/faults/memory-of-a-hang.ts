/** AM hangs for a minute under 200 clients; the memory that it takes is free afterwards (R26). */
import { atOnce, atRate } from '../lib/fault-load.ts';
import { residentMegabytes } from '../lib/process-cost.ts';
import { say } from '../lib/say.ts';
import type { Verdict } from '../lib/verdict.ts';
import { claims, look, percentileOf, select, withStage } from './stage.ts';
import type { Setup } from './stage.ts';

const clients = 200;

/** Compares resident memory under the same load, before and after the hang. */
export function memoryOfAHang(setup: Setup): Promise<Verdict[]> {
  const load = { clients, seconds: 20, next: look };
  const hangSeconds = setup.quick ? 15 : 60;
  return withStage(setup, {}, async ({ send, gateway, proxy }) => {
    const megabytes = (): number => residentMegabytes(gateway.pid);
    await atOnce(send, load);
    const before = megabytes();

    proxy.harm({ path: /\/users\//, harm: { kind: 'hang' } });
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, megabytes())), 250);
    await atOnce(send, { clients, seconds: hangSeconds, next: look });
    clearInterval(watch);
    proxy.harm();

    await atRate(send, { perSecond: 20, seconds: 10, next: look });
    const recovered = await atRate(send, { perSecond: 20, seconds: 5, next: look });
    await atOnce(send, load);
    const after = megabytes();
    const served = select(recovered, 'look', 'served').length;
    say(
      `Resident memory: ${before.toFixed(0)} MiB before, at most ${peak.toFixed(0)} while AM hangs, ` +
        `${after.toFixed(0)} after; p50 afterwards ${percentileOf(50, recovered).toFixed(0)} ms.`,
    );
    return claims(
      ['R26', 'AM hangs under 200 clients: memory at most ÷ before', peak / before, 'at most', 2],
      ['R26', 'AM hangs under 200 clients: memory after ÷ before', after / before, 'at most', 1.25],
      ['R26', 'AM hangs: share served afterwards', served / recovered.length, 'at least', 1],
    );
  });
}
