import { securityEvent, type SecurityEvent } from '../../domain/outbox/security-event.ts';
import type { Store } from '../../store/store.ts';
import { verifyEnds } from './verify.ts';

interface EndsParts {
  readonly warn: (message: string) => void;
  readonly signal?: (event: SecurityEvent) => void;
}

/** How many records of each chain to verify at startup. */
const endLength = 1_000;

/** Verifies the ends of the chains, and reports what is broken; never rejects. */
export async function checkEnds(store: Store, { warn, signal }: EndsParts): Promise<void> {
  try {
    const broken = await verifyEnds(store, endLength);
    if (broken === null) return;
    const { realm, number, why } = broken;
    warn(`The ledger is broken: record ${number} of realm ${realm}: ${why}.`);
    signal?.(securityEvent('chain-broken', { realm, count: number }));
  } catch {
    warn('The ledger could not be verified at startup. Run `identity-gateway ledger verify`.');
  }
}
