import type { Device, DeviceKind, DeviceOf } from '../../domain/device.ts';
import { Failure } from '../../domain/failure.ts';
import type { PersonRef } from '../../domain/person.ts';
import type { ResetReport } from '../../domain/reset.ts';
import type { Am } from '../am.ts';
import { attempt, isCertainlyNotDone, isPerhapsUnderWay } from './attempt.ts';

/** What to reset, and how. */
export interface ResetRequest<K extends DeviceKind = DeviceKind> {
  readonly who: PersonRef;
  readonly kind: K;
  /** Only report what would be removed. */
  readonly dryRun: boolean;
  /** Send the reset even when AM lists nothing: it also clears records that AM cannot list (U34). */
  readonly force: boolean;
}

/**
 * Resets one kind: list, one write, list (design D5). Where AM has no reset for the kind, each listed device is
 * removed by a write of its own, so that devices registered since are not touched (R18, R21). No write is
 * repeated; when the outcome is unclear, the second list decides (reliability §2, R17).
 * @throws Failure when the first list fails, or when AM no longer accepts the session
 */
export async function resetDevices<K extends DeviceKind>(
  caller: Am,
  request: ResetRequest<K>,
): Promise<ResetReport<K>> {
  const am = caller.untilDone();
  const { who, kind, dryRun, force } = request;
  const way = am.resetWay(kind);
  const before = await am.devices(who, kind);
  const untouched = { remaining: before, problem: null };
  if (before.length === 0 && !(force && way === 'AT_ONCE')) {
    return { ...untouched, outcome: 'NOTHING_TO_RESET', removed: [], verified: true };
  }
  if (dryRun) return { ...untouched, outcome: 'WOULD_RESET', removed: before, verified: false };

  const { problem, untried } =
    way === 'AT_ONCE'
      ? await removeAtOnce(am, who, kind)
      : await removeEach(am, { who, kind, before });
  if (untried && problem !== null) {
    if (problem.code === 'UNAUTHENTICATED') throw problem;
    return { outcome: 'NOT_DONE', removed: [], remaining: before, verified: false, problem };
  }
  const after = await attempt(() => am.devices(who, kind));
  if (!(after instanceof Failure)) return compare(before, after, problem);
  return {
    outcome: 'UNKNOWN',
    removed: [],
    remaining: null,
    verified: false,
    problem: problem ?? after,
  };
}

/** The problem of the writes, if any; `untried` when certainly none of them had an effect. */
interface Removal {
  readonly problem: Failure | null;
  readonly untried: boolean;
}

async function removeAtOnce(am: Am, who: PersonRef, kind: DeviceKind): Promise<Removal> {
  const problem = (await attempt(() => am.reset(who, kind))) ?? null;
  return { problem, untried: problem !== null && isCertainlyNotDone(problem) };
}

/** Stops at the first removal that fails; the list read afterwards shows what was removed before it. */
async function removeEach(
  am: Am,
  {
    who,
    kind,
    before,
  }: { readonly who: PersonRef; readonly kind: DeviceKind; readonly before: readonly Device[] },
): Promise<Removal> {
  let removals = 0;
  for (const { id } of before) {
    if (id === null) continue;
    const problem = (await attempt(() => am.remove(who, kind, id))) ?? null;
    if (problem !== null)
      return { problem, untried: removals === 0 && isCertainlyNotDone(problem) };
    removals += 1;
  }
  return { problem: null, untried: false };
}

function compare<K extends DeviceKind>(
  before: readonly DeviceOf<K>[],
  after: readonly DeviceOf<K>[],
  problem: Failure | null,
): ResetReport<K> {
  const removed = before.filter((device) => !isStillThere(device, before, after));
  if (removed.length === before.length) {
    return { outcome: 'DONE', removed, remaining: after, verified: true, problem: null };
  }
  const outcome = isPerhapsUnderWay(problem) ? 'UNKNOWN' : 'NOT_DONE';
  return { outcome, removed, remaining: after, verified: false, problem };
}

/** Devices without an id (U34) cannot be distinguished: they count as removed when fewer of them are left. */
function isStillThere(
  device: Device,
  before: readonly Device[],
  after: readonly Device[],
): boolean {
  if (device.id !== null) return after.some(({ id }) => id === device.id);
  const nameless = (list: readonly Device[]): number => list.filter(({ id }) => id === null).length;
  return nameless(after) >= nameless(before);
}
