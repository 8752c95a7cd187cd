/** What a change waits beside the costliest read of the ledger that callers may make. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { CostlyReads } from '../../src/changes/request/costly-reads.ts';
import { dayMs } from '../../src/domain/change/insights.ts';
import { anOutcome, idOf, terms } from '../../test/ledger/builders.ts';
import { intentOf, limits } from './full-ledger.ts';
import { timeCalls, timesOf } from './timing.ts';
import type { Times } from './timing.ts';

/** A read that the schema offers, with the widest arguments that it accepts. */
interface WideRead {
  readonly name: string;
  readonly read: () => Promise<unknown>;
}

/** Changes alone and beside reads, in milliseconds. */
export interface BesideReads {
  /** The read that took longest. */
  readonly costliest: string;
  readonly alone: Times;
  readonly beside: Times;
}

const realm = 'alpha';
const pauseMs = 10;

/** The longest period of `deviceChangeInsights`, and the largest page of `realmHistory`. */
const mostDays = 31;
const largestPage = 100;

/**
 * Times changes, one every few milliseconds, first alone and then while one caller makes the
 * costliest read again and again, without a pause.
 */
export async function timeBesideReads(ledger: OpenLedger, times: number): Promise<BesideReads> {
  const costliest = await costliestOf(widestReads(ledger));
  const alone = await timeChanges(ledger, times, 5);
  const reads = new CostlyReads();
  const stopping = new AbortController();
  const giveUp = new AbortController().signal;
  const readAgain = async (): Promise<void> => {
    while (!stopping.signal.aborted)
      await reads.run('reader', { act: costliest.read, cost: 'costly', giveUp });
  };
  const reading = readAgain();
  const beside = await timeChanges(ledger, times, 7);
  stopping.abort();
  await reading;
  return { costliest: costliest.name, alone, beside };
}

function widestReads(ledger: OpenLedger): WideRead[] {
  const sinceDay = Math.floor(Date.now() / dayMs) - mostDays + 1;
  const first = largestPage;
  return [
    {
      name: 'insights of 31 days',
      read: () => ledger.insights({ realm, sinceDay, days: mostDays }),
    },
    { name: 'a page of the realm', read: () => ledger.history({ realm, first }) },
    {
      name: 'a page of dry runs',
      read: () => ledger.history({ realm, first, dryRun: true }),
    },
    {
      name: 'a page of refusals',
      read: () => ledger.history({ realm, first, refused: true }),
    },
    {
      name: 'a page of changes that may be gone',
      read: () => ledger.history({ realm, first, outcome: 'UNKNOWN' }),
    },
    {
      name: 'a page of open reports',
      read: () => ledger.history({ realm, first, report: 'OPEN' }),
    },
  ];
}

async function costliestOf(reads: readonly WideRead[]): Promise<WideRead> {
  let costliest: WideRead | undefined;
  let longest = -1;
  for (const one of reads) {
    const { p50 } = await timeCalls(5, one.read);
    if (p50 <= longest) continue;
    [costliest, longest] = [one, p50];
  }
  if (costliest === undefined) throw new TypeError('no read is timed');
  return costliest;
}

/** Intent and outcome, which a change waits for. `offset` keeps the changes of two runs apart. */
async function timeChanges(ledger: OpenLedger, times: number, offset: number): Promise<Times> {
  const durations: number[] = [];
  for (let number = 0; number < times; number += 1) {
    const idempotencyKey = `beside-${offset}-${number}`;
    const started = performance.now();
    const begun = await ledger.begin(
      intentOf(number * 31 + offset),
      terms({ limits, idempotencyKey }),
    );
    await ledger.complete(idOf(begun), anOutcome());
    durations.push(performance.now() - started);
    await sleep(pauseMs);
  }
  return timesOf(durations);
}
