import type { DeviceKind } from '../../domain/device.ts';
import { isDeviceId } from '../../domain/device-id.ts';
import { badInput } from '../../domain/failure.ts';
import { readGlobalId } from '../../domain/global-id.ts';
import type { PersonRef } from '../../domain/person.ts';
import { isPerhapsSameSpelling } from '../../domain/user-id.ts';
import { memberOf } from '../input.ts';

/** A device as a change names it. */
export interface NamedDevice {
  readonly kind: DeviceKind;
  /** AM's id. */
  readonly id: string;
}

/**
 * Refuses what cannot be a device before anybody is asked (security C).
 * @param input with `deviceId`, a global id or AM's own, and `kind`, which AM's own needs
 */
export function checkDevice(input: unknown): void {
  const id = memberOf(input, 'deviceId');
  const global = typeof id === 'string' ? readGlobalId(id) : null;
  if (global?.type === 'Device') {
    if (global.id !== null && isDeviceId(global.id)) return;
    throw badInput(
      'deviceId',
      'This registration is broken and has no id at Access Management; reset its kind.',
    );
  }
  if (typeof id !== 'string' || !isDeviceId(id))
    throw badInput('deviceId', 'This cannot be the id of a device.');
  if ((memberOf(input, 'kind') ?? null) === null)
    throw badInput('kind', "Name the kind of the device, or give the device's global id.");
}

/** The device that an input names, which has been checked; null where its global id is another person's. */
export function deviceIn(
  { deviceId, kind = null }: { readonly deviceId: string; readonly kind?: DeviceKind | null },
  owner: PersonRef,
): NamedDevice | null {
  if (readGlobalId(deviceId)?.type !== 'Device')
    return kind === null ? null : { kind, id: deviceId };
  const named = deviceOf(owner, deviceId);
  return kind === null || kind === named?.kind ? named : null;
}

/** AM's ids of those of a person's devices of a kind that global ids name. */
export function amIdsIn(
  globalIds: readonly string[],
  owner: PersonRef,
  kind: DeviceKind,
): readonly string[] {
  const devices = globalIds.map((id) => deviceOf(owner, id));
  return devices.flatMap((device) => (device?.kind === kind ? [device.id] : []));
}

/** The device of a person that a global id names; null where it is no device of theirs, or a broken one. */
function deviceOf({ id, realm }: PersonRef, globalId: string): NamedDevice | null {
  const global = readGlobalId(globalId);
  if (global?.type !== 'Device' || global.id === null) return null;
  const isOwner = global.realm === realm.name && isPerhapsSameSpelling(global.owner, id);
  return isOwner ? { kind: global.kind, id: global.id } : null;
}
