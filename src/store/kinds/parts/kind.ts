import type {
  ActorNames,
  RecordedActor,
  Instant,
  RecordedChange,
  RecordedNames,
  RecordedPerson,
} from '../../../domain/change/change-record.ts';
import type { RequestedChange } from '../../../domain/change/approval.ts';
import {
  asCount,
  asInstant,
  asText,
  objectOf,
  oneOf,
  type JsonObject,
  type Reader,
  type Readers,
} from '../../../domain/values/json.ts';
import type { Rate } from '../../../domain/values/limit.ts';
import type { ChainPosition } from './ocsf-parts.ts';

/** The place of a record in its realm's chain. */
export interface RecordPosition {
  readonly realm: string;
  readonly number: number;
  readonly change: string;
  readonly at: Instant;
  /** The hash of the previous record in the realm's chain. */
  readonly previous: string;
}

/** What the columns of a record hold besides its position. Its kind leaves the others null. */
export interface Columns {
  readonly effect: string | null;
  readonly keyHash: string | null;
  /** The kinds of a request; of an outcome those that were changed though it was not done. */
  readonly kinds: readonly string[] | null;
  readonly counted: boolean | null;
  readonly result: string | null;
  readonly dryRun: boolean | null;
  /** Whether the actor is the person. */
  readonly own: boolean | null;
  readonly role: string | null;
  readonly ticket: string | null;
  readonly client: string | null;
}

/** A person in the columns. Whether they are privileged counts as yes if it is unknown. */
type Target = RecordedNames & Partial<Pick<RecordedPerson, 'privileged'>>;

/** A maximum number of records of one actor within a time. */
interface ActorLimit extends Rate {
  readonly by: 'actor';
}

/**
 * What bounds how many records of a kind there are (security F14):
 *
 * - `actor`: a maximum for each actor, of the gateway itself;
 * - `options`: a maximum for each actor, which an option sets;
 * - `record`: there is at most one for each record of another kind;
 * - `code`: a few for each setup code, and an intent has at most one code;
 * - `operator`: only a command on the ledger's machine writes it.
 */
export type RecordLimit<Kind extends string = string> =
  | ActorLimit
  | { readonly by: 'options' }
  | { readonly by: 'record'; readonly of: Kind }
  | { readonly by: 'code'; readonly most: number }
  | { readonly by: 'operator' };

/** The other records of the same change, for the event of one. Null if they were pruned. */
export interface EventContext {
  readonly position: ChainPosition;
  /** The change, with its outcome if that is the record. @throws UnreadableJson */
  change(): RecordedChange | null;
  /** The change that was requested. @throws UnreadableJson */
  requested(): RequestedChange | null;
}

/** The readers of the members of a record, by allow-list. Members added later are optional. */
type Members<M> = { readonly [K in keyof M]: Reader<unknown> };

type Read<R> = R extends Reader<infer T> ? T : never;
type OptionalIn<M> = { [K in keyof M]: undefined extends Read<M[K]> ? K : never }[keyof M];

/** What the readers return. */
export type ReadOf<M> = { readonly [K in Exclude<keyof M, OptionalIn<M>>]: Read<M[K]> } & {
  readonly [K in OptionalIn<M>]?: Exclude<Read<M[K]>, undefined>;
};

/** Everything about a kind of record, whose body is `Body`. */
export interface KindRules<Body, Limit = RecordLimit> {
  /** Who caused it; null for the gateway itself, and for what the body alone names. */
  readonly actor: (body: Body) => (ActorNames & Pick<RecordedActor, 'secondFactor'>) | null;
  /** Whose it is; null without a person, and if another record of the change names them. */
  readonly target: (body: Body) => Target | null;
  /** The other columns. They must be null for bodies of versions that did not fill them. */
  readonly columns: (body: Body) => Partial<Columns>;
  readonly limit: Limit;
  /** Its event of OCSF; null if it has no event of its own. */
  readonly event: (body: Body, context: EventContext) => JsonObject | null;
}

/** The schema of a kind of record, whose records are `Body` and whose limit is `Limit`. */
export interface KindSchema<Body, Limit = RecordLimit> extends KindRules<Body, Limit> {
  /** Reads a record by allow-list. @throws UnreadableJson */
  readonly read: Reader<Body>;
}

/** What the readers of a kind return, with its name and position. */
type BodyOf<K, M> = { readonly kind: K } & ReadOf<M> & RecordPosition;

/** Returns a schema, whose types follow from the readers of its members. */
export function recordKind<K extends string, M extends Members<M>, const L extends RecordLimit>(
  kind: K,
  members: M,
  rules: KindRules<NoInfer<BodyOf<K, M>>, L>,
): KindSchema<BodyOf<K, M>, L> {
  return { read: bodyReader(kind, members), ...rules };
}

const position = {
  realm: asText,
  number: asCount,
  change: asText,
  at: asInstant,
  previous: asText,
} satisfies Readers<RecordPosition>;

function bodyReader<K extends string, M extends Members<M>>(
  kind: K,
  members: M,
): Reader<BodyOf<K, M>>;
function bodyReader(
  kind: string,
  members: Readonly<Record<string, Reader<unknown>>>,
): Reader<unknown> {
  const all = { kind: oneOf([kind]), ...members, ...position };
  return objectOf<Readonly<Record<string, unknown>>>(all);
}
