import { pickFields, revisionOf } from '../http/json.ts';
import { isActive } from '../people/person.ts';
import type { Person } from '../people/person.ts';

/** A managed user in an answer of IDM (contract §10). */
export interface ManagedUser {
  readonly _id: string;
  readonly _rev: string;
  readonly [field: string]: unknown;
}

/** The directory's attributes by IDM's field name. */
const attributeNames: ReadonlyMap<string, string> = new Map([
  ['userName', 'uid'],
  ['givenName', 'givenName'],
  ['sn', 'sn'],
  ['cn', 'cn'],
  ['mail', 'mail'],
  ['telephoneNumber', 'telephoneNumber'],
  ['description', 'description'],
]);

/** The attributes that only IDM writes, by its field name. */
const derivedNames: ReadonlyMap<string, string> = new Map([
  ['memberOfOrgIDs', 'fr-idm-managed-user-memberoforgid'],
]);

/**
 * Renders the object without relationships, or `_id`, `_rev` and the requested fields (contract
 * §10).
 */
export function renderManaged(person: Person, fields: readonly string[] | undefined): ManagedUser {
  const content = contentOf(person);
  const marks = { _id: person.id, _rev: revisionOf(content) };
  return fields === undefined || fields.includes('*')
    ? { ...marks, ...content }
    : { ...marks, ...pickFields(content, fields) };
}

/** Reads a field for `_queryFilter` and `_sortKeys`. */
export function readManaged(person: Person, field: string): readonly string[] {
  if (field === '_id') return [person.id];
  if (field === 'accountStatus') return [statusOf(person)];
  const attribute = attributeNames.get(field) ?? derivedNames.get(field) ?? '';
  return person.attributes.get(attribute) ?? [];
}

/** Returns the directory's attribute of a writable field; undefined for other fields. */
export function attributeOf(field: string): string | undefined {
  return field === 'userName' ? undefined : attributeNames.get(field);
}

/**
 * Returns the fields with single values, null if absent. Device profiles are not included (contract
 * §10).
 */
function contentOf(person: Person): Readonly<Record<string, unknown>> {
  const texts = [...attributeNames].map(([field, attribute]): [string, string | null] => [
    field,
    person.attributes.get(attribute)?.[0] ?? null,
  ]);
  return {
    ...Object.fromEntries(texts),
    accountStatus: statusOf(person),
    frIndexedString1: null,
    frUnindexedString1: null,
    preferences: { updates: false, marketing: false },
    effectiveRoles: [],
    effectiveAssignments: [],
    memberOfOrgIDs: readManaged(person, 'memberOfOrgIDs'),
  };
}

function statusOf(person: Person): 'active' | 'inactive' {
  return isActive(person) ? 'active' : 'inactive';
}
