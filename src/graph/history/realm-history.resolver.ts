import { Args, ArgsType, Ctx, Directive, Field, Query, Resolver } from 'type-graphql';
import { isSuperUserPerson, superUserName } from '../../domain/access.ts';
import type { AccessSettings } from '../../domain/access.ts';
import { badInput } from '../../domain/failure.ts';
import { readGlobalId } from '../../domain/global-id.ts';
import type { HistoryQuery } from '../../domain/ledger.ts';
import { seesAllHistory } from '../../domain/policy.ts';
import type { Realm } from '../../domain/realm.ts';
import { Access } from '../access.ts';
import { Cost } from '../cost.ts';
import type { RequestContext } from '../request/context.ts';
import type { RealmGrant } from '../request/grant.ts';
import { Granted } from '../request/granted.ts';
import { policyRefusal } from '../request/refusal.ts';
import { ChangeFilter } from './change-filter.input.ts';
import { DeviceChangeConnection } from './change-record.type.ts';
import { PageArguments, pageOf, pageQuery } from './history-page.ts';
import type { ChangeConnection } from './history-page.ts';
import { visiblePage } from './visible-page.ts';

/** The arguments of `changes`. */
@ArgsType()
class RealmHistoryArguments extends PageArguments {
  @Field(() => String, {
    nullable: true,
    description:
      "The name of a served realm. Absent or null: the caller's own, or the default one.",
  })
  realm?: string | null;

  @Field(() => ChangeFilter, { nullable: true, description: 'Which changes; all without it.' })
  filter?: ChangeFilter | null;
}

/** What was changed in a realm. */
@Resolver()
export class RealmHistoryResolver {
  @Access({ effect: 'viewHistory', on: 'realm' })
  @Cost({ calls: 3, callsPerItem: 1, items: 'first' })
  @Directive('@tag(name: "staff")')
  @Query(() => DeviceChangeConnection, {
    nullable: true,
    description:
      "What was changed in a realm, newest first. The help desk is not told of privileged people's changes, nor of what was refused.",
  })
  async changes(
    @Args(() => RealmHistoryArguments) { filter, ...page }: RealmHistoryArguments,
    @Granted() { realm, role }: RealmGrant,
    @Ctx() context: RequestContext,
  ): Promise<ChangeConnection> {
    const { permissions, settings } = context;
    const asked = queryOf(filter ?? {}, realm, settings);
    if (seesAllHistory(role)) return pageOf(context, asked, page);
    const caller = await context.caller.caller();
    if (asked.refused === true) throw policyRefusal('FORBIDDEN', caller);
    // Otherwise a page of nothing would pass for a realm in which nothing was changed.
    if (!(await context.caller.canTellPrivilege(realm)))
      throw policyRefusal('PRIVILEGE_UNKNOWN', caller);
    // Whoever names a person is answered as the person's own history would answer.
    const { target: id } = asked;
    const named =
      id === undefined
        ? null
        : await permissions.forNamed('viewHistory', {
            id,
            realm: realm.name,
            idArgument: 'person',
          });
    const target = named?.person?.id ?? id;
    const query = { ...asked, refused: false, ...(target !== undefined && { target }) };
    return visiblePage(context, pageQuery(query, page));
  }
}

/** @throws Failure BAD_USER_INPUT */
function queryOf(
  { person, actor, outcome, refused, since, until }: ChangeFilter,
  realm: Realm,
  settings: AccessSettings,
): Omit<HistoryQuery, 'first' | 'after'> {
  const of = isGiven(person) ? whoIs(person, realm.name) : null;
  if (of !== null && of.realm !== realm.name)
    throw badInput('person', 'This person is of another realm.');
  return {
    realm: realm.name,
    ...(of !== null && { target: of.id }),
    ...(isGiven(actor) && { actor: actorOf(actor, realm.name, settings) }),
    ...(isGiven(outcome) && { outcome }),
    ...(isGiven(refused) && { refused }),
    ...(isGiven(since) && { since }),
    ...(isGiven(until) && { until }),
  };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

/** The super user is recorded with the top realm where that is served, and with none elsewhere. */
function actorOf(
  id: string,
  realm: string,
  settings: AccessSettings,
): NonNullable<HistoryQuery['actor']> {
  const isSuperUser = isSuperUserPerson({ realm: { name: 'root', path: '/' }, id }, settings);
  if (!isSuperUser) return whoIs(id, realm);
  return { id: superUserName(settings), realm: settings.realms.byPath('/')?.name ?? null };
}

function whoIs(id: string, realm: string): { readonly id: string; readonly realm: string } {
  const global = readGlobalId(id);
  return global?.type === 'User' ? { id: global.id, realm: global.realm } : { id, realm };
}
