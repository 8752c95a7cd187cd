import { deviceKinds, type DeviceKind } from './device.ts';
import { prepared } from '../values/prepared.ts';

/** The content of a global id: a person in a realm, or a device and its owner. */
export type GlobalId =
  | { readonly type: 'User'; readonly realm: string; readonly id: string }
  | {
      readonly type: 'Device';
      readonly realm: string;
      /** The owner's id, folded: a list may be read before AM's spelling is known (U22). */
      readonly owner: string;
      readonly kind: DeviceKind;
      /** AM's id of the device; null for a broken registration without an id (U34). */
      readonly id: string | null;
    };

/** A person, by AM's own spelling of the id. */
export interface DeviceOwner {
  readonly id: string;
  readonly realm: { readonly name: string };
}

/** Returns the global id of a person in a realm. */
export function globalUserId({ id, realm }: DeviceOwner): string {
  return encode('User', [realm.name, id]);
}

/**
 * Returns the global id of a device, unique across kinds and people. A registration without an id
 * is identified by its place among such registrations, so its global id changes with the list.
 */
export function globalDeviceId(
  owner: DeviceOwner,
  {
    kind,
    id,
    place,
  }: { readonly kind: DeviceKind; readonly id: string | null; readonly place: number },
): string {
  const known = [owner.realm.name, prepared(owner.id), kind];
  return encode('Device', id === null ? [...known, null, place] : [...known, id]);
}

/** Returns the global id of a person's list of devices of one kind. It is no `Node`. */
export function globalListId({ id, realm }: DeviceOwner, kind: DeviceKind): string {
  return encode('DevicesOfKind', [realm.name, prepared(id), kind]);
}

/** Returns the global id of a realm's threat level. It is no `Node`. */
export function globalLevelId(realm: string): string {
  return encode('RealmThreatLevel', [realm]);
}

/** Returns a function that returns the global ids of the devices in one list. */
export function globalIdsIn<D extends { readonly kind: DeviceKind; readonly id: string | null }>(
  owner: DeviceOwner,
  devices: readonly D[],
): (device: D) => string {
  return (device) => {
    const { kind, id } = device;
    const broken = id === null ? devices.filter((one) => one.id === null) : [];
    return globalDeviceId(owner, { kind, id, place: broken.indexOf(device) });
  };
}

/** Parses a global id; null for any other text, such as AM's id. Each object has exactly one. */
export function readGlobalId(text: string): GlobalId | null {
  const [, type, encoded = ''] = /^(User|Device)=([A-Za-z0-9_-]+)$/.exec(text) ?? [];
  const parts = type === undefined ? null : partsIn(encoded);
  if (parts === null || `${type}=${encodedParts(parts)}` !== text) return null;
  const [realm, person, kind, device, place] = parts;
  if (typeof realm !== 'string' || typeof person !== 'string') return null;
  if (type === 'User') return parts.length === 2 ? { type, realm, id: person } : null;
  const known = deviceKinds.find((one) => one === kind);
  if (known === undefined || prepared(person) !== person) return null;
  const named = { type: 'Device', realm, owner: person, kind: known } as const;
  if (typeof device === 'string') return parts.length === 4 ? { ...named, id: device } : null;
  const isBroken = device === null && parts.length === 5 && Number.isSafeInteger(place);
  return isBroken ? { ...named, id: null } : null;
}

function encode(
  type: GlobalId['type'] | 'DevicesOfKind' | 'RealmThreatLevel',
  parts: readonly unknown[],
): string {
  return `${type}=${encodedParts(parts)}`;
}

function encodedParts(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url');
}

function partsIn(encoded: string): readonly unknown[] | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : null;
  } catch {
    return null;
  }
}
