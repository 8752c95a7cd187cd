/** Global ids of users and devices, computed independently of the gateway. */
import type { DeviceKind } from '../../src/domain/devices/device.ts';

/** Returns the global id of a user in a realm. */
export function idOfPerson(id: string, realm = 'alpha'): string {
  return `User=${encoded([realm, id])}`;
}

/** Returns the global id of a device; of a broken registration, by its index among those. */
export function idOfDevice(
  owner: string,
  kind: DeviceKind,
  id: string | number,
  realm = 'alpha',
): string {
  const known = typeof id === 'string' ? [id] : [null, id];
  return `Device=${encoded([realm, owner, kind, ...known])}`;
}

function encoded(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}
