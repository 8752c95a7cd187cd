import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { RecordedChange } from '../../domain/change-record.ts';
import { badInput } from '../../domain/failure.ts';
import type { HistoryQuery } from '../../domain/ledger.ts';
import type { Person } from '../../domain/person.ts';
import { Access } from '../access.ts';
import { Caller } from '../caller/caller.type.ts';
import { Cost } from '../cost.ts';
import type { RequestContext } from '../request/context.ts';
import type { ChangeGrant } from './permit-change-record.ts';
import { pageInfoOf } from '../search/page-info.type.ts';
import type { PageInfo } from '../search/page-info.type.ts';
import { Granted } from '../request/granted.ts';
import { User } from '../user/user.type.ts';
import { DeviceChange, DeviceChangeConnection } from './change-record.type.ts';
import { shownChange } from './shown-change.ts';

const maxRows = 100;

/** The arguments of a page of changes. */
@ArgsType()
class PageArguments {
  @Field(() => Int, { defaultValue: 10, description: `How many changes, 1 to ${maxRows}.` })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the change after which to go on.',
  })
  after?: string | null;
}

interface Connection {
  readonly edges: readonly { readonly node: object; readonly cursor: string }[];
  readonly pageInfo: PageInfo;
}

/** What was changed of a person. */
@Resolver(() => User)
export class UserHistoryResolver {
  @Access({ effect: 'viewHistory', on: 'parent' })
  @Cost({ items: 'first' })
  @FieldResolver(() => DeviceChangeConnection, {
    nullable: true,
    description: 'What was changed of this person, newest first, by whomever.',
  })
  history(
    @Root() { id, realm }: Person,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: RequestContext,
  ): Promise<Connection> {
    return pageOf(context, { realm: realm.name, target: id }, page);
  }
}

/** What the caller has changed. */
@Resolver(() => Caller)
export class CallerActivityResolver {
  @Access('public')
  @Cost({ items: 'first' })
  @FieldResolver(() => DeviceChangeConnection, {
    nullable: true,
    description: 'What the caller has changed in their own realm, newest first; null for nobody.',
  })
  async activity(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: RequestContext,
  ): Promise<Connection | null> {
    const caller = await context.caller.caller();
    if (caller.kind === 'anonymous') return null;
    const realm = caller.realm?.name ?? null;
    const record = realm === null ? null : await context.caller.record();
    const actor = { id: record?.id ?? caller.username, realm };
    return pageOf(context, { realm: realm ?? context.settings.realms.default.name, actor }, page);
  }
}

/** One change by its reference number. */
@Resolver()
export class ChangeResolver {
  @Access({ effect: 'viewHistory', on: 'change' })
  @Query(() => DeviceChange, {
    nullable: true,
    description: 'A recorded change by its reference number; null where there is none.',
  })
  change(
    @Arg('id', () => ID, { description: 'The reference number.' }) _id: string,
    @Granted() { change, person }: ChangeGrant,
  ): object | null {
    const isOfPerson =
      change?.intent.target.id === person?.id && change?.intent.target.realm === person?.realm.name;
    return change !== null && person !== null && isOfPerson ? shownChange(change, person) : null;
  }
}

async function pageOf(
  { ledger, settings }: RequestContext,
  about: Omit<HistoryQuery, 'first' | 'after'>,
  { first, after = null }: PageArguments,
): Promise<Connection> {
  if (first < 1 || first > maxRows) throw badInput('first', `Ask for 1 to ${maxRows} changes.`);
  const query = { ...about, first, ...(after !== null && { after }) };
  const { changes, hasMore } = await ledger.history(query);
  const edges = changes.map(({ cursor, ...change }) => ({ cursor, node: nodeOf(change) }));
  return { edges, pageInfo: pageInfoOf(edges, hasMore) };

  function nodeOf(change: RecordedChange): object {
    const realm = settings.realms.byName(change.intent.target.realm) ?? settings.realms.default;
    return shownChange(change, { realm, id: change.intent.target.id });
  }
}
