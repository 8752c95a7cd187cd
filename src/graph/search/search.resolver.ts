import { Args, ArgsType, Ctx, Directive, Field, Int, Query, Resolver } from 'type-graphql';
import type { Role } from '../../domain/caller.ts';
import { badInput, Failure } from '../../domain/failure.ts';
import type { Realm } from '../../domain/realm.ts';
import type { Person } from '../../domain/person.ts';
import { compareSortKeys, isSearchText, sortKeyOf, rankFound } from '../../domain/search.ts';
import type { SortKey } from '../../domain/search.ts';
import type { Loaders } from '../request/loaders.ts';
import { Access } from '../access.ts';
import type { RealmGrant } from '../request/grant.ts';
import { Granted } from '../request/granted.ts';
import { recordedActor } from '../request/recorded-actor.ts';
import type { RequestContext } from '../request/context.ts';
import { Cost } from '../cost.ts';
import { pageInfoOf } from './page-info.type.ts';
import type { PageInfo } from './page-info.type.ts';
import { UserConnection } from './user-connection.type.ts';

/** The maximum and default page size (security F6). */
const maxRows = 20;

/** The arguments of `users`. */
@ArgsType()
class SearchArguments {
  @Field(() => String, {
    description: 'The beginning of a user name or mail address, 3 to 100 characters.',
  })
  search!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The name of a served realm. Absent or null: the caller's own, or the default one.",
  })
  realm?: string | null;

  @Field(() => Int, { defaultValue: maxRows, description: 'How many results, 1 to 20.' })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the result after which to go on.',
  })
  after?: string | null;
}

interface Connection {
  readonly edges: readonly { readonly node: Person; readonly cursor: string }[];
  readonly pageInfo: PageInfo;
}

/** Finds people. */
@Resolver(() => UserConnection)
export class SearchResolver {
  @Access({ effect: 'search', on: 'realm' })
  @Cost({ calls: 2, callsPerItem: 1, items: 'first' })
  @Directive('@tag(name: "staff")')
  @Query(() => UserConnection, {
    nullable: true,
    description: 'People whose user name or mail address begins with a text.',
  })
  async users(
    @Args(() => SearchArguments) { search, first, after }: SearchArguments,
    @Granted() { am, loaders, realm, role }: RealmGrant,
    @Ctx() context: RequestContext,
  ): Promise<Connection> {
    const text = search.trim();
    if (!isSearchText(text)) throw badInput('search', 'Search for 3 to 100 plain characters.');
    if (first < 1 || first > maxRows) throw badInput('first', `Ask for 1 to ${maxRows} results.`);
    const from = after === undefined || after === null ? null : sortKeyIn(after);
    await countSearch(context, realm, role);
    const { people, areThereMore } = await am.search(realm, text);
    // The results after the cursor, even if its own person is no longer found.
    const found = rankFound(people, text).filter(
      (person) => from === null || compareSortKeys(sortKeyOf(person, text), from) > 0,
    );
    const page = await Promise.all(
      found.slice(0, first).map((person) => withEntry(person, loaders)),
    );
    const edges = page.map((node) => ({ node, cursor: cursorOf(sortKeyOf(node, text)) }));
    return { edges, pageInfo: pageInfoOf(edges, found.length > first || areThereMore) };
  }
}

/** Every search counts, of whatever page, by AM's own name of the caller (security F6). @throws Failure RATE_LIMITED */
async function countSearch(context: RequestContext, realm: Realm, role: Role): Promise<void> {
  const { ledger, changeLimits, correlationId } = context;
  const actor = await recordedActor(context, role, null);
  const search = { actor, realm: realm.name, correlationId };
  const begun = await ledger.search(search, changeLimits.searches);
  if (begun.kind === 'may be made') return;
  throw new Failure('RATE_LIMITED', 'You have searched too often. Wait a little.', {
    facts: { retryAfterSeconds: begun.retryAfterSeconds },
  });
}

/** IDM has no directory entry and no skip choice, so in AIC each person of the page is also read from AM. */
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
