import type { Am } from '../am/am.ts';
import type { Caller, SignedInCaller } from '../domain/caller.ts';
import { Failure } from '../domain/failure.ts';
import type { PersonRef } from '../domain/person.ts';
import { decide } from '../domain/policy.ts';
import type { Effect, Target } from '../domain/policy.ts';
import type { Realm, Realms } from '../domain/realm.ts';
import { recogniseCaller } from '../domain/recognise-caller.ts';
import type { UserIdRule } from '../domain/user-id.ts';
import { createLoaders } from '../loaders/create-loaders.ts';
import type { Loaders } from '../loaders/create-loaders.ts';

/** What one request brings with it. */
export interface RequestFacts {
  readonly correlationId: string;
  /** AM with the caller's own session; null where the request carries none. */
  readonly am: Am | null;
  readonly realms: Realms;
  readonly userIds: UserIdRule;
  readonly superUser: string | undefined;
}

/** Names a person as a client does; absent means the caller, and the caller's realm. */
export interface PersonArguments {
  readonly id?: string | null | undefined;
  readonly realm?: string | null | undefined;
  /** What the argument that holds the id is called, for the message; `id` where left out. */
  readonly idArgument?: string;
}

/**
 * Everything that resolvers of one request share. Made for one caller, never reused (design D8).
 * Apollo executes with a shallow copy of it, so it has no `#private` fields.
 */
export class RequestContext {
  readonly correlationId: string;
  readonly loaders: Loaders;
  private readonly facts: RequestFacts;
  private asked: Promise<Caller> | undefined;

  constructor(facts: RequestFacts) {
    this.facts = facts;
    this.correlationId = facts.correlationId;
    this.loaders = createLoaders(facts.am);
  }

  /** AM on the caller's behalf. */
  get am(): Am {
    if (this.facts.am === null) throw refusal({ kind: 'anonymous', why: 'no session' });
    return this.facts.am;
  }

  /** Who calls. A mutation asks with `fresh`, and then no remembered verdict counts (security A13). */
  caller({ fresh }: { readonly fresh: boolean }): Promise<Caller> {
    this.asked ??= this.recognise(fresh);
    return this.asked;
  }

  /** Throws unless the policy allows the effect. A refusal says nothing about the target. */
  async demand(
    effect: Effect,
    target: Target,
    options: { readonly fresh: boolean },
  ): Promise<void> {
    const caller = await this.caller(options);
    const verdict = decide(caller, effect, target);
    if (!verdict.allowed) throw refusal(caller);
  }

  /**
   * The person that the arguments name. Bad ids and realms are refused before AM is asked anything
   * (security C1–C12).
   */
  async target(named: PersonArguments, options: { readonly fresh: boolean }): Promise<PersonRef> {
    const realm = this.realmNamed(named.realm);
    if (named.id === undefined || named.id === null) {
      return this.ownPerson(realm, await this.caller(options));
    }
    const { id } = named;
    if (!this.facts.userIds.accepts(id)) {
      throw new Failure('BAD_USER_INPUT', 'This cannot be the id of a person.', {
        facts: { argument: named.idArgument ?? 'id' },
      });
    }
    if (realm !== undefined) return { id, realm };
    const caller = await this.caller(options);
    const own = caller.kind === 'signed in' ? caller.realm : null;
    return { id, realm: own ?? this.facts.realms.standard };
  }

  private ownPerson(realm: Realm | undefined, caller: Caller): PersonRef {
    if (caller.kind === 'anonymous') throw refusal(caller);
    if (!isPerson(caller) || !this.facts.userIds.accepts(caller.username)) {
      throw new Failure(
        'FORBIDDEN',
        'You are not a person of a realm that is served here. Name one.',
      );
    }
    if (realm !== undefined && realm.name !== caller.realm.name) throw refusal(caller);
    return { id: caller.username, realm: caller.realm };
  }

  private realmNamed(name: string | null | undefined): Realm | undefined {
    if (name === undefined || name === null) return undefined;
    const realm = this.facts.realms.byName(name);
    if (realm !== undefined) return realm;
    throw new Failure('BAD_USER_INPUT', 'This realm is not served here.', {
      facts: { argument: 'realm' },
    });
  }

  private async recognise(fresh: boolean): Promise<Caller> {
    const { am, realms, superUser } = this.facts;
    if (am === null) return { kind: 'anonymous', why: 'no session' };
    return recogniseCaller(await am.session({ fresh }), { realms, superUser });
  }
}

function isPerson(caller: SignedInCaller): caller is SignedInCaller & { readonly realm: Realm } {
  return caller.realm !== null;
}

/** A refusal, in words that depend on the caller alone and never on whom they asked for. */
function refusal(caller: Caller): Failure {
  if (caller.kind === 'signed in') return new Failure('FORBIDDEN', 'You may not do this.');
  return caller.why === 'no session'
    ? new Failure('UNAUTHENTICATED', 'Sign in first.')
    : new Failure('UNAUTHENTICATED', 'Your session is not accepted here. Sign in again.');
}
