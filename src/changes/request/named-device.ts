import type { DeviceName } from './change-order.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { isDeviceId } from '../../domain/devices/device-id.ts';
import { badInput } from '../../domain/values/failure.ts';
import { readGlobalId } from '../../domain/devices/global-id.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import { isPerhapsSameSpelling } from '../../domain/people/user-id.ts';
import { memberOf } from '../../domain/values/member.ts';

/**
 * Rejects an id that cannot be a device's, before any call to AM (security C).
 * @param input has `deviceId`, a global id or AM's own, and `kind`, which AM's own id requires
 */
export function checkDevice(input: unknown): void {
  const id = memberOf(input, 'deviceId');
  const global = typeof id === 'string' ? readGlobalId(id) : null;
  if (global?.type === 'Device') {
    if (global.id !== null && isDeviceId(global.id)) return;
    throw badInput(
      'deviceId',
      'This registration is broken and has no id at AM. Nothing was changed. Reset its kind.',
    );
  }
  if (typeof id !== 'string' || !isDeviceId(id))
    throw badInput('deviceId', 'This is not a valid id of a device.');
  if ((memberOf(input, 'kind') ?? null) === null)
    throw badInput('kind', "Name the kind of the device, or give the device's global id.");
}

/** The device that a checked input names; null if its global id belongs to another person. */
export function deviceIn(
  { deviceId, kind = null }: { readonly deviceId: string; readonly kind?: DeviceKind | null },
  owner: PersonRef,
): DeviceName | null {
  if (readGlobalId(deviceId)?.type !== 'Device')
    return kind === null ? null : { kind, id: deviceId };
  const named = deviceOf(owner, deviceId);
  return kind === null || kind === named?.kind ? named : null;
}

/** The devices of a person that global ids name; ids of other people's devices are left out. */
export function devicesIn(globalIds: readonly string[], owner: PersonRef): readonly DeviceName[] {
  return globalIds.flatMap((id) => deviceOf(owner, id) ?? []);
}

/** The device of a person that a global id names; null if it is another person's, or broken. */
function deviceOf({ id, realm }: PersonRef, globalId: string): DeviceName | null {
  const global = readGlobalId(globalId);
  if (global?.type !== 'Device' || global.id === null) return null;
  const isOwner = global.realm === realm.name && isPerhapsSameSpelling(global.owner, id);
  return isOwner ? { kind: global.kind, id: global.id } : null;
}
