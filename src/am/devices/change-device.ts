import type { ChangeReport } from '../../domain/change.ts';
import type { Device, DeviceKind } from '../../domain/device.ts';
import { Failure } from '../../domain/failure.ts';
import type { PersonRef } from '../../domain/person.ts';
import type { Am } from '../am.ts';
import { attempt, isCertainlyNotDone, isPerhapsUnderWay } from './attempt.ts';

/** One device of one person. */
export interface DeviceRef {
  readonly who: PersonRef;
  readonly kind: DeviceKind;
  readonly id: string;
}

/**
 * Removes one device: list, one write, list. Null where there is no such device.
 * @throws Failure when the first list fails, or when AM no longer accepts the session
 */
export function removeDevice(caller: Am, ref: DeviceRef): Promise<ChangeReport | null> {
  const am = caller.untilDone();
  return change(am, ref, {
    write: () => am.remove(ref.who, ref.kind, ref.id),
    isDone: (after) => after === undefined,
  });
}

/**
 * Gives one device another label: list, one write, list. Null where there is no such device.
 * @throws Failure when the first list fails, or when AM no longer accepts the session
 */
export function renameDevice(
  caller: Am,
  ref: DeviceRef,
  name: string,
): Promise<ChangeReport | null> {
  const am = caller.untilDone();
  return change(am, ref, {
    write: () => am.rename(ref.who, ref.kind, { id: ref.id, name }),
    isDone: (after) => after?.name === name,
  });
}

interface Change {
  readonly write: () => Promise<void>;
  readonly isDone: (after: Device | undefined) => boolean;
}

async function change(
  am: Am,
  ref: DeviceRef,
  { write, isDone }: Change,
): Promise<ChangeReport | null> {
  const { who, kind, id } = ref;
  const before = await am.devices(who, kind);
  const device = before.find((one) => one.id === id);
  if (device === undefined) return null;

  const problem = (await attempt(write)) ?? null;
  if (problem !== null && isCertainlyNotDone(problem)) {
    if (problem.code === 'UNAUTHENTICATED') throw problem;
    return { outcome: 'NOT_DONE', device, remaining: before, problem };
  }
  const after = await attempt(() => am.devices(who, kind));
  if (after instanceof Failure) {
    return { outcome: 'UNKNOWN', device, remaining: null, problem: problem ?? after };
  }
  if (isDone(after.find((one) => one.id === id))) {
    return { outcome: 'DONE', device, remaining: after, problem: null };
  }
  const outcome = isPerhapsUnderWay(problem) ? 'UNKNOWN' : 'NOT_DONE';
  return { outcome, device, remaining: after, problem };
}
