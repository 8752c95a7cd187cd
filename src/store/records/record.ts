import type { ApprovalDecision, RequestedChange } from '../../domain/change/approval.ts';
import type { RecordedCampaignStep } from '../../domain/campaign/campaign-steps.ts';
import { roleTraits } from '../../domain/people/caller.ts';
import type { Instant, Intent, Registration } from '../../domain/change/change-record.ts';
import type { ReportStep } from '../../domain/change/change-report.ts';
import type { ErrorCode } from '../../domain/values/failure.ts';
import type { RecordedSearch } from '../../domain/ledger-ports/ledger.ts';
import type { RecordedProof } from '../../domain/change/proof.ts';
import type { ThreatStep } from '../../domain/threat/threat-level.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import type { StoredOutcome } from './stored-outcome.ts';
import type { RecordRow } from '../tables/tables.ts';
import { actorName, entryColumn, type ActorNames } from './who.ts';

/** The content of a recorded or refused intent. */
interface RecordedIntent {
  readonly intent: Intent;
  /** The hash of the client's key: the key itself may contain personal data. */
  readonly keyHash: string | null;
}

/** A threat level that was set, in the realm of the record. */
export type RecordedThreat = Omit<ThreatStep, 'realm' | 'isFresh'>;

/** The content of a record, before it has a position in a chain. */
export type Content =
  | (RecordedIntent & {
      readonly kind: 'intent';
      /** The `UNKNOWN` change that this one repeats. */
      readonly again: string | null;
      readonly overrode: readonly string[];
    })
  | (RecordedIntent & { readonly kind: 'refusal'; readonly code: ErrorCode })
  /** `code` is the reason of a refusal; null for a permitted search. */
  | { readonly kind: 'search'; readonly search: RecordedSearch; readonly code: ErrorCode | null }
  | { readonly kind: 'proof'; readonly proof: RecordedProof }
  | { readonly kind: 'threat'; readonly threat: RecordedThreat }
  /** A change that waits for a second person. The change keeps its reference number. */
  | {
      readonly kind: 'request';
      readonly request: RequestedChange;
      readonly keyHash: string | null;
    }
  | ({ readonly kind: 'decision' } & ApprovalDecision)
  | { readonly kind: 'outcome'; readonly outcome: StoredOutcome }
  /** The change's person does not recognise it, or a member of staff takes care of that. */
  | (Omit<ReportStep, 'id'> & { readonly kind: 'report' })
  | (Omit<ReportStep, 'id'> & { readonly kind: 'taking' })
  | { readonly kind: 'registration'; readonly registration: Registration }
  | { readonly kind: 'campaign'; readonly campaign: RecordedCampaignStep }
  /** The end of pruned records: every record up to a number, and the hash of the last one. */
  | {
      readonly kind: 'checkpoint';
      readonly through: number;
      readonly throughHash: string;
      readonly before: Instant;
    };

/** The place of a record in its realm's chain. */
export interface RecordPosition {
  readonly realm: string;
  readonly number: number;
  readonly change: string;
  readonly at: Instant;
  /** The hash of the previous record in the realm's chain. */
  readonly previous: string;
}

/** A record as it is hashed. */
export type RecordBody = Content & RecordPosition;

/** The previous hash of the first record. */
export const noHash = '0'.repeat(64);

/** What the columns of a record hold besides its position. */
interface Columns {
  readonly actor: ActorNames | null;
  readonly intent: Intent | null;
  readonly keyHash: string | null;
  /** The kinds of a request; of an outcome those that were changed though it was not done. */
  readonly kinds: readonly string[] | null;
  readonly counted: boolean | null;
  readonly result: string | null;
  readonly dryRun: boolean | null;
  readonly seconds: number | null;
}

const none: Columns = {
  actor: null,
  intent: null,
  keyHash: null,
  kinds: null,
  counted: null,
  result: null,
  dryRun: null,
  seconds: null,
};

function ofIntent({ intent, keyHash }: RecordedIntent): Columns {
  const { actor, kinds, dryRun } = intent;
  return { ...none, actor, intent, keyHash, kinds, dryRun };
}

/** The columns of each kind of record. A step of a campaign has its actor in the body only. */
function columnsOf(body: RecordBody): Columns {
  switch (body.kind) {
    case 'intent':
      return { ...ofIntent(body), counted: !body.intent.dryRun && body.again === null };
    case 'refusal':
      return { ...ofIntent(body), counted: false, result: body.code };
    case 'search':
      return { ...none, actor: body.search.actor, counted: body.code === null, result: body.code };
    case 'outcome': {
      const { outcome: result, dryRun = false, changedKinds: kinds = null } = body.outcome;
      return { ...none, result, dryRun, kinds };
    }
    case 'proof':
      return { ...none, actor: body.proof.agent, result: body.proof.state };
    case 'threat':
      return { ...none, actor: body.threat.actor, result: body.threat.level };
    case 'request':
      return { ...none, actor: body.request.intent.actor, keyHash: body.keyHash };
    case 'decision':
      return { ...none, actor: body.actor, result: body.state };
    case 'report':
    case 'taking':
      return { ...none, actor: body.actor };
    case 'registration':
      return { ...none, seconds: body.registration.secondsAfter };
    case 'campaign':
    case 'checkpoint':
      return none;
  }
}

/** Returns the row of a record. Every column follows from the body, whose text can be given. */
export function rowOf(body: RecordBody, text = canonicalJson(body)): RecordRow {
  const { actor, intent, keyHash, kinds, counted, result, dryRun, seconds } = columnsOf(body);
  const at = Date.parse(body.at);
  return {
    realm: body.realm,
    number: body.number,
    kind: body.kind,
    change_id: body.change,
    at,
    actor: actor && actorName(actor),
    person: intent?.target.id ?? null,
    actor_entry: entryColumn(actor?.entry),
    person_entry: entryColumn(intent?.target.entry),
    privileged: flag(intent && (intent.target.privileged ?? true)),
    effect: intent?.effect ?? null,
    kinds: kinds && `|${kinds.join('|')}|`,
    own: flag(intent && roleTraits[intent.actor.role].isSelf),
    key_hash: keyHash,
    counted: flag(counted),
    result,
    day: Math.floor(at / 86_400_000),
    role: intent?.actor.role ?? null,
    ticket: intent?.ticket ?? null,
    dry_run: flag(dryRun),
    seconds,
    client: intent?.actor.clientId ?? null,
    body: text,
    hash: sha256(text),
  };
}

/** SQLite has no boolean type. */
function flag(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}
