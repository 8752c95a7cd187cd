import type { ChangeReport } from '../../domain/change.ts';
import type { Device, DeviceKind } from '../../domain/device.ts';
import { Failure } from '../../domain/failure.ts';
import type { Am } from '../am.ts';
import { inTurn } from './in-turn.ts';
import type { BeforeWrite, DevicesRef } from './in-turn.ts';
import { attempt, isCertainlyNotDone, isPerhapsUnderWay, listAfter } from './attempt.ts';

/** One device of one person. */
export interface DeviceRef extends DevicesRef {
  readonly id: string;
  readonly begin: BeforeWrite;
}

/**
 * Removes one device: list, one write, list. Null where there is no such device.
 * @throws Failure when the first list fails, or when AM no longer accepts the session
 */
export function removeDevice(caller: Am, ref: DeviceRef): Promise<ChangeReport | null> {
  return change(caller, ref, {
    write: (am) => am.remove(ref.who, ref.kind, ref.id),
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
  return change(caller, ref, {
    write: (am) => am.rename(ref.who, ref.kind, { id: ref.id, name }),
    isDone: (after) => after?.name === name,
  });
}

interface Change {
  readonly write: (am: Am) => Promise<void>;
  readonly isDone: (after: Device | undefined) => boolean;
}

function change(caller: Am, ref: DeviceRef, steps: Change): Promise<ChangeReport | null> {
  return inTurn<DeviceKind, ChangeReport | null>(caller, ref, {
    change: (am) => changeNow(am, ref, steps),
    notSent: (seen, problem) => {
      const device = seen.find(({ id }) => id === ref.id);
      return device === undefined
        ? null
        : { outcome: 'NOT_DONE', device, remaining: seen, problem };
    },
  });
}

async function changeNow(
  am: Am,
  { who, kind, id, begin }: DeviceRef,
  { write, isDone }: Change,
): Promise<ChangeReport | null> {
  const before = await am.devices(who, kind);
  await begin(before);
  const device = before.find((one) => one.id === id);
  if (device === undefined) return null;

  const problem = (await attempt(() => write(am))) ?? null;
  if (problem !== null && isCertainlyNotDone(problem)) {
    if (problem.code === 'UNAUTHENTICATED') throw problem;
    return { outcome: 'NOT_DONE', device, remaining: before, problem };
  }
  const isDoneIn = (devices: readonly Device[]): boolean =>
    isDone(devices.find((one) => one.id === id));
  const after = await listAfter(am, { who, kind }, { problem, isDone: isDoneIn });
  if (after instanceof Failure) {
    return { outcome: 'UNKNOWN', device, remaining: null, problem: problem ?? after };
  }
  if (isDoneIn(after)) {
    return { outcome: 'DONE', device, remaining: after, problem: null };
  }
  const outcome = isPerhapsUnderWay(problem) ? 'UNKNOWN' : 'NOT_DONE';
  return { outcome, device, remaining: after, problem };
}
