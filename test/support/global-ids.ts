/** Global ids as the gateway makes them, told by the test itself: one for each person and each device. */
import type { DeviceKind } from '../../src/domain/device.ts';

/** The global id of somebody of a realm. */
export function idOfPerson(id: string, realm = 'alpha'): string {
  return `User=${encoded([realm, id])}`;
}

/** The global id of a device of somebody of a realm; of a broken registration, by its place among those. */
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
