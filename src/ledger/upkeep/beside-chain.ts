import type { LedgerTables } from '../../store/tables/tables.ts';

/**
 * What `verify` does not cover: the tables beside the chain, and what their rows decide, also if an
 * attacker writes to them. The page of the ledger lists them; a new table needs a row.
 */
export const besideChain: Readonly<Record<Exclude<keyof LedgerTables, 'ledger_record'>, string>> = {
  pending_change: 'which requests wait; the content and each decision are records',
  campaign: 'the state of a campaign, its plan and its people behind it; each step is a record',
  campaign_line: 'the people of a campaign; each of its changes is a record',
  campaign_count: 'how far a campaign is, as its page shows',
  identity_proof: 'which proofs can be used; each start and end is a record',
  identity_check: 'which checks of a vendor wait, and the hashes of their codes',
  wrong_check_code: 'how many wrong codes of checks an address has sent',
  enrolment_hold:
    'who needs a setup code for a new device; each accepted and wrong code is a record',
  outbox_message: 'which messages wait, and their addresses',
  outbox_channel: 'which receivers are paused',
  security_quota: 'how many messages about security events were sent',
  audit_position: 'how far the audit log has written',
  audit_lease: 'which gateway writes the audit log',
  page_session: 'the sessions of the pages, encrypted',
  device_coverage: 'the counts of who has which devices',
  ledger_owner: 'whether the ledger belongs to a real AM or to the sandbox, which empties its own',
  gateway_instance: 'which channels the gateways of the deployment have',
};
