import type { Instant, Intent, Outcome, RecordedActor } from '../domain/change-record.ts';
import type { ErrorCode } from '../domain/failure.ts';
import type { RecordedSearch } from '../domain/ledger.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import type { RecordRow } from './tables.ts';

/** What an intent and a refused one hold in common. */
interface Asked {
  readonly intent: Intent;
  /** The hash of the client's key: the key itself may say something. */
  readonly keyHash: string | null;
}

interface IntentContent extends Asked {
  readonly kind: 'intent';
  /** The change with an unclear outcome that this one repeats. */
  readonly again: string | null;
  readonly overrode: readonly string[];
}

interface RefusalContent extends Asked {
  readonly kind: 'refusal';
  readonly code: ErrorCode;
}

interface SearchContent {
  readonly kind: 'search';
  readonly search: RecordedSearch;
  /** Why it was refused; null for one that was made. */
  readonly code: ErrorCode | null;
}

interface OutcomeContent {
  readonly kind: 'outcome';
  readonly outcome: Outcome;
}

/** Seals the end of what was pruned: every record up to a number, of which the last had this hash. */
interface CheckpointContent {
  readonly kind: 'checkpoint';
  readonly through: number;
  readonly throughHash: string;
  readonly before: Instant;
}

/** What a record says, before it has its place in a chain. */
export type Content =
  IntentContent | RefusalContent | OutcomeContent | SearchContent | CheckpointContent;

/** A record as it is hashed. */
export type RecordBody = Content & {
  readonly realm: string;
  readonly number: number;
  readonly change: string;
  readonly at: Instant;
  /** The hash of the record before it in its realm's chain. */
  readonly previous: string;
};

/** Stands for the hash of the record before the first. */
export const noHash = '0'.repeat(64);

/** The row of a record; everything in it follows from the body. */
export function rowOf(body: RecordBody): RecordRow {
  const text = canonicalJson(body);
  return {
    realm: body.realm,
    number: body.number,
    kind: body.kind,
    change_id: body.change,
    at: Date.parse(body.at),
    ...askedColumns(body),
    result: resultOf(body),
    body: text,
    hash: sha256(text),
  };
}

/** Reads a body that this module has written. */
export function bodyOf({ body }: Pick<RecordRow, 'body'>): RecordBody {
  const parsed: RecordBody = JSON.parse(body);
  return parsed;
}

/** The actor as one text; names of realms hold no slash. */
export function actorKey({ id, realm }: Pick<RecordedActor, 'id' | 'realm'>): string {
  return `${realm ?? ''}/${id}`;
}

/** How a kind of device stands in the column of kinds. */
export function kindMark(kind: string): string {
  return `|${kind}|`;
}

type AskedColumns = Pick<
  RecordRow,
  'actor' | 'person' | 'privileged' | 'effect' | 'kinds' | 'own' | 'counted' | 'key_hash'
>;

const nothingAsked: AskedColumns = {
  actor: null,
  person: null,
  privileged: null,
  effect: null,
  kinds: null,
  own: null,
  counted: null,
  key_hash: null,
};

function askedColumns(body: RecordBody): AskedColumns {
  if (body.kind === 'outcome' || body.kind === 'checkpoint') return nothingAsked;
  if (body.kind === 'search') {
    const actor = actorKey(body.search.actor);
    return { ...nothingAsked, actor, counted: Number(body.code === null) };
  }
  const { actor, target, effect, kinds, dryRun } = body.intent;
  const isCounted = body.kind === 'intent' && !dryRun && body.again === null;
  return {
    actor: actorKey(actor),
    person: target.id,
    privileged: Number(target.privileged ?? true),
    effect,
    kinds: `|${kinds.join('|')}|`,
    own: Number(actor.role === 'SELF'),
    counted: Number(isCounted),
    key_hash: body.keyHash,
  };
}

function resultOf(body: RecordBody): string | null {
  if (body.kind === 'outcome') return body.outcome.outcome;
  return body.kind === 'refusal' || body.kind === 'search' ? body.code : null;
}
