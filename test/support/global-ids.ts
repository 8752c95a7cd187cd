/** Global ids of what a test knows by AM's own ids, in realm alpha. */
import type { DeviceKind } from '../../src/domain/device.ts';
import type { UserId } from '../../src/domain/user-id.ts';
import { globalDeviceId, globalUserId } from '../../src/domain/global-id.ts';

const realm = { name: 'alpha', path: '/alpha' };

/** The global id of a person. */
export function globalIdOf(id: string): string {
  return globalUserId({ id: id as UserId, realm });
}

/** The global id of a person's device; where AM has none for it, by its place in the list. */
export function deviceIdOf(owner: string, kind: DeviceKind, id: string | null, place = 0): string {
  return globalDeviceId({ id: owner as UserId, realm }, { kind, id, place });
}
