import { Args, ArgsType, Ctx, Directive, Field, Int, Query, Resolver } from 'type-graphql';
import type { Role } from '../../domain/caller.ts';
import { badInput, Failure } from '../../domain/failure.ts';
import type { Realm } from '../../domain/realm.ts';
import type { Person } from '../../domain/person.ts';
import {
  compareSortKeys,
  isExactMatch,
  isSearchText,
  sortKeyOf,
  rankFound,
} from '../../domain/search.ts';
import type { SortKey } from '../../domain/search.ts';
import type { Loaders } from '../request/loaders.ts';
import { Access, Granted } from '../access.ts';
import { permitRealm } from '../permits.ts';
import type { RealmGrant } from '../request/grant.ts';
import { recordedActor } from '../request/recorded-actor.ts';
import type { RequestContext } from '../request/context.ts';
import { Cost } from '../cost.ts';
import { pageInfoOf, type PageInfo } from './page-info.type.ts';
import { UserSearchConnection } from './user-connection.type.ts';
import { NullableField } from '../nullable-field.ts';

/** The maximum and default page size (security F6). */
const maxRows = 20;

@ArgsType()
class SearchArguments {
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

  @Field(() => Int, {
    defaultValue: maxRows,
    description: 'The maximum number of users to return, 1 to 20.',
  })
  first!: number;

  @NullableField(() => String, 'Returns the users after this cursor.')
  after?: string | null;
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

@Resolver(() => UserSearchConnection)
export class SearchResolver {
  @Access({ effect: 'search', permit: permitRealm })
  @Cost({ calls: 2, callsPerItem: 1, items: 'first' })
  @Directive('@tag(name: "staff")')
  @Query(() => UserSearchConnection, {
    nullable: true,
    description:
      'Users whose user name, email address or name starts with a text, or who have it as a number.',
  })
  async users(
    @Args(() => SearchArguments) { search, first, after }: SearchArguments,
    @Granted() { am, loaders, realm, role }: RealmGrant,
    @Ctx() context: RequestContext,
  ): Promise<Connection> {
    const text = search.trim();
    if (!isSearchText(text)) throw badInput('search', 'Search for 3 to 100 plain characters.');
    if (first < 1 || first > maxRows) throw badInput('first', `Request 1 to ${maxRows} results.`);
    const from = after === undefined || after === null ? null : sortKeyIn(after);
    await countSearch(context, realm, role);
    const { people, areThereMore } = await am.people.search(realm, text);
    // The results after the cursor, even if its own person is no longer found.
    const found = rankFound(people, text).filter(
      (person) => from === null || compareSortKeys(sortKeyOf(person, text), from) > 0,
    );
    const edges = await Promise.all(
      found.slice(0, first).map(async (person) => ({
        node: await withEntry(person, loaders),
        cursor: cursorOf(sortKeyOf(person, text)),
        isExact: isExactMatch(person, text),
      })),
    );
    const pageInfo = pageInfoOf(edges, found.length > first || areThereMore);
    return { edges, nodes: edges.map(({ node }) => node), pageInfo };
  }
}

/** Counts every search, of any page, by AM's own name of the caller (security F6). */
async function countSearch(context: RequestContext, realm: Realm, role: Role): Promise<void> {
  const { ledger, changeLimits, correlation } = context;
  const actor = await recordedActor(context, role, null);
  const search = { actor, realm: realm.name, ...correlation };
  const counted = await ledger.search(search, changeLimits.searches);
  if (counted.kind === 'may be made') return;
  throw new Failure(
    'RATE_LIMITED',
    'You have searched too often. Nothing was searched. Wait, then retry.',
    {
      facts: { limit: 'searches', retryAfterSeconds: counted.retryAfterSeconds },
    },
  );
}

/** IDM returns no directory entry and no skip choice, so in AIC people are also read from AM. */
async function withEntry(person: Person, { person: people }: Loaders): Promise<Person> {
  return person.entry === null ? ((await people.load(person)) ?? person) : person;
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
