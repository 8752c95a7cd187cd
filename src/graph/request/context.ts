import type { GraphQLError } from 'graphql';
import type { Am } from '../../am/am.ts';
import type { AccessSettings } from '../../domain/access.ts';
import type { Caller, Role, SignedInCaller } from '../../domain/caller.ts';
import type { DeviceKind, KindCapability } from '../../domain/device.ts';
import { badInput, Failure } from '../../domain/failure.ts';
import type { Flavor } from '../../domain/flavor.ts';
import { after } from '../../domain/later.ts';
import type { Later } from '../../domain/later.ts';
import { unreadPerson } from '../../domain/person.ts';
import type { Person, PersonRef } from '../../domain/person.ts';
import { decide, dependsOnPrivilege, isChange, isOwn } from '../../domain/policy.ts';
import type { Effect, Target, Verdict } from '../../domain/policy.ts';
import type { Realm } from '../../domain/realm.ts';
import { isFolded } from '../../domain/user-id.ts';
import type { UserIdRule } from '../../domain/user-id.ts';
import { createLoaders } from './loaders.ts';
import type { Loaders } from './loaders.ts';
import { refusalOf } from './refusal.ts';
import { serviceOf, WhoCalls } from './who-calls.ts';
import type { CallerFacts } from './who-calls.ts';

/** What one request brings with it. */
export interface RequestFacts extends CallerFacts {
  readonly correlationId: string;
  readonly userIds: UserIdRule;
  readonly product: Omit<ProductFacts, 'version'>;
  /** The schema for composers; null where it is told to nobody. */
  readonly subgraphSdl: string | null;
  readonly now: () => number;
}

/** What AM is and can do. */
export interface ProductFacts {
  readonly flavor: Flavor;
  readonly kinds: readonly KindCapability[];
  readonly version: () => Promise<string | null>;
}

/** Names a person as a client does; absent means the caller, and the caller's realm. */
export interface NamedPerson {
  readonly id?: string | null | undefined;
  readonly realm?: string | null | undefined;
  /** What the argument that holds the id is called, for the message; `id` where left out. */
  readonly idArgument?: string;
}

/** AM through one credential, with the loaders that read through it. */
export interface View {
  readonly am: Am;
  readonly loaders: Loaders;
}

/** A person whom the caller may do something to; null where there is no such person. */
export interface Granted extends View {
  readonly person: Person | null;
  readonly role: Role;
}

/**
 * Everything that resolvers of one request share. Made for one caller, never reused (design D8).
 * Apollo executes with a shallow copy of it, so it has no `#private` fields.
 */
export class RequestContext {
  readonly correlationId: string;
  readonly record: RunRecord = { points: null, raised: [] };
  private readonly facts: RequestFacts;
  private readonly memory: Memory = {
    mutation: false,
    references: 0,
    own: undefined,
    service: undefined,
    granted: new Map(),
    grantedOn: new Map(),
  };
  private readonly who: WhoCalls;

  constructor(facts: RequestFacts) {
    this.facts = facts;
    this.correlationId = facts.correlationId;
    this.who = new WhoCalls(facts, {
      fresh: () => this.memory.mutation,
      ownPerson: async (caller) => {
        const ref = this.ownRef(undefined, caller);
        return this.viewOf('SELF', caller).loaders.person.load(ref);
      },
    });
  }

  get settings(): AccessSettings {
    return this.facts.settings;
  }

  /** What AM is and can do; its version is asked for only where it is selected, and told to nobody unknown. */
  product(): ProductFacts {
    const { product, service } = this.facts;
    const version = async (): Promise<string | null> => {
      const { kind } = await this.caller();
      return kind === 'anonymous' || service === null ? null : service.version();
    };
    return { ...product, version };
  }

  get subgraphSdl(): string | null {
    return this.facts.subgraphSdl;
  }

  /** Counts the references to entities of one field. */
  countReferences(more: unknown): void {
    if (!Array.isArray(more)) throw new TypeError('the references are not a list');
    this.memory.references += more.length;
  }

  /** How many references to entities the request holds, over all its fields that begin together. */
  get references(): number {
    return this.memory.references;
  }

  now(): number {
    return this.facts.now();
  }

  /** Tells that the request changes something: no remembered verdict counts (A13), no read is shared. */
  beginMutation(): void {
    if (this.memory.mutation) return;
    this.memory.mutation = true;
    this.facts.own?.readAlone();
    this.facts.service?.readAlone();
  }

  /** Who calls, as the session or token tells. */
  caller(): Later<Caller> {
    return this.who.caller();
  }

  /** Who calls, with the roles that groups give. */
  callerWithGroups(): Promise<Caller> {
    return this.who.withGroups();
  }

  /** The realm of a search: a served one by name, or the caller's own, or the default one. */
  realm(name: string | null | undefined): Later<Realm> {
    const named = this.realmNamed(name);
    if (named !== undefined) return named;
    return after(this.caller(), (caller) => {
      const own = caller.kind === 'signed in' ? caller.realm : null;
      return own ?? this.facts.settings.realms.default;
    });
  }

