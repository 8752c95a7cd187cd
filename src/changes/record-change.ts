import { NotSent } from '../am/index.ts';
import { begunChange } from '../domain/change/change-record.ts';
import type {
  Intent,
  Outcome,
  RecordedChange,
  RecordedDevice,
} from '../domain/change/change-record.ts';
import { Failure } from '../domain/values/failure.ts';
import type { Begun, Checked, NotPermitted } from '../domain/ledger-ports/ledger.ts';
import { noSessionsEnded } from '../domain/change/sessions-ended.ts';
import { keepsFactor } from './enrolment/held-devices.ts';
import { termsOf, type ChangeRun } from './request/change-order.ts';
import { unclearChange } from './repeats.ts';
import { notTried, recordedResult } from './lists/results.ts';
import { attempt } from './lists/write-problem.ts';

/** Decides on limits and repeats before anything is read. Null if they permit the change. */
export async function refusedNow(run: ChangeRun): Promise<NotPermitted | null> {
  const checked = await checkedNow(run);
  run.unclear = unclearChange(checked);
  return checked.kind === 'clear' || run.unclear !== null ? null : checked;
}

/**
 * If a limit refuses people who change their own devices, AM is asked whether they showed a second
 * factor. Tries by a password alone are counted apart from theirs.
 */
async function checkedNow(run: ChangeRun): Promise<Checked> {
  const { tools, order } = run;
  const check = (): Promise<Checked> => tools.ledger.check(run.intent, termsOf(run, null));
  const checked = await check();
  const actor = checked.kind === 'limited' ? await order.strongerActor?.() : null;
  if (!actor) return checked;
  run.intent = { ...run.intent, actor };
  return check();
}

/**
 * Records the intent once, and the devices before the change. Null if AM may receive a write.
 * @throws Failure if the ledger cannot record it, or not in time for the request
 */
export async function recordIntent(
  run: ChangeRun,
  before: readonly RecordedDevice[] | null,
): Promise<NotPermitted | null> {
  if (run.record !== null) return null;
  const intent = { ...run.intent, before };
  const begun = await beginInTime(run, intent);
  switch (begun.kind) {
    case 'recorded': {
      const { id, at, overrode, setupCode } = begun;
      if (setupCode !== undefined) run.setupCode = setupCode;
      run.record = { ...begunChange, id, at, intent, overrode };
      return null;
    }
    case 'replay':
    case 'in progress':
    case 'limited':
    case 'refused':
    case 'key conflict':
    case 'not waiting':
      return begun;
  }
}

/** The ledger's decision. If it is too late for the request, nothing is sent; this is recorded. */
async function beginInTime(run: ChangeRun, intent: Intent): Promise<Begun> {
  const { tools, unclear } = run;
  const terms = termsOf(run, unclear?.id ?? null);
  const begun = tools.ledger.begin(intent, { ...terms, keepsFactor: await keepsFactor(run) });
  const inTime = await attempt(() => tools.deadline.wait(begun, 'the ledger'));
  if (!(inTime instanceof Failure)) return inTime;
  if (inTime.cause instanceof NotSent) {
    const results = intent.kinds.map((kind) => recordedResult(notTried(kind, inTime)));
    const closeLate = async (late: Begun): Promise<void> => {
      if (late.kind !== 'recorded') return;
      const outcome = { outcome: 'NOT_DONE', results, ...noSessionsEnded } as const;
      await tools.ledger.complete(late.id, outcome);
    };
    void begun.then(closeLate).catch(() => undefined);
  }
  throw inTime;
}

/** Logs and records the outcome of a change. Returns its record; null if its intent has none. */
export async function recordOutcome(
  { tools, intent: { effect, actor, dryRun }, record: change }: ChangeRun,
  ended: Outcome,
): Promise<RecordedChange | null> {
  const { outcome, results } = ended;
  tools.log.change({
    correlationId: tools.correlationId,
    reference: change?.id ?? null,
    effect,
    role: actor.role,
    dryRun,
    outcome,
    results,
  });
  if (change === null) return null;
  await tools.ledger.complete(change.id, ended);
  return { ...change, outcome: { ...ended, at: new Date().toISOString() } };
}
