import type { AmForRequest, Recency } from '../am/index.ts';
import {
  approvalGroupsIn,
  groupsIn,
  privilegedGroupsIn,
  staffGroupsBeyond,
  staffSigns,
} from '../domain/rules/access.ts';
import { recogniseSession, recogniseToken } from '../domain/rules/recognise.ts';
import type { AccessSettings } from '../domain/rules/access.ts';
import type { Caller, SignedInCaller, Standing } from '../domain/people/caller.ts';
import { holds, isStaff, withStandings } from '../domain/people/caller.ts';
import { isSamePerson, recordedNames } from '../domain/change/change-record.ts';
import { Failure } from '../domain/values/failure.ts';
import { andThen, type MaybePromise } from '../domain/values/maybe-promise.ts';
import type { Person } from '../domain/people/person.ts';
import { isWrite, type Effect } from '../domain/policy/effects.ts';
import type { Realm } from '../domain/people/realm.ts';
import { ownRef, type NamingRules } from './named-person.ts';
import { Areas } from './areas.ts';
import { Privileges } from './privileges.ts';
import { CallerSignIn } from './facts/sign-in.ts';
import type { Views } from './views.ts';

/** What one request uses of AM, and the policy's settings. */
export interface CallerFacts extends AmForRequest {
  readonly settings: AccessSettings;
}

/** Determines the caller of one request. Each fact is read once, at its first use. */
export class WhoCalls {
  /** Who is privileged, for the decisions of this request. */
  readonly privileges: Privileges;
  readonly signIn: CallerSignIn;
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
    this.signIn = new CallerSignIn(facts, this, () => views.ofSession().loaders.devices);
    this.privileges = this.membersOf((realm) => privilegedGroupsIn(realm, facts.settings));
  }

  /** Who is in which area. Most requests never ask, so it is made at the first use. */
  get areas(): Areas {
    const { facts, views } = this;
    return (this.findings.areas ??= new Areas(facts, { views, recency: () => this.recency() }));
  }

  /** Ignores cached sessions, groups and tokens from here on (security A13). */
  requireFresh(): void {
    this.findings.fresh = true;
  }

  /**
   * Returns the caller as the session or token describes it, without group roles. Once known, it is
   * no promise, because each guarded field asks for it.
   */
  caller(): MaybePromise<Caller> {
    const { findings } = this;
    return (findings.caller ??= andThen(
      this.recognise(),
      (caller) => (findings.known = findings.caller = caller),
    ));
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
  withGroups({ auditors = true } = {}): Promise<Caller> {
    const fact = auditors ? 'withEveryGroup' : 'withGroups';
    return (this.findings[fact] ??= this.addGroupRoles({ auditors }));
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
    return (await this.findings.record?.catch(() => null)) ?? null;
  }

  /** Returns AM's own record of the caller; null if AM holds none. */
  record(): Promise<Person | null> {
    return (this.findings.record ??= this.readRecord());
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
      : isWrite(effect) && !holds(caller, 'SUPER_USER');
    if (!isNeeded) return false;
    return this.isOfRecord(person);
  }

  /** Who is in a group of `APPROVAL_REQUIRED` for an effect, decided like privileges. */
  approvalGroups(effect: Effect): Privileges {
    return this.membersOf((realm) => approvalGroupsIn(realm, this.facts.settings, effect));
  }

  /** Who is staff of people beyond some areas, decided like privileges. */
  staffBeyond(areas: readonly string[]): Privileges {
    const groupsOf = (realm: Realm): string[] =>
      staffGroupsBeyond(realm, areas, this.facts.settings);
    return this.membersOf(groupsOf, true);
  }

  private membersOf(groupsOf: (realm: Realm) => string[], areDirect = false): Privileges {
    const parts = { views: this.views, recency: () => this.recency(), areDirect };
    return new Privileges(this.facts, { ...parts, groupsIn: groupsOf });
  }

  private async readRecord(): Promise<Person | null> {
    const caller = await this.caller();
    const { person } = this.views.through('SELF', caller).loaders;
    return person.load(ownRef(caller, null, this.names));
  }

  private async isOfRecord(person: Person): Promise<boolean> {
    const own = await this.record();
    return own !== null && isSamePerson(recordedNames(own), recordedNames(person));
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

  private async addGroupRoles(groups: { readonly auditors: boolean }): Promise<Caller> {
    const caller = await this.caller();
    if (caller.kind === 'anonymous') return caller;
    const standings = await this.groupStandings(caller, groups);
    return (this.findings.known = withStandings(caller, standings));
  }

  /** The roles that groups give a caller. A token has only those of its scopes. */
  private async groupStandings(
    { realm, method }: SignedInCaller,
    { auditors }: { readonly auditors: boolean },
  ): Promise<readonly Standing[]> {
    const given = staffSigns(this.facts.settings).filter(
      ({ role, signs }) => signs.groups.length > 0 && (auditors || role !== 'AUDITOR'),
    );
    if (realm === null || given.length === 0 || method === 'BEARER') return [];
    const named = given
      .map(({ role, area, signs }) => ({ role, area, groups: groupsIn(realm, signs.groups) }))
      .filter(({ groups }) => groups.length > 0);
    const groupNames = named.flatMap(({ groups }) => groups);
    this.privileges.readGroupsAhead(realm, groupNames);
    const entry = (await this.record())?.entry ?? null;
    if (entry === null || named.length === 0) return [];
    const [reader, recency] = [this.views.throughService().am, this.recency()];
    const held = await Promise.all(
      named.map(async ({ role, area, groups }) => {
        const isHeld = await this.facts.groups.isMember(reader, { entry, realm, groups }, recency);
        return isHeld ? [{ role, area }] : [];
      }),
    );
    return held.flat();
  }

  private recency(): Recency {
    const { startedAt, deadline } = this.facts;
    return { startedAt, deadline, fresh: this.findings.fresh };
  }
}

/** What is known so far. */
interface Findings {
  /** Whether cached sessions and groups are ignored. */
  fresh: boolean;
  known?: Caller;
  areas?: Areas;
  /** Its promise while it is read, then its value. */
  caller?: MaybePromise<Caller>;
  withGroups?: Promise<Caller>;
  withEveryGroup?: Promise<Caller>;
  sessionHandle?: string | null;
  record?: Promise<Person | null>;
}
