import type { Settling } from '../../changes/settling.ts';
import type { AccessSettings } from '../../domain/access.ts';
import type { Caller, Role } from '../../domain/caller.ts';
import type { RecordedPerson } from '../../domain/change-record.ts';
import type { DeviceKind } from '../../domain/device.ts';
import { andThen, type MaybePromise } from '../../domain/maybe-promise.ts';
import type { Flavor } from '../../domain/flavor.ts';
import { entryOf, unreadPerson, type Person, type PersonRef } from '../../domain/person.ts';
import { decide, dependsOnPrivilege, isChange, seesAllHistory } from '../../domain/policy.ts';
import type { Effect, Target } from '../../domain/policy.ts';
import { isFolded } from '../../domain/user-id.ts';
import type { PersonGrant, RealmGrant } from './grant.ts';
import { judge, type Judged } from './judge.ts';
import { checkName, impliedRealm, ownRef, realmNamed } from './named-person.ts';
import type { CheckedName, NamedPerson, NamingRules } from './named-person.ts';
import { policyRefusal } from './refusal.ts';
import { isSession, type Views } from './views.ts';
import type { WhoCalls } from './who-calls.ts';

/** What an operation selects of a person: lists of devices by kind, and anything else. */
export interface PersonSelected {
  readonly kinds: readonly DeviceKind[];
  readonly person: boolean;
}

export interface PermissionParts {
  readonly caller: WhoCalls;
  readonly views: Views;
  readonly names: NamingRules;
  readonly settings: AccessSettings;
  readonly flavor: Flavor;
  /** Called for each grant in which the caller acts on their own account. */
  readonly settling?: Pick<Settling, 'settleOf'> | undefined;
}

const wholePerson: PersonSelected = { kinds: [], person: true };

/** Decides what the caller of one request may do; the only code that creates grants. */
export class Permissions {
  /** What the policy has permitted; the guard of each field requires it. */
  readonly granted = new Set<Effect>();
  private readonly parts: PermissionParts;

  constructor(parts: PermissionParts) {
    this.parts = parts;
  }

  /**
   * Returns the permission for an effect on the person that the arguments name, and the person. The
   * policy decides on the id that the client sent before the person is read, and again on AM's own
   * (U22). What is `selected` is read in parallel with the person if no further decision is needed.
   * @throws Failure the refusal
   */
  forNamed(
    effect: Effect,
    named: NamedPerson,
    selected: PersonSelected = wholePerson,
  ): MaybePromise<PersonGrant> {
    const name = checkName(named, this.parts.names);
    return andThen(this.parts.caller.caller(), (caller) => {
      const ref = this.refIn(name, caller);
      const target = { ...ref, named: name.id !== null, privilege: undefined };
      return andThen(judge(this.parts, caller, { effect, target }), (judged) =>
        this.readTarget(judged, { effect, target, selected }),
      );
    });
  }

  /**
   * Returns the person that the arguments name, in the client's spelling, without reading it.
   * @throws Failure BAD_USER_INPUT, or a refusal if the caller is meant and is not a person
   */
  refOf(named: NamedPerson): MaybePromise<PersonRef> {
    const name = checkName(named, this.parts.names);
    return andThen(this.parts.caller.caller(), (caller) => this.refIn(name, caller));
  }

  /** Returns the permission for an effect on a person read from AM. @throws Failure the refusal */
  on(effect: Effect, person: Person, { named = false } = {}): MaybePromise<PersonGrant> {
    return andThen(this.verdictOn(effect, person, { named }), ({ verdict, caller }) => {
      if (!verdict.allowed) throw policyRefusal(verdict.reason, caller);
      const { role } = verdict;
      this.granted.add(effect);
      return this.settled({ ...this.parts.views.through(role, caller), role, person });
    });
  }

  /** Decides on an effect on a person without granting it. */
  verdictOn(effect: Effect, person: Person, { named = false } = {}): MaybePromise<Judged> {
    const { caller: whoCalls } = this.parts;
    return andThen(whoCalls.caller(), (caller) =>
      andThen(whoCalls.isCaller(person, { caller, effect }), (own) => {
        const target = { realm: person.realm, id: person.id, named, own, privilege: undefined };
        return andThen(judge(this.parts, caller, { effect, target }), (first) => {
          const { verdict } = first;
          if (!verdict.allowed || !dependsOnPrivilege(effect, verdict.role)) return first;
          return andThen(whoCalls.privileges.of(person), (privilege) =>
            judge(this.parts, caller, { effect, target: { ...target, privilege } }),
          );
        });
      }),
    );
  }

  /**
   * Returns the role by which the caller may see what is recorded of a person. For a role that sees
   * all history, no person is read. For other roles AM's own record decides, or for a deleted
   * person the recorded privilege. Callers may see what was made of themselves through any realm.
   * @throws Failure the refusal
   */
  async onRecorded({ id, realm, privileged, entry }: RecordedPerson): Promise<Role> {
    const { names } = this.parts;
    const found = realmNamed(realm, names.realms) ?? names.realms.default;
    const target = { realm: found, id, named: true, privilege: undefined };
    const withoutGroups = await this.parts.caller.caller();
    const { verdict, caller } = await judge(this.parts, withoutGroups, {
      effect: 'viewHistory',
      target,
    });
    if (!verdict.allowed) {
      if (entry === undefined || !(await this.isOwnEntry(withoutGroups, entry)))
        throw policyRefusal(verdict.reason, caller);
      this.granted.add('viewHistory');
      return 'SELF';
    }
    if (!seesAllHistory(verdict.role))
      return this.onPersonOf({ id, realm, privileged }, 'viewHistory');
    this.granted.add('viewHistory');
    return verdict.role;
  }

