/** Three times as much as it can do (R13, R14). */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { atOnce, atRate, openClients } from '../lib/fault-load.ts';
import type { Ended, Wanted } from '../lib/fault-load.ts';
import { say, Trouble } from '../lib/say.ts';
import { table } from '../lib/table.ts';
import type { Verdict } from '../lib/verdict.ts';
import { claims, gatewayAt, look, of, p, probe, reset, search } from './stage.ts';
import type { Place } from './stage.ts';

/** Of fifty one reset and one probe, of ten one search, looks otherwise. */
function mix(number: number): Wanted {
  if (number % 50 === 0) return reset(number);
  if (number % 50 === 1) return probe();
  return number % 10 === 2 ? search(number) : look(number);
}

/** What can be served in a second where nothing is refused: who is refused at once comes back at once, and would be the load. */
async function peakOf(place: Place): Promise<number> {
  const gateway = await gatewayAt(place, { SHED_LOAD: 'off' });
  const { send, close } = await openClients(gateway.url, 64);
  for (const next of [reset, probe, search, look]) {
    const { what, outcome } = await send(next(1));
    if (outcome !== 'served') throw new Trouble(`A ${what} is not served.`);
  }
  await atOnce(send, { clients: 16, seconds: 3, next: mix });
  const peak = servedPerSecond(await atOnce(send, { clients: 64, seconds: 6, next: mix }), 6);
  await close();
  await gateway.stop();
  return peak;
}

/** Asks for a quarter of the peak, three times as much, and a quarter again. */
export async function overload(place: Place): Promise<Verdict[]> {
  const peak = await peakOf(place);
  const gateway = await gatewayAt(place);
  const { send, close } = await openClients(gateway.url, 1_024);
  const seconds = place.quick ? 15 : 60;
  await atOnce(send, { clients: 16, seconds: 3, next: mix });
  const usual = await atRate(send, { perSecond: peak / 4, seconds: 6, next: mix });
  const usualP99 = p(99, of(usual, 'look'));
  say(`Peak ${peak.toFixed(0)}/s; p99 at a quarter of it ${usualP99.toFixed(1)} ms.`);
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  const under = await atRate(send, { perSecond: 3 * peak, seconds, next: mix });
  lag.disable();
  const after = await atRate(send, { perSecond: peak / 4, seconds: 7, next: mix });
  // Part of every time below, since the load comes from the same machine.
  say(`The bench's own event loop was late by ${(lag.percentile(99) / 1e6).toFixed(1)} ms (p99).`);
  say(mixTable(under));
  await close();
  await gateway.stop();
  const served = (what: string): number =>
    of(under, what, 'served').length / of(under, what).length;
  const refused = under.filter(({ outcome }) => outcome === 'no room');
  const last = Math.max(
    0,
    ...after.filter(({ outcome }) => outcome !== 'served').map(({ atMs }) => atMs),
  );
  return claims(
    [
      'R13',
      'goodput at three times the peak ÷ peak',
      servedPerSecond(under, seconds) / peak,
      'at least',
      0.8,
    ],
    [
      'R13',
      'p99 of looks that are served ÷ without load',
      p(99, of(under, 'look', 'served')) / usualP99,
      'at most',
      3,
    ],
    ['R13', 'p99 of a refusal, ms', p(99, refused), 'at most', 20],
    ['R13', 'last request that is not served, ms after the load', last, 'at most', 5_000],
    ['R14', 'share of resets served', served('reset'), 'at least', 0.95],
    ['R14', 'share of probes served', served('probe'), 'at least', 0.95],
  );
}

function servedPerSecond(all: readonly Ended[], seconds: number): number {
  return all.filter(({ outcome }) => outcome === 'served').length / seconds;
}

function mixTable(all: readonly Ended[]): string {
  const rows = ['reset', 'probe', 'look', 'search'].map((what) => {
    const count = (outcome: Ended['outcome']): string => String(of(all, what, outcome).length);
    const times = [50, 99].map((percent) => p(percent, of(all, what, 'served')).toFixed(1));
    const refusals = p(99, of(all, what, 'no room')).toFixed(1);
    return [what, count('served'), count('no room'), count('failed'), ...times, refusals];
  });
  const heads = ['asked', 'served', 'refused', 'failed', 'p50 ms', 'p99 ms', 'p99 refused'];
  return `\n${table(heads, rows)}\n`;
}
