import type { ApprovalState } from '../../domain/change/approval.ts';
import type { OutboxEventKind, OutboxState, Recipient } from '../../domain/outbox/outbox.ts';
import type { ProofMethod, ProofState } from '../../domain/change/proof.ts';
import type { SecurityEventType } from '../../domain/outbox/security-event.ts';
import type { CampaignCountRow, CampaignLineRow, CampaignRow } from './campaign-rows.ts';
import type { RecordKind } from '../kinds/record-kinds.ts';
import type { CoverageRow } from './coverage-rows.ts';
import type { HoldRow } from './hold-rows.ts';
import type { OwnerRow } from './owner-rows.ts';

/**
 * A record. Only `body` is hashed; the other columns are copied from it for queries, and `verify`
 * compares them. Booleans are 0 and 1, because SQLite has no boolean type.
 */
export interface RecordRow {
  readonly realm: string;
  /** The number in the realm's chain: from 1, without gaps. */
  readonly number: number;
  readonly kind: RecordKind;
  /** The id of the change; a checkpoint and each step of a campaign have their own. */
  readonly change_id: string;
  readonly at: number;
  readonly actor: string | null;
  readonly person: string | null;
  /** Hashes of the names of their directory entries; null if unknown, and in old records. */
  readonly actor_entry: string | null;
  readonly person_entry: string | null;
  /** Whether the actor's sign-in showed a second factor; null without an actor. */
  readonly second_factor: number | null;
  readonly privileged: number | null;
  readonly effect: string | null;
  /** The device kinds between bars: `|OATH|PUSH|`. */
  readonly kinds: string | null;
  readonly own: number | null;
  /** Whether limits count it: no dry run, no repeat of an `UNKNOWN` change, no refused search. */
  readonly counted: number | null;
  readonly key_hash: string | null;
  /** The result of an outcome, or the code of a refusal or a refused search. */
  readonly result: string | null;
  /** The day of `at` in UTC, counted from 1970. */
  readonly day: number;
  /** The actor's role and the ticket: of intents and refusals. */
  readonly role: string | null;
  readonly ticket: string | null;
  /** Of intents, refusals and outcomes; 0 in outcomes of versions that did not record it there. */
  readonly dry_run: number | null;
  /** The OAuth client of the actor's token: of intents and refusals, and null in old records. */
  readonly client: string | null;
  readonly body: string;
  readonly hash: string;
}

/** A message about an event. Like a session, it is updated; it is no part of a chain. */
export interface OutboxRow {
  /** The order of all messages. */
  readonly number: number;
  readonly id: string;
  readonly channel: string;
  /** A hash that identifies the person, whose messages are delivered in order. */
  readonly person: string;
  /** What the message reports. */
  readonly kind: OutboxEventKind;
  /** The reference number of the change that the event is about; empty without one. */
  readonly change_id: string;
  /** What the records of the change do not hold, as JSON; null if they hold everything. */
  readonly data: string | null;
  readonly added_at: number;
  /** When it may be claimed; later than now while a process is sending it. */
  readonly due_at: number;
  readonly attempts: number;
  readonly state: OutboxState;
  /** The code of the last problem. */
  readonly problem: string | null;
  /** When it was delivered, dropped or given up. */
  readonly ended_at: number | null;
  /** How often staff had it sent again since the start of an hour; null if never. */
  readonly retries: number;
  readonly retries_since: number | null;
  /** Of a message with a recipient; what identifies the recipient is removed when it has ended. */
  readonly recipient: Recipient['kind'] | null;
  readonly masked: string | null;
  readonly address: string | null;
  readonly language: string | null;
  readonly person_name: string | null;
  /** Tells the recipient from others of the change after the address was removed. */
  readonly address_hash: string | null;
  readonly needs: number;
}

/** A gateway on this ledger, and the channels that it reports to, as JSON. */
interface GatewayInstanceRow {
  readonly id: string;
  readonly seen_at: number;
  readonly channels: string;
}

