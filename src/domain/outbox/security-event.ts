import type { Role } from '../people/caller.ts';
import type { ThreatLevel } from '../threat/threat-level.ts';

/** Events that may need an operator (security F10). Stable names, explained in `docs/ledger.md`. */
export const securityEventTypes = [
  'repeated-reset',
  'many-people',
  'privileged-person',
  'outside-working-hours',
  'limit-overridden',
  'limit-reached',
  'proof-failed',
  'many-refusals',
  'setup-code-guessed',
  'threat-level',
  'chain-broken',
  'records-left-out',
] as const;
export type SecurityEventType = (typeof securityEventTypes)[number];

/** A security event. It identifies no person; actor and target are in the record of the change. */
export interface SecurityEvent {
  readonly type: SecurityEventType;
  readonly realm: string | null;
  /** The reference number of the change; null if it was not recorded. */
  readonly change: string | null;
  /** The role that permitted the change. */
  readonly role: Role | null;
  readonly correlationId: string | null;
  /** The number of resets, people, records or seconds, or the sequence number of a record. */
  readonly count: number | null;
  /** The threat level that was set, in its event only. */
  readonly level?: ThreatLevel;
}

/** Creates an event; unknown facts are null. */
export function securityEvent(
  type: SecurityEventType,
  about: Partial<Omit<SecurityEvent, 'type'>> = {},
): SecurityEvent {
  const unknown = { realm: null, change: null, role: null, correlationId: null, count: null };
  return { type, ...unknown, ...about };
}
