import type { HelpDeskPersonQuery } from '@identity-gateway/client';
import { provingDevices } from '../parts/device.ts';
import type { Device } from '../parts/device.ts';
import { nameOf } from '../parts/person-name.ts';

/** The user that the agent helps. */
export type Person = NonNullable<HelpDeskPersonQuery['user']>;

/** Returns the given name of a user if Access Management has one. */
export function shortNameOf(person: Person): string {
  const { givenName } = person;
  return givenName !== null && givenName.trim() !== '' ? givenName : nameOf(person);
}

/** Returns every device that could be read. */
export function devicesOf({ devicesByKind }: Person): readonly Device[] {
  return devicesByKind?.flatMap(({ devices }) => devices ?? []) ?? [];
}

/** Whether the user is known to be privileged: a change for them asks for more care. */
export function isPrivileged({ reset }: Person): boolean {
  return reset.isTargetPrivileged === true;
}

/** Whether every kind could be read, so that the list is complete. */
export function isComplete({ devicesByKind }: Person): boolean {
  return devicesByKind?.every(({ devices }) => devices !== null) ?? false;
}

/** Whether a removal for a call ends the user's sessions, too. */
export function endsSessions(
  { endSessions: { isAllowed } }: Person,
  { endSessions }: { readonly endSessions: boolean },
): boolean {
  return isAllowed && endSessions;
}

/** Returns the devices with which the user can still sign in without some of them. */
export function remainingMethods(person: Person, removed: readonly Device[]): readonly Device[] {
  return provingDevices(devicesOf(person)).filter(
    (device) => !removed.some(({ id }) => id === device.id),
  );
}
