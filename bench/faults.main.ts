/**
 * `npm run bench -- faults`: the effect of hangs, failures, delays and overload (reliability R1 to
 * R15, R22, R24, R25, R28, R29, R38). All faults follow from one seed.
 */
import { blackHole, drippingBodies, fullBacklog, disconnectedClients } from './faults/deadlines.ts';
import { failures } from './faults/failures.ts';
import { hangs } from './faults/hangs.ts';
import { hostile } from './faults/hostile.ts';
import { lateLedger } from './faults/late-ledger.ts';
import { memoryOfAHang } from './faults/memory-of-a-hang.ts';
import { overload } from './faults/overload.ts';
import {
  callsEach,
  closedSockets,
  endedSessions,
  jitter,
  retryAfter,
  retryBudget,
} from './faults/retries.ts';
import { seed, startAm } from './faults/stage.ts';
import type { Setup } from './faults/stage.ts';
import { silentConnections } from './faults/silent-connections.ts';
import { drain, lateAm, reconnecting, restarts } from './faults/stops-and-starts.ts';
import { buildGateway } from './lib/gateway.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder } from './lib/places.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say } from './lib/say.ts';
import { stopServers } from './lib/server-process.ts';
import { isKept, verdictLines, verdictTable } from './lib/verdict.ts';
import type { Verdict } from './lib/verdict.ts';

const parts: readonly ((setup: Setup) => Promise<Verdict[]>)[] = [
  blackHole,
  fullBacklog,
  drippingBodies,
  disconnectedClients,
  callsEach,
  retryBudget,
  jitter,
  retryAfter,
  failures,
  (setup) => hangs(setup, 'kind'),
  (setup) => hangs(setup, 'realm'),
  overload,
  memoryOfAHang,
  hostile,
  drain,
  restarts,
  reconnecting,
  silentConnections,
  lateAm,
  lateLedger,
  endedSessions,
  closedSockets,
];

const { quick, noBuild } = readOptions();

async function bench(): Promise<boolean> {
  say(`Injects faults into AM and the gateway; seed "${seed}".`);
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const setup = { folder, amUrl: await startAm(folder), quick };
  const verdicts: Verdict[] = [];
  for (const part of parts) {
    const some = await part(setup);
    say(verdictLines(some));
    verdicts.push(...some);
  }
  say(`\n${verdictTable(verdicts)}\n`);
  say(`Written to ${await writeResult('faults', conditions, { quick, seed, verdicts })}`);
  return isKept(verdicts);
}

await runBench(bench, stopServers);
