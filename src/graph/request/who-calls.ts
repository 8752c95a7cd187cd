import type { Am } from '../../am/am.ts';
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
import type { Caller, SignedInCaller } from '../../domain/caller.ts';
import { Failure } from '../../domain/failure.ts';
import { after } from '../../domain/later.ts';
import type { Later } from '../../domain/later.ts';
import type { Person } from '../../domain/person.ts';
import type { Realm } from '../../domain/realm.ts';

/** What a request shows of its caller, and the ways to check it. */
export interface CallerFacts {
  /** What came with the request; null for nothing. */
  readonly shown: { readonly kind: 'session' | 'bearer'; readonly token: SessionToken } | null;
  /** AM with the caller's own session; null for bearers and for nobody. */
  readonly own: Am | null;
  /** AM with the gateway's service credential; null where none is configured. */
  readonly service: Am | null;
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
  private readonly fresh: () => boolean;
  private readonly ownPerson: (caller: SignedInCaller) => Promise<Person | null>;
  /** The caller by what the session or token itself tells, once that is known. */
  known: Caller | undefined;
  private asked: Later<Caller> | undefined;
  private staff: Promise<Caller> | undefined;
  private readonly privileged = new Map<string, Promise<boolean>>();

  constructor(
    facts: CallerFacts,
    ask: {
      /** Whether no remembered verdict counts: a mutation (security A13). */
      readonly fresh: () => boolean;
      readonly ownPerson: (caller: SignedInCaller) => Promise<Person | null>;
    },
  ) {
    this.facts = facts;
    this.fresh = ask.fresh;
    this.ownPerson = ask.ownPerson;
  }

  /** The caller by what the session or token itself tells. */
  caller(): Later<Caller> {
    if (this.known !== undefined) return this.known;
    this.asked ??= after(this.recognise(), (caller) => {
      this.known = caller;
      return caller;
    });
    return this.asked;
  }

  /** The caller with the roles that groups give; costs a look at the groups (U32). */
  withGroups(): Promise<Caller> {
    this.staff ??= this.findStaff();
    return this.staff;
  }

  /** Whether a person is privileged: a member of the administrators' or the privileged groups. */
  isPrivileged(person: Person): Promise<boolean> {
    const key = `${person.realm.name} ${person.id}`;
    const asked = this.privileged.get(key) ?? this.askPrivileged(person);
    this.privileged.set(key, asked);
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
    groups.readAhead(service, { realm, groups: names }, { startedAt, fresh: this.fresh() });
  }

  private recognise(): Later<Caller> {
    const { shown, own, verifyBearer, settings } = this.facts;
    if (shown === null) return { kind: 'anonymous', why: 'no session' };
    if (shown.kind === 'bearer') {
      const token = verifyBearer === null ? null : verifyBearer(shown.token);
      return after(token, (facts) => recogniseToken(facts, settings));
    }
    const session = own === null ? null : own.session(shown.token, { fresh: this.fresh() });
    return after(session, (facts) => recogniseSession(facts, settings));
  }

  private async findStaff(): Promise<Caller> {
    return this.addGroupRoles(await this.caller());
  }

  private async addGroupRoles(caller: Caller): Promise<Caller> {
    const { helpDesk, administrators } = this.facts.settings;
    const anyGroups = helpDesk.groups.length + administrators.groups.length > 0;
    if (caller.kind === 'anonymous' || caller.realm === null || !anyGroups) return caller;
    const { realm } = caller;
    this.readGroupsAhead(realm, [...administrators.groups, ...helpDesk.groups]);
    const entry = (await this.ownPerson(caller))?.entry ?? null;
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
    // Nobody can tell, and then it must not be done.
    if (entry === null) return true;
    return this.isMember({ entry, realm, groups });
  }

  private isMember(about: Membership): Promise<boolean> {
    if (about.groups.length === 0) return Promise.resolve(false);
    const service = serviceOf(this.facts);
    const { groups, startedAt } = this.facts;
    return groups.isMember(service, about, { startedAt, fresh: this.fresh() });
  }
}

/** AM with the service credential; without one, those who need it are told so (design D1). */
export function serviceOf({ service }: Pick<CallerFacts, 'service'>): Am {
  if (service !== null) return service;
  throw new Failure('SERVICE_CREDENTIAL_MISSING', 'This gateway is not set up to act for others.', {
    detail: 'AM_SERVICE_USERNAME or AM_SERVICE_ACCOUNT_ID is not set',
  });
}
