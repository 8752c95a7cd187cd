import type { GraphQLError } from 'graphql';
import type { Am } from '../../am/am.ts';
import type { Deadline } from '../../am/deadline.ts';
import type { AmForRequest } from '../../am/am-for-request.ts';
import type { AccessSettings } from '../../domain/access.ts';
import { maySeeAnybody } from '../../domain/caller.ts';
import type { ChangeEffect, RecordedOutcome, RecordedResult } from '../../domain/change-record.ts';
import type { Role } from '../../domain/caller.ts';
import { Failure } from '../../domain/failure.ts';
import type { Ledger } from '../../domain/ledger.ts';
import type { ChangeLimits } from '../../domain/limit-rules.ts';
import { Grants } from './grant.ts';
import { ledgerInTime } from './ledger-in-time.ts';
import { Permissions } from './permissions.ts';
import type { PermissionParts } from './permissions.ts';
import { Views } from './views.ts';
import { WhoCalls } from './who-calls.ts';
import type { CallerFacts } from './who-calls.ts';

/** What the context of one request is created from. */
export interface RequestFacts extends CallerFacts {
  /** The schema for composition; null where it is not served. */
  readonly subgraphSdl: string | null;
  readonly now: () => number;
  /** Writes a warning into the log. */
  readonly warn: (message: string) => void;
  /** Told of the caller who acts for themselves. */
  readonly visited?: PermissionParts['visited'];
  /** Told of every change that has ended. */
  readonly changed?: (change: EndedChange) => void;
  /** Where changes are recorded, and what of them is allowed. */
  readonly ledger: Ledger;
  readonly changeLimits: ChangeLimits;
}

/** The product that AM is, and what it supports. */
export type ProductFacts = AmForRequest['product'] & {
  readonly version: () => Promise<string | null>;
};

/** A change that has ended, for the log: nothing in it tells whose devices they are. */
export interface EndedChange {
  readonly correlationId: string;
  /** Its number in the ledger; null where changes are not recorded. */
  readonly reference: string | null;
  readonly effect: ChangeEffect;
  readonly role: Role;
  readonly dryRun: boolean;
  readonly outcome: RecordedOutcome;
  readonly results: readonly RecordedResult[];
}

/** What the log records of an executed request. */
export interface RunRecord {
  /** The maximum cost of the operation; null where it was not computed. */
  points: number | null;
  /** How it ran; null where it did not. */
  lane: 'plan' | 'apollo' | null;
  /** The errors before masking. */
  readonly raised: GraphQLError[];
}

/**
 * Everything that the resolvers of one request share. Created for one caller, never reused (design D8).
 * Apollo executes with a shallow copy of it, so it has no `#private` fields.
 */
export class RequestContext {
  readonly correlationId: string;
  readonly record: RunRecord = { points: null, lane: null, raised: [] };
  readonly caller: WhoCalls;
  readonly permissions: Permissions;
  /** The grants of guarded fields; a resolver gets its own by `@Granted()`. */
  readonly grants = new Grants();
  private readonly facts: RequestFacts;
  private readonly views: Views;
  private inTime: Ledger | undefined;
  private readonly counted = { references: 0, changesOfOthers: 0 };

  constructor(facts: RequestFacts) {
    const { settings, userIds, product } = facts;
    this.correlationId = facts.correlationId;
    this.facts = facts;
    this.views = new Views(facts);
    const { views } = this;
    const names = { realms: settings.realms, userIds };
    const caller = new WhoCalls(facts, { views, names });
    this.caller = caller;
    const { visited } = facts;
    this.permissions = new Permissions({
      caller,
      views,
      names,
      settings,
      flavor: product.flavor,
      visited,
    });
  }

  get settings(): AccessSettings {
    return this.facts.settings;
  }

  /** Where changes are recorded; who looks something up in it does not wait longer than the request may take. */
  get ledger(): Ledger {
    this.inTime ??= ledgerInTime(this.facts.ledger, this.facts.deadline);
    return this.inTime;
  }

  get changeLimits(): ChangeLimits {
    return this.facts.changeLimits;
  }

  /** By when the request ends. */
  get deadline(): Deadline {
    return this.facts.deadline;
  }

  get subgraphSdl(): string | null {
    return this.facts.subgraphSdl;
  }

  /** AM with the service credential, to end sessions with; null where none is configured. */
  get service(): Am | null {
    return this.facts.service;
  }

  warn(message: string): void {
    this.facts.warn(message);
  }

  changed(change: Omit<EndedChange, 'correlationId'>): void {
    this.facts.changed?.({ ...change, correlationId: this.correlationId });
  }

  now(): number {
    return this.facts.now();
  }

  /**
   * Describes AM; its version is read only where it is selected, and only for callers who may see somebody: it takes
   * the service credential, which a token without a scope for reading must not use.
   */
  product(): ProductFacts {
    const { product, service } = this.facts;
    const version = async (): Promise<string | null> => {
      const caller = await this.caller.caller();
      return service === null || !maySeeAnybody(caller) ? null : service.version();
    };
    return { ...product, version };
  }

  /** Marks the request as a change: remembered sessions and groups are not used (A13), reads are not shared. */
  beginMutation(): void {
    this.caller.requireFresh();
    this.views.readAlone();
  }

  /**
   * Counts a change of another person's devices.
   * @throws Failure OPERATION_TOO_LARGE for the second one; it and those after it are not tried
   */
  countChangeOfOther(): void {
    this.counted.changesOfOthers += 1;
    if (this.counted.changesOfOthers === 1) return;
    throw new Failure(
      'OPERATION_TOO_LARGE',
      "One operation makes one change of another person's devices. This one was not tried; send it by itself.",
      { facts: { limit: 1 } },
    );
  }

  /** Adds the entity references of one field; the returned function gives the total of the request so far. */
  countReferences(more: number): () => number {
    this.counted.references += more;
    return () => this.counted.references;
  }
}