/** A channel whose receiver wants no messages now. */
interface OutboxChannelRow {
  readonly name: string;
  readonly off_at: number;
  /** Why: the code of an answer, or `PAUSED` or `DISABLED` for a stream of Shared Signals. */
  readonly problem: string;
  /** The reason that the receiver of a stream gave. */
  readonly reason: string | null;
}

/** How many messages about security events of a type were sent since the start of its hour. */
export interface SecurityQuotaRow {
  readonly type: SecurityEventType;
  readonly since: number;
  readonly sent: number;
  /** How many events had no message of their own. */
  readonly omitted: number;
}

/** The last record of a realm that the audit log has. Updated; no part of a chain. */
interface AuditPositionRow {
  readonly realm: string;
  readonly number: number;
}

/** The process that writes the audit log, until a time. */
interface AuditLeaseRow {
  readonly name: string;
  readonly holder: string;
  readonly until_at: number;
}

/** A proof of identity. Like a session, it is updated and removed. */
export interface ProofRow {
  readonly id: string;
  readonly method: ProofMethod;
  /** `NOT_ASKED` if the question never reached the person: only the agent's limit counts it. */
  readonly state: ProofState | 'NOT_ASKED';
  readonly proven_by: string;
  /** The agent and the person, named as in records. */
  readonly actor: string;
  readonly actor_entry: string | null;
  readonly realm: string;
  readonly person: string;
  readonly person_entry: string | null;
  readonly started_at: number;
  readonly proven_at: number | null;
  /** The end of a proof that ends earlier than others; otherwise null. */
  readonly ends_at: number | null;
  readonly sealed: string | null;
  readonly change_id: string | null;
}

/** A check by a vendor that waits for its person. It goes when its proof ends. */
export interface IdentityCheckRow {
  readonly proof_id: string;
  readonly vendor: string;
  /** The agent, the person and the request that started it, as JSON. */
  readonly about: string;
  /** Keyed hashes of the person's names, and of the code that the person types. */
  readonly names_hash: string;
  readonly code_hash: string;
  /** The keyed hash of the state of the browser that may come back; null if none may. */
  readonly state_hash: string | null;
  /** How many browsers have continued it. */
  readonly visits: number;
  readonly started_at: number;
}

/** A wrong code of a check. `address` is a keyed hash. */
interface WrongCheckCodeRow {
  readonly address: string;
  readonly at: number;
}

/** A session of the pages. Unlike a record, it is updated and removed. */
export interface PageSessionRow {
  readonly id: string;
  /** Empty in a row that an older version has added. */
  readonly person: string;
  readonly issuer_session: string | null;
  readonly sealed: string;
  readonly begun_at: number;
  readonly used_at: number;
}

/** A requested change, whose content is in its record. Like a session, it is updated. */
export interface PendingRow {
  readonly id: string;
  readonly change_id: string;
  readonly realm: string;
  readonly state: ApprovalState;
  /** The requester, named as in records. */
  readonly actor: string;
  readonly actor_entry: string | null;
  readonly key_hash: string | null;
  readonly requested_at: number;
  readonly expires_at: number;
  readonly needs: number;
}

/** The tables of the database. */
export interface LedgerTables {
  readonly ledger_record: RecordRow;
  readonly page_session: PageSessionRow;
  readonly outbox_message: OutboxRow;
  readonly outbox_channel: OutboxChannelRow;
  readonly gateway_instance: GatewayInstanceRow;
  readonly security_quota: SecurityQuotaRow;
  readonly audit_position: AuditPositionRow;
  readonly audit_lease: AuditLeaseRow;
  readonly identity_proof: ProofRow;
  readonly identity_check: IdentityCheckRow;
  readonly wrong_check_code: WrongCheckCodeRow;
  readonly campaign: CampaignRow;
  readonly campaign_line: CampaignLineRow;
  readonly campaign_count: CampaignCountRow;
  readonly pending_change: PendingRow;
  readonly device_coverage: CoverageRow;
  readonly enrolment_hold: HoldRow;
  readonly ledger_owner: OwnerRow;
}
