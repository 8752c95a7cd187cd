import { Args, ArgsType, Ctx, Directive, Resolver } from 'type-graphql';
import { hasSuperUserName, superUserName, type AccessSettings } from '../../domain/rules/access.ts';
import { badInput } from '../../domain/values/failure.ts';
import { userOfGlobalId } from '../../domain/devices/global-id.ts';
import type { HistoryQuery } from '../../domain/ledger-ports/ledger-history.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { realmHistory } from '../../changes/records/realm-history.ts';
import { decisions } from '../../access/lists/filled-page.ts';
import { Access, Granted } from '../fields/access.ts';
import { permitRealm } from '../fields/permits.ts';
import { Cost } from '../fields/cost.ts';
import type { RequestContext } from '../request/context.ts';
import type { RealmGrant } from '../../access/grant.ts';
import { DeviceChangeFilter } from './history.input.ts';
import { DeviceChangeConnection } from './types/change-record.type.ts';
import { connectionOf, PageArguments, pageQuery, type ChangeConnection } from './history-page.ts';
import { NullableField, NullableQuery } from '../fields/nullable-field.ts';

@ArgsType()
class RealmHistoryArguments extends PageArguments {
  @NullableField(
    () => String,
    "The name of a served realm. Absent or null: the caller's realm, or else the default realm.",
  )
  realm?: string | null;

  @NullableField(
    () => DeviceChangeFilter,
    'Returns only changes that match. Absent or null: all changes.',
  )
  filter?: DeviceChangeFilter | null;
}

@Resolver()
export class RealmHistoryResolver {
  @Access({ effect: 'viewHistory', permit: permitRealm })
  @Cost({
    calls: 3 + decisions.calls,
    ledger: 50,
    callsPerItem: decisions.callsPerItem,
    items: 'first',
  })
  @Directive('@tag(name: "staff")')
  @NullableQuery(
    () => DeviceChangeConnection,
    'Recorded changes of a realm, newest first. The help desk does not see changes of privileged users, nor refused changes.',
  )
  async realmHistory(
    @Args(() => RealmHistoryArguments) { filter, ...page }: RealmHistoryArguments,
    @Granted() grant: RealmGrant,
    @Ctx() context: RequestContext,
  ): Promise<ChangeConnection> {
    const query = queryOf(filter ?? {}, grant.realm, context.settings);
    return connectionOf(context, await realmHistory(context, grant, pageQuery(query, page)));
  }
}

/** @throws Failure BAD_USER_INPUT */
function queryOf(
  { person, actor, outcome, isRefused: refused, report, since, until, ...rest }: DeviceChangeFilter,
  realm: Realm,
  settings: AccessSettings,
): Omit<HistoryQuery, 'first' | 'after'> {
  refuseOddId('person', person);
  refuseOddId('actor', actor);
  if (isGiven(report) && (isGiven(outcome) || refused === true))
    throw badInput('report', 'Filter by the report, or by outcome or refusal.');
  const target = isGiven(person) ? personNamed(person, realm.name) : null;
  if (target !== null && target.realm !== realm.name)
    throw badInput('person', 'This person is in another realm.');
  return {
    realm: realm.name,
    ...(target !== null && { target: { id: target.id } }),
    ...(isGiven(actor) && { actor: searchedActor(actor, realm.name, settings) }),
    ...(isGiven(outcome) && { outcome }),
    ...(isGiven(refused) && { refused }),
    ...(isGiven(report) && { report }),
    ...(isGiven(rest.isDryRun) && { dryRun: rest.isDryRun }),
    ...(isGiven(rest.ticket) && { ticket: textIn('ticket', rest.ticket.trim()) }),
    ...(isGiven(rest.reference) && { id: rest.reference }),
    ...(isGiven(since) && { since }),
    ...(isGiven(until) && { until }),
  };
}

const maxLength = 1_024;

/** PostgreSQL accepts no NUL in a text. @throws Failure BAD_USER_INPUT */
function textIn(argument: string, text: string): string {
  if (text.length <= maxLength && !/[\p{Cc}\p{Cs}]/u.test(text)) return text;
  throw badInput(argument, 'This text cannot be in a record.');
}

/** @throws Failure BAD_USER_INPUT if it cannot be an id */
function refuseOddId(argument: string, id: string | null | undefined): void {
  if (!isGiven(id)) return;
  const named = personNamed(id, '');
  for (const name of [id, named.id, named.realm]) textIn(argument, name);
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

/** The super user is recorded with the top realm if that is served, otherwise without a realm. */
function searchedActor(
  id: string,
  realm: string,
  settings: AccessSettings,
): NonNullable<HistoryQuery['actor']> {
  if (!hasSuperUserName(id, settings)) return personNamed(id, realm);
  return { id: superUserName(settings), realm: settings.realms.byPath('/')?.name ?? null };
}

function personNamed(id: string, realm: string): { readonly id: string; readonly realm: string } {
  return userOfGlobalId(id) ?? { id, realm };
}
