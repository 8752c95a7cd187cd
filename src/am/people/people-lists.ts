import { isMatch, type FoundPerson } from '../../domain/people/search.ts';
import type { UserId } from '../../domain/people/user-id.ts';
import type { Realm } from '../../domain/people/realm.ts';
import type { AmCalls } from '../calls/am-calls.ts';
import { firstPage, type QueryPage } from '../http/query-page.ts';
import type { Answer } from '../http/call.ts';
import { amFailure, readAnswer } from '../http/errors.ts';
import { readMembers, type GroupMember } from '../json/groups.ts';
import { readNamedEntries, readNames, readOwnEntry, type NamedEntry } from '../json/person.ts';
import { anyOf } from '../foundation/search-filter.ts';
import { EntryName } from '../../domain/values/entry-name.ts';
import { nextPageIn, pageOf } from '../json/wire.ts';
import { foundPageIn, readIfThere, type PeopleSearch } from '../calls/people-answers.ts';

/** How many people are read at once. */
export const pageSize = 200;

/** How a whole list is read. */
interface ListOptions {
  /** The most people to read. */
  readonly most: number;
  /** Called after each page with the number of people that were read so far. */
  readonly onRead: (people: number) => void;
}

/** Everyone that a search finds, or why that is unknown. */
type WholeSearch =
  | {
      readonly kind: 'whole';
      /** In AM's order; a person can occur twice if the directory changes meanwhile. */
      readonly people: readonly FoundPerson[];
      /** Names that the rule for user ids refuses. */
      readonly refused: readonly string[];
    }
  | { readonly kind: 'too many' }
  /** AM has sent no pages, and perhaps no more than the limit of its data store. */
  | { readonly kind: 'perhaps cut' };

/** Whole lists of people at AM, for work that must not leave anyone out. */
export class PeopleLists {
  readonly #calls: AmCalls;

  constructor(calls: AmCalls) {
    this.#calls = calls;
  }

  /** All members of a group, of whatever realm; null if the group does not exist (U32). */
  async members(realm: Realm, group: string): Promise<readonly GroupMember[] | null> {
    const { paths, product } = this.#calls.parts;
    const answer = await this.#calls.get(paths.group(realm, group), product.groupsVersion);
    return readIfThere(answer, readMembers);
  }

  /**
   * AM's own names of the people of a realm under some entries, by the texts of the entries. Many
   * are asked for at once, and only an answer about this very entry counts (U32). IDM returns no
   * entries: there an entry is that of an id, beside the entry that AM reports for another person.
   */
  async namesOf(
    realm: Realm,
    entries: readonly EntryName[],
    accepts: (id: string) => id is UserId,
  ): Promise<ReadonlyMap<string, string>> {
    const { product } = this.#calls.parts;
    const found = await EntryName.findAll(entries, async (candidates) => {
      const ids = candidates.filter(accepts);
      if (ids.length === 0) return [];
      return product.flavor === 'aic' ? this.#atIdm(realm, ids) : this.#atAm(realm, ids);
    });
    return new Map([...found].map(([text, { id }]) => [text, id]));
  }

