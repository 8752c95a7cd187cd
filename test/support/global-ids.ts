/** Global ids as the gateway tells them, of people and devices by AM's own ids. */
import type { DeviceKind } from '../../src/domain/device.ts';
import { globalDeviceId, globalUserId } from '../../src/domain/global-id.ts';
import type { PersonRef } from '../../src/domain/person.ts';
import type { UserId } from '../../src/domain/user-id.ts';

/** The global id of somebody of a realm. */
export function idOfPerson(id: string, realm = 'alpha'): string {
  return globalUserId(refTo(id, realm));
}

/** The global id of a device of somebody of a realm; of a broken registration, by its place among those. */
export function idOfDevice(
  owner: string,
  kind: DeviceKind,
  id: string | number,
  realm = 'alpha',
): string {
  const known = typeof id === 'string' ? { id, place: -1 } : { id: null, place: id };
  return globalDeviceId(refTo(owner, realm), { kind, ...known });
}

function refTo(id: string, realm: string): PersonRef {
  return { id: id as UserId, realm: { name: realm, path: `/${realm}` } };
}
