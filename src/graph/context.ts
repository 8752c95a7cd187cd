import type { GraphQLError } from 'graphql';
import type { Am } from '../am/am.ts';
import type { AccessSettings } from '../domain/access.ts';
import type { Caller, Role, SignedInCaller } from '../domain/caller.ts';
import type { KindCapability } from '../domain/device.ts';
import { badInput, Failure } from '../domain/failure.ts';
import type { Flavor } from '../domain/flavor.ts';
import type { Person, PersonRef } from '../domain/person.ts';
import { decide, dependsOnPrivilege, isChange, isOwn } from '../domain/policy.ts';
import type { Effect, Target, Verdict } from '../domain/policy.ts';
import type { Realm } from '../domain/realm.ts';
import type { UserIdRule } from '../domain/user-id.ts';
import { createLoaders } from '../loaders/create-loaders.ts';
import type { Loaders } from '../loaders/create-loaders.ts';
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
    views: new Map(),
    granted: new Map(),
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
  caller(): Promise<Caller> {
    return this.who.caller();
  }

  /** Who calls, with the roles that groups give. */
  callerWithGroups(): Promise<Caller> {
    return this.who.withGroups();
  }

  /** The realm of a search: a served one by name, or the caller's own, or the default one. */
  async realm(name: string | null | undefined): Promise<Realm> {
    const named = this.realmNamed(name);
    if (named !== undefined) return named;
    const caller = await this.caller();
    const own = caller.kind === 'signed in' ? caller.realm : null;
    return own ?? this.facts.settings.realms.standard;
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
   * typed before AM is asked about anybody, and again by the one that AM holds (U22).
   */
  grant(effect: Effect, named: NamedPerson): Promise<Granted> {
    const key = JSON.stringify([effect, named.realm ?? null, named.id ?? null]);
    const known = this.memory.granted.get(key) ?? this.findGranted(effect, named);
    this.memory.granted.set(key, known);
    return known;
  }

  /** Leave for an effect on a person whom AM has told of. */
  async grantOn(effect: Effect, person: Person, { named = false } = {}): Promise<Granted> {
    const { verdict, caller } = await this.verdictOn(effect, person, { named });
    if (!verdict.allowed) throw refusalOf(verdict.reason, caller);
    return { ...this.viewOf(verdict.role, caller), role: verdict.role, person };
  }

  /** Whether an effect on a person would be granted, without asking for it. */
  async verdictOn(
    effect: Effect,
    person: Person,
    { named = false } = {},
  ): Promise<{ readonly verdict: Verdict; readonly caller: Caller }> {
    const target = { realm: person.realm, id: person.id, named, privileged: undefined };
    const first = await this.judge(effect, target);
    if (!first.verdict.allowed || !dependsOnPrivilege(effect, first.verdict.role)) return first;
    const privileged = await this.who.isPrivileged(person);
    return this.judge(effect, { ...target, privileged });
  }

  private async findGranted(effect: Effect, named: NamedPerson): Promise<Granted> {
    const ref = await this.refOf(named);
    const isNamed = named.id !== undefined && named.id !== null;
    const target = { ...ref, named: isNamed, privileged: undefined };
    const { verdict, caller } = await this.judge(effect, target);
    if (!verdict.allowed) throw refusalOf(verdict.reason, caller);
    const view = this.viewOf(verdict.role, caller);
    const person = await view.loaders.person.load(ref);
    if (person === null) return { ...view, role: verdict.role, person };
    return this.grantOn(effect, person, { named: isNamed });
  }

  /** Groups are looked at only where they could change the verdict. */
  private async judge(
    effect: Effect,
    target: Target,
  ): Promise<{ readonly verdict: Verdict; readonly caller: Caller }> {
    const { settings } = this.facts;
    const caller = await this.caller();
    const verdict = decide(caller, { effect, target }, settings);
    if (caller.kind === 'anonymous') return { verdict, caller };
    const ownByName = isChange(effect) && target.named && isOwn(caller, target);
    if (verdict.allowed && !ownByName) return { verdict, caller };
    const staff = await this.withGroupsUnless(verdict.allowed ? caller : null);
    return { verdict: decide(staff, { effect, target }, settings), caller: staff };
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
  private async refOf(named: NamedPerson): Promise<PersonRef> {
    const realm = this.realmNamed(named.realm);
    const { id } = named;
    if (id === undefined || id === null) return this.ownRef(realm, await this.caller());
    if (!this.facts.userIds.accepts(id)) {
      throw badInput(named.idArgument ?? 'id', 'This cannot be the id of a person.');
    }
    return { id, realm: realm ?? (await this.realm(undefined)) };
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
    return forwards && own !== null ? this.view('own', own) : this.serviceView();
  }

  private serviceView(): View {
    return this.view('service', serviceOf(this.facts));
  }

  private view(kind: 'own' | 'service', am: Am): View {
    const known = this.memory.views.get(kind) ?? { am, loaders: createLoaders(am) };
    this.memory.views.set(kind, known);
    return known;
  }
}

/** What the log needs to know of a request that ran. */
export interface RunRecord {
  /** What the operation may have cost at most; null where it was not worked out. */
  points: number | null;
  /** The errors as they were raised. */
  readonly raised: GraphQLError[];
}

/** What a request has found out so far; one object, so that copies of the context share it. */
interface Memory {
  mutation: boolean;
  references: number;
  readonly views: Map<'own' | 'service', View>;
  readonly granted: Map<string, Promise<Granted>>;
}

function isSession(caller: Caller): caller is SignedInCaller {
  return caller.kind === 'signed in' && caller.means === 'SESSION';
}
