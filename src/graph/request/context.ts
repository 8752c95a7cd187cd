import type { GraphQLError } from 'graphql';
import type { AccessSettings } from '../../domain/access.ts';
import type { KindCapability } from '../../domain/device.ts';
import type { Flavor } from '../../domain/flavor.ts';
import type { UserIdRule } from '../../domain/user-id.ts';
import { Grants } from './grant.ts';
import { Permissions } from './permissions.ts';
import { Views } from './views.ts';
import { WhoCalls } from './who-calls.ts';
import type { CallerFacts } from './who-calls.ts';

/** What one request brings with it. */
export interface RequestFacts extends CallerFacts {
  readonly correlationId: string;
  readonly userIds: UserIdRule;
  readonly product: Omit<ProductFacts, 'version'>;
  /** The schema for composers; null where nobody gets it. */
  readonly subgraphSdl: string | null;
  readonly now: () => number;
}

/** What AM is and can do. */
export interface ProductFacts {
  readonly flavor: Flavor;
  readonly kinds: readonly KindCapability[];
  readonly version: () => Promise<string | null>;
}

/** What the log needs to know of a request that ran. */
export interface RunRecord {
  /** What the operation may have cost at most; null where it was not worked out. */
  points: number | null;
  /** The errors as they were raised. */
  readonly raised: GraphQLError[];
}

/**
 * Everything that resolvers of one request share. Made for one caller, never reused (design D8).
 * Apollo executes with a shallow copy of it, so it has no `#private` fields.
 */
export class RequestContext {
  readonly correlationId: string;
  readonly record: RunRecord = { points: null, raised: [] };
  readonly caller: WhoCalls;
  readonly permissions: Permissions;
  /** What the guards have granted; resolvers get theirs by `@Granted()`. */
  readonly grants = new Grants();
  private readonly facts: RequestFacts;
  private readonly views: Views;
  private readonly counted = { references: 0 };

  constructor(facts: RequestFacts) {
    const { settings, userIds, product } = facts;
    this.correlationId = facts.correlationId;
    this.facts = facts;
    this.views = new Views(facts);
    const { views } = this;
    const caller = new WhoCalls(facts, { views, userIds });
    const names = { caller: () => caller.caller(), realms: settings.realms, userIds };
    this.caller = caller;
    this.permissions = new Permissions({ caller, views, names, settings, flavor: product.flavor });
  }

  get settings(): AccessSettings {
    return this.facts.settings;
  }

  get subgraphSdl(): string | null {
    return this.facts.subgraphSdl;
  }

  now(): number {
    return this.facts.now();
  }

  /** What AM is and can do; AM is asked for its version only where it is selected, and by nobody unknown. */
  product(): ProductFacts {
    const { product, service } = this.facts;
    const version = async (): Promise<string | null> => {
      const { kind } = await this.caller.caller();
      return kind === 'anonymous' || service === null ? null : service.version();
    };
    return { ...product, version };
  }

  /** Tells that the request changes something: no remembered verdict counts (A13), no read is shared. */
  beginMutation(): void {
    this.caller.forgetRemembered();
    this.views.readAlone();
  }

  /** Counts the references to entities of one field; gives the number of all that have been counted. */
  countReferences(more: number): () => number {
    this.counted.references += more;
    return () => this.counted.references;
  }
}
