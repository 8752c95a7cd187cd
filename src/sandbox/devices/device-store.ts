import type { DeviceKind } from './device-kinds.ts';
import { isJsonObject, tryParseJson } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import type { Person } from '../people/person.ts';

/**
 * Returns the readable records of one kind, as they are now or were some milliseconds ago. Values
 * that are not JSON are skipped (contract §18 U34).
 */
export function readDevices(person: Person, kind: DeviceKind, agoMs = 0): readonly JsonObject[] {
  const values = person.attributes.valuesAgo(kind.attribute, agoMs);
  return values.map(tryParseJson).filter(isJsonObject);
}

/** Writes the whole attribute, as AM does. Unreadable values are lost (contract §3.9, U11). */
export function writeDevices(
  person: Person,
  kind: DeviceKind,
  devices: readonly JsonObject[],
): void {
  person.known.clear();
  if (devices.length === 0) {
    person.attributes.delete(kind.attribute);
    return;
  }
  person.attributes.set(
    kind.attribute,
    devices.map((device) => JSON.stringify(device)),
  );
}

/** Resets a kind: first the skip flag (OATH only), then every device (contract §3.10, U10). */
export function resetDevices(person: Person, kind: DeviceKind): void {
  clearSkipFlag(person, kind);
  person.known.clear();
  person.attributes.delete(kind.attribute);
}

/**
 * Sets the skip flag to 0, "not set", as deletes and resets of OATH devices do (contract §3.9,
 * U29).
 */
export function clearSkipFlag(person: Person, kind: DeviceKind): void {
  if (kind.name === 'oath') {
    writeSkipFlag(person, kind, '0');
  }
}

/** Writes the skip flag: 0 not set, 1 skippable, 2 not skippable (contract §4.2). */
export function writeSkipFlag(person: Person, kind: DeviceKind, flag: '0' | '1' | '2'): void {
  person.known.clear();
  if (kind.skipAttribute !== undefined) {
    person.attributes.set(kind.skipAttribute, [flag]);
  }
}

/** Whether the flag is exactly 1 (contract §3.9 check). */
export function isSkippable(person: Person, kind: DeviceKind): boolean {
  return person.attributes.get(kind.skipAttribute ?? '')?.[0] === '1';
}
