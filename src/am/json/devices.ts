import { PushPlatform } from '../../domain/devices/device.ts';
import type { DeviceKind, DeviceOf, OathDevice, ProfileData } from '../../domain/devices/device.ts';
import { isDeviceId } from '../../domain/devices/device-id.ts';
import {
  epochDate,
  fields,
  isFields,
  itemsOf,
  optionalBoolean,
  optionalNumber,
  optionalText,
  WireError,
  type Fields,
} from './wire.ts';

/** Reads a device list. An unreadable item rejects the list: no gap may go unnoticed (R16). */
export function readDevices<K extends DeviceKind>(json: unknown, kind: K): readonly DeviceOf<K>[] {
  const read: (item: Fields) => DeviceOf<K> = deviceReaders[kind];
  return itemsOf(json).map((item) => read(item));
}

/** Reads the profiles of a list that was requested with `profileDataFields` (contract §3.7, E6). */
export function readProfileData(json: unknown): readonly ProfileData[] {
  return itemsOf(json).map((item) => {
    const metadata = part(item, 'metadata');
    const platform = part(metadata, 'platform');
    const hardware = part(metadata, 'hardware');
    const location = part(item, 'location');
    return {
      deviceId: optionalText(item, 'identifier') ?? '',
      platform: optionalText(platform, 'platform'),
      platformVersion: versionOf(platform),
      model: optionalText(platform, 'model'),
      manufacturer: optionalText(hardware, 'manufacturer'),
      userAgent: optionalText(part(metadata, 'browser'), 'userAgent'),
      locale: optionalText(platform, 'locale'),
      timeZone: optionalText(platform, 'timeZone'),
      latitude: optionalNumber(location, 'latitude'),
      longitude: optionalNumber(location, 'longitude'),
    };
  });
}

/** The members of a device profile that hold personal data. */
export const profileDataFields: readonly string[] = ['identifier', 'metadata', 'location'];

/**
 * The record to send back with another label: the whole item as AM listed it, as AM's own clients
 * do (contract §3.9). It goes to AM only and never leaves this room. Null when the list has no such
 * device.
 */
export function renamedRecord(
  json: unknown,
  { kind, id, label, name }: { kind: DeviceKind } & Record<'id' | 'label' | 'name', string>,
): string | null {
  const item = itemsOf(json).find((one) => deviceReaders[kind](one).id === id);
  return item === undefined ? null : JSON.stringify({ ...item, [label]: name });
}

/** Checks that AM answered with the record of a device; a proxy's JSON lacks its id. */
export function checkRecord(json: unknown, id: string): void {
  const { uuid, identifier, _id } = fields(json, 'device');
  if (![uuid, identifier, _id].includes(id)) throw new WireError('device: another record');
}

const deviceReaders: { readonly [K in DeviceKind]: (item: Fields) => DeviceOf<K> } = {
  OATH: (item) => ({ kind: 'OATH', ...factsOf(item) }),
  PUSH: (item) => ({
    kind: 'PUSH',
    ...factsOf(item),
    platform: platformOf(optionalText(item, 'deviceType')),
    issuer: optionalText(item, 'issuer'),
  }),
  WEB_AUTHN: (item) => ({
    kind: 'WEB_AUTHN',
    ...factsOf(item),
    credentialId: optionalText(item, 'credentialId'),
  }),
  BOUND: (item) => ({
    kind: 'BOUND',
    ...factsOf(item),
    deviceIdentifier: optionalText(item, 'deviceId'),
  }),
  PROFILE: (item) => ({
    kind: 'PROFILE',
    ...factsOf(item),
    id: deviceId(item, 'identifier') ?? deviceId(item, '_id'),
    name: optionalText(item, 'alias'),
    lastUsedAt: epochDate(item, 'lastSelectedDate'),
  }),
  TRUSTED: (item) => ({
    kind: 'TRUSTED',
    ...factsOf(item),
    id: deviceId(item, 'uuid'), // `_id` is the name here, and removes nothing (U35)
    name: optionalText(item, 'name'),
    lastUsedText: optionalText(item, 'lastSelectedDate'),
    useCount: optionalNumber(item, 'selectionCounter'),
  }),
};

/** What most kinds have; OATH devices have nothing else. */
function factsOf(item: Fields): Omit<OathDevice, 'kind'> {
  return {
    id: deviceId(item, 'uuid') ?? deviceId(item, '_id'),
    name: optionalText(item, 'deviceName'),
    registeredAt: epochDate(item, 'createdDate'),
    lastUsedAt: epochDate(item, 'lastAccessDate') ?? epochDate(item, 'lastLogin'),
    canManage: optionalBoolean(item, 'deviceManagementStatus'),
  };
}

/** Null for an id that could change the shape of a path: the app on the device chooses some ids. */
function deviceId(item: Fields, name: string): string | null {
  const id = optionalText(item, name);
  return id !== null && isDeviceId(id) ? id : null;
}

function platformOf(value: string | null): PushPlatform | null {
  return Object.values(PushPlatform).find((one) => one === value?.toUpperCase()) ?? null;
}

/** SDKs send the version as a text or a number. */
function versionOf(platform: Fields): string | null {
  const { version } = platform;
  return typeof version === 'number' ? String(version) : optionalText(platform, 'version');
}

function part(item: Fields, name: string): Fields {
  const value = item[name];
  return isFields(value) ? value : {};
}
