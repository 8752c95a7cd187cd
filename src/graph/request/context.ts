import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type { AmForRequest, RequestScope } from '../../am/index.ts';
import type { AccessSettings } from '../../domain/rules/access.ts';
import { canSeePeople, type Caller } from '../../domain/people/caller.ts';
import type { EndedChange, Intent, RecordedChange } from '../../domain/change/change-record.ts';
import type { ChangeLocks } from '../../changes/request/change-locks.ts';
import type { ChangeTools } from '../../changes/request/change-request.ts';
import type { IdentityVendors } from '../../domain/change/identity-check.ts';
import { endingProblem } from '../../changes/end-sessions.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import type { Lock } from '../../domain/values/lock.ts';
import type { ChangeLimits } from '../../domain/rules/limit-rules.ts';
import type { Notice, RecipientKind } from '../../domain/outbox/outbox.ts';
import type { Person } from '../../domain/people/person.ts';
import type { UserIdRule } from '../../domain/people/user-id.ts';
import { ledgerInTurn, type CostlyReads } from '../../changes/request/costly-reads.ts';
import type { View } from '../../access/grant.ts';
import { ledgerInTime } from '../../changes/request/ledger-in-time.ts';
import { Permissions, type PermissionParts } from '../../access/permissions.ts';
import { staffDenial, type StaffOnPerson } from '../../access/requester.ts';
import { Views } from '../../access/views.ts';
import { RequestRecord } from './request-record.ts';
import { WhoCalls, type CallerFacts } from '../../access/who-calls.ts';

/** What the context of one request is created from. */
export interface RequestFacts extends CallerFacts {
  /** The schema for composition; null if it is not served. */
  readonly subgraphSdl: string | null;
  /** Who gets mail about changes; empty without a mail server. */
  readonly notifiedOfChanges: readonly RecipientKind[];
  readonly now: () => number;
  readonly warn: (message: string) => void;
  /** Settles the open changes of callers who act on their own account. */
  readonly settling?: PermissionParts['settling'];
  readonly logChange?: (change: EndedChange) => void;
  readonly revokePageTokens?: ChangeTools['revokePageTokens'];
  readonly locks: ChangeLocks;
  readonly pause: ChangeTools['pause'];
  readonly ledger: Ledger;
  /** The slots for costly reads of the process. */
  readonly costlyReads: CostlyReads;
  readonly changeLimits: ChangeLimits;
  /** The vendors that verify people; null without one. */
  readonly identityVendors: IdentityVendors | null;
}

/**
 * Everything that the resolvers of one request share. Created for one caller, never reused
 * (design D8). Apollo executes with a shallow copy, so there are no `#private` fields.
 */
export class RequestContext {
  readonly correlationId: string;
  readonly settings: AccessSettings;
  readonly userIds: UserIdRule;
  readonly product: AmForRequest['product'];
  readonly changeLimits: ChangeLimits;
  readonly subgraphSdl: string | null;
  readonly notifiedOfChanges: readonly RecipientKind[];
  readonly now: () => number;
  /** Logs a line for the operator; contains no personal data. */
  readonly warn: (message: string) => void;
  /** For the response and the log: what became known of the request. */
  readonly record = new RequestRecord();
  readonly caller: WhoCalls;
  readonly permissions: Permissions;
  /** The grants of guarded fields; a resolver gets its own by `@Granted()`. */
  readonly grants = new Map<GraphQLResolveInfo, unknown>();
  private readonly facts: RequestFacts;
  private readonly views: Views;
  private inTime: Ledger | undefined;
  private noticesOfChanges: DataLoader<string, readonly Notice[]> | undefined;
  private changesById: DataLoader<string, RecordedChange | null> | undefined;
  private readonly counted = { references: 0, changesOfOthers: 0 };

  constructor(facts: RequestFacts) {
    const { settings, userIds, product, settling } = facts;
    this.facts = facts;
    this.correlationId = facts.correlationId;
    this.settings = settings;
    this.userIds = userIds;
    this.product = product;
    this.changeLimits = facts.changeLimits;
    this.subgraphSdl = facts.subgraphSdl;
    this.notifiedOfChanges = facts.notifiedOfChanges;
    this.now = facts.now;
    this.warn = facts.warn;
    const views = new Views(facts);
    const names = { realms: settings.realms, userIds };
    const caller = new WhoCalls(facts, { views, names });
    this.views = views;
    this.caller = caller;
    const { flavor } = product;
    this.permissions = new Permissions({ caller, views, names, settings, flavor, settling });
  }

  /** The ledger, whose calls end with the request, and whose costly reads wait their turn. */
  get ledger(): Ledger {
    const { ledger, costlyReads: reads, deadline, client } = this.facts;
    const caller = async (): Promise<string> => readerKey(await this.caller.caller());
    this.inTime ??= ledgerInTime(
      ledgerInTurn(ledger, { reads, caller, deadline, client }),
      deadline,
    );
    return this.inTime;
  }

