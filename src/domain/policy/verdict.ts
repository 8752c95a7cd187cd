import type { Standing } from '../people/caller.ts';

/** Why an effect is unavailable, as `viewerCan` reports it. */
export const DenialReason = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  INSUFFICIENT_SCOPE: 'INSUFFICIENT_SCOPE',
  OWN_ACCOUNT: 'OWN_ACCOUNT',
  TARGET_PRIVILEGED: 'TARGET_PRIVILEGED',
  PRIVILEGE_UNKNOWN: 'PRIVILEGE_UNKNOWN',
  AREA_UNKNOWN: 'AREA_UNKNOWN',
  NOT_SUPPORTED: 'NOT_SUPPORTED',
} as const;
export type DenialReason = (typeof DenialReason)[keyof typeof DenialReason];

/** Why the policy denies an effect. Without a role over other people, each of them is FORBIDDEN. */
export type Denial = Exclude<DenialReason, 'NOT_SUPPORTED'>;

/** Allowed by a role, perhaps one of an area, or denied with the reason. */
export type Verdict =
  ({ readonly allowed: true } & Standing) | { readonly allowed: false; readonly reason: Denial };
