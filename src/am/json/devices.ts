import { PushPlatform } from '../../domain/devices/device.ts';
import type {
  Device,
  DeviceKind,
  DeviceOf,
  OathDevice,
  ProfileData,
} from '../../domain/devices/device.ts';
import { Decorations, type NoteUnreadable } from './decorations.ts';
import type { DeviceField } from './members.ts';
import { fields, itemsOf, WireError } from './wire.ts';

/**
 * Reads a device list. No gap may go unnoticed (R16): a list without its envelope, or with an item
 * that is no object, is refused. Within an item nothing decides (design D29).
 */
export function readDevices<K extends DeviceKind>(
  json: unknown,
  kind: K,
  note: NoteUnreadable,
): readonly DeviceOf<K>[] {
  const read: (item: Decorations) => DeviceOf<K> = deviceReaders[kind];
  return itemsOf(json).map((item) => read(new Decorations(item, note)));
}

/** Reads the profiles of a list that was requested with `profileDataFields` (contract §3.7, E6). */
export function readProfileData(json: unknown, note: NoteUnreadable): readonly ProfileData[] {
  return itemsOf(json).map((one) => {
    const item = new Decorations(one, note);
    const metadata = item.part('metadata');
    const platform = metadata.part('platform');
    const browser = metadata.part('browser');
    const location = item.part('location');
    return {
      deviceId: profileId(item) ?? '',
      platform: platform.text('platform'),
      platformVersion: platform.label('version'),
      model: platform.text('model'),
      manufacturer: metadata.part('hardware').text('manufacturer') ?? browser.text('vendor'),
      userAgent: browser.text('userAgent'),
      locale: platform.text('locale') ?? platform.text('language'),
      timeZone: platform.text('timeZone') ?? utcOffset(platform),
      latitude: location.number('latitude', [-90, 90]),
      longitude: location.number('longitude', [-180, 180]),
    };
  });
}

/** The members of a device profile that hold personal data. */
export const profileDataFields: readonly DeviceField[] = ['identifier', 'metadata', 'location'];

/**
 * The record to send back with another label: the whole item as AM listed it, as AM's own clients
 * do (contract §3.9). It goes to AM only and never leaves this room. Null when the list has no such
 * device.
 */
export function renamedRecord(
  json: unknown,
  { kind, id, label, name }: { kind: DeviceKind } & Record<'id' | 'label' | 'name', string>,
): string | null {
  const read: (one: Decorations) => Device = deviceReaders[kind];
  const item = itemsOf(json).find((one) => read(new Decorations(one, () => undefined)).id === id);
  return item === undefined ? null : JSON.stringify({ ...item, [label]: name });
}

/** Checks that AM answered with the record of a device; a proxy's JSON lacks its id. */
export function checkRecord(json: unknown, id: string): void {
  const { uuid, identifier, _id } = fields(json, 'device');
  if (![uuid, identifier, _id].includes(id)) throw new WireError('device: another record');
}

const deviceReaders: { readonly [K in DeviceKind]: (item: Decorations) => DeviceOf<K> } = {
  OATH: (item) => ({ kind: 'OATH', ...factsOf(item) }),
  PUSH: (item) => ({
    kind: 'PUSH',
    ...factsOf(item),
    platform: platformOf(item.text('deviceType')),
    issuer: item.text('issuer'),
  }),
  WEB_AUTHN: (item) => ({
    kind: 'WEB_AUTHN',
    ...factsOf(item),
    credentialId: item.text('credentialId'),
  }),
  BOUND: (item) => ({
    kind: 'BOUND',
    ...factsOf(item),
    deviceIdentifier: item.text('deviceId'),
  }),
  RECOGNIZE: (item) => ({ kind: 'RECOGNIZE', ...factsOf(item, item.id('_id', 'uuid')) }),
  PROFILE: (item) => ({
    kind: 'PROFILE',
    ...factsOf(item, profileId(item)),
    name: item.text('alias'),
    lastUsedAt: item.date('lastSelectedDate'),
  }),
  TRUSTED: (item) => ({
    kind: 'TRUSTED',
    ...factsOf(item, item.id('uuid')), // `_id` is the name here, and removes nothing (U35)
    name: item.text('name'),
    lastUsedText: item.text('lastSelectedDate'),
    useCount: item.integer('selectionCounter', [0, mostUses]),
  }),
};

/** What most kinds have; OATH devices have nothing else. */
function factsOf(item: Decorations, id = item.id('uuid', '_id')): Omit<OathDevice, 'kind'> {
  return {
    id,
    name: item.text('deviceName'),
    registeredAt: item.date('createdDate'),
    lastUsedAt: item.date('lastAccessDate') ?? item.date('lastLogin'),
    canManage: item.flag('deviceManagementStatus'),
  };
}

function profileId(item: Decorations): string | null {
  return item.id('identifier', '_id');
}

/** The largest `Int` of GraphQL. */
const mostUses = 2_147_483_647;

function platformOf(value: string | null): PushPlatform | null {
  return Object.values(PushPlatform).find((one) => one === value?.toUpperCase()) ?? null;
}

/**
 * The offset that a browser reported, as a text such as `UTC+02:00`. Browsers count the minutes
 * from local time to UTC, as `Date.getTimezoneOffset()` does: 120 minutes ahead of UTC are -120.
 */
function utcOffset(platform: Decorations): string | null {
  const minutes = platform.integer('timezone', [-mostOffset, mostOffset]);
  if (minutes === null) return null;
  const sign = minutes > 0 ? '-' : '+';
  const ahead = Math.abs(minutes);
  const [hours, rest] = [Math.trunc(ahead / 60), ahead % 60];
  return `UTC${sign}${[hours, rest].map((part) => String(part).padStart(2, '0')).join(':')}`;
}

/** No time zone is further from UTC, in minutes. */
const mostOffset = 14 * 60;
