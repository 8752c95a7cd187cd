import { groupsIn, staffSigns } from '../domain/rules/access.ts';
import type { RequestedChange } from '../domain/change/approval.ts';
import { noAssurance } from '../domain/people/assurance.ts';
import type { SignedInCaller } from '../domain/people/caller.ts';
import { isSamePerson, recordedNames } from '../domain/change/change-record.ts';
import type { Person } from '../domain/people/person.ts';
import { decide } from '../domain/policy/policy.ts';
import { Failure } from '../domain/values/failure.ts';
import type { UserIdRule } from '../domain/people/user-id.ts';
import { policyRefusal } from './refusal.ts';
import type { Views } from './views.ts';
import type { CallerFacts, WhoCalls } from './who-calls.ts';

interface RequesterParts {
  readonly facts: CallerFacts & { readonly userIds: UserIdRule };
  readonly views: Views;
  readonly caller: Pick<WhoCalls, 'privileges' | 'areas' | 'staffBeyond'>;
}

/**
 * Decides whether the requester of a change may still make it, by what AM says now: their account,
 * their groups, and whether the person is privileged or in their area. The scope of a token, or the
 * property of a session, is over with the request, so such a role holds while it is configured and
 * the account is active. Null if the requester may.
 */
export async function requesterDenial(
  { facts, views, caller: whoCalls }: RequesterParts,
  { intent, isRoleOfCredential }: RequestedChange,
  person: Person,
): Promise<Failure | null> {
  const { actor, effect } = intent;
  const { role } = actor;
  const area = actor.area ?? null;
  const { settings, userIds } = facts;
  if (role === 'SUPER_USER') return null;
  const realm = settings.realms.byName(actor.realm ?? '');
  if (realm === undefined || !userIds.accepts(actor.id)) return forbidden();
  const { am, loaders } = views.throughService();
  const record = await loaders.person.load({ realm, id: actor.id });
  if (record === null || record.status === 'INACTIVE') return forbidden();
  if (!isSamePerson(recordedNames(record), actor)) return forbidden();
  const signs = staffSigns(settings).find((one) => one.role === role && one.area === area)?.signs;
  const groups = groupsIn(realm, signs?.groups ?? []);
  const { startedAt, deadline } = facts;
  const holdsRole = isRoleOfCredential
    ? signs !== undefined && (signs.scopes.length > 0 || signs.property !== undefined)
    : record.entry !== null &&
      (await facts.groups.isMember(
        am,
        { entry: record.entry, realm, groups },
        { startedAt, deadline, fresh: true },
      ));
  if (!holdsRole) return forbidden();
  const caller: SignedInCaller = {
    kind: 'signed in',
    method: actor.method,
    standings: [{ role, area }],
    username: record.id,
    realm,
    own: { view: false, change: false },
    // Decided when the change was requested.
    isSupervised: false,
    clientId: actor.clientId,
    signedInAt: null,
    expiresAt: null,
    idleExpiresAt: null,
    assurance: noAssurance,
  };
  const own = isSamePerson(recordedNames(record), recordedNames(person));
  const within = area === null ? [] : [area];
  const privilege = await whoCalls.privileges.of(person);
  const areas = await whoCalls.areas.of(person, within);
  const staffBeyond =
    area === null ? ('not read' as const) : await whoCalls.staffBeyond(within).of(person);
  const found = { privilege, areas, staffBeyond, own };
  const target = { realm: person.realm, id: person.id, named: true, ...found };
  const verdict = decide(caller, { effect, target }, settings);
  return verdict.allowed ? null : policyRefusal(verdict.reason, caller);
}

function forbidden(): Failure {
  return new Failure('FORBIDDEN', 'The requester may no longer make this change.');
}
