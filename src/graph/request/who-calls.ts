import type { AmForRequest } from '../../am/open-am.ts';
import type { Membership } from '../../am/people/groups.ts';
import {
  isSuperUserPerson,
  privilegedGroupsOf,
  recogniseSession,
  recogniseToken,
  staffRoles,
} from '../../domain/access.ts';
import type { AccessSettings } from '../../domain/access.ts';
import { withRoles } from '../../domain/caller.ts';
import type { Caller } from '../../domain/caller.ts';
import type { Person } from '../../domain/person.ts';
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
  private readonly findings: Findings = { fresh: false, privileged: new Map() };

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
    return (this.findings.caller ??= this.recognise());
  }

  /** Returns the caller with group roles; reads the groups (U32). */
  withGroups(): Promise<Caller> {
    return (this.findings.withGroups ??= this.addGroupRoles());
  }

  /** Whether a person is privileged: the super user, or a member of an administrator or privileged group. */
  isPrivileged(person: Person): Promise<boolean> {
    const key = `${person.realm.name} ${person.id}`;
    const known = this.findings.privileged.get(key) ?? this.checkPrivileged(person);
    this.findings.privileged.set(key, known);
    return known;
  }

  /** Starts to read the groups that decide who is privileged, in parallel with the person. */
  readPrivilegedAhead(realm: Realm): void {
    this.readGroupsAhead(realm, privilegedGroupsOf(this.facts.settings));
  }

  private readGroupsAhead(realm: Realm, names: readonly string[]): void {
    const { service, groups, startedAt } = this.facts;
    // Without the service credential groups cannot be read; the code that needs them reports that.
    if (service === null) return;
    groups.readAhead(service, { realm, groups: names }, { startedAt, fresh: this.findings.fresh });
  }

  private async recognise(): Promise<Caller> {
    const { credential, own, verifyBearer, settings } = this.facts;
    if (credential === null) return { kind: 'anonymous', why: 'no session' };
    const { kind, token } = credential;
    const { fresh } = this.findings;
    if (kind === 'bearer') {
      const facts = verifyBearer === null ? null : await verifyBearer(token, { fresh });
      return recogniseToken(facts, settings);
    }
    const session = own === null ? null : await own.session(token, { fresh });
    return recogniseSession(session, settings);
  }

  private async addGroupRoles(): Promise<Caller> {
    const caller = await this.caller();
    const { helpDesk, administrators } = this.facts.settings;
    const hasGroups = helpDesk.groups.length + administrators.groups.length > 0;
    if (caller.kind === 'anonymous' || caller.realm === null || !hasGroups) return caller;
    // A token has the roles of its scopes, and no more: its person may be staff, its client need not be.
    if (caller.method === 'BEARER') return caller;
    const { realm } = caller;
    this.readGroupsAhead(realm, [...administrators.groups, ...helpDesk.groups]);
    const ref = ownRef(caller, null, this.names);
    const { loaders } = this.views.through('SELF', caller);
    const entry = (await loaders.person.load(ref))?.entry ?? null;
    if (entry === null) return caller;
    const [inAdministrators, inHelpDesk] = await Promise.all(
      [administrators.groups, helpDesk.groups].map((groups) =>
        this.isMember({ entry, realm, groups }),
      ),
    );
    const roles = staffRoles(this.facts.settings, (signs) =>
      signs === administrators ? inAdministrators === true : inHelpDesk === true,
    );
    return withRoles(caller, roles);
  }

  private async checkPrivileged(person: Person): Promise<boolean> {
    const { entry, realm } = person;
    if (isSuperUserPerson(person, this.facts.settings)) return true;
    const groups = privilegedGroupsOf(this.facts.settings);
    if (groups.length === 0) return false;
    // Without an entry membership is unknown, and the person counts as privileged.
    return entry === null || this.isMember({ entry, realm, groups });
  }

  private async isMember(about: Membership): Promise<boolean> {
    if (about.groups.length === 0) return false;
    const { am } = this.views.throughService();
    const { groups, startedAt } = this.facts;
    return groups.isMember(am, about, { startedAt, fresh: this.findings.fresh });
  }
}

/** What a request has determined so far; one object, so that copies of the context share it. */
interface Findings {
  /** Whether remembered sessions and groups are not used. */
  fresh: boolean;
  caller?: Promise<Caller>;
  withGroups?: Promise<Caller>;
  readonly privileged: Map<string, Promise<boolean>>;
}