  /** Who is notified of changes, by their ids: read together for all changes of an answer. */
  get notices(): DataLoader<string, readonly Notice[]> {
    return (this.noticesOfChanges ??= new DataLoader(async (ids) => {
      const found = await this.ledger.noticesOf(ids);
      return ids.map((id) => found.get(id) ?? []);
    }));
  }

  /** Recorded changes by their ids: read together for all that an answer links to. */
  get changes(): DataLoader<string, RecordedChange | null> {
    return (this.changesById ??= new DataLoader(async (ids) => {
      const found = await this.ledger.findChanges(ids);
      return ids.map((id) => found.get(id) ?? null);
    }));
  }

  /** The ids of the request, as the ledger records them. */
  get correlation(): Pick<Intent, 'correlationId' | 'clientCorrelationId'> {
    const { correlationId, facts } = this;
    const { clientCorrelationId } = facts.tally ?? {};
    return { correlationId, ...(clientCorrelationId !== undefined && { clientCorrelationId }) };
  }

  /** The journeys by which people prove their identity; null if none is configured. */
  get journeys(): AmForRequest['journeys'] {
    return this.facts.journeys;
  }

  /** The vendors that verify people; null without one. */
  get identityVendors(): IdentityVendors | null {
    return this.facts.identityVendors;
  }

  /** The request, as calls to AM without a credential need it. */
  get scope(): RequestScope {
    const { deadline, tally } = this.facts;
    return { correlationId: this.correlationId, deadline, tally };
  }

  /** Takes a lock that all processes share, without waiting; null if it is taken. */
  tryLock(name: string): Promise<Lock | null> {
    return this.facts.locks.tryAcquire(name, { deadline: this.facts.deadline });
  }

  /** What a change uses of this request and of the process. */
  changeTools({ am }: View): ChangeTools {
    const { facts, ledger, correlationId } = this;
    const { service, revokePageTokens = null, locks, pause, changeLimits: limits } = facts;
    const { deadline, client, tally } = facts;
    const log = { warn: facts.warn, change: facts.logChange ?? (() => undefined) };
    const request = { deadline, client, tally, correlationId };
    return { am, service, revokePageTokens, locks, pause, ledger, limits, ...request, log };
  }

  /** The names of the realms in which AM may reach a person, or anyone of a realm (no entry). */
  realmsHolding(person: Pick<Person, 'entry' | 'realm'>): string[] {
    return this.facts.directories.realmsHolding(person);
  }

  /** Whether the caller, who acts for others or for themselves, can end sessions here. */
  async canEndSessions(isSelf: boolean): Promise<boolean> {
    const ownSession = isSelf ? await this.caller.sessionHandle() : null;
    return endingProblem(this.facts.service, { isSelf, ownSession }) === null;
  }

  /**
   * Reads AM's version; null for callers who can see no people, because a token without a scope for
   * reading must not use the service credential.
   */
  async version(): Promise<string | null> {
    const { service } = this.facts;
    const caller = await this.caller.caller();
    return service === null || !canSeePeople(caller) ? null : service.version();
  }

  /** Why staff may no longer have an effect on a person; null if they may. */
  staffDenial(...about: StaffOnPerson): Promise<Failure | null> {
    const { facts, views, caller } = this;
    return staffDenial({ facts, views, caller }, ...about);
  }

  /** Marks the request as a change: no cached sessions and groups (A13), no shared reads. */
  beginMutation(): void {
    this.caller.requireFresh();
    this.views.readAlone();
  }

  /** Notes a refusal because of the sign-in, for the response's challenge (RFC 9470). */
  noteStepUp(refusal: Failure): void {
    this.record.noteStepUp(refusal, this.settings);
  }

  /**
   * Counts a change of another person's devices. From the second one on, returns why the operation
   * cannot contain it.
   */
  countChangeOfOther(): Failure | null {
    this.counted.changesOfOthers += 1;
    if (this.counted.changesOfOthers === 1) return null;
    return new Failure(
      'OPERATION_TOO_LARGE',
      'An operation can contain one change for another person. This change was not sent. Send it in an operation of its own.',
      { facts: { most: 1 } },
    );
  }

  /** Adds the entity references of one field; the returned function returns the request's total. */
  countReferences(more: number): () => number {
    this.counted.references += more;
    return () => this.counted.references;
  }
}

/** Who reads, for the slots of costly reads. */
function readerKey(caller: Caller): string {
  return caller.kind === 'anonymous' ? '' : `${caller.realm?.name ?? ''}/${caller.username}`;
}
