/**
 * The only file that reads AM's JSON, by allow-list: what is not named here does not exist past this
 * line (design D4, security E1–E3). Lists and deletes of AM carry seeds and recovery codes (U7, U33).
 */
import type { Device, DeviceKind, DeviceOf, PushPlatform } from '../domain/device.ts';
import type { OathSkip, UserStatus } from '../domain/person.ts';

/** Thrown for JSON of a shape that the contract does not allow; its text never quotes a value. */
export class WireError extends Error {}

type Fields = Readonly<Record<string, unknown>>;

/** Parses a body; undefined when it is not JSON, as with the HTML pages of a servlet container (U24). */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** A session as `getSessionInfo` tells it (contract §6.2, U37). */
export interface SessionFacts {
  readonly username: string;
  readonly universalId: string;
  readonly realmPath: string;
  readonly idleExpiresAt: Date | null;
  readonly expiresAt: Date | null;
}

/** The session, or null where AM describes none: `{"valid":false}` (contract §6.2). */
export function readSession(json: unknown): SessionFacts | null {
  const session = fields(json, 'session');
  const username = optionalText(session, 'username');
  const realmPath = optionalText(session, 'realm');
  if (username === null || realmPath === null) return null;
  return {
    username,
    realmPath,
    universalId: text(session, 'universalId'),
    idleExpiresAt: isoDate(session, 'maxIdleExpirationTime'),
    expiresAt: isoDate(session, 'maxSessionExpirationTime'),
  };
}

/** What a user read tells of a person (contract §5.1). */
export interface PersonFacts {
  /** AM's own name for the person, never the spelling that was asked for (U22). */
  readonly trueName: string;
  readonly username: string;
  readonly displayName: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
  readonly status: UserStatus;
  readonly oathSkip: OathSkip;
}

/** The attributes to ask for, so that AM sends nothing else (U33, U39). */
export const personFields: readonly string[] = [
  'uid',
  'username',
  'cn',
  'givenName',
  'sn',
  'mail',
  'inetUserStatus',
  'oath2faEnabled',
];

/** Reads a person; `trueNameField` is `uid` or the like, `_id` in AIC. */
export function readPerson(json: unknown, trueNameField: string): PersonFacts {
  const user = fields(json, 'user');
  const trueName = firstText(user, trueNameField);
  if (trueName === null) throw new WireError(`user: no ${trueNameField}`);
  return {
    trueName,
    username: firstText(user, 'username') ?? firstText(user, 'uid') ?? trueName,
    displayName: firstText(user, 'cn'),
    givenName: firstText(user, 'givenName'),
    familyName: firstText(user, 'sn'),
    email: firstText(user, 'mail'),
    status: statusOf(firstText(user, 'inetUserStatus')),
    oathSkip: skipOf(firstText(user, 'oath2faEnabled')),
  };
}

/** The two-step choice: 1 is skippable, 2 required, 0 or nothing not set (contract §4.2, U29). */
function skipOf(value: string | null): OathSkip {
  if (value === '1') return 'SKIPPABLE';
  return value === '2' ? 'REQUIRED' : 'NOT_SET';
}

// Maps, not objects: a value such as `constructor` must not be found.
const statuses: ReadonlyMap<string, UserStatus> = new Map([
  ['active', 'ACTIVE'],
  ['inactive', 'INACTIVE'],
]);

function statusOf(value: string | null): UserStatus {
  return statuses.get(value?.toLowerCase() ?? '') ?? 'UNKNOWN';
}

/** The cookie's name out of `serverinfo/*` (contract §7). */
export function readCookieName(json: unknown): string {
  const name = text(fields(json, 'server info'), 'cookieName');
  if (!/^[A-Za-z0-9_.-]{1,128}$/.test(name)) throw new WireError('server info: odd cookieName');
  return name;
}

/** Reads the answer of an action: `{"result":true}` (contract §3.9). */
export function readResult(json: unknown): boolean {
  const { result } = fields(json, 'action');
  if (typeof result !== 'boolean') throw new WireError('action: no boolean result');
  return result;
}

/** The `message` of an error body, where there is one (contract §1.4). */
export function readErrorMessage(json: unknown): string | null {
  return isFields(json) && typeof json['message'] === 'string' ? json['message'] : null;
}

