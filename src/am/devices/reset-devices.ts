import type { Device, DeviceKind, DeviceOf } from '../../domain/device.ts';
import { Failure } from '../../domain/failure.ts';
import type { PersonRef } from '../../domain/person.ts';
import type { ResetReport } from '../../domain/reset.ts';
import type { Am } from '../am.ts';
import { inTurn } from './in-turn.ts';
import type { BeforeWrite, DevicesRef } from './in-turn.ts';
import { attempt, isCertainlyNotDone, isPerhapsUnderWay, listAfter } from './attempt.ts';

/** What to reset, and how. */
export interface ResetRequest<K extends DeviceKind = DeviceKind> extends DevicesRef<K> {
  /** Only report what would be removed. */
  readonly dryRun: boolean;
  /** Send the reset even when AM lists nothing: it also clears records that AM cannot list (U34). */
  readonly force: boolean;
  /** The ids of the devices that the caller knows of; where another is registered, nothing is sent. Null for any. */
  readonly expected: readonly string[] | null;
  readonly begin: BeforeWrite;
}

/**
 * Resets one kind: list, one write, list (design D5). Where AM has no reset for the kind, each listed device is
 * removed by a write of its own, so that devices registered since are not touched (R18, R21). No write is
 * repeated; when the outcome is unclear, the second list decides (reliability §2, R17). A reset that waits for
 * another change acts on the devices of the time when it was asked for; where AM could only remove a new one with
 * them, it sends nothing.
 * @throws Failure when a list before the write fails, or when AM no longer accepts the session; and what `begin` throws
 */
export async function resetDevices<K extends DeviceKind>(
  caller: Am,
  request: ResetRequest<K>,
): Promise<ResetReport<K>> {
  const { who, kind, dryRun, force, expected, begin } = request;
  const isAtOnce = caller.resetWay(kind) === 'AT_ONCE';
  const isForced = isAtOnce && force;
  if (dryRun) {
    const before = await caller.devices(who, kind);
    await begin(before);
    if (hasOthers(before, expected)) return devicesChanged(before);
    if (before.length === 0 && !isForced) return nothingToReset(before);
    return { ...untouched(before), outcome: 'WOULD_RESET', removed: before };
  }
  return inTurn<K, ResetReport<K>>(caller, request, {
    change: async (am, seen) => {
      const before = await am.devices(who, kind);
      await begin(before);
      if (hasOthers(before, expected)) return devicesChanged(before);
      const meant = seen === null ? before : before.filter((device) => isAmong(device, seen));
      if (meant.length === 0 && !(isForced && before.length === 0)) return nothingToReset(before);
      const wouldHitOthers = isAtOnce && meant.length < before.length;
      if (wouldHitOthers) return { ...untouched(before), outcome: 'NOT_DONE' };
      return resetNow(am, request, { before, meant });
    },
    notSent: (seen, problem) => ({ ...untouched(seen), outcome: 'NOT_DONE', problem }),
  });
}

function untouched<K extends DeviceKind>(
  remaining: readonly DeviceOf<K>[],
): Omit<ResetReport<K>, 'outcome'> {
  return { removed: [], remaining, verified: false, problem: null };
}

function nothingToReset<K extends DeviceKind>(remaining: readonly DeviceOf<K>[]): ResetReport<K> {
  return { ...untouched(remaining), outcome: 'NOTHING_TO_RESET', verified: true };
}

/** Whether a device is registered that the caller does not know of; one without an id cannot be known (U34). */
function hasOthers(devices: readonly Device[], expected: readonly string[] | null): boolean {
  return expected !== null && devices.some(({ id }) => id !== null && !expected.includes(id));
}

function devicesChanged<K extends DeviceKind>(before: readonly DeviceOf<K>[]): ResetReport<K> {
  const problem = new Failure(
    'DEVICES_CHANGED',
    'Other devices are registered than those that were expected. Nothing was sent.',
  );
  return { ...untouched(before), outcome: 'NOT_DONE', problem };
}

function isAmong({ id }: Device, devices: readonly Device[]): boolean {
  return devices.some((one) => one.id === id);
}

/** What was registered before the write, and what of that is to go. */
interface Lists<K extends DeviceKind> {
  readonly before: readonly DeviceOf<K>[];
  readonly meant: readonly DeviceOf<K>[];
}

async function resetNow<K extends DeviceKind>(
  am: Am,
  { who, kind }: ResetRequest<K>,
  { before, meant }: Lists<K>,
): Promise<ResetReport<K>> {
  const { problem, untried } =
    am.resetWay(kind) === 'AT_ONCE'
      ? await removeAtOnce(am, who, kind)
      : await removeEach(am, { who, kind }, meant);
  if (untried && problem !== null) {
    if (problem.code === 'UNAUTHENTICATED') throw problem;
    return { ...untouched(before), outcome: 'NOT_DONE', problem };
  }
  const isDone = (after: readonly Device[]): boolean =>
    removedSince(meant, after).length === meant.length;
  const after = await listAfter(am, { who, kind }, { problem, isDone });
  if (!(after instanceof Failure)) return compare(meant, after, problem);
  return { ...untouched(before), outcome: 'UNKNOWN', remaining: null, problem: problem ?? after };
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
  { who, kind }: DevicesRef,
  before: readonly Device[],
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
  const removed = removedSince(before, after);
  if (removed.length === before.length) {
    return { outcome: 'DONE', removed, remaining: after, verified: true, problem: null };
  }
  const outcome = isPerhapsUnderWay(problem) ? 'UNKNOWN' : 'NOT_DONE';
  return { outcome, removed, remaining: after, verified: false, problem };
}

function removedSince<D extends Device>(before: readonly D[], after: readonly Device[]): D[] {
  return before.filter((device) => !isStillThere(device, before, after));
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
