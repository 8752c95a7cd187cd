import type { ApprovalState } from '../domain/approval.ts';

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
}
