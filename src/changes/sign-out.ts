import type { RecordedChange, RecordedOutcome } from '../domain/change/change-record.ts';
import { roleTraits } from '../domain/people/caller.ts';
import type { Failure } from '../domain/values/failure.ts';
import type { Lock } from '../domain/values/lock.ts';
import { noSessionsEnded } from '../domain/change/sessions-ended.ts';
import { lockName, lockWaiter } from './request/change-locks.ts';
import type { ChangeTools, UnmadeChange } from './request/change-request.ts';
import { endingProblem, endSessions, type Ending } from './end-sessions.ts';
import { runOf, type ChangeOrder, type ChangeRun } from './request/change-order.ts';
import { recordIntent, recordOutcome, refusedNow } from './record-change.ts';
import { answerTo } from './repeats.ts';
import { isCertainlyNotDone } from './lists/write-problem.ts';

/** How a change of nothing but sessions ended. */
export type SignOutResult =
  | (Ending & {
      readonly kind: 'completed';
      /** As it is recorded; null if changes are not recorded. */
      readonly change: RecordedChange | null;
      readonly outcome: RecordedOutcome;
    })
  | UnmadeChange;

/**
 * Ends a person's sessions without a change of devices: limits and repeats, the lock of the
 * person's sessions, the intent, the end, the outcome. No list can show the outcome afterwards,
 * because the person may sign in again at once: only AM's answer proves it. What a crash left open
 * is `UNKNOWN`.
 * @throws Failure if the lock cannot be taken or the intent cannot be recorded; nothing was sent
 */
export async function runSignOut(tools: ChangeTools, order: ChangeOrder): Promise<SignOutResult> {
  const run = runOf(tools, order);
  const refused = await refusedNow(run);
  if (refused !== null) return answerTo(tools, refused);
  if (run.intent.dryRun) return signOut(run);
  const { lock, hasWaited } = await lockSessions(run);
  try {
    // After a wait the ledger may decide otherwise.
    const refusedLater = hasWaited ? await refusedNow(run) : null;
    return refusedLater === null ? await signOut(run) : await answerTo(tools, refusedLater);
  } finally {
    lock.release();
  }
}

async function lockSessions({
  tools,
  order: { person },
  intent: { actor },
}: ChangeRun): Promise<{ readonly lock: Lock; readonly hasWaited: boolean }> {
  const name = lockName(person, 'SESSIONS');
  const free = await tools.locks.tryAcquire(name, tools);
  if (free !== null) return { lock: free, hasWaited: false };
  const startedAt = performance.now();
  const lock = await tools.locks.acquire(name, lockWaiter(tools, actor));
  tools.tally?.waited(startedAt);
  return { lock, hasWaited: true };
}

async function signOut(run: ChangeRun): Promise<SignOutResult> {
  const { tools, order, intent } = run;
  const refused = await recordIntent(run, null);
  if (refused !== null) return answerTo(tools, refused);
  const { isSelf } = roleTraits[intent.actor.role];
  const unsupported = endingProblem(tools.service, {
    isSelf,
    ownSession: order.ownSession ?? null,
  });
  const ending = unsupported !== null ? notSupported(unsupported) : await endOrTry(run);
  const outcome = outcomeOf(ending, intent);
  const change = await recordOutcome(run, { outcome, results: [], ...ending.sessions });
  return { kind: 'completed', change, outcome, ...ending };
}

function notSupported(problem: Failure): Ending {
  return { sessions: { sessionsEnding: 'NOT_SUPPORTED', sessionsEnded: null }, problem };
}

async function endOrTry({ tools, order, intent }: ChangeRun): Promise<Ending> {
  if (intent.dryRun) return { sessions: noSessionsEnded, problem: null };
  const ending = await endSessions(tools, order);
  const { problem, sessions } = ending;
  if (problem !== null && sessions.sessionsEnding === 'FAILED')
    tools.log.warn(
      `Request ${tools.correlationId} may not have ended the person's sessions: ${problem.code}.`,
    );
  return ending;
}

function outcomeOf({ problem }: Ending, { dryRun }: ChangeRun['intent']): RecordedOutcome {
  if (problem !== null) return isCertainlyNotDone(problem) ? 'NOT_DONE' : 'UNKNOWN';
  return dryRun ? 'WOULD_RESET' : 'DONE';
}
