/**
 * Reads AM's JSON, one named member at a time. Only this folder reads it, by allow-list: a member that is not
 * named here never enters the gateway (design D4, security E1–E3). AM's lists and deletes carry seeds and
 * recovery codes (U7, U33).
 */

/** Thrown for JSON whose shape breaks the contract; the message never quotes a value. */
export class WireError extends Error {}

/** A JSON object with unchecked members. */
export type Fields = Readonly<Record<string, unknown>>;

/** Parses a body; undefined when it is not JSON, such as the HTML page of a servlet container (U24). */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Whether a value is a JSON object. */
export function isFields(json: unknown): json is Fields {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** Requires a JSON object. */
export function fields(json: unknown, what: string): Fields {
  if (!isFields(json)) throw new WireError(`${what}: not a JSON object`);
  return json;
}

/** A required text. */
export function text(item: Fields, name: string): string {
  const value = optionalText(item, name);
  if (value === null) throw new WireError(`${name}: missing`);
  return value;
}

/** An optional text; null when absent. */
export function optionalText(item: Fields, name: string): string | null {
  const value = item[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new WireError(`${name}: not a text`);
  return value;
}

/** An attribute's first value. AM sends most attributes as arrays, a few as plain texts (§5.1, U39). */
export function firstText(item: Fields, name: string): string | null {
  const value = item[name];
  if (!Array.isArray(value)) return optionalText(item, name);
  const first: unknown = value[0];
  if (first === undefined) return null;
  if (typeof first !== 'string') throw new WireError(`${name}: not a list of texts`);
  return first;
}

/** An optional boolean; null when absent. */
export function optionalBoolean(item: Fields, name: string): boolean | null {
  const value = item[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'boolean') throw new WireError(`${name}: not a boolean`);
  return value;
}

/** Epoch seconds stay below this until the year 5138, epoch milliseconds are above it since 1973. */
const firstMilliseconds = 100_000_000_000;

/** A date in epoch milliseconds, or in epoch seconds like OpenAM's `lastLogin` (§3.4); 0 means never. */
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

/** An optional ISO 8601 date; null when absent. */
export function isoDate(item: Fields, name: string): Date | null {
  const value = optionalText(item, name);
  if (value === null) return null;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) throw new WireError(`${name}: not a date`);
  return date;
}

/** An optional finite number; null when absent. */
export function optionalNumber(item: Fields, name: string): number | null {
  const value = item[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new WireError(`${name}: not a number`);
  }
  return value;
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
  if (hasFurtherPages(json)) throw new WireError('list: AM holds back further pages');
  return pageOf(json);
}

/** Whether a query's answer is one of several pages. */
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
