import { sql } from 'kysely';
import type { LedgerTables } from './tables.ts';

/**
 * What a row of work may need of the program that claims it. During an upgrade, gateways of the
 * last release claim work on the same ledger: they leave a row alone that needs a number above
 * theirs. A restriction that older programs do not know gets the next number.
 */
export const needs = {
  nothing: 1,
} as const;

/** The highest number that this program obeys. */
export const understood: number = Math.max(...Object.values(needs));

/** Holds for rows that this program may claim. */
export const isUnderstood = sql<boolean>`needs <= ${sql.lit(understood)}`;

/** From which tables gateways claim work; the compiler wants the column `needs` in each of them. */
export const isClaimed = {
  campaign: true,
  pending_change: true,
  outbox_message: true,
  // Its lines are claimed through their campaign.
  campaign_line: false,
  campaign_count: false,
  // What a crash left open is settled by reading: nothing is sent for it.
  ledger_record: false,
  page_session: false,
  outbox_channel: false,
  gateway_instance: false,
  security_quota: false,
  audit_position: false,
  audit_lease: false,
  identity_proof: false,
  identity_check: false,
  wrong_check_code: false,
  device_coverage: false,
  // What a code has opened is looked at by reading: nothing is sent for it.
  enrolment_hold: false,
  ledger_owner: false,
} as const satisfies {
  readonly [Table in keyof LedgerTables]: LedgerTables[Table] extends { readonly needs: number }
    ? true
    : false;
};
