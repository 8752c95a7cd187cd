import type { AmForRequest, Recency } from '../../am/index.ts';
import {
  approvalGroupsIn,
  groupsIn,
  privilegedGroupsIn,
  recogniseSession,
  recogniseToken,
  staffSigns,
} from '../../domain/access.ts';
import type { AccessSettings } from '../../domain/access.ts';
import { isStaff, withRoles, type Caller } from '../../domain/caller.ts';
import { isSamePerson, recordedNames } from '../../domain/change-record.ts';
import { Failure } from '../../domain/failure.ts';
import { andThen, type MaybePromise } from '../../domain/maybe-promise.ts';
import type { Person } from '../../domain/person.ts';
import { isWrite, type Effect } from '../../domain/policy.ts';
import type { Realm } from '../../domain/realm.ts';
import { ownRef, type NamingRules } from './named-person.ts';
import { Privileges } from './privileges.ts';
import type { Views } from './views.ts';

/** What one request uses of AM, and the policy's settings. */
export interface CallerFacts extends AmForRequest {
  readonly settings: AccessSettings;
}

/** Determines the caller of one request. Each fact is read once, at its first use. */
export class WhoCalls {
  /** Who is privileged, for the decisions of this request. */
  readonly privileges: Privileges;
  private readonly facts: CallerFacts;
  private readonly views: Views;
  private readonly names: NamingRules;
  private readonly findings: Findings = { fresh: false };

  constructor(
    facts: CallerFacts,
    { views, names }: { readonly views: Views; readonly names: NamingRules },
  ) {
    this.facts = facts;
    this.views = views;
    this.names = names;
    this.privileges = this.membersOf((realm) => privilegedGroupsIn(realm, facts.settings));
  }

  /** Ignores cached sessions, groups and tokens from here on (security A13). */
  requireFresh(): void {
    this.findings.fresh = true;
  }

  /** Returns the caller as the session or token describes it, without group roles. */
  caller(): MaybePromise<Caller> {
    return this.findings.caller ?? this.keep('caller', this.recognise());
  }

  /** Returns the caller as far as they are known; null before the first read. Reads nothing. */
  get known(): Caller | null {
    return this.findings.known ?? null;
  }

  /** Returns the handle of the caller's session; null for a token, and if AM returns none. */
  async sessionHandle(): Promise<string | null> {
    await this.caller();
    return this.findings.sessionHandle ?? null;
  }

  /** Returns the caller with group roles (U32); reads the groups. */
  withGroups({ auditors = true } = {}): MaybePromise<Caller> {
    const fact = auditors ? 'withEveryGroup' : 'withGroups';
    return this.findings[fact] ?? this.keep(fact, this.addGroupRoles({ auditors }));
  }

  /**
   * Returns the caller with group roles, or without them if no service credential can read the
   * groups: a missing credential must not keep people from acting for themselves.
   */
  async withGroupsIfReadable(groups: { readonly auditors?: boolean } = {}): Promise<Caller> {
    try {
      return await this.withGroups(groups);
    } catch (error) {
      const isMissing = error instanceof Failure && error.code === 'SERVICE_CREDENTIAL_MISSING';
      if (isMissing) return this.caller();
      throw error;
    }
  }

  /** Returns AM's own record of the caller if it has been requested; reads nothing. */
  async knownRecord(): Promise<Person | null> {
    try {
      return (await this.findings.record) ?? null;
    } catch {
      return null;
    }
  }

  /** Returns AM's own record of the caller; null if AM holds none. */
  record(): MaybePromise<Person | null> {
    const { findings } = this;
    if (findings.record !== undefined) return findings.record;
    const read = andThen(this.caller(), (caller) => {
      const ref = ownRef(caller, null, this.names);
      return this.views.through('SELF', caller).loaders.person.load(ref);
    });
    return (findings.record = andThen(read, (person) => (findings.record = person)));
  }

