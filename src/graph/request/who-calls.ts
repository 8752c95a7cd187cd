import type { Am } from '../../am/am.ts';
import type { AmForRequest } from '../../am/am-for-request.ts';
import type { Membership, Recency } from '../../am/people/groups.ts';
import {
  groupsIn,
  isSuperUserPerson,
  privilegedGroupsIn,
  recogniseSession,
  recogniseToken,
  staffSigns,
} from '../../domain/access.ts';
import type { AccessSettings } from '../../domain/access.ts';
import { isStaff, withRoles } from '../../domain/caller.ts';
import type { Caller } from '../../domain/caller.ts';
import { isSameEntry } from '../../domain/entry-name.ts';
import { Failure } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { isChange } from '../../domain/policy.ts';
import type { Effect, Privilege } from '../../domain/policy.ts';
import type { Realm } from '../../domain/realm.ts';
import { ownRef } from './named-person.ts';
import type { NamingRules } from './named-person.ts';
import type { Views } from './views.ts';

/** What one request uses of AM, and the policy's settings. */
export interface CallerFacts extends AmForRequest {
  readonly settings: AccessSettings;
}

/** Determines the caller of one request; each fact is read once, at its first use. */
export class WhoCalls {
  private readonly facts: CallerFacts;
  private readonly views: Views;
  private readonly names: NamingRules;
  private readonly findings: Findings = { fresh: false, privileges: new Map() };

  constructor(
    facts: CallerFacts,
    { views, names }: { readonly views: Views; readonly names: NamingRules },
  ) {
    this.facts = facts;
    this.views = views;
    this.names = names;
  }

  /** From now on nothing remembered is used and tokens are asked about (security A13), because something is about to change. */
  requireFresh(): void {
    this.findings.fresh = true;
  }

  /** Returns the caller as the session or token describes it, without group roles. */
  caller(): Promise<Caller> {
    return (this.findings.caller ??= this.noted(this.recognise()));
  }

  /** Returns the caller as far as they have been found out; null before. Asks nobody. */
  get known(): Caller | null {
    return this.findings.known ?? null;
  }

  /** Returns the handle of the session that asks; null for a token, and where AM tells none. */
  async sessionHandle(): Promise<string | null> {
    await this.caller();
    return this.findings.sessionHandle ?? null;
  }

  /** Returns the caller with group roles; reads the groups (U32), those of auditors unless they do not matter. */
  withGroups({ auditors = true } = {}): Promise<Caller> {
    const { findings } = this;
    const signs = staffSigns(this.facts.settings);
    return auditors
      ? (findings.withEveryGroup ??= this.noted(this.addGroupRoles(signs)))
      : (findings.withGroups ??= this.noted(
          this.addGroupRoles(signs.filter(({ role }) => role !== 'AUDITOR')),
        ));
  }

  /**
   * Returns the caller with group roles, or without them where no service credential can read the groups. Nobody can
   * be staff by group then, which must not keep people from acting for themselves.
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

  /** Returns AM's own record of the caller where it was asked for; asks nobody. */
  async knownRecord(): Promise<Person | null> {
    try {
      return (await this.findings.record) ?? null;
    } catch {
      return null;
    }
  }

  /** Returns AM's own record of the caller; null where AM holds none. */
  record(): Promise<Person | null> {
    return (this.findings.record ??= this.readRecord());
  }

  /**
   * Whether a person is the caller, by AM's own records of both: people sign in and are named by many spellings
   * (U22). Of staff who only look the caller's record is not read for this, since a role covers what they see.
   */
  async isCaller(person: Person, effect: Effect): Promise<boolean> {
    const caller = await this.caller();
    if (caller.kind === 'anonymous' || caller.realm?.name !== person.realm.name) return false;
    if (caller.username === person.id) return true;
    const isNeeded = isChange(effect) || !isStaff(caller) || this.findings.record !== undefined;
    const record = isNeeded ? await this.record() : null;
    return record !== null && (record.id === person.id || isSameEntry(record.entry, person.entry));
  }

  /** Whether staff may act for a person; the super user and members of administrator and privileged groups are privileged. */
  privilegeOf(person: Person): Promise<Privilege> {
    const key = `${person.realm.name} ${person.id}`;
    const known = this.findings.privileges.get(key) ?? this.readPrivilege(person);
    this.findings.privileges.set(key, known);
    return known;
  }

