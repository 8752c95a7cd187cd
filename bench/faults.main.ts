/**
 * `npm run bench:faults`: what hangs, failures, slowness and too much load come to (reliability R1 to R15, R22, R24, R25,
 * R28, R29). Every figure is a ratio or an absolute time of one run; the faults follow from one seed.
 */
import { blackHole, drippingBodies, fullBacklog, leavingClients } from './faults/deadlines.ts';
import { failures } from './faults/failures.ts';
import { hangs } from './faults/hangs.ts';
import { hostile } from './faults/hostile.ts';
import { lateLedger } from './faults/late-ledger.ts';
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
import type { Place } from './faults/stage.ts';
import { drain, lateAm, restarts } from './faults/stops-and-starts.ts';
import { buildGateway } from './lib/gateway.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder } from './lib/places.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say } from './lib/say.ts';
import { stopServers } from './lib/server-process.ts';
import { tellVerdicts } from './lib/verdict.ts';
import type { Verdict } from './lib/verdict.ts';

const parts: readonly ((place: Place) => Promise<Verdict[]>)[] = [
  blackHole,
  fullBacklog,
  drippingBodies,
  leavingClients,
  callsEach,
  retryBudget,
  jitter,
  retryAfter,
  failures,
  (place) => hangs(place, 'kind'),
  (place) => hangs(place, 'realm'),
  overload,
  hostile,
  drain,
  restarts,
  lateAm,
  lateLedger,
  endedSessions,
  closedSockets,
];

const { quick, noBuild } = readOptions();

async function bench(): Promise<boolean> {
  say(`Does AM and the gateway harm, seeded by "${seed}".`);
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const place = { folder, amUrl: await startAm(folder), quick };
  const verdicts: Verdict[] = [];
  let isKept = true;
  for (const part of parts) {
    const some = await part(place);
    isKept = tellVerdicts(some) && isKept;
    verdicts.push(...some);
  }
  say(`Written to ${await writeResult('faults', conditions, { quick, seed, verdicts })}`);
  return isKept;
}

await runBench(bench, stopServers);