/** A device list. Every item is read, or the whole list is refused: never a silent gap (R16). */
export function readDevices<K extends DeviceKind>(json: unknown, kind: K): readonly DeviceOf<K>[] {
  const envelope = fields(json, 'list');
  if (envelope['error'] !== undefined && envelope['error'] !== null) {
    throw new WireError('list: AM broke off with an error'); // contract §1.3
  }
  if (typeof envelope['pagedResultsCookie'] === 'string') {
    throw new WireError('list: AM holds back further pages');
  }
  const { result } = envelope;
  if (!Array.isArray(result)) throw new WireError('list: result is not a list');
  const { resultCount } = envelope;
  if (typeof resultCount === 'number' && resultCount !== result.length) {
    throw new WireError('list: resultCount is not the number of items'); // contract §1.3
  }
  const read: (item: Fields) => DeviceOf<K> = deviceReaders[kind];
  return result.map((item: unknown) => read(fields(item, 'device')));
}

const deviceReaders: { readonly [K in DeviceKind]: (item: Fields) => DeviceOf<K> } = {
  OATH: (item) => ({ kind: 'OATH', ...deviceFacts(item) }),
  PUSH: (item) => ({
    kind: 'PUSH',
    ...deviceFacts(item),
    platform: platformOf(optionalText(item, 'deviceType')),
    issuer: optionalText(item, 'issuer'),
  }),
};

function deviceFacts(item: Fields): Omit<Device, 'kind' | 'platform' | 'issuer'> {
  return {
    id: optionalText(item, 'uuid') ?? optionalText(item, '_id'),
    name: optionalText(item, 'deviceName'),
    registeredAt: epochDate(item, 'createdDate'),
    lastUsedAt: epochDate(item, 'lastAccessDate') ?? epochDate(item, 'lastLogin'),
    canManage: optionalBoolean(item, 'deviceManagementStatus') ?? true,
  };
}

const platforms: ReadonlyMap<string, PushPlatform> = new Map([
  ['android', 'ANDROID'],
  ['ios', 'IOS'],
]);

function platformOf(value: string | null): PushPlatform | null {
  return value === null ? null : (platforms.get(value.toLowerCase()) ?? 'UNKNOWN');
}

function isFields(json: unknown): json is Fields {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function fields(json: unknown, what: string): Fields {
  if (!isFields(json)) throw new WireError(`${what}: not a JSON object`);
  return json;
}

function text(item: Fields, name: string): string {
  const value = optionalText(item, name);
  if (value === null) throw new WireError(`${name}: missing`);
  return value;
}

function optionalText(item: Fields, name: string): string | null {
  const value = item[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new WireError(`${name}: not a text`);
  return value;
}

/** An attribute's first value; AM gives attributes as arrays, a few as plain texts (§5.1, U39). */
function firstText(item: Fields, name: string): string | null {
  const value = item[name];
  if (!Array.isArray(value)) return optionalText(item, name);
  const first: unknown = value[0];
  if (first === undefined) return null;
  if (typeof first !== 'string') throw new WireError(`${name}: not a list of texts`);
  return first;
}

function optionalBoolean(item: Fields, name: string): boolean | null {
  const value = item[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'boolean') throw new WireError(`${name}: not a boolean`);
  return value;
}

/** Seconds stay below this until the year 5138; AM's millisecond dates have been above it since 1973. */
const firstMilliseconds = 100_000_000_000;

/** Epoch milliseconds, or epoch seconds as in OpenAM's `lastLogin` (§3.4); 0 means never. */
function epochDate(item: Fields, name: string): Date | null {
  const value = item[name];
  if (value === undefined || value === null || value === 0) return null;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new WireError(`${name}: not an epoch time`);
  }
  const date = new Date(value < firstMilliseconds ? value * 1000 : value);
  if (Number.isNaN(date.getTime())) throw new WireError(`${name}: not an epoch time`);
  return date;
}

function isoDate(item: Fields, name: string): Date | null {
  const value = optionalText(item, name);
  if (value === null) return null;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) throw new WireError(`${name}: not a date`);
  return date;
}
