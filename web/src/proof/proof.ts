import type { DeviceOwnerProofMethod, DeviceOwnerProofState } from '@identity-gateway/client';

/** A proof of identity that a change can use. */
export interface CallProof {
  readonly id: string;
  readonly method: DeviceOwnerProofMethod;
  /** Who confirmed it. */
  readonly provenBy: string | null;
  /** ISO 8601. */
  readonly provenAt: string;
  /** Until when a change can use it; ISO 8601. */
  readonly until: string;
}

/** Whether a change can still use a proof. */
export function isUsable(proof: CallProof | null, now: Date): proof is CallProof {
  return proof !== null && new Date(proof.until) > now;
}

/** A proof as the gateway returns it. */
export interface AnsweredProof {
  readonly proofId: string | null;
  readonly method: DeviceOwnerProofMethod;
  readonly state: DeviceOwnerProofState;
  readonly provenBy: string | null;
  readonly challenge: string | null;
  readonly expiresAt: string | null;
  readonly checkAfterSeconds: number | null;
  readonly identityCheck?: IdentityCheck | null;
}

/** What an agent reads out for a check by a vendor. */
export interface IdentityCheck {
  readonly vendor: string;
  readonly address: string;
  readonly userCode: string;
}

/** Why a proof failed; also the last part of its message key. */
export type ProofFault = Exclude<DeviceOwnerProofState, 'WAITING' | 'PROVEN'>;
