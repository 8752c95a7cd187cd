import { groupsIn, staffSigns } from '../domain/rules/access.ts';
import { withoutRole, type SignedInCaller } from '../domain/people/caller.ts';
import { isSamePerson, recordedNames, type RecordedActor } from '../domain/change/change-record.ts';
import type { Person } from '../domain/people/person.ts';
import type { Realm } from '../domain/people/realm.ts';
import { insideOf } from '../domain/policy/area.ts';
import type { Effect } from '../domain/policy/effects.ts';
import { decide } from '../domain/policy/policy.ts';
import { Failure } from '../domain/values/failure.ts';
import type { UserIdRule } from '../domain/people/user-id.ts';
import { unread } from './named-person.ts';
import { policyRefusal } from './refusal.ts';
import type { Views } from './views.ts';
import type { CallerFacts, WhoCalls } from './who-calls.ts';

/** What a member of staff is judged with who does not call. */
export interface StaffParts {
  readonly facts: CallerFacts & { readonly userIds: UserIdRule };
  readonly views: Views;
}

interface RequesterParts extends StaffParts {
  readonly caller: Pick<WhoCalls, 'privileges' | 'areas' | 'staffBeyond'>;
}

/** A member of staff as a record names them. */
export interface RecordedStaff {
  readonly actor: RecordedActor;
  /** Whether their credential gave the role. Otherwise a group did. */
  readonly isRoleOfCredential: boolean;
}

/** What staff had the right for, and the person. */
export type StaffOnPerson = readonly [
  staff: RecordedStaff & { readonly effect: Effect },
  person: Person,
];

/**
 * Decides whether staff may still have an effect on a person, by what AM says now: their account,
 * their groups, and whether the person is privileged or in their area. Null if they may.
 */
export async function staffDenial(
  parts: RequesterParts,
  ...[{ effect, ...staff }, person]: StaffOnPerson
): Promise<Failure | null> {
  const { actor } = staff;
  if (actor.role === 'SUPER_USER') return null;
  const held = await staffNow(parts, staff);
  if (held === null) return noLonger();
  const { caller, record } = held;
  const area = actor.area ?? null;
  const within = area === null ? [] : [area];
  const whoCalls = parts.caller;
  const own = isSamePerson(recordedNames(record), recordedNames(person));
  const privilege = await whoCalls.privileges.of(person);
  const areas = await whoCalls.areas.of(person, within);
  const staffBeyond =
    area === null ? ('not read' as const) : await whoCalls.staffBeyond(within).of(person);
  const found = { privilege, areas, staffBeyond, own };
  const target = { realm: person.realm, id: person.id, named: true, ...found };
  const verdict = decide(caller, { effect, target }, parts.facts.settings);
  return verdict.allowed ? null : policyRefusal(verdict.reason, caller);
}

/** Decides whether staff may still run a campaign in a realm, or of an area. Null if they may. */
export async function campaignDenial(
  parts: StaffParts,
  staff: RecordedStaff,
  { realm, area }: { readonly realm: Realm; readonly area: string | null },
): Promise<Failure | null> {
  if (staff.actor.role === 'SUPER_USER') return null;
  const held = await staffNow(parts, staff);
  if (held === null) return noLonger();
  const areas = insideOf(area === null ? [] : [area]);
  const target = { ...unread, realm, id: null, named: false, areas };
  const asked = { effect: 'runCampaigns', target } as const;
  const verdict = decide(held.caller, asked, parts.facts.settings);
  return verdict.allowed ? null : policyRefusal(verdict.reason, held.caller);
}

/**
 * Returns staff as a caller with the recorded role, and AM's record of them; null if they no longer
 * hold it. The scope of a token, or the property of a session, is over with its request, so such a
 * role holds while it is configured and the account is active.
 */
async function staffNow(
  { facts, views }: StaffParts,
  { actor, isRoleOfCredential }: RecordedStaff,
): Promise<{ readonly caller: SignedInCaller; readonly record: Person } | null> {
  const { role } = actor;
  const area = actor.area ?? null;
  const { settings, userIds } = facts;
  const realm = settings.realms.byName(actor.realm ?? '');
  if (realm === undefined || !userIds.accepts(actor.id)) return null;
  const { am, loaders } = views.throughService();
  const record = await loaders.person.load({ realm, id: actor.id });
  if (record === null || record.status === 'INACTIVE') return null;
  if (!isSamePerson(recordedNames(record), actor)) return null;
  // An area can have several items for one role.
  const signs = staffSigns(settings)
    .filter((one) => one.role === role && one.area === area)
    .map((one) => one.signs);
  const groups = groupsIn(
    realm,
    signs.flatMap((one) => one.groups),
  );
  const { startedAt, deadline } = facts;
  const holdsRole = isRoleOfCredential
    ? signs.some(({ scopes, property }) => scopes.length > 0 || property !== undefined)
    : record.entry !== null &&
      (await facts.groups.isMember(
        am,
        { entry: record.entry, realm, groups },
        { startedAt, deadline, fresh: true },
      ));
  if (!holdsRole) return null;
  const caller: SignedInCaller = {
    // Whether they are supervised was decided when the change was requested.
    ...withoutRole,
    method: actor.method,
    standings: [{ role, area }],
    username: record.id,
    realm,
    clientId: actor.clientId,
  };
  return { caller, record };
}

function noLonger(): Failure {
  return new Failure('FORBIDDEN', 'This member of staff may no longer do this.');
}
