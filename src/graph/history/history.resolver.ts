import { Arg, Args, Ctx, Directive, Resolver, Root } from 'type-graphql';
import { roleTraits, type Role, type SignedInCaller } from '../../domain/people/caller.ts';
import type { HistoryQuery } from '../../domain/ledger-ports/ledger-history.ts';
import { entryOf, type Person } from '../../domain/people/person.ts';
import { holdsIn } from '../../domain/policy/reached.ts';
import { permitActivity, seeRecord, type SeenRecord } from '../../changes/records/see-record.ts';
import { visiblePage } from '../../changes/records/visible-page.ts';
import { textOf } from '../../domain/values/member.ts';
import { decisions } from '../../access/lists/filled-page.ts';
import { Access, Granted, type GuardedCall } from '../fields/access.ts';
import { permitParent } from '../fields/permits.ts';
import { DeviceChangeLookup } from './history.input.ts';
import { GatewayCaller } from '../caller/caller.type.ts';
import { Cost } from '../fields/cost.ts';
import { NullableQuery, NullableFieldResolver } from '../fields/nullable-field.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../../access/grant.ts';
import { actorOfOwnChanges } from '../../access/recorded-actor.ts';
import { User } from '../user/user.type.ts';
import { DeviceChange, DeviceChangeConnection } from './types/change-record.type.ts';
import { connectionOf, PageArguments, pageQuery, type ChangeConnection } from './history-page.ts';
import { shownTo } from './shown-change.ts';

@Resolver(() => User)
export class UserHistoryResolver {
  @Access({ effect: 'viewHistory', permit: permitParent })
  @Cost({ items: 'first' })
  @NullableFieldResolver(
    () => DeviceChangeConnection,
    "Recorded changes of the user's devices, newest first. Only administrators, auditors and the super user see refused changes.",
  )
  async history(
    @Root() person: Person,
    @Args(() => PageArguments) page: PageArguments,
    @Granted() { role }: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<ChangeConnection> {
    const shown = (await seesRefusals(context, role, person)) ? {} : { refused: false };
    const target = { id: person.id, ...(await throughRealms(context, role, person)) };
    const query = pageQuery({ realm: person.realm.name, target, ...shown }, page);
    const found = await context.ledger.history(query);
    return connectionOf(context, { page: found, roleFor: () => role });
  }
}

/** Whether the caller sees refused changes of a person. People do not see those of their own. */
async function seesRefusals(
  { permissions }: RequestContext,
  role: Role,
  person: Person,
): Promise<boolean> {
  if (roleTraits[role].isSelf) return false;
  return (await permissions.verdictOn('viewRefusals', person)).verdict.allowed;
}

/** The further realms through which the caller may see what was changed of a person. */
async function throughRealms(
  { caller: whoCalls, settings }: RequestContext,
  role: Role,
  person: Person,
): Promise<Pick<NonNullable<HistoryQuery['target']>, 'through'>> {
  const caller = await whoCalls.caller();
  const entry = entryOf(person);
  if (caller.kind === 'anonymous' || entry === undefined) return {};
  const realms = settings.realms.all
    .filter((realm) => holdsIn(role, caller, { realm, settings }))
    .map(({ name }) => name);
  return realms.length > 1 ? { through: { entry, realms } } : {};
}

@Resolver(() => GatewayCaller)
export class CallerHistoryResolver {
  @Directive('@tag(name: "staff")')
  @Access({ effect: 'viewHistory', permit: ({ context }) => permitActivity(context) })
  @Cost({ calls: 3 + decisions.calls, callsPerItem: decisions.callsPerItem, items: 'first' })
  @NullableFieldResolver(
    () => DeviceChangeConnection,
    'Changes that the caller made in every served realm, newest first. Includes only changes that the caller may still view. Null if the caller is not signed in.',
  )
  async history(
    @Args(() => PageArguments) page: PageArguments,
    @Granted() caller: SignedInCaller | null,
    @Ctx() context: RequestContext,
  ): Promise<ChangeConnection | null> {
    if (caller === null) return null;
    const { ledger, settings } = context;
    const actor = await actorOfOwnChanges(context, caller);
    const realms = settings.realms.all.map(({ name }) => name);
    const query = pageQuery({ actor, realms }, page);
    return connectionOf(
      context,
      await visiblePage(context, query, (next) => ledger.activity({ ...query, ...next })),
    );
  }
}

@Resolver()
export class ChangeResolver {
  @Cost({ calls: 3 })
  @Access({ effect: 'viewHistory', permit: permitRecord })
  @Directive('@tag(name: "detail")')
  @NullableQuery(
    () => DeviceChange,
    'A recorded change by its reference number, or one that the caller made by its idempotency key. Null if there is no such change.',
  )
  deviceChange(
    @Arg('by', () => DeviceChangeLookup, { description: 'What finds the change.' })
    _by: DeviceChangeLookup,
    @Granted() seen: SeenRecord | null,
    @Ctx() context: RequestContext,
  ): object | null {
    return seen && shownTo(context, seen.change, seen.role);
  }
}

/** Decides about the change that the argument `by` names. */
function permitRecord({ args: { by }, context }: GuardedCall): Promise<SeenRecord | null> {
  const idempotencyKey = textOf(by, 'idempotencyKey');
  const reference = textOf(by, 'reference') ?? '';
  return seeRecord(context, idempotencyKey === undefined ? { reference } : { idempotencyKey });
}