  /** Leave for an effect on nobody in particular. */
  async grantIn(realm: Realm, effect: Effect): Promise<View & { readonly role: Role }> {
    const target = { realm, id: null, named: false, privileged: undefined };
    const { verdict, caller } = await this.judge(effect, target);
    if (!verdict.allowed) throw refusalOf(verdict.reason, caller);
    // IDM, where AIC searches, knows no sessions (contract §10).
    const bearerOnly = effect === 'search' && this.facts.product.flavor === 'aic';
    const view = bearerOnly ? this.serviceView() : this.viewOf(verdict.role, caller);
    return { ...view, role: verdict.role };
  }

  /**
   * Leave for an effect on the person that the arguments name, and the person. Judged by the name that was
   * typed before AM is asked about anybody, and again by the one that AM holds (U22). What is `selected` of the
   * caller's own person is read at once, and nothing else.
   */
  grant(
    effect: Effect,
    named: NamedPerson,
    selected: PersonSelected = wholePerson,
  ): Later<Granted> {
    // An empty name is not the same as none.
    const key = `${effect} ${selected.person} ${keyPart(named.realm)} ${keyPart(named.id)}`;
    const known = this.memory.granted.get(key) ?? this.findGranted(effect, named, selected);
    this.memory.granted.set(key, known);
    return known;
  }

  /** Leave for an effect on a person whom AM has told of; found out once, as every field of the person asks. */
  grantOn(effect: Effect, person: Person): Later<Granted> {
    const known = this.memory.grantedOn.get(person);
    if (known !== undefined && known.effect === effect) return known.granted;
    const granted = this.judgeOn(effect, person, { named: false });
    this.memory.grantedOn.set(person, { effect, granted });
    return granted;
  }

  private judgeOn(
    effect: Effect,
    person: Person,
    { named }: { readonly named: boolean },
  ): Later<Granted> {
    return after(this.verdictOn(effect, person, { named }), ({ verdict, caller }) => {
      if (!verdict.allowed) throw refusalOf(verdict.reason, caller);
      return { ...this.viewOf(verdict.role, caller), role: verdict.role, person };
    });
  }

  /** Whether an effect on a person would be granted, without asking for it. */
  verdictOn(effect: Effect, person: Person, { named = false } = {}): Later<Judged> {
    const target = { realm: person.realm, id: person.id, named, privileged: undefined };
    return after(this.judge(effect, target), (first): Later<Judged> => {
      if (!first.verdict.allowed || !dependsOnPrivilege(effect, first.verdict.role)) return first;
      return this.who
        .isPrivileged(person)
        .then((privileged) => this.judge(effect, { ...target, privileged }));
    });
  }

  private findGranted(
    effect: Effect,
    named: NamedPerson,
    selected: PersonSelected,
  ): Later<Granted> {
    return after(this.refOf(named), (ref) => {
      const target = { ...ref, named: isNamed(named), privileged: undefined };
      return after(this.judge(effect, target), ({ verdict, caller }): Later<Granted> => {
        if (!verdict.allowed) throw refusalOf(verdict.reason, caller);
        const view = this.viewOf(verdict.role, caller);
        const { role } = verdict;
        if (dependsOnPrivilege(effect, role)) this.who.readPrivilegedAhead(ref.realm);
        this.readAhead(selected.kinds, target, caller);
        if (!selected.person && isOwnSession(caller, target, role)) {
          return { ...view, role, person: unreadPerson(ref) };
        }
        return view.loaders.person
          .load(ref)
          .then((person) =>
            person === null
              ? { ...view, role, person }
              : this.judgeOn(effect, person, { named: isNamed(named) }),
          );
      });
    });
  }

  /**
   * Begins to read lists of devices beside the person, where that they may be seen needs no read: the caller's own, and
   * anybody's for whoever may see everybody's. Where it depends on who the person is, they wait for the person, and
   * the groups that tell are read meanwhile.
   */
  private readAhead(kinds: readonly DeviceKind[], target: PersonTarget, caller: Caller): void {
    if (kinds.length === 0) return;
    const verdict = decide(caller, { effect: 'viewDevices', target }, this.facts.settings);
    if (!verdict.allowed) return;
    if (dependsOnPrivilege('viewDevices', verdict.role)) {
      this.who.readPrivilegedAhead(target.realm);
      return;
    }
    // Under another spelling they would be read for nothing, and by a name that nobody is known by (U22).
    if (!isFolded(target.id)) return;
    const { devices } = this.viewOf(verdict.role, caller).loaders;
    // Whoever wants a list waits for the same read, and is told of its failure.
    for (const kind of kinds) devices.load(kind, target).catch(() => undefined);
  }

