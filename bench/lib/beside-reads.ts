/** What a change of other people waits beside the costliest read that each role may make. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Deadline } from '../../src/am/index.ts';
import { CostlyReads, ledgerInTurn } from '../../src/changes/request/costly-reads.ts';
import type { Campaign } from '../../src/domain/campaign/campaign.ts';
import type { Ledger } from '../../src/domain/ledger-ports/ledger.ts';
import { anOutcome, idOf, terms } from '../../test/ledger/builders.ts';
import { intentOf, limits } from './full-ledger.ts';
import { median } from './statistics.ts';
import { timeCalls, timesOf, type Times } from './timing.ts';
import { judge, type Verdict } from './verdict.ts';
import { readsByRole, wideReads, type WideRead } from './wide-reads.ts';

/** Changes alone and beside a read, in milliseconds, and the ratio of their p99. */
export interface BesideRead {
  readonly read: string;
  /** The roles for which this is the costliest read. */
  readonly roles: readonly string[];
  readonly alone: Times;
  readonly beside: Times;
  readonly verdict: Verdict;
}

const pauseMs = 10;
const rounds = 5;

/** How many requests of one caller read at once, each without a pause. */
const requestsAtOnce = 4;
const deadlineMs = 15_000;

/** The limits of staff with so much room that the changes of a bench do not reach them. */
const roomy = limits.map((limit) => ({ ...limit, most: limit.most * 1_000 }));

/**
 * Times changes, one every few milliseconds, in turns alone and while one caller of a role makes
 * the costliest of their reads again and again, as requests make it.
 * @param engine for the names of the verdicts
 * @param times how many changes one turn has
 */
export async function timeBesideReads(
  ledger: Ledger,
  campaign: Campaign | null,
  { engine, times }: { readonly engine: string; readonly times: number },
): Promise<readonly BesideRead[]> {
  const rolesOf = new Map<WideRead, string[]>();
  const costs = new Map<WideRead, number>();
  for (const one of wideReads(campaign))
    costs.set(one, (await timeCalls(5, () => one.read(ledger))).p50);
  for (const [role, reads] of readsByRole([...costs.keys()])) {
    const [costliest] = reads.toSorted((a, b) => (costs.get(b) ?? 0) - (costs.get(a) ?? 0));
    if (costliest !== undefined) rolesOf.set(costliest, [...(rolesOf.get(costliest) ?? []), role]);
  }
  const changes = new Changes(ledger);
  const found: BesideRead[] = [];
  for (const [one, roles] of rolesOf) {
    const alone: Times[] = [];
    const beside: Times[] = [];
    for (let round = 0; round < rounds; round += 1) {
      alone.push(await changes.time(times));
      beside.push(await whileReading(ledger, one, () => changes.time(times)));
    }
    const ratios = beside.map(({ p99 }, round) => p99 / (alone[round]?.p99 ?? Number.NaN));
    const what = `p99 of a change beside ${one.name} ÷ alone, ${engine}`;
    const verdict = judge({ id: 'P14', what, rounds: ratios, bound: 'at most', target: 1.5 });
    found.push({
      read: one.name,
      roles,
      alone: middleOf(alone),
      beside: middleOf(beside),
      verdict,
    });
  }
  return found;
}

function middleOf(times: readonly Times[]): Times {
  return { p50: median(times.map(({ p50 }) => p50)), p99: median(times.map(({ p99 }) => p99)) };
}

/** Acts while one caller reads. */
async function whileReading<T>(
  ledger: Ledger,
  { read }: WideRead,
  act: () => Promise<T>,
): Promise<T> {
  const reads = new CostlyReads();
  const stopping = new AbortController();
  const readAgain = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const deadline = new Deadline(performance.now() + deadlineMs);
      const turn = { reads, caller: async () => 'reader', deadline, client: undefined };
      await read(ledgerInTurn(ledger, turn));
      // Like a request, which ends before the next one starts.
      await sleep(0);
    }
  };
  const reading = Promise.all(Array.from({ length: requestsAtOnce }, readAgain));
  try {
    return await act();
  } finally {
    stopping.abort();
    await reading;
  }
}

/**
 * Changes of one ledger, each of another person. They are of a realm of their own: the reads would
 * otherwise meet a day of ten times as many changes as any other.
 */
class Changes {
  readonly #ledger: Ledger;
  #made = 0;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Times intent and outcome, which a change waits for. */
  async time(times: number): Promise<Times> {
    const durations: number[] = [];
    for (let number = 0; number < times; number += 1) {
      this.#made += 1;
      const idempotencyKey = `beside-${this.#made}`;
      const intent = intentOf(this.#made * 31 + 5);
      const started = performance.now();
      const begun = await this.#ledger.begin(
        { ...intent, target: { ...intent.target, realm: 'changed' } },
        terms({ limits: roomy, idempotencyKey }),
      );
      await this.#ledger.complete(idOf(begun), anOutcome());
      durations.push(performance.now() - started);
      await sleep(pauseMs);
    }
    return timesOf(durations);
  }
}
