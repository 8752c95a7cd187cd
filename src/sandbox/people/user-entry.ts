import type { Am } from '../am.ts';
import { entryDnOf, escapeTwice, universalIdOf } from './distinguished-names.ts';
import { pickFields, revisionOf } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import type { Person } from './person.ts';

/** How to render an entry. */
export interface EntryView {
  /** The realm of the path, which the entry contains as its realm (contract §14.5). */
  readonly realm: string;
  /** The name as the caller wrote it; OpenAM returns it (contract §18 U22). */
  readonly writtenName?: string;
  readonly fields?: readonly string[] | undefined;
  /** Only if callers read themselves, and only without `_fields` (contract §5.1, U31). */
  readonly roles?: readonly string[] | undefined;
}

/**
 * Renders a user as AM does: four scalars, and each directory attribute as an array (contract
 * §5.1).
 */
export function renderEntry(am: Am, person: Person, view: EntryView): JsonObject {
  const { personality } = am;
  const writtenName = view.writtenName ?? person.id;
  const id = personality.isOpenSource ? writtenName : person.id;
  const all: JsonObject = {
    username: personality.isOpenSource ? writtenName : person.name,
    realm: view.realm,
    ...Object.fromEntries(person.attributes),
    ...(personality.hasUuidIds ? { 'fr-idm-uuid': [person.id] } : {}),
    dn: [entryDn(am, person, view.realm)],
    universalid: [universalId(am, person, view.realm, writtenName)],
    ...(view.roles === undefined ? {} : { roles: view.roles }),
  };
  const shown = view.fields === undefined ? all : pick(am, all, view.fields);
  const revision = personality.hasUuidIds ? '-1' : revisionOf(shown);
  return { _id: id, _rev: revision, ...shown };
}

/** Reads an attribute for `_queryFilter`. OpenAM has no `userName` (contract §18 U38). */
export function readAttribute(am: Am, person: Person, field: string): readonly string[] {
  if (!am.personality.isOpenSource) {
    if (field === '_id') return [person.id];
    if (field.toLowerCase() === 'username') return [person.name];
  }
  return person.attributes.get(field) ?? [];
}

/**
 * Selects the requested members. OpenAM returns `[]` for absent members and for scalars (contract
 * §18 U39).
 */
function pick(am: Am, all: JsonObject, fields: readonly string[]): JsonObject {
  if (!am.personality.isOpenSource) return pickFields(all, fields);
  const byName = new Map(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value]));
  const hidden = new Set(['_id', '_rev', 'userpassword']);
  return Object.fromEntries(
    fields
      .filter((name) => !hidden.has(name.toLowerCase()))
      .map((name) => {
        const value = byName.get(name.toLowerCase());
        const isShown = Array.isArray(value) || name === 'realm';
        return [name, isShown ? value : []];
      }),
  );
}

function entryDn(am: Am, person: Person, realm: string): string {
  if (am.directory.isSuperUser(person)) return `uid=amAdmin,ou=people,${am.personality.suffix}`;
  return entryDnOf(am.personality, realm, person.id);
}

function universalId(am: Am, person: Person, realm: string, writtenName: string): string {
  const isEchoed = am.personality.isOpenSource && !/^id=/i.test(writtenName);
  return universalIdOf(am.personality, realm, isEchoed ? escapeTwice(writtenName) : person.id);
}
