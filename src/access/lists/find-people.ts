import type { RealmGrant } from '../grant.ts';
import { badInput } from '../../domain/values/failure.ts';
import { parsed } from '../../domain/values/json.ts';
import type { Person } from '../../domain/people/person.ts';
import {
  compareSortKeys,
  isExactMatch,
  rankFound,
  sortKeyOf,
  type FoundPerson,
  type SortKey,
} from '../../domain/people/search.ts';
import type { AreaSearch } from '../facts/area-search.ts';
import { fillPage, mostReads, type FilledPage, type PageWanted } from './filled-page.ts';

/** A person on a page of a search. */
export interface PersonFound {
  readonly node: Person;
  readonly cursor: string;
  readonly isExact: boolean;
}

/** The most people of one search who are read from AM only to learn their area. */
const mostToRead = 10;

/** The most calls of a search, beside a read of each person on its page. */
export const mostSearchCalls = mostReads + mostToRead;

/**
 * Finds people of a realm that the permission covers, exact matches first, then by name. It
 * continues at AM: in AIC pages of AM follow each other, and each is sorted by itself.
 * @throws Failure BAD_USER_INPUT for an odd cursor, or if too many people would have to be read
 */
export async function findPeople(
  { am, realm, covers, within, loaders }: RealmGrant,
  text: string,
  wanted: PageWanted,
): Promise<FilledPage<PersonFound>> {
  const area = await within();
  const attributes = area?.kind === 'by attributes' ? area.attributes : [];
  const page = await fillPage(wanted, {
    about: null,
    read: async (after) => {
      const position = after === null ? start : positionIn(after);
      const search = { realm, text, within: attributes };
      const { people, nextPage } = await am.people.search(search, position.page);
      const found = rankFound(people, text).filter(
        (one) => position.key === null || compareSortKeys(sortKeyOf(one, text), position.key) > 0,
      );
      const next = nextPage === null ? null : cursorOf({ page: nextPage, key: null });
      const rows = (await possible(found, area)).map((person) => ({
        person,
        cursor: cursorOf({ page: position.page, key: sortKeyOf(person, text) }),
      }));
      return { rows, next };
    },
    show: async ({ person, cursor }) => {
      // IDM returns no entry, by which areas are decided.
      const node = area === null ? person : await withEntry(person, loaders);
      return (await covers(node)) ? { node, cursor, isExact: isExactMatch(person, text) } : null;
    },
  });
  const nodes = page.shown.map(async (one) => ({
    ...one,
    node: await withEntry(one.node, loaders),
  }));
  return { ...page, shown: await Promise.all(nodes) };
}

const start: Position = { page: null, key: null };

/** Those of some people who can be in an area, with the fewest reads. @throws Failure */
async function possible(
  found: readonly FoundPerson[],
  area: AreaSearch | null,
): Promise<readonly FoundPerson[]> {
  if (area?.kind === 'by members') {
    const members = await area.among(found.map(({ id }) => id));
    return found.filter(({ id }) => members.has(id));
  }
  const isRead = area?.kind === 'each' && found.some(({ entry }) => entry === null);
  if (!isRead || found.length <= mostToRead) return found;
  throw badInput(
    'search',
    `This finds more than ${mostToRead} people, and Access Management cannot be asked which of them are in your area. Type more of the name.`,
  );
}

/** IDM returns no directory entry and no skip choice, so in AIC people are also read from AM. */
async function withEntry(
  person: Person,
  { person: people }: RealmGrant['loaders'],
): Promise<Person> {
  return person.entry === null ? ((await people.load(person)) ?? person) : person;
}

/** A place in the results: the page of AM, and the last person shown. */
interface Position {
  /** How AM calls the page; null for the first one. */
  readonly page: string | null;
  readonly key: SortKey | null;
}

function cursorOf({ page, key }: Position): string {
  const parts = key === null ? [page] : [page, key.rank, key.username];
  return Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url');
}

/** @throws Failure BAD_USER_INPUT for a text that is no cursor of a search */
export function refuseOddCursor(cursor: string): void {
  positionIn(cursor);
}

function positionIn(cursor: string): Position {
  const parts = parsed(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (Array.isArray(parts)) {
    const [page, rank, username]: readonly unknown[] = parts;
    const key =
      typeof username === 'string' && (rank === 0 || rank === 1) ? { rank, username } : null;
    const isPage = page === null ? key !== null : typeof page === 'string' && page.isWellFormed();
    const position = { page: typeof page === 'string' ? page : null, key };
    if (isPage && cursorOf(position) === cursor) return position;
  }
  throw badInput('after', 'This is not a cursor of a search.');
}