  async #atAm(realm: Realm, ids: readonly string[]): Promise<readonly NamedEntry[]> {
    const { paths, product } = this.#calls.parts;
    const { trueNameField: name, usersVersion } = product;
    const answer = await this.#calls.get(paths.usersWith(realm, name, ids, [name]), usersVersion);
    return readAnswer(answer, (json) => readNamedEntries(json, name));
  }

  async #atIdm(realm: Realm, ids: readonly UserId[]): Promise<readonly NamedEntry[]> {
    const { paths, product } = this.#calls.parts;
    const route = paths.allManagedUsers(realm, firstPage, anyOf('_id', ids));
    const known = readAnswer(await this.#calls.get(route, '1.0'), (json) => readNames(json, '_id'));
    const one = ids.find((id) => known.includes(id));
    if (one === undefined) return [];
    const answer = await this.#calls.get(
      paths.user({ realm, id: one }, ['dn']),
      product.usersVersion,
    );
    const entry = readIfThere(answer, readOwnEntry) ?? null;
    // Ids of IDM are UUIDs, so they have no meaning in an entry's name.
    return known.map((id) => ({ id, entry: entry?.replaceAll(one, id) ?? null }));
  }

  /** All people that `People.search` would find, page by page (contract §1.3, §5.2, §10). */
  async search(search: PeopleSearch, { most, onRead }: ListOptions): Promise<WholeSearch> {
    const people: FoundPerson[] = [];
    const refused: string[] = [];
    let [listed, pages] = [0, 0];
    for await (const answer of this.#pages((page) => searchPage(this.#calls, search, page))) {
      const found = foundPageIn(answer, search, this.#calls.parts);
      listed += found.people.length + found.refused.length;
      pages += 1;
      for (const one of found.people) if (isMatch(one, search.text)) people.push(one);
      for (const one of found.refused) if (isMatch(one, search.text)) refused.push(one.trueName);
      if (people.length + refused.length > most) return { kind: 'too many' };
      onRead(people.length);
    }
    const isWhole = pages > 1 || (await this.#areAllListed(search.realm, listed));
    return isWhole ? { kind: 'whole', people, refused } : { kind: 'perhaps cut' };
  }

  /**
   * AM's own names of all people of a realm, page by page; ends after more than `most`. Not whole
   * if AM has sent no pages, and perhaps no more than the limit of its data store.
   */
  async everyone(
    realm: Realm,
    { most, onRead }: ListOptions,
  ): Promise<{ readonly names: readonly string[]; readonly isWhole: boolean }> {
    const { paths, product } = this.#calls.parts;
    const isIdm = product.flavor === 'aic';
    const names: string[] = [];
    let pages = 0;
    const send = (page: QueryPage): Promise<Answer> =>
      isIdm
        ? this.#calls.get(paths.allManagedUsers(realm, page), '1.0')
        : this.#calls.get(paths.allUsers(realm, page), product.usersVersion);
    for await (const answer of this.#pages(send)) {
      names.push(...readAnswer(answer, (json) => readNames(json, product.trueNameField)));
      pages += 1;
      if (names.length > most) break;
      onRead(names.length);
    }
    return { names, isWhole: pages > 1 || (await this.#areAllListed(realm, names.length)) };
  }

  /** The pages of a query. @throws Failure if AM repeats a page */
  async *#pages(send: (page: QueryPage) => Promise<Answer>): AsyncGenerator<Answer> {
    const seen = new Set<string | null>([null]);
    let cookie: string | null = null;
    for (;;) {
      const answer = await send({ size: pageSize, cookie });
      yield answer;
      cookie = readAnswer(answer, nextPageIn);
      if (cookie === null) return;
      if (seen.has(cookie))
        throw amFailure('UPSTREAM_CONTRACT', `${answer.template}: AM repeats a page`);
      seen.add(cookie);
    }
  }

  /**
   * Whether a single list of people certainly leaves no one out. OpenAM ignores pages and cuts
   * every list at the limit of the data store, without a sign (U38). A list is whole if AM can
   * page, as IDM always can, or if a request for everyone lists more people than these.
   */
  async #areAllListed(realm: Realm, listed: number): Promise<boolean> {
    const { paths, product } = this.#calls.parts;
    if (product.flavor === 'aic') return true;
    const everyone = paths.userSample(realm, 'dn', 1);
    const answer = await this.#calls.get(everyone, product.usersVersion);
    return readAnswer(answer, (json) => nextPageIn(json) !== null || pageOf(json).length > listed);
  }
}

/** Reads a page of a search; without `page` the only one. In AIC the search goes to IDM. */
export function searchPage(
  calls: AmCalls,
  { realm, ...search }: PeopleSearch,
  page?: QueryPage,
): Promise<Answer> {
  const { paths, product, userFields } = calls.parts;
  const isIdm = product.flavor === 'aic';
  const route = isIdm
    ? paths.managedUsers(realm, search, page)
    : paths.userSearch(realm, search, userFields, page);
  return calls.get(route, isIdm ? '1.0' : product.usersVersion);
}
