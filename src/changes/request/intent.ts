import {
  recordedNames,
  type Intent,
  type RecordedApproval,
} from '../../domain/change/change-record.ts';
import type { Terms } from '../../domain/ledger-ports/ledger.ts';
import { limitRules } from '../../domain/rules/limit-rules.ts';
import type { ChangeRequest, ChangeTools } from './change-request.ts';

/** The intent of a change, before its device list is read. */
export function intentOf(request: ChangeRequest, { correlationId, tally }: ChangeTools): Intent {
  const { clientCorrelationId } = tally ?? {};
  const { actor, person, privileged, effect, kinds, options, dryRun, endsSessions } = request;
  const { reason, ticket, verification, campaign, approval } = request;
  return {
    actor,
    target: { ...recordedNames(person), privileged },
    effect,
    kinds,
    options: { ...options, ...(endsSessions && { endSessions: true }) },
    dryRun,
    before: null,
    reason,
    ticket,
    verification,
    correlationId,
    ...(clientCorrelationId !== undefined && { clientCorrelationId }),
    ...(campaign !== undefined && { campaign }),
    ...(approval !== undefined && { approval: recordedApproval(approval) }),
  };
}

function recordedApproval({
  actor,
  note,
  requestedAt,
}: NonNullable<ChangeRequest['approval']>): RecordedApproval {
  return { requestedAt, by: actor, note };
}

/** @param again the id of an `UNKNOWN` change to send again; null for a new change */
export function termsOf(
  { actor, idempotencyKey, overrideLimit, proof, threat, approval }: ChangeRequest,
  { limits }: ChangeTools,
  again: string | null = null,
): Terms {
  const override = overrideLimit;
  return {
    limits: limitRules(actor.role, limits),
    idempotencyKey,
    override,
    again,
    proof,
    threat,
    ...(approval !== undefined && { approval }),
  };
}
