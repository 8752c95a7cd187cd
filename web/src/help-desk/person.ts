import type { HelpDeskPersonQuery } from '@identity-gateway/client';
import { provingKinds } from '../parts/device.ts';
import type { Device, Kind } from '../parts/device.ts';

/** The person who is helped. */
export type Person = NonNullable<HelpDeskPersonQuery['user']>;

/** A change of theirs, from the record. */
export type RecordedChange = NonNullable<Person['history']>['edges'][number]['node'];

/** How a person is called in a sentence. */
export function nameOf({
  displayName,
  username,
}: {
  readonly displayName: string | null;
  readonly username: string;
}): string {
  return displayName !== null && displayName.trim() !== '' ? displayName : username;
}

/** How a person is called among friends: the given name where one is held. */
export function shortNameOf(person: Person): string {
  const { givenName } = person;
  return givenName !== null && givenName.trim() !== '' ? givenName : nameOf(person);
}

/** Every device that could be read. */
export function devicesOf({ devicesByKind }: Person): readonly Device[] {
  return devicesByKind?.flatMap(({ devices }) => devices ?? []) ?? [];
}

/** Whether every kind could be read, so that nothing else can be registered. */
export function isComplete({ devicesByKind }: Person): boolean {
  return devicesByKind?.every(({ devices }) => devices !== null) ?? false;
}

/** What is to go: kinds as a whole, or one device. */
export type Pick =
  | { readonly what: 'kinds'; readonly kinds: readonly Kind[] }
  | { readonly what: 'device'; readonly deviceId: string };

/** The devices that a pick is about, in the order of the list. */
export function pickedDevices(person: Person, pick: Pick): readonly Device[] {
  return devicesOf(person).filter(({ id, kind }) =>
    pick.what === 'kinds' ? pick.kinds.includes(kind) : id === pick.deviceId,
  );
}

/** The devices by which a person can still prove who they are when some have gone. */
export function remainingWays(person: Person, gone: readonly Device[]): readonly Device[] {
  return devicesOf(person).filter(
    (device) => provingKinds.includes(device.kind) && !gone.some(({ id }) => id === device.id),
  );
}
