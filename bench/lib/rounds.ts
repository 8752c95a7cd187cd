/** Measures contestants in turn, so that what disturbs the machine disturbs all alike. */
import { verify } from './ask.ts';
import type { Contestant, ContestantName } from './contestants.ts';
import type { Upstream } from './nginx.ts';
import { cpuMicroseconds, residentMegabytes } from './process-cost.ts';
import { say } from './say.ts';
import { headersOf, personWork, writeRequests } from './work.ts';
import { load } from './wrk.ts';

/** One contestant in one turn. */
export interface Sample {
  readonly cpuMicroseconds: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly residentMegabytes: number;
  /** Calls that the upstream answered for one request. */
  readonly upstreamCalls: number;
}

/** How long and how often. A round goes round all contestants several times. */
export interface Course {
  readonly warmUpSeconds: number;
  readonly rounds: number;
  readonly turnsInRound: number;
  readonly turnSeconds: number;
  readonly connections: number;
}

/** Every turn of every contestant. */
export type Samples = ReadonlyMap<ContestantName, readonly Sample[]>;

/** Warms all up, then runs the rounds; a ratio is taken turn by turn, between neighbours in time. */
export async function runRounds(
  contestants: readonly Contestant[],
  upstream: Upstream,
  { folder, ...course }: Course & { readonly folder: string },
): Promise<Samples> {
  const files = {
    text: writeRequests(folder, personWork, 'text'),
    'document id': writeRequests(folder, personWork, 'document id'),
    'another text': writeRequests(folder, personWork, 'another text'),
  };
  const run = (one: Contestant, seconds: number): ReturnType<typeof load> =>
    load({
      url: one.url,
      requestsFile: files[one.sends],
      headers: headersOf(personWork),
      connections: course.connections,
      seconds,
    });
  say(`Warming up, ${course.warmUpSeconds} s each`);
  for (const one of contestants) await run(one, course.warmUpSeconds);
  const turns = new Map<ContestantName, Sample[]>(contestants.map(({ name }) => [name, []]));
  for (let turn = 0; turn < course.rounds * course.turnsInRound; turn += 1) {
    if (turn % course.turnsInRound === 0) say(roundLine(turn / course.turnsInRound + 1, course));
    for (const one of contestants) {
      turns.get(one.name)?.push(await measure(one, upstream, () => run(one, course.turnSeconds)));
    }
  }
  return turns;
}

function roundLine(round: number, { rounds, turnsInRound, turnSeconds }: Course): string {
  return `Round ${round} of ${rounds}, ${turnsInRound} × ${turnSeconds} s each, in turn`;
}

async function measure(
  contestant: Contestant,
  upstream: Upstream,
  run: () => ReturnType<typeof load>,
): Promise<Sample> {
  const callsBefore = await upstream.calls();
  const cpuBefore = cpuMicroseconds(contestant.server.pid);
  const { requests, seconds, p50Ms, p99Ms } = await run();
  const cpu = cpuMicroseconds(contestant.server.pid) - cpuBefore;
  const calls = (await upstream.calls()) - callsBefore;
  await verify(contestant, personWork);
  return {
    cpuMicroseconds: cpu / requests,
    requestsPerSecond: requests / seconds,
    p50Ms,
    p99Ms,
    residentMegabytes: residentMegabytes(contestant.server.pid),
    upstreamCalls: calls / requests,
  };
}
