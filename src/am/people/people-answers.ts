import type { Person, PersonRef } from '../../domain/person.ts';
import type { Realm } from '../../domain/realm.ts';
import type { UserIdRule } from '../../domain/user-id.ts';
import type { Answer } from '../http/call.ts';
import { brokenContract } from '../http/errors.ts';
import { readAnswer } from '../http/read-answer.ts';
import { hasTrueName, readManagedUsers, readPeople, readPerson } from '../json/person.ts';
import { hasFurtherPages, readErrorMessage } from '../json/wire.ts';
import type { Product } from '../product.ts';

/** The people that a search found, and whether it found more than it returns. */
export interface Found {
  readonly people: readonly Person[];
  readonly areThereMore: boolean;
}

/** What people are read with. */
export interface PeopleRules {
  readonly product: Product;
  readonly userIds: UserIdRule;
}

/** The person of a user read, under AM's own name for them (U22); null when AM says there is none (U23). */
export function personIn(
  answer: Answer,
  { realm }: PersonRef,
  { product: { trueNameField }, userIds }: PeopleRules,
): Person | null {
  if (answer.status === 404 && isNoSuchThing(answer)) return null;
  // The super user's entry at the top realm has no name attribute: nobody with devices (§18, recorded).
  const isNameless = realm.path === '/' && !hasTrueName(answer.json, trueNameField);
  if (answer.status === 200 && isNameless) return null;
  const { trueName: id, ...facts } = readAnswer(answer, (json) => readPerson(json, trueNameField));
  // The name goes into paths again, so it must satisfy the rule for ids, too.
  if (userIds.accepts(id)) return { ...facts, id, realm };
  throw brokenContract('AM holds this person under a name that the rule for user ids refuses');
}

/** The people of a search at IDM, where AIC searches, or at AM. Leaves out names that the rule for ids refuses. */
export function foundIn(
  answer: Answer,
  realm: Realm,
  { product: { flavor, trueNameField }, userIds }: PeopleRules,
): Found {
  const isIdm = flavor === 'aic';
  return readAnswer(answer, (json) => {
    const all = isIdm ? readManagedUsers(json) : readPeople(json, trueNameField);
    const people = all.flatMap(({ trueName: id, ...facts }) =>
      userIds.accepts(id) ? [{ ...facts, id, realm }] : [],
    );
    return { people, areThereMore: isIdm && hasFurtherPages(json) };
  });
}

/**
 * Whether a 404 is about the person or group. AM also answers 404 for an unknown realm and for a resource version
 * that it lacks (U36, U40), which must not read as "there is none".
 */
export function isNoSuchThing(answer: Answer): boolean {
  const message = readErrorMessage(answer.json) ?? '';
  return !/^Realm |^Resource (?:'|&#39;)|Accept-API-Version/.test(message);
}
