import type { AccessSettings } from '../../domain/access.ts';
import type { Caller, Role } from '../../domain/caller.ts';
import type { RecordedPerson } from '../../domain/change-record.ts';
import type { DeviceKind } from '../../domain/device.ts';
import type { MaybePromise } from '../../domain/maybe-promise.ts';
import type { Flavor } from '../../domain/flavor.ts';
import { unreadPerson } from '../../domain/person.ts';
import type { Person, PersonRef } from '../../domain/person.ts';
import {
  decide,
  dependsOnPrivilege,
  isChange,
  isOwn,
  policy,
  seesAllHistory,
} from '../../domain/policy.ts';
import type { Effect, Target, Verdict } from '../../domain/policy.ts';
import { isFolded } from '../../domain/user-id.ts';
import type { PersonGrant, RealmGrant } from './grant.ts';
import { checkName, impliedRealm, ownRef, realmNamed } from './named-person.ts';
import type { NamedPerson, NamingRules } from './named-person.ts';
import { policyRefusal } from './refusal.ts';
import { isSession } from './views.ts';
import type { Views } from './views.ts';
import type { WhoCalls } from './who-calls.ts';

/** What an operation selects of a person. */
export interface PersonSelected {
  /** The kinds of device whose lists are selected. */
  readonly kinds: readonly DeviceKind[];
  /** Whether anything else is selected. */
  readonly person: boolean;
}

/** What `Permissions` works with. */
export interface PermissionParts {
  readonly caller: WhoCalls;
  readonly views: Views;
  readonly names: NamingRules;
  readonly settings: AccessSettings;
  readonly flavor: Flavor;
  /** Told of the caller who acts for themselves, of each permission for that. */
  readonly visited?: ((own: PersonGrant) => void) | undefined;
}

/** A verdict, and the caller it is about, with group roles only where the verdict needed them. */
export interface Judged {
  readonly verdict: Verdict;
  readonly caller: Caller;
}

const wholePerson: PersonSelected = { kinds: [], person: true };

/** Decides what the caller of one request may do; the only code that creates grants. */
export class Permissions {
  private readonly parts: PermissionParts;

  constructor(parts: PermissionParts) {
    this.parts = parts;
  }

  /**
   * Returns the permission for an effect on the person that the arguments name, and the person. The policy decides
   * on the id that the client sent before the person is read, and again on AM's own (U22). What is `selected`
   * is read in parallel with the person where that needs no further decision.
   * @throws Failure the refusal
   */
  async forNamed(
    effect: Effect,
    named: NamedPerson,
    selected: PersonSelected = wholePerson,
  ): Promise<PersonGrant> {
    const { views, names } = this.parts;
    const { id } = checkName(named, names);
    const asked = await this.parts.caller.caller();
    const ref = await this.refOf(named);
    const target = { ...ref, named: id !== null, privilege: undefined };
    const { verdict, caller } = await this.judge(asked, effect, target);
    if (!verdict.allowed) throw policyRefusal(verdict.reason, caller);
    const { role } = verdict;
    const view = views.through(role, caller);
    // Of a change it is recorded, though the super user's permission does not depend on it.
    if (dependsOnPrivilege(effect, role) || (isChange(effect) && role !== 'SELF'))
      this.parts.caller.readPrivilegedAhead(ref.realm);
    this.readAhead(selected.kinds, target, caller);
    if (!selected.person && isOwnSession(caller, target, role)) {
      return this.noted({ ...view, role, person: unreadPerson(ref) });
    }
    const isOwnRecord = id === null && role === 'SELF';
    const person = isOwnRecord
      ? await this.parts.caller.record()
      : await view.loaders.person.load(ref);
    return person === null ? { ...view, role, person } : this.on(effect, person, target);
  }

  /**
   * Returns whom the arguments name, as the client spells them; nobody is read.
   * @throws Failure BAD_USER_INPUT, or a refusal where the caller means themselves and is nobody
   */
  async refOf(named: NamedPerson): Promise<PersonRef> {
    const { names } = this.parts;
    const { id, realm } = checkName(named, names);
    const asked = await this.parts.caller.caller();
    if (id === null) return ownRef(asked, realm, names);
    return { id, realm: realm ?? impliedRealm(asked, names.realms) };
  }

  /**
   * Returns the permission for an effect on a person read from AM.
   * @throws Failure the refusal
   */
  async on(effect: Effect, person: Person, { named = false } = {}): Promise<PersonGrant> {
    const { verdict, caller } = await this.verdictOn(effect, person, { named });
    if (!verdict.allowed) throw policyRefusal(verdict.reason, caller);
    const { role } = verdict;
    return this.noted({ ...this.parts.views.through(role, caller), role, person });
  }

  private noted(grant: PersonGrant): PersonGrant {
    if (grant.role === 'SELF') this.parts.visited?.(grant);
    return grant;
  }

