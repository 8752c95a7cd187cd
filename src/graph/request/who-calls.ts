import type { BearerFacts } from '../../am/json/bearer.ts';
import type { GroupDirectory, Membership } from '../../am/people/groups.ts';
import type { SessionToken } from '../../am/session/session-token.ts';
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
import type { UserIdRule } from '../../domain/user-id.ts';
import { ownRefOf } from './named-person.ts';
import type { Credentials, Views } from './views.ts';

/** The credential that came with a request, and the ways to check it. */
export interface CallerFacts extends Credentials {
  /** Null where none came. */
  readonly credential: { readonly kind: 'session' | 'bearer'; readonly token: SessionToken } | null;
  /** Checks an access token; null where bearers are not accepted. */
  readonly verifyBearer: ((token: SessionToken) => Promise<BearerFacts | null>) | null;
  readonly groups: GroupDirectory;
  /** When the request began, by the clock that the groups are remembered by. */
  readonly startedAt: number;
  readonly settings: AccessSettings;
}

/** Finds out who calls, each thing once per request and only when it is asked for. */
export class WhoCalls {
  private readonly facts: CallerFacts;
  private readonly views: Views;
  private readonly userIds: UserIdRule;
  private readonly asked: Asked = { fresh: false, privileged: new Map() };

  constructor(
    facts: CallerFacts,
    { views, userIds }: { readonly views: Views; readonly userIds: UserIdRule },
  ) {
    this.facts = facts;
    this.views = views;
    this.userIds = userIds;
  }

  /** From here on no remembered verdict counts: something is about to change (security A13). */
  forgetRemembered(): void {
    this.asked.fresh = true;
  }

  /** The caller by what the session or token itself tells. */
  caller(): Promise<Caller> {
    return (this.asked.caller ??= this.recognise());
  }

  /** The caller with the roles that groups give; costs a look at the groups (U32). */
  withGroups(): Promise<Caller> {
    return (this.asked.withGroups ??= this.addGroupRoles());
  }

  /** Whether a person is privileged: a member of the administrators' or the privileged groups. */
  isPrivileged(person: Person): Promise<boolean> {
    const key = `${person.realm.name} ${person.id}`;
    const asked = this.asked.privileged.get(key) ?? this.askPrivileged(person);
    this.asked.privileged.set(key, asked);
    return asked;
  }

  /** Begins to read the groups that tell who is privileged, beside the person whom that is asked of. */
  readPrivilegedAhead(realm: Realm): void {
    this.readGroupsAhead(realm, privilegedGroupsOf(this.facts.settings));
  }

  private readGroupsAhead(realm: Realm, names: readonly string[]): void {
    const { service, groups, startedAt } = this.facts;
    // Without the credential nothing can be read, and whoever needs it says so.
    if (service === null) return;
    groups.readAhead(service, { realm, groups: names }, { startedAt, fresh: this.asked.fresh });
  }

  private async recognise(): Promise<Caller> {
    const { credential, own, verifyBearer, settings } = this.facts;
    if (credential === null) return { kind: 'anonymous', why: 'no session' };
    const { kind, token } = credential;
    if (kind === 'bearer') {
      return recogniseToken(verifyBearer === null ? null : await verifyBearer(token), settings);
    }
    const session = own === null ? null : await own.session(token, { fresh: this.asked.fresh });
    return recogniseSession(session, settings);
  }

  private async addGroupRoles(): Promise<Caller> {
    const caller = await this.caller();
    const { helpDesk, administrators } = this.facts.settings;
    const hasGroups = helpDesk.groups.length + administrators.groups.length > 0;
    if (caller.kind === 'anonymous' || caller.realm === null || !hasGroups) return caller;
    const { realm } = caller;
    this.readGroupsAhead(realm, [...administrators.groups, ...helpDesk.groups]);
    const ref = ownRefOf(caller, undefined, { userIds: this.userIds });
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

  private async askPrivileged(person: Person): Promise<boolean> {
    const { entry, realm } = person;
    if (isSuperUserPerson(person, this.facts.settings)) return true;
    const groups = privilegedGroupsOf(this.facts.settings);
    if (groups.length === 0) return false;
    // Without an entry nobody can tell, and then it must not be done.
    return entry === null || this.isMember({ entry, realm, groups });
  }

  private async isMember(about: Membership): Promise<boolean> {
    if (about.groups.length === 0) return false;
    const { am } = this.views.throughService();
    const { groups, startedAt } = this.facts;
    return groups.isMember(am, about, { startedAt, fresh: this.asked.fresh });
  }
}

/** What a request has asked so far; one object, so that copies of the context share it. */
interface Asked {
  /** Whether no remembered verdict counts. */
  fresh: boolean;
  caller?: Promise<Caller>;
  withGroups?: Promise<Caller>;
  readonly privileged: Map<string, Promise<boolean>>;
}
