/**
 * Reads AM's JSON, one named member at a time. Only this folder reads it, by allow-list: a member
 * that is not named here never enters the gateway (design D4, security E1–E3). AM's lists and
 * deletes carry seeds and recovery codes (U7, U33).
 */

import { isFields, type Fields } from '../../domain/values/json.ts';

export { isFields, type Fields } from '../../domain/values/json.ts';

/** Thrown for JSON whose shape breaks the contract; the message never quotes a value. */
export class WireError extends Error {
  readonly code: 'NOT_JSON' | 'WRONG_SHAPE';

  constructor(message: string, code: WireError['code'] = 'WRONG_SHAPE') {
    super(message);
    this.code = code;
  }
}

/** Requires a JSON object. */
export function fields(json: unknown, what: string): Fields {
  if (isFields(json)) return json;
  if (json === undefined) throw new WireError(`${what}: not JSON`, 'NOT_JSON');
  throw new WireError(`${what}: not a JSON object`);
}

/** A required text. */
export function text(item: Fields, name: string): string {
  const value = optionalText(item, name);
  if (value === null) throw new WireError(`${name}: missing`);
  return value;
}

/** An optional text; null when absent. */
export function optionalText(item: Fields, name: string): string | null {
  const value = item[name] ?? null;
  if (value === null || typeof value === 'string') return value;
  throw new WireError(`${name}: not a text`);
}

/** An attribute's first value. AM sends most attributes as arrays, others as texts (§5.1, U39). */
export function firstText(item: Fields, name: string): string | null {
  const value = item[name];
  if (!Array.isArray(value)) return optionalText(item, name);
  const first: unknown = value[0];
  if (first === undefined) return null;
  if (typeof first !== 'string') throw new WireError(`${name}: not a list of texts`);
  return first;
}

/** All values of an attribute, without blank ones. AM sends it as an array or as a text. */
export function allTexts(item: Fields, name: string): string[] {
  const value = item[name] ?? [];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((one) => {
    if (typeof one !== 'string') throw new WireError(`${name}: not a list of texts`);
    return one.trim() === '' ? [] : one;
  });
}

/** An optional boolean; null when absent. */
export function optionalBoolean(item: Fields, name: string): boolean | null {
  const value = item[name] ?? null;
  if (value === null || typeof value === 'boolean') return value;
  throw new WireError(`${name}: not a boolean`);
}

/** An optional finite number; null when absent. */
export function optionalNumber(item: Fields, name: string): number | null {
  const value = item[name] ?? null;
  if (value === null || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw new WireError(`${name}: not a number`);
}

/** Epoch seconds stay below this until the year 5138; epoch milliseconds exceed it since 1973. */
const firstMilliseconds = 100_000_000_000;

/** The end of the year 9999, in epoch milliseconds; RFC 3339 has no later year. */
const lastMilliseconds = 253_402_300_799_999;

/** A date in epoch milliseconds, or in seconds like OpenAM's `lastLogin` (§3.4); 0 means never. */
export function epochDate(item: Fields, name: string): Date | null {
  const value = optionalNumber(item, name);
  if (value === null || value === 0) return null;
  if (value < 0 || value > lastMilliseconds) throw new WireError(`${name}: not an epoch time`);
  return new Date(value < firstMilliseconds ? value * 1000 : value);
}

/** A date in epoch seconds; null when absent. */
export function secondsDate(item: Fields, name: string): Date | null {
  const seconds = optionalNumber(item, name);
  return seconds === null ? null : validDate(seconds * 1000, name);
}

/** An optional ISO 8601 date; null when absent. */
export function isoDate(item: Fields, name: string): Date | null {
  const value = optionalText(item, name);
  return value === null ? null : validDate(value, name);
}

function validDate(value: number | string, name: string): Date {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) throw new WireError(`${name}: not a time`);
  return date;
}

/** The `code` of an error body, which is its HTTP status; null when it has none (contract §1.4). */
export function readErrorCode(json: unknown): number | null {
  return isFields(json) && typeof json['code'] === 'number' ? json['code'] : null;
}

/** The `message` of an error body; null when it has none (contract §1.4). */
export function readErrorMessage(json: unknown): string | null {
  return isFields(json) && typeof json['message'] === 'string' ? json['message'] : null;
}

/** Reads the answer of an action: `{"result":true}` (contract §3.9). */
export function readResult(json: unknown): boolean {
  const { result } = fields(json, 'action');
  if (typeof result !== 'boolean') throw new WireError('action: no boolean result');
  return result;
}

/** The items of a query's answer. Throws when AM sends only a part of them (contract §1.3). */
export function itemsOf(json: unknown): Fields[] {
  if (nextPageIn(json) !== null) throw new WireError('list: AM holds back further pages');
  return pageOf(json);
}

/** The cookie of the next page of a query's answer; null if this page is the last one. */
export function nextPageIn(json: unknown): string | null {
  const cookie = fields(json, 'list')['pagedResultsCookie'];
  if (typeof cookie !== 'string') return null;
  if (!cookie.isWellFormed()) throw new WireError('list: pagedResultsCookie is no text');
  return cookie;
}

/** The items of one page of a query's answer. */
export function pageOf(json: unknown): Fields[] {
  const envelope = fields(json, 'list');
  // Both checks: contract §1.3.
  if ((envelope['error'] ?? null) !== null) throw new WireError('list: AM broke off with an error');
  const { result, resultCount } = envelope;
  if (!Array.isArray(result)) throw new WireError('list: result is not a list');
  if (typeof resultCount === 'number' && resultCount !== result.length)
    throw new WireError('list: resultCount is not the number of items');
  return result.map((item: unknown) => fields(item, 'item'));
}
