import type { Contact, ContactAttributes } from '../../domain/people/contact.ts';
import type { Person, PersonRef } from '../../domain/people/person.ts';
import type { Realm } from '../../domain/people/realm.ts';
import type { AmCalls } from '../calls/am-calls.ts';
import { searchName } from '../foundation/search-filter.ts';
import { badInput } from '../../domain/values/failure.ts';
import { amFailure, readAnswer } from '../http/errors.ts';
import { readGroup, type GroupFacts } from '../json/groups.ts';
import { readContact, readEntries, readNames } from '../json/person.ts';
import { readValues } from '../json/values.ts';
import { itemsOf } from '../json/wire.ts';
import {
  foundPageIn,
  personIn,
  readIfThere,
  type FoundPage,
  type PeopleSearch,
} from '../calls/people-answers.ts';
import { pageSize, searchPage } from './people-lists.ts';

/** People and groups at AM. */
export class People {
  readonly #calls: AmCalls;

  constructor(calls: AmCalls) {
    this.#calls = calls;
  }

  /**
   * A person by any spelling that AM accepts; the result has AM's own name for them (U22). Null if
   * AM reports that there is no such person (U23: no other answer proves that).
   */
  async find(who: PersonRef): Promise<Person | null> {
    const { parts } = this.#calls;
    const route = parts.paths.user(who, parts.userFields);
    const answer = await this.#calls.get(route, parts.product.usersVersion);
    const person = personIn(answer, who, parts);
    if (person !== null) parts.directories.note(who.realm, [person.entry]);
    return person;
  }

  /**
   * How a person is reached; null if AM reports that there is no such person. It is read for each
   * notice and never kept.
   */
  async contact(who: PersonRef, attributes: ContactAttributes): Promise<Contact | null> {
    const { paths, product, unreadable } = this.#calls.parts;
    const { addresses, language, manager } = attributes;
    const names = ['cn', 'dn', ...addresses, language, manager].filter(
      (name) => name !== undefined,
    );
    const answer = await this.#calls.get(paths.user(who, names), product.usersVersion);
    return readIfThere(answer, (json) => readContact(json, attributes, unreadable('PERSON')));
  }

  /**
   * The first values of attributes, by the keys of their names; null if AM reports that there is no
   * such person. They are read for a vendor that compares them, and never kept.
   */
  async values(
    who: PersonRef,
    attributes: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, string>> | null> {
    const { paths, product } = this.#calls.parts;
    const route = paths.user(who, Object.values(attributes));
    const answer = await this.#calls.get(route, product.usersVersion);
    return readIfThere(answer, (json) => readValues(json, attributes));
  }

  /** The names of the entries of some people of a realm; null where AM reports none. */
  async sample(realm: Realm): Promise<readonly (string | null)[]> {
    const { paths, product } = this.#calls.parts;
    const answer = await this.#calls.get(paths.userSample(realm), product.usersVersion);
    return readAnswer(answer, readEntries);
  }

  /**
   * How many people of a realm have a value of an attribute; null in AIC, whose AM searches no
   * attributes. A data store may cut the list.
   */
  async countWith(
    realm: Realm,
    attribute: Readonly<Record<'name' | 'value', string>>,
  ): Promise<number | null> {
    const { paths, product } = this.#calls.parts;
    if (product.flavor === 'aic') return null;
    const route = paths.usersWith(realm, attribute.name, [attribute.value]);
    return readAnswer(await this.#calls.get(route, product.usersVersion), readEntries).length;
  }

  /** AM's own name of some person of a realm; null if the realm has no people. */
  async anyName(realm: Realm): Promise<string | null> {
    const { paths, product } = this.#calls.parts;
    const { trueNameField } = product;
    const answer = await this.#calls.get(
      paths.userSample(realm, trueNameField),
      product.usersVersion,
    );
    const [name = null] = readAnswer(answer, (json) => readNames(json, trueNameField));
    return name;
  }

  /**
   * A page of the people whose user name, mail address or name begins with a text, or who have it
   * as a searched attribute, unranked; `from` is the `nextPage` of the page before. In AIC the
   * search goes to IDM, otherwise to AM. OpenAM sends all matches at once (U38); the limit on
   * bodies bounds that.
   * @throws Failure BAD_USER_INPUT if AM knows no such page
   */
  async search(search: PeopleSearch, from: string | null): Promise<FoundPage> {
    const { parts } = this.#calls;
    const page = from === null ? undefined : { size: pageSize, cookie: from };
    const answer = await searchPage(this.#calls, search, page);
    if (from !== null && answer.status === 400)
      throw badInput('after', 'This cursor is no longer known. Search again.');
    if (parts.product.flavor !== 'aic') readAnswer(answer, itemsOf);
    const found = foundPageIn(answer, search, parts);
    if (found.nextPage === null || found.nextPage !== from) return found;
    throw amFailure('UPSTREAM_CONTRACT', `${answer.template}: AM repeats a page`);
  }

  /** Whether a search can ask AM for a value of an attribute; IDM calls few by other names. */
  canSearchBy(attribute: string): boolean {
    return searchName(this.#calls.parts.product.flavor, attribute) !== null;
  }

  /** A group with its members by the names of their entries; null if it does not exist (U32). */
  async group(realm: Realm, name: string): Promise<GroupFacts | null> {
    const { paths, product } = this.#calls.parts;
    const answer = await this.#calls.get(paths.group(realm, name), product.groupsVersion);
    return readIfThere(answer, readGroup);
  }
}
