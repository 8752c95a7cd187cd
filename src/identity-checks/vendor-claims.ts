import { isFields } from '../domain/values/json.ts';
import type { VendorNames } from '../domain/change/identity-check.ts';

const framework = 'IDV-DELEGATED';
const verified = 'VERIFIED';

/** Claims that a vendor may compare by similarity: people write their names in several ways. */
const fuzzy: ReadonlySet<string> = new Set(['given_name', 'middle_name', 'family_name']);

/** Returns the `claims` parameter: what the vendor must compare, and what it must state. */
export function requestedClaims(names: VendorNames): string {
  const claims = Object.fromEntries(
    Object.entries(names).map(([claim, value]) => [
      claim,
      { value, ...(fuzzy.has(claim) && { fuzzy: true }) },
    ]),
  );
  const verification = {
    trust_framework: { value: framework, essential: true },
    assurance_level: { value: verified, essential: true },
  };
  return JSON.stringify({ id_token: { verified_claims: [{ verification, claims }] } });
}

/** What a vendor states about a person. The values of its claims do not enter the gateway. */
export interface VendorResult {
  readonly isVerified: boolean;
  /** The vendor's number of the process; null without one that is safe to record. */
  readonly process: string | null;
}

/**
 * Reads `verified_claims` of a checked ID token. Only the level decides, in entries of the
 * requested framework: null, a missing level and any other value are failures.
 */
export function resultIn(verifiedClaims: unknown): VendorResult {
  const entries = [verifiedClaims]
    .flat()
    .flatMap((entry) =>
      isFields(entry) && isFields(entry['verification']) ? [entry['verification']] : [],
    )
    .filter((verification) => verification['trust_framework'] === framework);
  const [first] = entries;
  // Of two entries that disagree, neither proves anything.
  const isVerified =
    first !== undefined && entries.every((entry) => entry['assurance_level'] === verified);
  const process = first?.['verification_process'];
  const isSafe = typeof process === 'string' && /^[\w:.-]{1,128}$/.test(process);
  return { isVerified, process: isSafe ? process : null };
}
