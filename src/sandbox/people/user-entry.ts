import type { Am } from '../am.ts';
import { entryDnOf, escapeTwice, universalIdOf } from './distinguished-names.ts';
import { pickFields, revisionOf } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import type { Person } from './person.ts';

/** How an entry is rendered. */
export interface EntryView {
  /** The realm of the path, which the entry claims to be of (contract §14.5). */
  readonly realm: string;
  /** What the caller wrote; OpenAM echoes it (contract §18 U22). */
  readonly asked?: string;
  readonly fields?: readonly string[] | undefined;
  /** Only on reading oneself, and only without `_fields` (contract §5.1, U31). */
  readonly roles?: readonly string[] | undefined;
}

/** A user as AM answers it: four scalars, every directory attribute an array (contract §5.1). */
export function renderEntry(am: Am, person: Person, view: EntryView): JsonObject {
  const { personality } = am;
  const asked = view.asked ?? person.id;
  const id = personality.isOpenSource ? asked : person.id;
  const all: JsonObject = {
    username: personality.isOpenSource ? asked : person.name,
    realm: view.realm,
    ...Object.fromEntries(person.attributes),
    ...(personality.hasUuidIds ? { 'fr-idm-uuid': [person.id] } : {}),
    dn: [entryDn(am, person, view.realm)],
    universalid: [universalId(am, person, view.realm, asked)],
    ...(view.roles === undefined ? {} : { roles: view.roles }),
  };
  const shown = view.fields === undefined ? all : pick(am, all, view.fields);
  const revision = personality.hasUuidIds ? '-1' : revisionOf(shown);
  return { _id: id, _rev: revision, ...shown };
}

/** Reads an attribute for `_queryFilter`; OpenAM knows no `userName` (contract §18 U38). */
export function readAttribute(am: Am, person: Person, field: string): readonly string[] {
  if (!am.personality.isOpenSource) {
    if (field === '_id') return [person.id];
    if (field.toLowerCase() === 'username') return [person.name];
  }
  return person.attributes.get(field) ?? [];
}

/** OpenAM answers `[]` for what is absent and for the scalars too (contract §18 U39). */
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

function universalId(am: Am, person: Person, realm: string, asked: string): string {
  const isEchoed = am.personality.isOpenSource && !/^id=/i.test(asked);
  return universalIdOf(am.personality, realm, isEchoed ? escapeTwice(asked) : person.id);
}
