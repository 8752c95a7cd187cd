/** Measures what each server adds to one upstream call, at a rate far below saturation. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cookieName, personId, realmPath, superUserToken } from './am-bodies.ts';
import { send, verify } from './ask.ts';
import { startContestant } from './contestants.ts';
import type { Contestant, ContestantName, Surroundings } from './contestants.ts';
import type { NodeUpstream } from './node-upstream.ts';
import { runOpenLoop } from './open-loop.ts';
import type { Shot } from './open-loop.ts';
import { say } from './say.ts';
import { pathsOf } from '../servers/am-user.ts';
import { headersOf, ownWork, personWork, requestBody, writeRequests } from './work.ts';
import type { Work } from './work.ts';
import { load } from './wrk.ts';

/** The duration of every request in milliseconds, round by round. */
export type Rounds = readonly (readonly number[])[];

/** One server with one document. */
export interface Latency {
  readonly name: ContestantName;
  readonly field: 'user' | 'me';
  readonly rounds: Rounds;
  /** Upstream calls per request, and the waves in which they are sent. */
  readonly calls: number;
  readonly waves: number;
}

/** All servers, and single upstream calls made directly in the same rounds. */
export interface Latencies {
  readonly direct: Rounds;
  readonly servers: readonly Latency[];
}

/** How long and how often to measure. Durations are whole seconds. */
export interface LatencyCourse {
  readonly requestsPerSecond: number;
  readonly warmUpSeconds: number;
  readonly rounds: number;
  readonly roundSeconds: number;
}

/** `me` needs a server that knows its caller. */
const fields: Readonly<Partial<Record<ContestantName, readonly Latency['field'][]>>> = {
  'hand-written': ['user', 'me'],
  documented: ['user', 'me'],
  'apollo-same-work': ['user'],
  'hive-mesh': ['user'],
};

const works: Readonly<Record<Latency['field'], Work>> = { user: personWork, me: ownWork };

interface Lane {
  readonly contestant: Contestant;
  readonly field: Latency['field'];
  readonly rounds: number[][];
}

/** Measures all servers, by turns. */
export async function measureLatencies(
  upstream: NodeUpstream,
  surroundings: Surroundings,
  course: LatencyCourse,
): Promise<Latencies> {
  const folder = join(surroundings.folder, 'latency');
  mkdirSync(folder);
  const lanes = await startLanes({ ...surroundings, folder });
  say('Latency: warming up');
  for (const { contestant, field } of lanes) await warmUp(contestant, works[field], folder, course);
  const direct: number[][] = [];
  const shape = { perSecond: course.requestsPerSecond, seconds: course.roundSeconds };
  for (let round = 1; round <= course.rounds; round += 1) {
    say(`Latency: round ${round} of ${course.rounds}`);
    direct.push(await runOpenLoop({ ...directly(upstream), ...shape }));
    for (const { contestant, field, rounds } of lanes) {
      rounds.push(await runOpenLoop({ ...through(contestant, works[field]), ...shape }));
    }
  }
  const servers: Latency[] = [];
  for (const { contestant, field, rounds } of lanes) {
    const counts = await countCalls(contestant, works[field], upstream);
    servers.push({ name: contestant.name, field, rounds, ...counts });
  }
  return { direct, servers };
}

async function startLanes(surroundings: Surroundings): Promise<Lane[]> {
  const lanes: Lane[] = [];
  const names = ['hand-written', 'documented', 'apollo-same-work', 'hive-mesh'] as const;
  for (const name of names) {
    const contestant = await startContestant(name, surroundings);
    for (const field of fields[name] ?? []) {
      await verify(contestant, works[field]);
      lanes.push({ contestant, field, rounds: [] });
    }
  }
  return lanes;
}

async function warmUp(
  { name, url, variant }: Contestant,
  work: Work,
  folder: string,
  { warmUpSeconds: seconds }: LatencyCourse,
): Promise<void> {
  const requestsFile = writeRequests(folder, work, variant);
  say(`  ${name}, ${work.name}`);
  await load({ url, requestsFile, headers: headersOf(work), connections: 32, seconds });
}

interface Sender {
  readonly origin: string;
  readonly shots: (number: number) => readonly Shot[];
}

/** The upstream call that P4 compares with. */
function directly({ origin }: NodeUpstream): Sender {
  const headers = { accept: 'application/json', [cookieName]: superUserToken };
  return {
    origin,
    shots: (number) => [
      { method: 'GET', path: pathsOf(realmPath, personId(number)).user, headers, body: null },
    ],
  };
}

function through({ url, variant }: Contestant, work: Work): Sender {
  const headers = headersOf(work);
  return {
    origin: url,
    shots: (number) => [
      {
        method: 'POST',
        path: '/graphql',
        headers,
        body: requestBody(work, variant, personId(number)),
      },
    ],
  };
}

/** Counts the calls and waves of one request while no other request is in flight. */
async function countCalls(
  contestant: Contestant,
  work: Work,
  upstream: NodeUpstream,
): Promise<{ readonly calls: number; readonly waves: number }> {
  const times = 20;
  const before = await upstream.counts();
  for (let number = 0; number < times; number += 1) await send(contestant, work, personId(number));
  const after = await upstream.counts();
  return {
    calls: (after.calls - before.calls) / times,
    waves: (after.waves - before.waves) / times,
  };
}
