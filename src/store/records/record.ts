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

/** Returns the row of a record. Every column follows from the body, whose text can be given. */
export function rowOf(body: RecordBody, text = canonicalJson(body)): RecordRow {
  const intent = 'intent' in body ? body.intent : null;
  const actor = actorIn(body);
  return {
    realm: body.realm,
    number: body.number,
    kind: body.kind,
    change_id: body.change,
    at: Date.parse(body.at),
    actor: actor === undefined ? null : actorName(actor),
    person: intent?.target.id ?? null,
    actor_entry: entryColumn(actor?.entry),
    person_entry: entryColumn(intent?.target.entry),
    privileged: intent === null ? null : Number(intent.target.privileged ?? true),
    effect: intent?.effect ?? null,
    kinds: kindsColumn(body),
    own: intent === null ? null : Number(roleTraits[intent.actor.role].isSelf),
    key_hash: 'keyHash' in body ? body.keyHash : null,
    ...countedAndResult(body),
    day: Math.floor(Date.parse(body.at) / 86_400_000),
    role: intent?.actor.role ?? null,
    ticket: intent?.ticket ?? null,
    dry_run: dryRunColumn(body),
    seconds: 'registration' in body ? body.registration.secondsAfter : null,
    client: intent?.actor.clientId ?? null,
    body: text,
    hash: sha256(text),
  };
}

function actorIn(body: RecordBody): ActorNames | undefined {
  if ('actor' in body) return body.actor ?? undefined;
  if ('request' in body) return body.request.intent.actor;
  if ('search' in body) return body.search.actor;
  if ('proof' in body) return body.proof.agent;
  if ('threat' in body) return body.threat.actor ?? undefined;
  return 'intent' in body ? body.intent.actor : undefined;
}

/** The kinds of a request; of an outcome those that were changed though it was not done. */
function kindsColumn(body: RecordBody): string | null {
  const kinds = body.kind === 'outcome' ? body.outcome.changedKinds : undefined;
  const named = 'intent' in body ? body.intent.kinds : kinds;
  return named === undefined ? null : `|${named.join('|')}|`;
}

function dryRunColumn(body: RecordBody): number | null {
  if ('intent' in body) return Number(body.intent.dryRun);
  return body.kind === 'outcome' ? Number(body.outcome.dryRun ?? false) : null;
}

function countedAndResult(body: RecordBody): Pick<RecordRow, 'counted' | 'result'> {
  switch (body.kind) {
    case 'intent':
      return { counted: Number(!body.intent.dryRun && body.again === null), result: null };
    case 'refusal':
      return { counted: 0, result: body.code };
    case 'search':
      return { counted: Number(body.code === null), result: body.code };
    case 'outcome':
      return { counted: null, result: body.outcome.outcome };
    case 'proof':
      return { counted: null, result: body.proof.state };
    case 'threat':
      return { counted: null, result: body.threat.level };
    case 'decision':
      return { counted: null, result: body.state };
    case 'request':
    case 'report':
    case 'taking':
    case 'registration':
    case 'campaign':
    case 'checkpoint':
      return { counted: null, result: null };
  }
}
