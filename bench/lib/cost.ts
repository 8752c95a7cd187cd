/** Measures the CPU time of a request: several processes of each server, side by side. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from './ask.ts';
import { contestantsOf, startContestant } from './contestants.ts';
import type { Contestant, ContestantName, Surroundings } from './contestants.ts';
import type { Upstream } from './nginx.ts';
import { cpuMicroseconds, residentMegabytes } from './process-cost.ts';
import { say } from './say.ts';
import { headersOf, personWork, writeRequests } from './work.ts';
import { load } from './wrk.ts';
import type { LoadResult } from './wrk.ts';

/** The figures of one process. */
export interface Cost {
  readonly cpuMicroseconds: number;
  readonly requestsPerSecond: number;
  readonly residentMegabytes: number;
  /** Calls that the upstream answered, per request. */
  readonly upstreamCalls: number;
}

/** How long and how often to measure. Durations are whole seconds, as wrk wants them. */
export interface Course {
  /** Processes of each server; two processes of one build differ by up to 6 %. */
  readonly processes: number;
  readonly warmUpSeconds: number;
  /** Load before each measured turn, which does not count. */
  readonly leadSeconds: number;
  readonly turnSeconds: number;
  readonly connections: number;
}

/** The processes of each server. Those with the same index ran side by side. */
export type Costs = ReadonlyMap<ContestantName, readonly Cost[]>;

/** Measures all servers. */
export async function measureCosts(
  upstream: Upstream,
  surroundings: Surroundings,
  course: Course,
): Promise<Costs> {
  const names = contestantsOf(surroundings);
  const costs = new Map<ContestantName, Cost[]>(names.map((name) => [name, []]));
  const requests = {
    documented: writeRequests(surroundings.folder, personWork, 'documented'),
    other: writeRequests(surroundings.folder, personWork, 'other'),
  };
  const run: Run = ({ url, variant }, seconds) =>
    load({
      url,
      requestsFile: requests[variant],
      headers: headersOf(personWork),
      connections: course.connections,
      seconds,
    });
  for (let number = 1; number <= course.processes; number += 1) {
    say(`CPU time: process ${number} of ${course.processes} of each server`);
    const folder = join(surroundings.folder, `process-${number}`);
    mkdirSync(folder);
    const contestants = await startContestants({ ...surroundings, folder });
    for (const contestant of contestants) await run(contestant, course.warmUpSeconds);
    for (const contestant of contestants) {
      await run(contestant, course.leadSeconds);
      const cost = await measureTurn(contestant, upstream, () =>
        run(contestant, course.turnSeconds),
      );
      costs.get(contestant.name)?.push(cost);
    }
    for (const { server } of contestants) await server.stop();
  }
  return costs;
}

type Run = (contestant: Contestant, seconds: number) => Promise<LoadResult>;

async function startContestants(surroundings: Surroundings): Promise<Contestant[]> {
  const contestants: Contestant[] = [];
  for (const name of contestantsOf(surroundings))
    contestants.push(await startContestant(name, surroundings));
  return contestants;
}

async function measureTurn(
  contestant: Contestant,
  upstream: Upstream,
  run: () => Promise<LoadResult>,
): Promise<Cost> {
  const { pid } = contestant.server;
  const callsBefore = await upstream.calls();
  const cpuBefore = cpuMicroseconds(pid);
  const { requests, seconds } = await run();
  const cpuAfter = cpuMicroseconds(pid);
  const callsAfter = await upstream.calls();
  await verify(contestant, personWork);
  return {
    cpuMicroseconds: (cpuAfter - cpuBefore) / requests,
    requestsPerSecond: requests / seconds,
    residentMegabytes: residentMegabytes(pid),
    upstreamCalls: (callsAfter - callsBefore) / requests,
  };
}
