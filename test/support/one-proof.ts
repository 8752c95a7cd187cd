/** Proofs of identity without a ledger, with one id: a push is proven when it is checked. */
import type { Proofs } from '../../src/domain/change/proof.ts';

/** Returns such proofs on a clock. */
export function oneProof(now: () => number): Proofs {
  const id = 'Vn3Jw0mQZk2y8tB5uR7xXg';
  return {
    start: async () => ({ kind: 'started', id, startedAt: now() }),
    cancel: async () => undefined,
    wait: async () => undefined,
    end: async () => true,
    find: async () => ({
      id,
      method: 'PUSH',
      state: 'PROVEN',
      provenBy: 'AM',
      startedAt: now(),
      provenAt: now(),
      endsAt: null,
      sealed: null,
      change: null,
    }),
  };
}
