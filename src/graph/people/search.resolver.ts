import { Args, ArgsType, Ctx, Directive, Field, Resolver } from 'type-graphql';
import { badInput } from '../../domain/values/failure.ts';
import type { Person } from '../../domain/people/person.ts';
import {
  compareSortKeys,
  isExactMatch,
  isSearchText,
  sortKeyOf,
  rankFound,
} from '../../domain/people/search.ts';
import type { SortKey } from '../../domain/people/search.ts';
import { coveredBy } from '../../access/people-lists.ts';
import { Access, Granted } from '../fields/access.ts';
import { permitRealm } from '../fields/permits.ts';
import type { RealmGrant } from '../../access/grant.ts';
import type { RequestContext } from '../request/context.ts';
import { Cost } from '../fields/cost.ts';
import { pageInfoOf, type PageInfo } from '../fields/page-info.type.ts';
import { pageArguments, refuseOddPage } from '../fields/page.ts';
import { DeviceOwnerConnection } from './user-connection.type.ts';
import { NullableField, NullableQuery } from '../fields/nullable-field.ts';
import { countSearch } from '../../changes/count-search.ts';

/** Security F6. */
const pages = { of: 'users', usual: 20, most: 20 };

@ArgsType()
class SearchArguments extends pageArguments(pages) {
  @Field(() => String, {
    description:
      'The start of a user name, email address or name, or a whole number of `SEARCH_ATTRIBUTES`; 3 to 100 characters. Names can be in any order and without accents.',
  })
  search!: string;

  @NullableField(
    () => String,
    "The name of a served realm. Absent or null: the caller's realm, or else the default realm.",
  )
  realm?: string | null;
}

interface Connection {
  readonly nodes: readonly Person[];
  readonly edges: readonly {
    readonly node: Person;
    readonly cursor: string;
    readonly isExact: boolean;
  }[];
  readonly pageInfo: PageInfo;
}

@Resolver(() => DeviceOwnerConnection)
export class SearchResolver {
  @Access({ effect: 'search', permit: permitRealm })
  @Cost({ calls: 2, callsPerItem: 1, items: 'first' })
  @Directive('@tag(name: "staff")')
  @NullableQuery(
    () => DeviceOwnerConnection,
    'Users whose user name, email address or name starts with a text, or who have it as a number.',
  )
  async users(
    @Args(() => SearchArguments) { search, first, after }: SearchArguments,
    @Granted() grant: RealmGrant,
    @Ctx() context: RequestContext,
  ): Promise<Connection> {
    const { am, realm } = grant;
    const text = search.trim();
    if (!isSearchText(text)) throw badInput('search', 'Search for 3 to 100 plain characters.');
    refuseOddPage(first, { ...pages, of: 'results' });
    const from = after === undefined || after === null ? null : sortKeyIn(after);
    await countSearch(context, grant);
    const { people, areThereMore } = await am.people.search(realm, text);
    // The results after the cursor, even if its own person is no longer found.
    const found = rankFound(people, text).filter(
      (person) => from === null || compareSortKeys(sortKeyOf(person, text), from) > 0,
    );
    const covered = await coveredBy(grant, found, first + 1);
    const edges = covered.slice(0, first).map(({ person, node }) => ({
      node,
      cursor: cursorOf(sortKeyOf(person, text)),
      isExact: isExactMatch(person, text),
    }));
    const pageInfo = pageInfoOf(edges, covered.length > first || areThereMore);
    return { edges, nodes: edges.map(({ node }) => node), pageInfo };
  }
}

function cursorOf({ rank, username }: SortKey): string {
  return Buffer.from(`${rank} ${username}`, 'utf8').toString('base64url');
}

function sortKeyIn(cursor: string): SortKey {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, rank, username] = /^([01]) (.+)$/s.exec(text) ?? [];
  if (rank !== undefined && username !== undefined) {
    const key = { rank: Number(rank), username };
    if (cursorOf(key) === cursor) return key;
  }
  throw badInput('after', 'This is not a cursor of a search.');
}