  /**
   * Returns the role by which the caller may do something about a record of a person, by AM's own
   * record of them, or for a deleted person by the recorded privilege. @throws Failure the refusal
   */
  async onPersonOf(
    { id, realm, privileged }: Pick<RecordedPerson, 'id' | 'realm' | 'privileged'>,
    effect: 'viewHistory' | 'takeReport' | 'retryNotice',
  ): Promise<Role> {
    const { role, person } = await this.forNamed(effect, { id, realm });
    if (person?.id === id) return role;
    const isForDeleted = privileged === false || !dependsOnPrivilege(effect, role);
    if (role !== 'SELF' && isForDeleted) return role;
    const reason = role === 'SELF' ? 'FORBIDDEN' : 'TARGET_PRIVILEGED';
    throw policyRefusal(reason, await this.parts.caller.caller());
  }

  /**
   * Returns the permission for an effect in a realm, by its name. With `isOwn` people of the realm
   * may have it for themselves. @throws Failure the refusal
   */
  async inRealm(
    effect: Effect,
    name: string | null | undefined,
    { isOwn = false } = {},
  ): Promise<RealmGrant> {
    const { views, names, flavor } = this.parts;
    const named = realmNamed(name, names.realms);
    const withoutGroups = await this.parts.caller.caller();
    const realm = named ?? impliedRealm(withoutGroups, names.realms);
    const id = isOwn && withoutGroups.kind === 'signed in' ? withoutGroups.username : null;
    const target = { realm, id, named: false, privilege: undefined };
    const { verdict, caller } = await judge(this.parts, withoutGroups, { effect, target });
    if (!verdict.allowed) throw policyRefusal(verdict.reason, caller);
    this.granted.add(effect);
    // A search in AIC goes to IDM, which accepts no sessions (contract §10).
    const isBearerOnly = effect === 'search' && flavor === 'aic';
    const view = isBearerOnly ? views.throughService() : views.through(verdict.role, caller);
    return { ...view, role: verdict.role, realm };
  }

  private async isOwnEntry(caller: Caller, entry: string): Promise<boolean> {
    if (caller.kind === 'anonymous' || caller.realm === null || !caller.own.view) return false;
    const record = await this.parts.caller.record();
    return record !== null && entryOf(record) === entry;
  }

  private refIn({ id, realm }: CheckedName, caller: Caller): PersonRef {
    const { names } = this.parts;
    if (id === null) return ownRef(caller, realm, names);
    return { id, realm: realm ?? impliedRealm(caller, names.realms) };
  }

  /** Reads the target of a permitted effect, and decides again about the person that AM returns. */
  private readTarget(
    { verdict, caller }: Judged,
    { effect, target, selected }: TargetRead,
  ): MaybePromise<PersonGrant> {
    if (!verdict.allowed) throw policyRefusal(verdict.reason, caller);
    const { role } = verdict;
    const { views, caller: whoCalls } = this.parts;
    const view = views.through(role, caller);
    // A change records whether the person is privileged, even if its permission does not need it.
    if (dependsOnPrivilege(effect, role) || (isChange(effect) && role !== 'SELF'))
      whoCalls.privileges.readAhead(target.realm);
    this.readAhead(selected.kinds, target, caller);
    if (!selected.person && isOwnSession(caller, target, role)) {
      this.granted.add(effect);
      return this.settled({ ...view, role, person: unreadPerson(target) });
    }
    const isOwnRecord = !target.named && role === 'SELF';
    const read = isOwnRecord ? whoCalls.record() : view.loaders.person.load(target);
    return andThen(read, (person) => {
      if (person !== null) return this.on(effect, person, target);
      this.granted.add(effect);
      return { ...view, role, person };
    });
  }

  private settled(grant: PersonGrant): PersonGrant {
    if (grant.role === 'SELF') this.parts.settling?.settleOf(grant);
    return grant;
  }

  /**
   * Starts to read lists of devices in parallel with the person if the permission to see them needs
   * no read. If it depends on whether the person is privileged, only the privileged groups are
   * read.
   */
  private readAhead(kinds: readonly DeviceKind[], target: PersonTarget, caller: Caller): void {
    if (kinds.length === 0) return;
    const verdict = decide(caller, { effect: 'viewDevices', target }, this.parts.settings);
    if (!verdict.allowed) return;
    if (dependsOnPrivilege('viewDevices', verdict.role)) {
      this.parts.caller.privileges.readAhead(target.realm);
      return;
    }
    // A list read under a spelling other than AM's own would not be used (U22).
    if (!isFolded(target.id)) return;
    const { devices } = this.parts.views.through(verdict.role, caller).loaders;
    // The resolvers share this read and report its failure.
    for (const kind of kinds) devices.load(kind, target).catch(() => undefined);
  }
}

type PersonTarget = Target & PersonRef & { readonly named: boolean };

interface TargetRead {
  readonly effect: Effect;
  readonly target: PersonTarget;
  readonly selected: PersonSelected;
}

/**
 * Whether the target is the unnamed caller and their session is forwarded. AM has then confirmed
 * who the person is, and their lists can be read without reading the person.
 */
function isOwnSession(caller: Caller, { named, id }: PersonTarget, role: Role): boolean {
  return role === 'SELF' && isSession(caller) && !named && isFolded(id);
}
