import type { OathSkip, Person, UserStatus } from '../../domain/person.ts';
import {
  fields,
  firstText,
  isFields,
  itemsOf,
  optionalText,
  pageOf,
  text,
  WireError,
} from './wire.ts';

/** A person in a user read (contract §5.1). */
export interface PersonFacts extends Omit<Person, 'id' | 'realm'> {
  /** AM's own name for the person, not the spelling in the request (U22). */
  readonly trueName: string;
}

/** The attributes to request, so that AM sends nothing else (U33, U39). */
export const personFields: readonly string[] = [
  'uid',
  'username',
  'cn',
  'givenName',
  'sn',
  'mail',
  'inetUserStatus',
  'oath2faEnabled',
  'dn',
];

/** Whether an answer holds a person's name. */
export function hasTrueName(json: unknown, trueNameField: string): boolean {
  return isFields(json) && firstText(json, trueNameField) !== null;
}

/** Reads a person; `trueNameField` is `_id` in AIC, elsewhere `uid` or what is configured. */
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
    entry: firstText(user, 'dn'),
  };
}

/** The two-step choice: 1 is skippable, 2 is required, 0 or absent is not set (contract §4.2, U29). */
function skipOf(value: string | null): OathSkip {
  if (value === '1') return 'SKIPPABLE';
  return value === '2' ? 'REQUIRED' : 'NOT_SET';
}

// A Map, because an object has `constructor` and the like.
const statuses: ReadonlyMap<string, UserStatus> = new Map([
  ['active', 'ACTIVE'],
  ['inactive', 'INACTIVE'],
]);

function statusOf(value: string | null): UserStatus | null {
  return statuses.get(value?.toLowerCase() ?? '') ?? null;
}

/** Reads the people of a user query (contract §5.2). */
export function readPeople(json: unknown, trueNameField: string): readonly PersonFacts[] {
  return itemsOf(json).map((item) => readPerson(item, trueNameField));
}

/** Reads the people of an IDM query (contract §10); what IDM does not hold is null. */
export function readManagedUsers(json: unknown): readonly PersonFacts[] {
  return pageOf(json).map((item) => {
    const given = optionalText(item, 'givenName');
    const family = optionalText(item, 'sn');
    const names = [given, family].filter((name) => name !== null);
    return {
      trueName: text(item, '_id'),
      username: text(item, 'userName'),
      displayName: optionalText(item, 'cn') ?? (names.length > 0 ? names.join(' ') : null),
      givenName: given,
      familyName: family,
      email: optionalText(item, 'mail'),
      status: statusOf(optionalText(item, 'accountStatus')),
      oathSkip: 'NOT_SET',
      entry: null,
    };
  });
}
