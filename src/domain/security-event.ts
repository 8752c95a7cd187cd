import type { Role } from './caller.ts';

/** What operators may want to be woken for (security F10), by names that never change; `docs/ledger.md` explains each. */
export const securityEventTypes = [
  'repeated-reset',
  'many-people',
  'privileged-person',
  'outside-working-hours',
  'limit-overridden',
  'limit-reached',
  'chain-broken',
  'records-left-out',
] as const;
export type SecurityEventType = (typeof securityEventTypes)[number];

/** One of them. It names nobody: who and whom are in the record of the change. */
export interface SecurityEvent {
  readonly type: SecurityEventType;
  readonly realm: string | null;
  /** The reference number of the change; null where none was recorded. */
  readonly change: string | null;
  /** The role that the change was permitted by. */
  readonly role: Role | null;
  readonly correlationId: string | null;
  /** How many: resets, people or records, or the number of the record. */
  readonly count: number | null;
}

/** An event of which only what is known is said. */
export function securityEvent(
  type: SecurityEventType,
  about: Partial<Omit<SecurityEvent, 'type'>> = {},
): SecurityEvent {
  return {
    type,
    realm: null,
    change: null,
    role: null,
    correlationId: null,
    count: null,
    ...about,
  };
}
