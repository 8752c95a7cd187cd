/** Load of three times the gateway's capacity (R13, R14). */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { atOnce, atRate, openClients } from '../lib/fault-load.ts';
import type { RequestResult, FaultRequest } from '../lib/fault-load.ts';
import { say, BenchError } from '../lib/say.ts';
import { table } from '../lib/table.ts';
import type { Verdict } from '../lib/verdict.ts';
import {
  claims,
  startGatewayFor,
  look,
  select,
  percentileOf,
  probe,
  reset,
  search,
} from './stage.ts';
import type { Setup } from './stage.ts';

/** Of fifty requests: one reset, one probe, five searches; otherwise reads. */
function mix(number: number): FaultRequest {
  if (number % 50 === 0) return reset(number);
  if (number % 50 === 1) return probe();
  return number % 10 === 2 ? search(number) : look(number);
}

/**
 * The capacity without refusals: a closed loop of refused clients would become the load. The cap of
 * a search is 44 requests in flight.
 */
async function peakOf(setup: Setup): Promise<number> {
  const gateway = await startGatewayFor(setup);
  const { send, close } = await openClients(gateway.url, 64);
  for (const next of [reset, probe, search, look]) {
    const { what, outcome } = await send(next(1));
    if (outcome !== 'served') throw new BenchError(`A ${what} failed before the load started.`);
  }
  await atOnce(send, { clients: 16, seconds: 3, next: mix });
  const peak = servedPerSecond(await atOnce(send, { clients: 40, seconds: 6, next: mix }), 6);
  await close();
  await gateway.stop();
  return peak;
}

/** Sends a quarter of the peak, three times the peak, and a quarter again. */
export async function overload(setup: Setup): Promise<Verdict[]> {
  const peak = await peakOf(setup);
  const gateway = await startGatewayFor(setup);
  const { send, close } = await openClients(gateway.url, 1_024);
  const seconds = setup.quick ? 15 : 60;
  await atOnce(send, { clients: 16, seconds: 3, next: mix });
  const usual = await atRate(send, { perSecond: peak / 4, seconds: 6, next: mix });
  const usualP99 = percentileOf(99, select(usual, 'look'));
  say(`Peak ${peak.toFixed(0)}/s; p99 at a quarter of it ${usualP99.toFixed(1)} ms.`);
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  const overloaded = await atRate(send, { perSecond: 3 * peak, seconds, next: mix });
  lag.disable();
  const after = await atRate(send, { perSecond: peak / 4, seconds: 7, next: mix });
  // The delay is part of every duration below, since the load comes from the same machine.
  say(`Delay of the bench's own event loop: ${(lag.percentile(99) / 1e6).toFixed(1)} ms (p99).`);
  say(mixTable(overloaded));
  await close();
  await gateway.stop();
  const served = (what: string): number =>
    select(overloaded, what, 'served').length / select(overloaded, what).length;
  const refused = overloaded.filter(({ outcome }) => outcome === 'overloaded');
  const last = Math.max(
    0,
    ...after.filter(({ outcome }) => outcome !== 'served').map(({ atMs }) => atMs),
  );
  return claims(
    [
      'R13',
      'goodput at three times the peak ÷ peak',
      servedPerSecond(overloaded, seconds) / peak,
      'at least',
      0.8,
    ],
    [
      'R13',
      'p99 of served reads ÷ at a quarter of the peak',
      percentileOf(99, select(overloaded, 'look', 'served')) / usualP99,
      'at most',
      3,
    ],
    ['R13', 'p99 of a refusal, ms', percentileOf(99, refused), 'at most', 20],
    ['R13', 'last request that fails, ms after the load', last, 'at most', 5_000],
    ['R14', 'share of resets served', served('reset'), 'at least', 0.95],
    ['R14', 'share of probes served', served('probe'), 'at least', 0.95],
  );
}

function servedPerSecond(all: readonly RequestResult[], seconds: number): number {
  return all.filter(({ outcome }) => outcome === 'served').length / seconds;
}

function mixTable(all: readonly RequestResult[]): string {
  const rows = ['reset', 'probe', 'look', 'search'].map((what) => {
    const count = (outcome: RequestResult['outcome']): string =>
      String(select(all, what, outcome).length);
    const times = [50, 99].map((percent) =>
      percentileOf(percent, select(all, what, 'served')).toFixed(1),
    );
    const refusals = percentileOf(99, select(all, what, 'overloaded')).toFixed(1);
    return [what, count('served'), count('overloaded'), count('failed'), ...times, refusals];
  });
  const heads = ['request', 'served', 'refused', 'failed', 'p50 ms', 'p99 ms', 'p99 refused'];
  return `\n${table(heads, rows)}\n`;
}
