import type { Person, PersonRef } from '../../domain/people/person.ts';
import type { Realm } from '../../domain/people/realm.ts';
import type { FoundPerson } from '../../domain/people/search.ts';
import type { UserIdRule } from '../../domain/people/user-id.ts';
import type { Answer } from '../http/call.ts';
import { amFailure, readAnswer } from '../http/errors.ts';
import {
  hasTrueName,
  readManagedUsers,
  readPeople,
  readPerson,
  type AreaAttribute,
  type FoundFacts,
} from '../json/person.ts';
import type { Decorated, NoteUnreadable } from '../json/decorations.ts';
import { nextPageIn, readErrorMessage } from '../json/wire.ts';
import type { Product } from '../foundation/product.ts';

/** One page of a search, with all that AM lists. */
export interface FoundPage {
  readonly people: readonly FoundPerson[];
  /** People whose names the rule for user ids refuses. */
  readonly refused: readonly FoundFacts[];
  readonly nextPage: string | null;
}

/** A text that is looked for in a realm. */
export interface PeopleSearch {
  readonly realm: Realm;
  readonly text: string;
  /** Only people who have one of these values of an attribute. */
  readonly within?: readonly AttributeValue[];
}

/** A value of an attribute of AM. */
export type AttributeValue = Readonly<Record<'name' | 'value', string>>;

/** What people are read with. */
export interface PeopleRules {
  readonly product: Product;
  readonly userIds: UserIdRule;
  readonly areaAttributes: readonly AreaAttribute[];
  readonly unreadable: (subject: Decorated) => NoteUnreadable;
}

/** The person of a user read, under AM's own name (U22); null if AM knows no such person (U23). */
export function personIn(
  answer: Answer,
  { realm }: PersonRef,
  { product: { trueNameField }, userIds, areaAttributes, unreadable }: PeopleRules,
): Person | null {
  if (isNoSuchThing(answer)) return null;
  // The super user's entry at the top realm has no name attribute: it has no devices (§18,
  // recorded).
  const isNameless = realm.path === '/' && !hasTrueName(answer.json, trueNameField);
  if (answer.status === 200 && isNameless) return null;
  const { trueName: id, ...facts } = readAnswer(answer, (json) =>
    readPerson(json, { trueNameField, areaAttributes, note: unreadable('PERSON') }),
  );
  // The name goes into paths again, so it must satisfy the rule for ids, too.
  if (userIds.accepts(id)) return { ...facts, id, realm };
  throw amFailure(
    'UPSTREAM_CONTRACT',
    'AM holds this person under a name that the rule for user ids refuses',
  );
}

/** One page of a search at IDM or AM. */
export function foundPageIn(
  answer: Answer,
  { realm, text }: PeopleSearch,
  { product, userIds, areaAttributes, unreadable }: PeopleRules,
): FoundPage {
  const { flavor, trueNameField, searchAttributes } = product;
  const search = { attributes: searchAttributes, text };
  const note = unreadable('PERSON');
  return readAnswer(answer, (json) => {
    const all =
      flavor === 'aic'
        ? readManagedUsers(json, search, note)
        : readPeople(json, search, { trueNameField, areaAttributes, note });
    const people = all.flatMap(({ trueName: id, ...facts }) =>
      userIds.accepts(id) ? [{ ...facts, id, realm }] : [],
    );
    const refused = all.filter(({ trueName }) => !userIds.accepts(trueName));
    return { people, refused, nextPage: nextPageIn(json) };
  });
}

/** Reads a person or group; null if AM reports that there is no such thing. */
export function readIfThere<T>(answer: Answer, reader: (json: unknown) => T): T | null {
  return isNoSuchThing(answer) ? null : readAnswer(answer, reader);
}

/**
 * Whether a 404 is about the person or group. AM also answers 404 for an unknown realm and for a
 * resource version that it lacks (U36, U40), which must not read as "no such person".
 */
function isNoSuchThing(answer: Answer): boolean {
  if (answer.status !== 404) return false;
  const message = readErrorMessage(answer.json) ?? '';
  return !/^Realm |^Resource (?:'|&#39;)|Accept-API-Version/.test(message);
}
