/** Proofs of identity without a ledger, with one id for each method: they are proven when read. */
import type { IdentityChecks } from '../../src/domain/change/identity-check.ts';
import type { Proofs } from '../../src/domain/change/proof.ts';

const id = 'Vn3Jw0mQZk2y8tB5uR7xXg';

/** The id of the proof by a vendor. */
export const vendorProofId = 'hQ4tYk9sLw2m7cD1pZ8fEa';

/** Returns such proofs on a clock. */
export function oneProof(now: () => number): Proofs {
  return {
    start: async () => ({ kind: 'started', id, startedAt: now() }),
    cancel: async () => undefined,
    wait: async () => undefined,
    end: async () => true,
    find: async (asked) => ({
      id: asked === vendorProofId ? vendorProofId : id,
      method: asked === vendorProofId ? 'VENDOR' : 'PUSH',
      state: 'PROVEN',
      provenBy: asked === vendorProofId ? 'Example ID' : 'AM',
      startedAt: now(),
      provenAt: now(),
      endsAt: null,
      sealed: null,
      change: null,
    }),
  };
}

/** Returns checks by a vendor on a clock, with one code. */
export function oneIdentityCheck(now: () => number): IdentityChecks {
  return {
    start: async () => ({
      kind: 'started',
      id: vendorProofId,
      startedAt: now(),
      code: '7K3MXQT2',
    }),
    enter: async () => ({ kind: 'wrong' }),
    bind: async () => false,
    take: async () => null,
    end: async () => false,
  };
}