  /** Decides on an effect on a person without granting it. */
  async verdictOn(effect: Effect, person: Person, { named = false } = {}): Promise<Judged> {
    const { caller: whoCalls } = this.parts;
    const own = await whoCalls.isCaller(person, effect);
    const target = { realm: person.realm, id: person.id, named, own, privilege: undefined };
    const caller = await whoCalls.caller();
    const first = await this.judge(caller, effect, target);
    if (!first.verdict.allowed || !dependsOnPrivilege(effect, first.verdict.role)) return first;
    const privilege = await whoCalls.privilegeOf(person);
    return this.judge(caller, effect, { ...target, privilege });
  }

  /**
   * Returns the role by which the caller may see what is recorded of a person. For a role that sees everybody's history
   * nothing of them is read; for the others AM's own record decides, and of somebody who is gone what was recorded.
   * @throws Failure the refusal
   */
  async onRecorded({ id, realm, privileged }: RecordedPerson): Promise<Role> {
    const { names } = this.parts;
    const found = realmNamed(realm, names.realms) ?? names.realms.default;
    const target = { realm: found, id, named: true, privilege: undefined };
    const asked = await this.parts.caller.caller();
    const { verdict, caller } = await this.judge(asked, 'viewHistory', target);
    if (!verdict.allowed) throw policyRefusal(verdict.reason, caller);
    if (seesAllHistory(verdict.role)) return verdict.role;
    const { role, person } = await this.forNamed('viewHistory', { id, realm });
    if (person?.id === id || (role !== 'SELF' && privileged === false)) return role;
    throw policyRefusal(role === 'SELF' ? 'FORBIDDEN' : 'TARGET_PRIVILEGED', caller);
  }

  /**
   * Returns the permission for an effect in a realm, by its name, on no single person.
   * @throws Failure the refusal
   */
  async inRealm(effect: Effect, name: string | null | undefined): Promise<RealmGrant> {
    const { views, names, flavor } = this.parts;
    const named = realmNamed(name, names.realms);
    const asked = await this.parts.caller.caller();
    const realm = named ?? impliedRealm(asked, names.realms);
    const target = { realm, id: null, named: false, privilege: undefined };
    const { verdict, caller } = await this.judge(asked, effect, target);
    if (!verdict.allowed) throw policyRefusal(verdict.reason, caller);
    const { role } = verdict;
    // A search in AIC goes to IDM, which accepts no sessions (contract §10).
    const isBearerOnly = effect === 'search' && flavor === 'aic';
    const view = isBearerOnly ? views.throughService() : views.through(role, caller);
    return { ...view, role, realm };
  }

  /**
   * Starts to read lists of devices in parallel with the person, where the permission to see them needs no read: the
   * caller's own lists, and all lists for a role that may see everybody's. Where the permission depends on whether
   * the person is privileged, the lists wait for the person, and the privileged groups are read meanwhile.
   */
  private readAhead(kinds: readonly DeviceKind[], target: PersonTarget, caller: Caller): void {
    if (kinds.length === 0) return;
    const verdict = decide(caller, { effect: 'viewDevices', target }, this.parts.settings);
    if (!verdict.allowed) return;
    if (dependsOnPrivilege('viewDevices', verdict.role)) {
      this.parts.caller.readPrivilegedAhead(target.realm);
      return;
    }
    // A list read under a spelling other than AM's own would not be used (U22).
    if (!isFolded(target.id)) return;
    const { devices } = this.parts.views.through(verdict.role, caller).loaders;
    // The resolvers share this read and report its failure.
    for (const kind of kinds) devices.load(kind, target).catch(() => undefined);
  }

  /** Applies the policy; groups are read only where they could change the verdict. */
  private judge(caller: Caller, effect: Effect, target: Target): MaybePromise<Judged> {
    const { settings, caller: whoCalls } = this.parts;
    const verdict = decide(caller, { effect, target }, settings);
    if (caller.kind === 'anonymous') return { verdict, caller };
    const isOwnByName = isChange(effect) && target.named && isOwn(caller, target);
    if (verdict.allowed && !isOwnByName) return { verdict, caller };
    if (verdict.allowed) {
      return whoCalls.withGroupsIfReadable({ auditors: false }).then((staff) => ({
        verdict: decide(staff, { effect, target }, settings),
        caller: staff,
      }));
    }
    return this.judgeWithGroups(effect, target);
  }

  /** The groups of auditors are read where nothing else permits the effect, and for a whole realm, where auditors see more. */
  private async judgeWithGroups(effect: Effect, target: Target): Promise<Judged> {
    const { settings, caller: whoCalls } = this.parts;
    const judged = async (auditors: boolean): Promise<Judged> => {
      const caller = await whoCalls.withGroups({ auditors });
      return { verdict: decide(caller, { effect, target }, settings), caller };
    };
    if (policy[effect].AUDITOR === undefined) return judged(false);
    const first = target.id === null ? null : await judged(false);
    return first?.verdict.allowed === true ? first : judged(true);
  }
}

type PersonTarget = Target & PersonRef;

/**
 * Whether the target is the unnamed caller and their session is forwarded. AM has then confirmed who the person is,
 * and their lists can be read without reading the person.
 */
function isOwnSession(caller: Caller, { named, id }: PersonTarget, role: Role): boolean {
  return role === 'SELF' && isSession(caller) && !named && isFolded(id);
}
