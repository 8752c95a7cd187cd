import { NotSent, type Am } from '../am/index.ts';
import { recordedDevice } from '../domain/change/change-record.ts';
import type { Device, DeviceKind } from '../domain/devices/device.ts';
import { Failure } from '../domain/values/failure.ts';
import type { NotPermitted } from '../domain/ledger-ports/ledger.ts';
import type { Lock } from '../domain/values/lock.ts';
import { withNewCode } from '../domain/change/outcome-traits.ts';
import { mayHaveChanged } from '../domain/change/recorded-effect.ts';
import { noSessionsEnded, type SessionsEnded } from '../domain/change/sessions-ended.ts';
import { changeStrategies } from './lists/change-effects.ts';
import { lockName, lockWaiter } from './request/change-locks.ts';
import type {
  ChangeResult,
  ChangeTools,
  KindResult,
  SettledKind,
} from './request/change-request.ts';
import { endSessions } from './end-sessions.ts';
import { runOf, type ChangeOrder, type ChangeRun } from './request/change-order.ts';
import { resultAfterWrite, stoppedAt, wouldChange } from './lists/kind-result.ts';
import { recordIntent, recordOutcome, refusedNow } from './record-change.ts';
import { answerTo, settledResult, unclearChange } from './repeats.ts';
import { notTried, overallOutcome, recordedResult } from './lists/results.ts';
import { devicesOfUnclearReset } from './lists/unclear-resets.ts';
import { asTooWeak, isDecidedHere, tooWeakFor } from './lists/too-weak.ts';
import { listBefore, unlistedReset } from './lists/unlisted-reset.ts';
import { attempt, isCertainlyNotDone } from './lists/write-problem.ts';

/** The ledger's decision about the whole change. */
interface LedgerDecision {
  readonly source: 'ledger';
  readonly refused: NotPermitted;
}

/** What one kind came to: a result, or a decision of the ledger about the whole change. */
type KindStep = KindResult | SettledKind | LedgerDecision;

/**
 * Runs a change from its limits to its recorded outcome:
 *
 * 1. The ledger decides on limits and repeats. Nothing is locked and no device list is read yet.
 * 2. Each kind in turn, under the lock of the person's devices of that kind: list, record the
 *    intent (once, in one transaction with limits and repeats), write, list again, compare.
 * 3. End the person's sessions if a device is changed or may be, record the outcome, log it.
 *
 * A requested change carries its approval, which the ledger records with the intent: once.
 *
 * A failure that concerns the whole change stops it; any other failure becomes the result of the
 * kind that met it. AM receives no write before the intent is recorded (security G2).
 */
export async function runChange(tools: ChangeTools, order: ChangeOrder): Promise<ChangeResult> {
  const run = runOf(tools, order);
  const refused = await refusedNow(run);
  if (refused !== null) return answerTo(tools, refused);

  const results: (KindResult | SettledKind)[] = [];
  for (const kind of run.intent.kinds) {
    const step = await attempt(() => changeKind(run, kind));
    if (step instanceof Failure) {
      if (concernsWholeChange(run, step, results.length)) return reject(run, results, step);
      results.push(notTried(kind, step));
    } else if (step.source === 'ledger') return answerTo(tools, step.refused);
    else results.push(step);
  }

  if (run.record === null && run.unclear !== null) return { kind: 'replayed', change: run.unclear };
  const ended = await finish(run, results);
  return { kind: 'completed', ...ended, results };
}

/** Whether a failure stops the whole change, or is the result of the kind that met it. */
function concernsWholeChange(
  { record }: ChangeRun,
  { code }: Failure,
  finishedKinds: number,
): boolean {
  if (code === 'UNAUTHENTICATED') return record === null || finishedKinds === 0;
  return record === null && (code === 'RATE_LIMITED' || code === 'AUDIT_UNAVAILABLE');
}

/** Changes the devices of one kind. @throws Failure if no device list could decide anything */
async function changeKind(run: ChangeRun, kind: DeviceKind): Promise<KindStep> {
  const { tools, intent } = run;
  if (intent.dryRun) return changeListed(run, kind, { am: tools.am, seen: null });
  const { lock, seen, problem } = await lockKind(run, kind);
  if (lock === null) return stoppedAt(run, kind, { listed: seen, outcome: 'NOT_DONE', problem });
  try {
    // After a wait the ledger may decide otherwise, and then no list is read under the lock.
    const refused = seen === null || run.record !== null ? null : await refusedNow(run);
    if (refused !== null) return { source: 'ledger', refused };
    return await changeListed(run, kind, { am: tools.am.holding(lock), seen });
  } finally {
    lock.release();
  }
}

type KindLock =
  | { readonly lock: Lock; readonly seen: readonly Device[] | null; readonly problem: null }
  | { readonly lock: null; readonly seen: readonly Device[]; readonly problem: Failure };

