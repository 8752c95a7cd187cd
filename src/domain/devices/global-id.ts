import { deviceKinds, type DeviceKind } from './device.ts';
import { prepared } from '../values/prepared.ts';

/** The content of a global id. Its `type` is that of the object in the schema, but for devices. */
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
    }
  | {
      readonly type: 'DevicesOfKind';
      readonly realm: string;
      /** The owner's id, folded. */
      readonly owner: string;
      readonly kind: DeviceKind;
    }
  | { readonly type: RecordType; readonly id: string }
  | { readonly type: 'RealmThreatLevel'; readonly realm: string };

/** The types whose objects are found by one id of the ledger. */
const recordTypes = ['DeviceChange', 'PendingDeviceChange', 'ResetCampaign'] as const;
export type RecordType = (typeof recordTypes)[number];

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

/** Returns the global id of a person's list of devices of one kind. */
export function globalListId({ id, realm }: DeviceOwner, kind: DeviceKind): string {
  return encode('DevicesOfKind', [realm.name, prepared(id), kind]);
}

/** Returns the global id of a realm's threat level. */
export function globalLevelId(realm: string): string {
  return encode('RealmThreatLevel', [realm]);
}

/** Returns the global id of an object that the ledger finds by an id of its own. */
export function globalRecordId(type: RecordType, id: string): string {
  return encode(type, [id]);
}

/**
 * Returns the ledger's id in a text: that of a global id of this type, or else the text itself,
 * such as a reference number that was read aloud.
 */
export function recordIdIn(type: RecordType, text: string): string {
  const globalId = readGlobalId(text);
  return globalId?.type === type ? globalId.id : text;
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

/** The person whose global id a text is; null for any other text, such as AM's id. */
export function userOfGlobalId(
  text: string,
): { readonly id: string; readonly realm: string } | null {
  const global = readGlobalId(text);
  return global?.type === 'User' ? { id: global.id, realm: global.realm } : null;
}

/** Parses a global id; null for any other text, such as AM's id. Each object has exactly one. */
export function readGlobalId(text: string): GlobalId | null {
  const [, name, encoded = ''] = /^([A-Za-z]+)=([A-Za-z0-9_-]+)$/.exec(text) ?? [];
  const type = types.find((one) => one === name);
  const parts = type === undefined ? null : partsIn(encoded);
  if (type === undefined || parts === null || `${type}=${encodedParts(parts)}` !== text)
    return null;
  switch (type) {
    case 'User':
      return userIn(parts);
    case 'Device':
      return deviceIn(parts);
    case 'DevicesOfKind':
      return listIn(parts);
    case 'RealmThreatLevel': {
      const realm = onlyText(parts);
      return realm === null ? null : { type, realm };
    }
    case 'DeviceChange':
    case 'PendingDeviceChange':
    case 'ResetCampaign': {
      const id = onlyText(parts);
      return id === null ? null : { type, id };
    }
  }
}

const types = ['User', 'Device', 'DevicesOfKind', ...recordTypes, 'RealmThreatLevel'] as const;

function userIn(parts: readonly unknown[]): GlobalId | null {
  const [realm, id] = parts;
  const isUser = parts.length === 2 && typeof realm === 'string' && typeof id === 'string';
  return isUser ? { type: 'User', realm, id } : null;
}

function deviceIn(parts: readonly unknown[]): GlobalId | null {
  const list = listIn(parts.slice(0, 3));
  if (list?.type !== 'DevicesOfKind') return null;
  const device = { ...list, type: 'Device' } as const;
  const [id, place] = parts.slice(3);
  if (typeof id === 'string') return parts.length === 4 ? { ...device, id } : null;
  const isBroken = id === null && parts.length === 5 && Number.isSafeInteger(place);
  return isBroken ? { ...device, id: null } : null;
}

function listIn(parts: readonly unknown[]): GlobalId | null {
  const [realm, owner, kind] = parts;
  const known = deviceKinds.find((one) => one === kind);
  if (typeof realm !== 'string' || typeof owner !== 'string' || known === undefined) return null;
  if (parts.length !== 3 || prepared(owner) !== owner) return null;
  return { type: 'DevicesOfKind', realm, owner, kind: known };
}

function onlyText(parts: readonly unknown[]): string | null {
  const [text] = parts;
  return parts.length === 1 && typeof text === 'string' ? text : null;
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
