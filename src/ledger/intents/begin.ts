import type { Intent } from '../../domain/change/change-record.ts';
import { firstObstacle } from '../../domain/conditions/conditions.ts';
import type { FactsAt } from '../../domain/conditions/facts.ts';
import type { ErrorCode } from '../../domain/values/failure.ts';
import type { Begun, Checked, NotPermitted, Terms } from '../../domain/ledger-ports/ledger.ts';
import { limitUnder } from '../../domain/rules/limit-rules.ts';
import { levelInForce } from '../../domain/threat/threat-level.ts';
import type { ThreatState } from '../../domain/threat/threat-level.ts';
import { approvalDecision, waitingRow, type LedgerApprovals } from '../approvals/approvals.ts';
import type { EnrolmentParts } from '../enrolment/hold-rows.ts';
import { openHold } from '../enrolment/open-hold.ts';
import { append, newChangeId } from '../../store/records/chain.ts';
import { reachedLimits } from './limits.ts';
import type { PendingRow } from '../../store/tables/tables.ts';
import { permitsChange, useProof } from '../proofs/proofs.ts';
import { findRepeat, keyHashOf } from '../records/repeats.ts';
import type { Reading, Writing } from '../../store/tables/handles.ts';
import type { Store } from '../../store/store.ts';
import { storedIntent } from '../../store/kinds/parts/stored-outcome.ts';
import { once } from '../../domain/conditions/once.ts';

type TermsAt = Terms & {
  readonly now: number;
  /** The threat levels of all realms. */
  readonly threats: readonly ThreatState[];
};

/** A change that may be made. */
interface Permitted {
  readonly kind: 'clear';
  /** The `UNKNOWN` change that it repeats; null for a new change. */
  readonly again: string | null;
  /** The limits that the caller overrides. */
  readonly overrode: readonly string[];
  /** The requested change that it carries out; null for other changes. */
  readonly requested: PendingRow | null;
}

/**
 * Decides whether a change may be made; writes nothing. A repeat is answered before limits are
 * counted, so that no change counts twice.
 */
export async function decide(
  db: Reading,
  intent: Intent,
  { now, threats, ...terms }: TermsAt,
): Promise<Permitted | NotPermitted> {
  const repeat = await repeatOf(db, intent, { now, ...terms });
  if (repeat.kind !== 'new') return repeat;
  const { again, requested } = repeat;
  const facts = beginFacts(db, intent, { ...terms, threats, now, repeats: again });
  const obstacle = await firstObstacle('BEGIN', facts);
  if (obstacle !== null) return obstacle.limited ?? { kind: 'refused', failure: obstacle.failure };
  const overrode = [...new Set((await facts.reachedLimits()).map(({ rule }) => rule.name))];
  // A dry run repeats nothing, and leaves the key to the change.
  return { kind: 'clear', again: intent.dryRun ? null : again, overrode, requested };
}

/** What the ledger knows of a change that is about to begin. */
function beginFacts(
  db: Reading,
  intent: Intent,
  {
    now,
    threats,
    limits,
    repeats,
    again = null,
    override = false,
    proof = null,
    approval,
    realms = [],
    secondFactor = 'NOT_SHOWN',
    isApproved = approval !== undefined,
  }: TermsAt & {
    readonly repeats: string | null;
  },
): FactsAt['BEGIN'] {
  const { effect, actor, target } = intent;
  const level = once(() => levelInForce(threats, { realms: [target.realm, ...realms], now }));
  return {
    effect,
    role: () => actor.role,
    level,
    hasProof: proof !== null,
    isApproved,
    secondFactor,
    isProofUsable: async () =>
      proof !== null && (await permitsChange(db, proof, { intent, now, again })),
    overridesLimits: override,
    limitsAt: () => now,
    reachedLimits: once(() => {
      // A repeat of an `UNKNOWN` change passes the limits of changes, though not that of dry runs.
      const rules = limits.filter(({ per }) => repeats === null || per === 'dry runs of actor');
      const under = rules.map((rule) => limitUnder(rule, level()));
      return reachedLimits(db, intent, { limits: under, now });
    }),
  };
}

/** A requested change repeats nothing: it is carried out once, while it waits. */
async function repeatOf(
  db: Reading,
  intent: Intent,
  { approval, idempotencyKey = null, again = null, now }: Omit<TermsAt, 'threats'>,
): Promise<NotPermitted | (Pick<Permitted, 'again' | 'requested'> & { readonly kind: 'new' })> {
  if (approval === undefined) {
    const repeat = await findRepeat(db, { intent, idempotencyKey, again, now });
    return repeat.kind === 'new' ? { ...repeat, requested: null } : repeat;
  }
  const requested = await waitingRow(db, approval.id, now);
  return requested === null ? { kind: 'not waiting' } : { kind: 'new', again: null, requested };
}

/**
 * Decides whether a change may be made, and records its intent. The approval of a requested change
 * is recorded in the same transaction, and the change keeps the reference number of the request.
 */
async function begin(
  transaction: Writing,
  intent: Intent,
  { approvals, enrolment, ...terms }: TermsAt & Pick<BeginTerms, 'approvals' | 'enrolment'>,
): Promise<Begun> {
  const { approval, idempotencyKey = null, keepsFactor = false, now } = terms;
  const decision = await decide(transaction, intent, terms);
  if (decision.kind !== 'clear') return decision;
  const { again, overrode, requested } = decision;
  if (approval !== undefined && requested !== null) {
    const given = { decision: approvalDecision(approval, intent.correlationId), now };
    await approvals.decide(transaction, requested, given);
  }
  const id = requested?.change_id ?? newChangeId();
  const opening = { id, intent, keepsFactor, now };
  const setupCode = enrolment && (await openHold(transaction, opening, enrolment));
  await append(
    transaction,
    { realm: intent.target.realm, change: id, now },
    {
      kind: 'intent',
      intent: storedIntent(intent),
      keyHash: intent.dryRun ? null : keyHashOf(idempotencyKey),
      again,
      overrode,
    },
  );
  if (!intent.dryRun && typeof terms.proof === 'string')
    await useProof(transaction, terms.proof, id);
  const recorded = { kind: 'recorded', id, at: new Date(now).toISOString(), overrode } as const;
  return setupCode === null ? recorded : { ...recorded, setupCode };
}

interface BeginTerms extends Omit<TermsAt, 'now'> {
  readonly approvals: LedgerApprovals;
  /** Null if changes open no holds. */
  readonly enrolment: EnrolmentParts | null;
  readonly now: () => number;
}

/** Records the intent of a change, and the approval that it carries out. */
export async function beginChange(
  store: Store,
  intent: Intent,
  { now, ...terms }: BeginTerms,
): Promise<Begun> {
  const act = (writing: Writing) => begin(writing, intent, { ...terms, now: now() });
  const begun = await store.append(act);
  const isApproved = terms.approval !== undefined && begun.kind === 'recorded';
  if (isApproved) terms.approvals.noteEnd('APPROVED');
  return begun;
}

/** The code under which a decision is recorded as a refusal; null for any other decision. */
export function refusalCodeOf(decision: Checked | Begun): ErrorCode | null {
  switch (decision.kind) {
    case 'limited':
      return 'RATE_LIMITED';
    case 'key conflict':
      return 'IDEMPOTENCY_KEY_REUSED';
    case 'refused':
      return decision.failure.code;
    case 'clear':
    case 'recorded':
    case 'replay':
    case 'in progress':
    case 'not waiting':
      return null;
  }
}
