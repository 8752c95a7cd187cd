import { Args, ArgsType, Ctx, Directive, Field, Resolver } from 'type-graphql';
import { badInput } from '../../domain/values/failure.ts';
import type { Person } from '../../domain/people/person.ts';
import { isSearchText } from '../../domain/people/search.ts';
import {
  findPeople,
  mostSearchCalls,
  refuseOddCursor,
  type PersonFound,
} from '../../access/lists/find-people.ts';
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
  readonly edges: readonly PersonFound[];
  readonly pageInfo: PageInfo;
}

@Resolver(() => DeviceOwnerConnection)
export class SearchResolver {
  @Access({ effect: 'search', permit: permitRealm })
  @Cost({ calls: 2 + mostSearchCalls, callsPerItem: 1, items: 'first' })
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
    const text = search.trim();
    if (!isSearchText(text)) throw badInput('search', 'Search for 3 to 100 plain characters.');
    refuseOddPage(first, { ...pages, of: 'results' });
    if (after !== undefined && after !== null) refuseOddCursor(after);
    await countSearch(context, grant);
    const { shown: edges, ...page } = await findPeople(grant, text, {
      first,
      after: after ?? null,
    });
    return { edges, nodes: edges.map(({ node }) => node), pageInfo: pageInfoOf(edges, page) };
  }
}