/** Takes the lock of a kind. Before it waits, it lists the devices: the change is about these. */
async function lockKind(
  { tools, order: { person }, intent: { actor } }: ChangeRun,
  kind: DeviceKind,
): Promise<KindLock> {
  const name = lockName(person, kind);
  const free = await tools.locks.tryAcquire(name, tools);
  if (free !== null) return { lock: free, seen: null, problem: null };
  const seen = await tools.am.untilDone().devices.list<DeviceKind>(person, kind);
  const startedAt = performance.now();
  const lock = await attempt(() => tools.locks.acquire(name, lockWaiter(tools, actor)));
  tools.tally?.waited(startedAt);
  if (!(lock instanceof Failure)) return { lock, seen, problem: null };
  if (lock.code === 'RATE_LIMITED' && lock.cause instanceof NotSent)
    return { lock: null, seen, problem: lock };
  throw lock;
}

/** Lists, records the intent, writes, lists again, and compares. */
async function changeListed(
  run: ChangeRun,
  kind: DeviceKind,
  { am, seen }: { readonly am: Am; readonly seen: readonly Device[] | null },
): Promise<KindStep> {
  const { args } = run;
  const { person } = run.order;
  const { effect, dryRun } = run.intent;
  const strategy = changeStrategies[effect];
  const listed = await listBefore(run, kind, { am, seen });
  const decision = await recordKind(run, kind, listed);
  if (decision !== null) return decision;

  const unclear = listed && (await devicesOfUnclearReset(run, kind, listed));
  const selection = listed
    ? strategy.select(am, { ...args, kind, listed, seen, unclear })
    : unlistedReset;
  if (selection.kind === 'stop') return stoppedAt(run, kind, { listed, ...selection });
  const { devices, way } = selection;
  const weak = tooWeakFor(run, kind, devices);
  if (weak !== null && (dryRun || isDecidedHere(run)))
    return stoppedAt(run, kind, { listed, outcome: 'NOT_DONE', problem: weak });
  if (dryRun) return wouldChange(run, kind, listed);
  const sent = await strategy.write(am, args, { person, kind, devices, way });
  const writes = sent.map((write) => asTooWeak(write, weak));
  const [first] = writes;
  if (first?.problem && isCertainlyNotDone(first.problem)) {
    if (first.problem.code === 'UNAUTHENTICATED') throw first.problem;
    return stoppedAt(run, kind, { listed, outcome: 'NOT_DONE', problem: first.problem });
  }
  return resultAfterWrite(run, kind, { am, listed, meant: devices, writes, way });
}

/**
 * Records the intent, once for all kinds, with the devices that are registered before the write. A
 * repeat of an `UNKNOWN` change decides about each kind. Null if the write may be sent.
 */
async function recordKind(
  run: ChangeRun,
  kind: DeviceKind,
  listed: readonly Device[] | null,
): Promise<SettledKind | LedgerDecision | null> {
  const before = listed?.map(recordedDevice) ?? null;
  const { unclear: change } = run;
  const result = change && settledResult(change, kind, before);
  if (change !== null && result !== null) return { source: 'record', kind, change, result };
  const refused = await recordIntent(run, before);
  if (refused === null) return null;
  run.unclear = change === null ? unclearChange(refused) : null;
  if (run.unclear !== null) return recordKind(run, kind, listed);
  return { source: 'ledger', refused };
}

/** Stops the whole change; the kinds that were not tried are recorded with its failure. */
async function reject(
  run: ChangeRun,
  results: readonly (KindResult | SettledKind)[],
  failure: Failure,
): Promise<ChangeResult> {
  const rest = run.intent.kinds.slice(results.length).map((kind) => notTried(kind, failure));
  await finish(run, [...results, ...rest]);
  return { kind: 'rejected', failure };
}

type Finished = Pick<
  Extract<ChangeResult, { readonly kind: 'completed' }>,
  'change' | 'sessions' | 'setupCode'
>;

/** Ends the person's sessions if a device may be changed, and records and logs the outcome. */
async function finish(
  run: ChangeRun,
  kinds: readonly (KindResult | SettledKind)[],
): Promise<Finished> {
  if (run.record === null) return { change: null, sessions: noSessionsEnded, setupCode: null };
  const results = kinds.map(recordedResult);
  const overall = overallOutcome(results.map((result) => result.outcome));
  const outcome = run.setupCode?.stays === true ? withNewCode(overall) : overall;
  const mayBeChanged = results.some((result) => mayHaveChanged(run.intent.effect, result));
  const isEnding = run.intent.options['endSessions'] === true && mayBeChanged;
  const sessions = isEnding ? await endSessionsAfter(run) : noSessionsEnded;
  const change = await recordOutcome(run, { outcome, results, ...sessions });
  // The hold of a change without an effect ends with its outcome.
  const isHeld = mayBeChanged || run.setupCode?.stays === true;
  return { change, sessions, setupCode: isHeld ? (run.setupCode?.code ?? null) : null };
}

/** The change stands in any case. */
async function endSessionsAfter({ tools, order }: ChangeRun): Promise<SessionsEnded> {
  const { sessions, problem } = await endSessions(tools, order);
  if (problem !== null && sessions.sessionsEnding === 'FAILED')
    tools.log.warn(
      `The change of request ${tools.correlationId} was made, but the person's sessions were not ended: ${problem.code}.`,
    );
  return sessions;
}