  /** Whether it can be told of the people of a realm at all whether they are privileged. */
  async canTellPrivilege(realm: Realm): Promise<boolean> {
    const groups = privilegedGroupsIn(realm, this.facts.settings);
    if (groups.length === 0) return true;
    return this.facts.groups.canTell(this.groupReader(), { realm, groups }, this.recency());
  }

  /** Starts to read the groups that decide who is privileged, in parallel with the person. */
  readPrivilegedAhead(realm: Realm): void {
    this.readGroupsAhead(realm, privilegedGroupsIn(realm, this.facts.settings));
  }

  private async noted(found: Promise<Caller>): Promise<Caller> {
    this.findings.known = await found;
    return this.findings.known;
  }

  private readGroupsAhead(realm: Realm, names: readonly string[]): void {
    const { service, groups } = this.facts;
    // Without the service credential groups cannot be read; the code that needs them reports that.
    if (service === null) return;
    groups.readAhead(service, { realm, groups: names }, this.recency());
  }

  private async recognise(): Promise<Caller> {
    const { credential, own, verifyBearer, settings } = this.facts;
    if (credential === null) return { kind: 'anonymous', why: 'no session' };
    const { kind, token } = credential;
    const { fresh } = this.findings;
    if (kind === 'bearer') {
      const facts = verifyBearer === null ? null : await verifyBearer(token, fresh);
      return recogniseToken(facts, settings);
    }
    const session = own === null ? null : await own.session(token, { fresh });
    this.findings.sessionHandle = session?.handle ?? null;
    return recogniseSession(session, settings);
  }

  private async addGroupRoles(staff: ReturnType<typeof staffSigns>): Promise<Caller> {
    const caller = await this.caller();
    const given = staff.filter(({ signs }) => signs.groups.length > 0);
    if (caller.kind === 'anonymous' || caller.realm === null || given.length === 0) return caller;
    // A token has the roles of its scopes, and no more: its person may be staff, its client need not be.
    if (caller.method === 'BEARER') return caller;
    const { realm } = caller;
    const named = given.map(({ role, signs }) => ({ role, groups: groupsIn(realm, signs.groups) }));
    this.readGroupsAhead(
      realm,
      named.flatMap(({ groups }) => groups),
    );
    const entry = (await this.record())?.entry ?? null;
    if (entry === null) return caller;
    const held = await Promise.all(
      named.map(async ({ role, groups }) =>
        (await this.isMember({ entry, realm, groups })) ? role : null,
      ),
    );
    return withRoles(
      caller,
      held.filter((role) => role !== null),
    );
  }

  private async readRecord(): Promise<Person | null> {
    const caller = await this.caller();
    const ref = ownRef(caller, null, this.names);
    return this.views.through('SELF', caller).loaders.person.load(ref);
  }

  private async readPrivilege(person: Person): Promise<Privilege> {
    const { entry, realm } = person;
    if (isSuperUserPerson(person, this.facts.settings)) return 'privileged';
    const groups = privilegedGroupsIn(realm, this.facts.settings);
    if (groups.length === 0) return 'none';
    // Without an entry membership is unknown, and the person counts as privileged.
    if (entry === null) return 'privileged';
    return this.facts.groups.privilegeOf(
      this.groupReader(),
      { entry, realm, groups },
      this.recency(),
    );
  }

  private async isMember(about: Membership): Promise<boolean> {
    if (about.groups.length === 0) return false;
    return this.facts.groups.isMember(this.groupReader(), about, this.recency());
  }

  private groupReader(): Am {
    return this.views.throughService().am;
  }

  private recency(): Recency {
    const { startedAt, deadline } = this.facts;
    return { startedAt, deadline, fresh: this.findings.fresh };
  }
}

/** What a request has determined so far; one object, so that copies of the context share it. */
interface Findings {
  /** Whether remembered sessions and groups are not used. */
  fresh: boolean;
  caller?: Promise<Caller>;
  known?: Caller;
  sessionHandle?: string | null;
  withGroups?: Promise<Caller>;
  withEveryGroup?: Promise<Caller>;
  record?: Promise<Person | null>;
  readonly privileges: Map<string, Promise<Privilege>>;
}
