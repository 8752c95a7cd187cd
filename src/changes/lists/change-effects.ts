import type { Am } from '../../am/index.ts';
import type { ChangeEffect } from '../../domain/policy/effects.ts';
import type { Device, DeviceKind, ResetWay } from '../../domain/devices/device.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import type { ResetOutcome } from '../../domain/change/change.ts';
import type { ChangeArguments } from '../request/change-order.ts';
import { attempt } from './write-problem.ts';

/** A device as lists and records name it. */
export interface ListedDevice {
  readonly id: string | null;
  readonly name: string | null;
}

/** The device lists of one kind that a change decides by. */
export interface KindLists {
  readonly kind: DeviceKind;
  /** The devices registered now, read under the lock. */
  readonly listed: readonly Device[];
  /** The devices at the time of the request, if it had to wait for the lock; otherwise null. */
  readonly seen: readonly Device[] | null;
  /**
   * The devices of the last reset if its outcome is unclear: it may still take effect, and `listed`
   * may be out of date. Null otherwise.
   */
  readonly unclear: readonly ListedDevice[] | null;
}

/** What to do after the device list was read: send a write, or stop with an outcome. */
export type Selection =
  | { readonly kind: 'send'; readonly devices: readonly Device[]; readonly way: ResetWay }
  | {
      readonly kind: 'stop';
      readonly outcome: Exclude<ResetOutcome, 'DONE' | 'UNKNOWN'>;
      readonly problem: Failure | null;
    };

/** One write, and how it failed; `problem` is null if AM answered that it is done. */
export interface Write {
  readonly devices: readonly Device[];
  readonly problem: Failure | null;
}

/** What is to be written. */
export interface WritePlan {
  readonly person: PersonRef;
  readonly kind: DeviceKind;
  readonly devices: readonly Device[];
  /** Whether to remove all devices by one write, or each by its own. */
  readonly way: ResetWay;
}

/** What distinguishes one effect from the others. */
export interface ChangeStrategy {
  /** Decides what to send. @throws Failure NOT_SUPPORTED_UPSTREAM */
  readonly select: (am: Am, args: ChangeArguments & KindLists) => Selection;
  /**
   * Sends each write once and never again (reliability §2, R17); writes after the first failed one
   * are not sent. Returns the writes in their order.
   */
  readonly write: (am: Am, args: ChangeArguments, plan: WritePlan) => Promise<readonly Write[]>;
  /** Whether a device, as listed now, shows the effect; undefined if it is not listed. */
  readonly isDone: (now: ListedDevice | undefined, name: unknown) => boolean;
  /** Which devices of the list the change is about. */
  readonly isMeant: (device: ListedDevice, deviceId: unknown) => boolean;
  /** Whether an unclear earlier change of this effect restricts the next one (R31). */
  readonly heedsUnclear: boolean;
  /** The outcome if none of the devices is registered. */
  readonly outcomeOfNone: 'NOTHING_TO_RESET' | 'NOT_DONE';
  /** The devices to record as `before`. */
  readonly recorded: 'list' | 'device';
}

const isGone: ChangeStrategy['isDone'] = (now) => now === undefined;
const isNamed: ChangeStrategy['isMeant'] = ({ id }, deviceId) => id === deviceId;

const ofOneDevice = {
  isMeant: isNamed,
  select: (_am, { listed, deviceId }) => {
    const devices = listed.filter((device) => isNamed(device, deviceId));
    return devices.length === 0
      ? { kind: 'stop', outcome: 'NOT_DONE', problem: null }
      : { kind: 'send', devices, way: 'ONE_BY_ONE' };
  },
  heedsUnclear: false,
  outcomeOfNone: 'NOT_DONE',
  recorded: 'device',
} as const satisfies Partial<ChangeStrategy>;

