import type { DeviceKind } from './device-kinds.ts';
import { pickFields, revisionOf, tryParseJson } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import { isSecondFactor } from '../session/second-factors.ts';

/** A row, or a date that makes the whole list fail (contract §18 U35). */
export type TrustedRow = { readonly row: JsonObject } | { readonly unparseable: string };

/**
 * Returns a stored record as an item of an answer: `_id` (absent if the record has no id, U34),
 * `_rev`, then all members.
 */
export function fullRow(kind: DeviceKind, device: JsonObject): JsonObject {
  const id = device[kind.listIdField];
  const identity = typeof id === 'string' ? { _id: id } : {};
  return { ...identity, _rev: revisionOf(device), ...device };
}

/** Returns the members of a record that AM 7+ lists, without secrets (contract §3.4). */
export function safeRow(kind: DeviceKind, device: JsonObject, isManageable: boolean): JsonObject {
  const status = isSecondFactor(kind.name) ? { deviceManagementStatus: isManageable } : {};
  return fullRow(kind, { ...pickFields(device, kind.listedFields), ...status });
}

/** Keeps the requested members, and always `_id` and `_rev` (contract §1.3, U33). */
export function trimRow(row: JsonObject, fields: readonly string[] | undefined): JsonObject {
  return fields === undefined ? row : pickFields(row, ['_id', '_rev', ...fields]);
}

/**
 * Returns the row of a trusted device: the date in the server's locale, the fingerprint as an
 * object (contract §3.8, U35).
 */
export function trustedRow(device: JsonObject): TrustedRow {
  const stored = device['lastSelectedDate'];
  const date = parseDate(stored);
  if (date === undefined) return { unparseable: String(stored) };
  const print = device['devicePrint'];
  const devicePrint = typeof print === 'string' ? (tryParseJson(print) ?? print) : print;
  return { row: { ...device, lastSelectedDate: formatLocal(date), devicePrint } };
}

function parseDate(value: unknown): Date | undefined {
  if (typeof value === 'number') return new Date(value);
  const isIso = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
  return isIso ? new Date(value) : undefined;
}

const localFormat = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** Java 17 writes an ordinary space; newer ICU data has a narrow no-break space. */
function formatLocal(date: Date): string {
  return localFormat.format(date).replaceAll('\u202F', ' ');
}
