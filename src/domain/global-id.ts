import { deviceKinds } from './device.ts';
import type { DeviceKind } from './device.ts';
import { prepared } from './prepared.ts';

/** What a global id names. */
export type GlobalId = GlobalUserId | GlobalDeviceId;

/** A person, by AM's own id and the name of their realm. */
export interface GlobalUserId {
  readonly type: 'User';
  readonly realm: string;
  readonly id: string;
}

/** A device of a person. */
export interface GlobalDeviceId {
  readonly type: 'Device';
  readonly realm: string;
  /** The owner's id, folded, because a list may be read before AM's own spelling of it is known (U22). */
  readonly owner: string;
  readonly kind: DeviceKind;
  /** AM's id of the device; null for a broken registration that has none (U34). */
  readonly id: string | null;
}

/** A person by AM's own name for them, as a list or a record has it. */
export interface Named {
  readonly id: string;
  readonly realm: { readonly name: string };
}

/** The global id of a person: one for each person in each realm. */
export function globalUserId({ id, realm }: Named): string {
  return encode('User', [realm.name, id]);
}

/**
 * The global id of a device: no two devices of whatever kinds and people share one. A registration without an id of AM's is
 * known by its place among those, as long as the list does not change.
 */
export function globalDeviceId(
  owner: Named,
  {
    kind,
    id,
    place,
  }: { readonly kind: DeviceKind; readonly id: string | null; readonly place: number },
): string {
  const known = [owner.realm.name, prepared(owner.id), kind];
  return encode('Device', id === null ? [...known, null, place] : [...known, id]);
}

/** What gives each device of one list of a person's its global id. */
export function globalIdsIn<D extends { readonly kind: DeviceKind; readonly id: string | null }>(
  owner: Named,
  devices: readonly D[],
): (device: D) => string {
  const broken = devices.filter(({ id }) => id === null);
  return (device) => {
    const { kind, id } = device;
    return globalDeviceId(owner, { kind, id, place: broken.indexOf(device) });
  };
}

/** Reads a global id; null for any other text, such as an id of AM's. One thing has one id. */
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

function encode(type: GlobalId['type'], parts: readonly unknown[]): string {
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