/** The strategy of each effect. The life of every change is in `run-change.ts`. */
export const changeStrategies: Readonly<Record<ChangeEffect, ChangeStrategy>> = {
  reset: {
    isMeant: () => true,
    select: selectForReset,
    write: async (am, _args, plan) =>
      plan.way === 'AT_ONCE'
        ? [await writeOnce(plan.devices, () => am.devices.reset(plan.person, plan.kind))]
        : removeEach(am, plan),
    isDone: isGone,
    heedsUnclear: true,
    outcomeOfNone: 'NOTHING_TO_RESET',
    recorded: 'list',
  },
  remove: {
    ...ofOneDevice,
    write: (am, _args, plan) => removeEach(am, plan),
    isDone: isGone,
  },
  rename: {
    ...ofOneDevice,
    write: async (am, { deviceId: id, name }, { person, kind, devices }) => {
      if (id === null || name === null) throw new TypeError('a rename needs a device and a name');
      let isSent = true;
      const write = await writeOnce(devices, async () => {
        isSent = await am.devices.rename(person, kind, { id, name });
      });
      return isSent ? [write] : [];
    },
    isDone: (now, name) => now?.name === name,
  },
  // It has no kinds of device, so its records have no results; `sign-out.ts` runs it.
  endSessions: {
    ...ofOneDevice,
    select: () => ({ kind: 'stop', outcome: 'NOT_DONE', problem: null }),
    write: async () => [],
    isMeant: () => false,
    isDone: () => false,
  },
};

/**
 * A reset that had to wait acts on the devices of the time of the request. If AM could only remove
 * a newer device with them, nothing is sent (R21). After a reset with an unclear outcome the list
 * may lack a newer device, so each device is removed by its id, and only one that the caller or the
 * earlier reset named (R31). `force` keeps AM's own reset.
 */
function selectForReset(
  am: Am,
  { kind, listed, seen, unclear, force, expected }: ChangeArguments & KindLists,
): Selection {
  const known = expected?.filter((device) => device.kind === kind) ?? unclear;
  if (known !== null && hasUnexpected(listed, known)) return devicesChanged(expected === null);
  const way = unclear !== null && !force ? 'ONE_BY_ONE' : am.devices.resetMethod(kind);
  const isAtOnce = way === 'AT_ONCE';
  const devices =
    seen === null ? listed : listed.filter(({ id }) => seen.some((device) => device.id === id));
  const isForced = isAtOnce && force && listed.length === 0;
  if (devices.length === 0 && !isForced)
    return { kind: 'stop', outcome: 'NOTHING_TO_RESET', problem: null };
  if (isAtOnce && devices.length < listed.length)
    return { kind: 'stop', outcome: 'NOT_DONE', problem: null };
  return { kind: 'send', devices, way };
}

/** Whether a registered device is not known; without an id it cannot be (U34). */
function hasUnexpected(
  devices: readonly Device[],
  known: readonly { id: string | null }[],
): boolean {
  return devices.some(({ id }) => id !== null && !known.some((one) => one.id === id));
}

function devicesChanged(isAfterUnclear: boolean): Selection {
  const message = isAfterUnclear
    ? 'The outcome of an earlier reset is unknown, and another device is registered now. Nothing was sent. Look at the devices, and send their ids as `expectedDeviceIds`.'
    : 'Other devices are registered than those that were expected. Nothing was sent.';
  return { kind: 'stop', outcome: 'NOT_DONE', problem: new Failure('DEVICES_CHANGED', message) };
}

async function writeOnce(devices: readonly Device[], write: () => Promise<void>): Promise<Write> {
  return { devices, problem: (await attempt(write)) ?? null };
}

/** Stops at the first removal that fails. A device without an id cannot be removed alone (U34). */
async function removeEach(am: Am, { person, kind, devices }: WritePlan): Promise<readonly Write[]> {
  const writes: Write[] = [];
  for (const device of devices) {
    const { id } = device;
    if (id === null) continue;
    const write = await writeOnce([device], () => am.devices.remove(person, kind, id));
    writes.push(write);
    if (write.problem !== null) break;
  }
  return writes;
}