  /** Groups are looked at only where they could change the verdict. */
  private judge(effect: Effect, target: Target): Later<Judged> {
    const { settings } = this.facts;
    return after(this.caller(), (caller): Later<Judged> => {
      const verdict = decide(caller, { effect, target }, settings);
      if (caller.kind === 'anonymous') return { verdict, caller };
      const ownByName = isChange(effect) && target.named && isOwn(caller, target);
      if (verdict.allowed && !ownByName) return { verdict, caller };
      return this.withGroupsUnless(verdict.allowed ? caller : null).then((staff) => ({
        verdict: decide(staff, { effect, target }, settings),
        caller: staff,
      }));
    });
  }

  /**
   * The caller with group roles. Without a service credential nobody can be staff by group, which must not
   * keep people from acting for themselves: then `instead` is the caller, where there is one.
   */
  private async withGroupsUnless(instead: Caller | null): Promise<Caller> {
    try {
      return await this.who.withGroups();
    } catch (error) {
      const missing = error instanceof Failure && error.code === 'SERVICE_CREDENTIAL_MISSING';
      if (missing && instead !== null) return instead;
      throw error;
    }
  }

  /** The person that the arguments name; bad ids and realms are refused before anything (C1–C12). */
  private refOf(named: NamedPerson): Later<PersonRef> {
    const realm = this.realmNamed(named.realm);
    const { id } = named;
    if (id === undefined || id === null) {
      return after(this.caller(), (caller) => this.ownRef(realm, caller));
    }
    if (!this.facts.userIds.accepts(id)) {
      throw badInput(named.idArgument ?? 'id', 'This cannot be the id of a person.');
    }
    if (realm !== undefined) return { id, realm };
    return after(this.realm(undefined), (own) => ({ id, realm: own }));
  }

  private ownRef(realm: Realm | undefined, caller: Caller): PersonRef {
    if (caller.kind === 'anonymous') throw refusalOf('UNAUTHENTICATED', caller);
    if (caller.realm === null || !this.facts.userIds.accepts(caller.username)) {
      throw new Failure(
        'FORBIDDEN',
        'You are not a person of a realm that is served here. Name one.',
      );
    }
    if (realm !== undefined && realm.name !== caller.realm.name) {
      throw refusalOf('FORBIDDEN', caller);
    }
    return { id: caller.username, realm: caller.realm };
  }

  private realmNamed(name: string | null | undefined): Realm | undefined {
    if (name === undefined || name === null) return undefined;
    const realm = this.facts.settings.realms.byName(name);
    if (realm !== undefined) return realm;
    throw badInput('realm', 'This realm is not served here.');
  }

  /** With what a role acts: a session for itself and for the super user, else the service credential. */
  private viewOf(role: Role, caller: Caller): View {
    const forwards = (role === 'SELF' || role === 'SUPER_USER') && isSession(caller);
    const { own } = this.facts;
    if (!forwards || own === null) return this.serviceView();
    return (this.memory.own ??= viewThrough(own));
  }

  private serviceView(): View {
    return (this.memory.service ??= viewThrough(serviceOf(this.facts)));
  }
}

/** What the log needs to know of a request that ran. */
export interface RunRecord {
  /** What the operation may have cost at most; null where it was not worked out. */
  points: number | null;
  /** The errors as they were raised. */
  readonly raised: GraphQLError[];
}

type PersonTarget = Target & PersonRef;

/** What a selection asks for of a person. */
export interface PersonSelected {
  /** The kinds of device whose lists it asks for. */
  readonly kinds: readonly DeviceKind[];
  /** Whether it asks for anything beside those. */
  readonly person: boolean;
}

const wholePerson: PersonSelected = { kinds: [], person: true };

/**
 * Whether AM itself stands for whom this is about: the session's own person, unnamed, with the session forwarded. Then
 * their lists can be read without reading the person.
 */
function isOwnSession(caller: Caller, { named, id }: Target, role: Role): boolean {
  return role === 'SELF' && isSession(caller) && !named && id !== null && isFolded(id);
}

/** A verdict, and the caller as far as it had to be known for it. */
interface Judged {
  readonly verdict: Verdict;
  readonly caller: Caller;
}

/** What a request has found out so far; one object, so that copies of the context share it. */
interface Memory {
  mutation: boolean;
  references: number;
  own: View | undefined;
  service: View | undefined;
  readonly granted: Map<string, Later<Granted>>;
  /** The last effect that was granted on a person: fields of one person mostly ask for the same. */
  readonly grantedOn: Map<Person, { readonly effect: Effect; readonly granted: Later<Granted> }>;
}

function viewThrough(am: Am): View {
  return { am, loaders: createLoaders(am) };
}

function keyPart(name: string | null | undefined): string {
  return name === undefined || name === null ? '' : `=${name}`;
}

/** Whether the person is named, and not understood to be the caller. */
function isNamed({ id }: NamedPerson): boolean {
  return id !== undefined && id !== null;
}

function isSession(caller: Caller): caller is SignedInCaller {
  return caller.kind === 'signed in' && caller.means === 'SESSION';
}
