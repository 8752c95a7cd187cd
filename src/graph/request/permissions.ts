import type { AccessSettings } from '../../domain/access.ts';
import type { Caller, Role } from '../../domain/caller.ts';
import type { DeviceKind } from '../../domain/device.ts';
import { Failure } from '../../domain/failure.ts';
import type { Flavor } from '../../domain/flavor.ts';
import { unreadPerson } from '../../domain/person.ts';
import type { Person, PersonRef } from '../../domain/person.ts';
import { decide, dependsOnPrivilege, isChange, isOwn } from '../../domain/policy.ts';
import type { Effect, Target, Verdict } from '../../domain/policy.ts';
import { isFolded } from '../../domain/user-id.ts';
import type { PersonGrant, RealmGrant } from './grant.ts';
import { isNamed, realmOf, refOf } from './named-person.ts';
import type { NamedPerson, NamingRules } from './named-person.ts';
import { refusalOf } from './refusal.ts';
import { isSession } from './views.ts';
import type { Views } from './views.ts';
import type { WhoCalls } from './who-calls.ts';

/** What a selection asks for of a person. */
export interface PersonSelected {
  /** The kinds of device whose lists it asks for. */
  readonly kinds: readonly DeviceKind[];
  /** Whether it asks for anything beside those. */
  readonly person: boolean;
}

/** What permissions are found out with. */
export interface PermissionParts {
  readonly caller: WhoCalls;
  readonly views: Views;
  readonly names: NamingRules;
  readonly settings: AccessSettings;
  readonly flavor: Flavor;
}

/** A verdict, and the caller as far as it had to be known for it. */
export interface Judged {
  readonly verdict: Verdict;
  readonly caller: Caller;
}

const wholePerson: PersonSelected = { kinds: [], person: true };

/** Finds out what the caller of one request may do; the only place that gives grants. */
export class Permissions {
  private readonly parts: PermissionParts;

  constructor(parts: PermissionParts) {
    this.parts = parts;
  }

  /**
   * The permission for an effect on the person that the arguments name, and the person. Judged by the name that was
   * typed before AM is asked about anybody, and again by the one that AM holds (U22). What is `selected` of the
   * person is read beside them where that needs no further verdict.
   * @throws Failure the refusal
   */
  async forNamed(
    effect: Effect,
    named: NamedPerson,
    selected: PersonSelected = wholePerson,
  ): Promise<PersonGrant> {
    const { views, names } = this.parts;
    const ref = await refOf(named, names);
    const target = { ...ref, named: isNamed(named), privileged: undefined };
    const { verdict, caller } = await this.judge(effect, target);
    if (!verdict.allowed) throw refusalOf(verdict.reason, caller);
    const { role } = verdict;
    const view = views.through(role, caller);
    if (dependsOnPrivilege(effect, role)) this.parts.caller.readPrivilegedAhead(ref.realm);
    this.readAhead(selected.kinds, target, caller);
    if (!selected.person && isOwnSession(caller, target, role)) {
      return { ...view, role, person: unreadPerson(ref) };
    }
    const person = await view.loaders.person.load(ref);
    return person === null ? { ...view, role, person } : this.on(effect, person, target);
  }

  /**
   * The permission for an effect on a person whom AM has told of.
   * @throws Failure the refusal
   */
  async on(effect: Effect, person: Person, { named = false } = {}): Promise<PersonGrant> {
    const { verdict, caller } = await this.verdictOn(effect, person, { named });
    if (!verdict.allowed) throw refusalOf(verdict.reason, caller);
    const { role } = verdict;
    return { ...this.parts.views.through(role, caller), role, person };
  }

  /** Whether an effect on a person would be granted. */
  async verdictOn(effect: Effect, person: Person, { named = false } = {}): Promise<Judged> {
    const target = { realm: person.realm, id: person.id, named, privileged: undefined };
    const first = await this.judge(effect, target);
    if (!first.verdict.allowed || !dependsOnPrivilege(effect, first.verdict.role)) return first;
    const privileged = await this.parts.caller.isPrivileged(person);
    return this.judge(effect, { ...target, privileged });
  }

  /**
   * The permission for an effect on nobody in particular, in a realm by its name.
   * @throws Failure the refusal
   */
  async inRealm(effect: Effect, name: string | null | undefined): Promise<RealmGrant> {
    const { views, names, flavor } = this.parts;
    const realm = await realmOf(name, names);
    const target = { realm, id: null, named: false, privileged: undefined };
    const { verdict, caller } = await this.judge(effect, target);
    if (!verdict.allowed) throw refusalOf(verdict.reason, caller);
    const { role } = verdict;
    // IDM, where AIC searches, knows no sessions (contract §10).
    const isBearerOnly = effect === 'search' && flavor === 'aic';
    const view = isBearerOnly ? views.throughService() : views.through(role, caller);
    return { ...view, role, realm };
  }

  /**
   * Begins to read lists of devices beside the person, where that they may be seen needs no read: the caller's own, and
   * anybody's for whoever may see everybody's. Where it depends on who the person is, they wait for the person, and
   * the groups that tell are read meanwhile.
   */
  private readAhead(kinds: readonly DeviceKind[], target: PersonTarget, caller: Caller): void {
    if (kinds.length === 0) return;
    const verdict = decide(caller, { effect: 'viewDevices', target }, this.parts.settings);
    if (!verdict.allowed) return;
    if (dependsOnPrivilege('viewDevices', verdict.role)) {
      this.parts.caller.readPrivilegedAhead(target.realm);
      return;
    }
    // Under another spelling they would be read for nothing, and by a name that nobody is known by (U22).
    if (!isFolded(target.id)) return;
    const { devices } = this.parts.views.through(verdict.role, caller).loaders;
    // Whoever wants a list waits for the same read, and gets its failure.
    for (const kind of kinds) devices.load(kind, target).catch(() => undefined);
  }

  /** Groups are looked at only where they could change the verdict. */
  private async judge(effect: Effect, target: Target): Promise<Judged> {
    const { settings } = this.parts;
    const caller = await this.parts.caller.caller();
    const verdict = decide(caller, { effect, target }, settings);
    if (caller.kind === 'anonymous') return { verdict, caller };
    const isOwnByName = isChange(effect) && target.named && isOwn(caller, target);
    if (verdict.allowed && !isOwnByName) return { verdict, caller };
    const staff = await this.withGroupsUnless(verdict.allowed ? caller : null);
    return { verdict: decide(staff, { effect, target }, settings), caller: staff };
  }

  /**
   * The caller with group roles. Without a service credential nobody can be staff by group, which must not
   * keep people from acting for themselves: then `instead` is the caller, where there is one.
   */
  private async withGroupsUnless(instead: Caller | null): Promise<Caller> {
    try {
      return await this.parts.caller.withGroups();
    } catch (error) {
      const isMissing = error instanceof Failure && error.code === 'SERVICE_CREDENTIAL_MISSING';
      if (isMissing && instead !== null) return instead;
      throw error;
    }
  }
}

type PersonTarget = Target & PersonRef;

/**
 * Whether AM itself stands for whom this is about: the session's own person, unnamed, with the session forwarded. Then
 * their lists can be read without reading the person.
 */
function isOwnSession(caller: Caller, { named, id }: PersonTarget, role: Role): boolean {
  return role === 'SELF' && isSession(caller) && !named && isFolded(id);
}
