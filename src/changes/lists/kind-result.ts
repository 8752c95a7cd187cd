import type { Am, Deadline } from '../../am/index.ts';
import type { Device, DeviceKind, ResetWay } from '../../domain/devices/device.ts';
import { outcomeTraits } from '../../domain/change/outcome-traits.ts';
import { Failure } from '../../domain/values/failure.ts';
import { changeStrategies, type Write } from './change-effects.ts';
import type { KindResult } from '../request/change-request.ts';
import type { ChangeRun } from '../request/change-order.ts';
import { changedDevices } from './compare-lists.ts';
import { attempt, isCertainlyNotDone, isFailedByAm } from './write-problem.ts';

/**
 * When to list again while a list does not show the change, in milliseconds after the last list: AM
 * may still be working, or the list may come from a replica that lags (reliability R31).
 */
const pausesMs = [300, 400, 800];
/** After an error of AM itself, whose effect no later list may contradict. */
const pausesAfterErrorMs = [...pausesMs, 1_500];

/** Lists the devices after the writes until a list shows them done, and compares. */
export async function resultAfterWrite(
  run: ChangeRun,
  kind: DeviceKind,
  {
    am,
    listed,
    meant,
    writes,
    way,
  }: {
    readonly am: Am;
    /** Null if AM's own reset was sent without a list; then only an empty list shows the effect. */
    readonly listed: readonly Device[] | null;
    readonly meant: readonly Device[];
    readonly writes: readonly Write[];
    readonly way: ResetWay;
  },
): Promise<KindResult> {
  const { args } = run;
  const { person } = run.order;
  const { effect } = run.intent;
  const problem = writes.at(-1)?.problem ?? null;
  const changedIn = (devices: readonly Device[], now: readonly Device[]): Device[] =>
    changedDevices({ effect, name: args.name }, devices, now);
  const reached = writes.flatMap((write) =>
    write.problem !== null && isCertainlyNotDone(write.problem) ? [] : write.devices,
  );
  const lastLook = am.forLastLook();
  const isShown = (now: readonly Device[]): boolean =>
    listed === null ? now.length === 0 : changedIn(reached, now).length === reached.length;
  const looks = await lookUntil(() => lastLook.devices.list<DeviceKind>(person, kind), {
    isShown,
    pausesMs: isFailedByAm(problem) ? pausesAfterErrorMs : pausesMs,
    deadline: run.tools.deadline.forLastLook(),
    pause: run.tools.pause,
  });

  const remaining = looks.lists.at(-1);
  const common = { source: 'now', kind, isTried: true, meant } as const;
  if (remaining === undefined) {
    const unknown = { outcome: 'UNKNOWN', changed: [], remaining: null, verified: false } as const;
    const before = recordedList(run, listed);
    return { ...common, ...unknown, before, problem: problem ?? looks.problem };
  }
  const done = changedIn(meant, remaining);
  const others = way === 'AT_ONCE' ? goneMeanwhile(listed ?? [], looks.lists) : [];
  const before = recordedList(run, listed)?.concat(others) ?? null;
  const facts = { ...common, before, remaining };
  const changed = [...done, ...others];
  const isDone = listed === null ? isShown(remaining) : done.length === meant.length;
  if (isDone && (meant.length > 0 || problem === null))
    return { ...facts, outcome: 'DONE', changed, verified: true, problem: null };
  const isUnclear = writes.some(
    ({ devices, problem: failed }) =>
      (failed === null || !isCertainlyNotDone(failed)) &&
      !(isFailedByAm(failed) && looks.areComplete) &&
      (devices.length === 0 || changedIn(devices, remaining).length < devices.length),
  );
  const outcome = isUnclear ? 'UNKNOWN' : 'NOT_DONE';
  return { ...facts, outcome, changed, verified: false, problem };
}

/** The lists that were read after a write, and why there is no further one. */
interface Looks {
  readonly lists: readonly (readonly Device[])[];
  readonly problem: Failure | null;
  /** Whether a list shows the change, or the last pause is over. */
  readonly areComplete: boolean;
}

/** Lists until a list shows the change. A list that fails is the last; those before it count. */
async function lookUntil(
  list: () => Promise<readonly Device[]>,
  {
    isShown,
    pausesMs: pauses,
    deadline,
    pause,
  }: {
    readonly isShown: (now: readonly Device[]) => boolean;
    readonly pausesMs: readonly number[];
    readonly deadline: Deadline;
    readonly pause: ChangeRun['tools']['pause'];
  },
): Promise<Looks> {
  const lists: (readonly Device[])[] = [];
  for (const pauseMs of [0, ...pauses]) {
    if (pauseMs > 0 && deadline.leftMs < pauseMs)
      return { lists, problem: null, areComplete: false };
    if (pauseMs > 0) await pause(pauseMs);
    const now = await attempt(list);
    if (now instanceof Failure) return { lists, problem: now, areComplete: false };
    lists.push(now);
    if (isShown(now)) break;
  }
  return { lists, problem: null, areComplete: true };
}

/**
 * The devices that only lists after a reset at once have shown, and that are gone: they were
 * registered while the list before the reset was out of date, and went with the others.
 */
function goneMeanwhile(
  listed: readonly Device[],
  lists: readonly (readonly Device[])[],
): readonly Device[] {
  const known = new Set([...listed, ...(lists.at(-1) ?? [])].map(({ id }) => id));
  return lists.flat().filter(({ id }) => {
    const isNew = id !== null && !known.has(id);
    known.add(id);
    return isNew;
  });
}

/** The result of a kind for which certainly nothing was changed. */
export function stoppedAt(
  run: ChangeRun,
  kind: DeviceKind,
  {
    listed,
    outcome,
    problem,
  }: { readonly listed: readonly Device[] | null } & Pick<KindResult, 'outcome' | 'problem'>,
): KindResult {
  return {
    source: 'now',
    kind,
    outcome,
    isTried: true,
    before: recordedList(run, listed),
    meant: meantIn(run, listed),
    changed: [],
    remaining: listed,
    verified: outcomeTraits[outcome].isVerified,
    problem,
  };
}

/** The result of a dry run. */
export function wouldChange(
  run: ChangeRun,
  kind: DeviceKind,
  listed: readonly Device[] | null,
): KindResult {
  const stopped = stoppedAt(run, kind, { listed, outcome: 'WOULD_RESET', problem: null });
  return { ...stopped, changed: stopped.meant };
}

function meantIn({ intent, args }: ChangeRun, listed: readonly Device[] | null): Device[] {
  const { isMeant } = changeStrategies[intent.effect];
  return (listed ?? []).filter((device) => isMeant(device, args.deviceId));
}

/**
 * The devices to record as `before`: the whole list, or the device that the change is about. Null
 * if no list could be read.
 */
function recordedList(run: ChangeRun, listed: readonly Device[] | null): readonly Device[] | null {
  return changeStrategies[run.intent.effect].recorded === 'list' ? listed : meantIn(run, listed);
}