  /**
   * Whether a person is the caller, by AM's records of both, because a name has many spellings
   * (U22) and realms can share a directory. If staff only read, their own record is not read for
   * this: their role covers what they see. In another realm it matters for changes only.
   */
  isCaller(
    person: Person,
    { caller, effect }: { readonly caller: Caller; readonly effect: Effect },
  ): MaybePromise<boolean> {
    if (caller.kind === 'anonymous' || caller.realm === null) return false;
    const isHere = caller.realm.name === person.realm.name;
    if (isHere && caller.username === person.id) return true;
    const isRead = this.findings.record !== undefined;
    const isNeeded = isHere
      ? isWrite(effect) || !isStaff(caller) || isRead
      : isWrite(effect) && !caller.roles.includes('SUPER_USER');
    if (!isNeeded) return false;
    return andThen(
      this.record(),
      (record) => record !== null && isSamePerson(recordedNames(record), recordedNames(person)),
    );
  }

  /** Who is in a group of `APPROVAL_REQUIRED` for an effect, decided like privileges. */
  approvalGroups(effect: Effect): Privileges {
    return this.membersOf((realm) => approvalGroupsIn(realm, this.facts.settings, effect));
  }

  private membersOf(groupsOf: (realm: Realm) => string[]): Privileges {
    const { facts, views } = this;
    return new Privileges(facts, { views, recency: () => this.recency(), groupsIn: groupsOf });
  }

  /** Keeps a fact about the caller: its promise while it is read, then its value. */
  private keep(fact: CallerFact, found: MaybePromise<Caller>): MaybePromise<Caller> {
    const { findings } = this;
    const kept = andThen(found, (caller) => {
      findings.known = caller;
      return (findings[fact] = caller);
    });
    return (findings[fact] = kept);
  }

  private recognise(): MaybePromise<Caller> {
    const { credential, own, verifyBearer, settings } = this.facts;
    if (credential === null) return { kind: 'anonymous', why: 'no session' };
    const { kind, token } = credential;
    const { fresh } = this.findings;
    if (kind === 'bearer') {
      const claims = verifyBearer === null ? null : verifyBearer(token, fresh);
      return andThen(claims, (facts) => recogniseToken(facts, settings));
    }
    return andThen(own === null ? null : own.sessions.find(token, { fresh }), (session) => {
      this.findings.sessionHandle = session?.handle ?? null;
      return recogniseSession(session, settings);
    });
  }

  private async addGroupRoles({ auditors }: { readonly auditors: boolean }): Promise<Caller> {
    const caller = await this.caller();
    const given = staffSigns(this.facts.settings).filter(
      ({ role, signs }) => signs.groups.length > 0 && (auditors || role !== 'AUDITOR'),
    );
    if (caller.kind === 'anonymous' || caller.realm === null || given.length === 0) return caller;
    // A token has only the roles of its scopes, even if its person is staff.
    if (caller.method === 'BEARER') return caller;
    const { realm } = caller;
    const named = given
      .map(({ role, signs }) => ({ role, groups: groupsIn(realm, signs.groups) }))
      .filter(({ groups }) => groups.length > 0);
    const groupNames = named.flatMap(({ groups }) => groups);
    this.privileges.readGroupsAhead(realm, groupNames);
    const entry = (await this.record())?.entry ?? null;
    if (entry === null || named.length === 0) return caller;
    const [reader, recency] = [this.views.throughService().am, this.recency()];
    const held = await Promise.all(
      named.map(async ({ role, groups }) => {
        const isHeld = await this.facts.groups.isMember(reader, { entry, realm, groups }, recency);
        return isHeld ? [role] : [];
      }),
    );
    return withRoles(caller, held.flat());
  }

  private recency(): Recency {
    const { startedAt, deadline } = this.facts;
    return { startedAt, deadline, fresh: this.findings.fresh };
  }
}

type CallerFact = 'caller' | 'withGroups' | 'withEveryGroup';

/** What is known so far. */
interface Findings extends Partial<Record<CallerFact, MaybePromise<Caller>>> {
  /** Whether cached sessions and groups are ignored. */
  fresh: boolean;
  known?: Caller;
  sessionHandle?: string | null;
  record?: MaybePromise<Person | null>;
}
