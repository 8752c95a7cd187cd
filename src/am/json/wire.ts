/**
 * How AM's JSON is read, one named member at a time. Only this folder reads it, by allow-list: what is not
 * named here does not exist past this line (design D4, security E1–E3). Lists and deletes of AM carry
 * seeds and recovery codes (U7, U33).
 */

/** Thrown for JSON of a shape that the contract does not allow; its text never quotes a value. */
export class WireError extends Error {}

/** A JSON object whose members are not yet known to be anything. */
export type Fields = Readonly<Record<string, unknown>>;

/** Parses a body; undefined when it is not JSON, as with the HTML pages of a servlet container (U24). */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Whether it is a JSON object. */
export function isFields(json: unknown): json is Fields {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** It as a JSON object. */
export function fields(json: unknown, what: string): Fields {
  if (!isFields(json)) throw new WireError(`${what}: not a JSON object`);
  return json;
}

/** A text that must be there. */
export function text(item: Fields, name: string): string {
  const value = optionalText(item, name);
  if (value === null) throw new WireError(`${name}: missing`);
  return value;
}

/** A text, or null where it is absent. */
export function optionalText(item: Fields, name: string): string | null {
  const value = item[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new WireError(`${name}: not a text`);
  return value;
}

/** An attribute's first value; AM gives attributes as arrays, a few as plain texts (§5.1, U39). */
export function firstText(item: Fields, name: string): string | null {
  const value = item[name];
  if (!Array.isArray(value)) return optionalText(item, name);
  const first: unknown = value[0];
  if (first === undefined) return null;
  if (typeof first !== 'string') throw new WireError(`${name}: not a list of texts`);
  return first;
}

/** A boolean, or null where it is absent. */
export function optionalBoolean(item: Fields, name: string): boolean | null {
  const value = item[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'boolean') throw new WireError(`${name}: not a boolean`);
  return value;
}

/** Seconds stay below this until the year 5138; AM's millisecond dates have been above it since 1973. */
const firstMilliseconds = 100_000_000_000;

/** Epoch milliseconds, or epoch seconds as in OpenAM's `lastLogin` (§3.4); 0 means never. */
export function epochDate(item: Fields, name: string): Date | null {
  const value = item[name];
  if (value === undefined || value === null || value === 0) return null;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new WireError(`${name}: not an epoch time`);
  }
  const date = new Date(value < firstMilliseconds ? value * 1000 : value);
  if (Number.isNaN(date.getTime())) throw new WireError(`${name}: not an epoch time`);
  return date;
}

/** An ISO 8601 date, or null where it is absent. */
export function isoDate(item: Fields, name: string): Date | null {
  const value = optionalText(item, name);
  if (value === null) return null;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) throw new WireError(`${name}: not a date`);
  return date;
}

/** A finite number, or null where it is absent. */
export function optionalNumber(item: Fields, name: string): number | null {
  const value = item[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new WireError(`${name}: not a number`);
  }
  return value;
}

/** The `message` of an error body, where there is one (contract §1.4). */
export function readErrorMessage(json: unknown): string | null {
  return isFields(json) && typeof json['message'] === 'string' ? json['message'] : null;
}

/** Reads the answer of an action: `{"result":true}` (contract §3.9). */
export function readResult(json: unknown): boolean {
  const { result } = fields(json, 'action');
  if (typeof result !== 'boolean') throw new WireError('action: no boolean result');
  return result;
}

/** The items of a query's answer, all of them or none (contract §1.3). */
export function itemsOf(json: unknown): Fields[] {
  if (hasFurtherPages(json)) throw new WireError('list: AM holds back further pages');
  return pageOf(json);
}

/** Whether a query's answer is only a page of several. */
export function hasFurtherPages(json: unknown): boolean {
  return typeof fields(json, 'list')['pagedResultsCookie'] === 'string';
}

/** The items of one page of a query's answer. */
export function pageOf(json: unknown): Fields[] {
  const envelope = fields(json, 'list');
  if (envelope['error'] !== undefined && envelope['error'] !== null) {
    throw new WireError('list: AM broke off with an error'); // contract §1.3
  }
  const { result, resultCount } = envelope;
  if (!Array.isArray(result)) throw new WireError('list: result is not a list');
  if (typeof resultCount === 'number' && resultCount !== result.length) {
    throw new WireError('list: resultCount is not the number of items'); // contract §1.3
  }
  return result.map((item: unknown) => fields(item, 'item'));
}
