import {
  proofExpiry,
  provenByAm,
  type Proof,
  type ProofMethod,
} from '../../domain/change/proof.ts';

/** A proof of identity, as its agent sees it. */
export interface ShownProof {
  /** Null if the person has no device for it. */
  readonly proofId: string | null;
  readonly method: ProofMethod;
  readonly state: ProofStep['state'];
  /** Who confirmed it; null unless it is proven. */
  readonly provenBy: string | null;
  /** The number that the person must choose; null unless a push with one waits. */
  readonly challenge: string | null;
  readonly expiresAt: Date | null;
  readonly checkAfterSeconds: number | null;
  /** What to read out for a check by a vendor; null except when it starts. */
  readonly identityCheck: ShownIdentityCheck | null;
}

/** What an agent reads out, so that a caller finds the vendor. */
interface ShownIdentityCheck {
  readonly vendor: string;
  readonly address: string;
  readonly userCode: string;
}

/** How often a client should look after a proof that waits, in seconds. */
const checkAfterSeconds: Readonly<Record<ProofMethod, number>> = { PUSH: 3, CODE: 3, VENDOR: 5 };

/** A proof by a push, as it is recorded. */
export function shownPush(proof: Proof): ShownProof {
  return shownProof({ ...proof, method: 'PUSH' });
}

/** A push that waits for approval. */
export function waiting(id: string, challenge: string | null, startedAt: number): ShownProof {
  return shownProof({ ...unproven, id, method: 'PUSH', state: 'WAITING', startedAt }, challenge);
}

/** A person who has no device for a method. */
export function noDevice(method: ProofMethod): ShownProof {
  return shownProof({ ...unproven, id: null, method, state: 'NO_DEVICE', startedAt: 0 });
}

/** A person without the names that a vendor compares. */
export function noName(): ShownProof {
  return shownProof({ ...unproven, id: null, method: 'VENDOR', state: 'NO_NAME', startedAt: 0 });
}

export const unproven = { provenAt: null, endsAt: null, provenBy: provenByAm } as const;

/** A step of a proof; `id` is null if there is no proof. */
interface ProofStep extends Pick<
  Proof,
  'state' | 'startedAt' | 'provenAt' | 'endsAt' | 'provenBy'
> {
  readonly id: string | null;
  readonly method: ProofMethod;
}

/** Shows a step of a proof; `challenge` is the number of a push. */
export function shownProof(
  { id: proofId, method, state, startedAt, provenAt, endsAt, provenBy }: ProofStep,
  challenge: string | null = null,
): ShownProof {
  const isOpen = state === 'WAITING' || state === 'PROVEN';
  return {
    proofId,
    method,
    state,
    provenBy: state === 'PROVEN' ? provenBy : null,
    challenge,
    expiresAt: isOpen ? new Date(proofExpiry({ startedAt, provenAt, endsAt })) : null,
    checkAfterSeconds: state === 'WAITING' ? checkAfterSeconds[method] : null,
    identityCheck: null,
  };
}
