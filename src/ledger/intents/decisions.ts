import type { Intent } from '../../domain/change/change-record.ts';
import type { Begun, Ledger, Terms } from '../../domain/ledger-ports/ledger.ts';
import type { ThreatLevels } from '../../domain/threat/threat-level.ts';
import type { LedgerApprovals } from '../approvals/approvals.ts';
import type { EnrolmentParts } from '../enrolment/hold-rows.ts';
import type { LedgerOutbox } from '../outbox/outbox.ts';
import { beginChange, decide } from './begin.ts';
import { settleChange } from './settlement.ts';
import type { Store } from '../../store/store.ts';

interface DecisionParts {
  readonly now: () => number;
  readonly outbox: LedgerOutbox;
  readonly threats: ThreatLevels;
  readonly approvals: LedgerApprovals;
  readonly enrolment: EnrolmentParts | null;
  readonly noteDecision: (intent: Intent, decision: Begun, terms: Terms) => Promise<void>;
}

/** Decides on changes, by the threat levels of this second. */
export function decisionsOf(
  store: Store,
  { now, threats, approvals, enrolment, noteDecision, outbox }: DecisionParts,
): Pick<Ledger, 'check' | 'begin' | 'settle'> {
  return {
    check: async (intent, terms) => {
      const at = { ...terms, threats: await threats.current(), now: now() };
      const decision = await store.query((db) => decide(db, intent, at));
      if (decision.kind === 'clear') return { kind: 'clear' };
      await noteDecision(intent, decision, terms);
      return decision;
    },
    begin: async (intent, terms) => {
      const levels = await threats.current();
      const parts = { threats: levels, approvals, enrolment, now };
      const begun = await beginChange(store, intent, { ...terms, ...parts });
      await noteDecision(intent, begun, terms);
      return begun;
    },
    settle: (settling) => settleChange(store, settling, { now, outbox }),
  };
}
