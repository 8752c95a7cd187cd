import type { JsonObject } from '../http/json.ts';

/** What a vendor can do after its pages. */
interface Outcome {
  /** The text of its button. */
  readonly text: string;
  /** Sends the browser back with this error, and no code. */
  readonly error?: string;
  /** `verified_claims`; undefined leaves them out. */
  readonly claims?: unknown;
  /** Other claims of the ID token. */
  readonly odd?: JsonObject;
  /** How the ID token is signed. Default: by the published key. */
  readonly signature?: 'none' | 'HS256' | 'other key';
  /** What the address of the return has. Default: the vendor's issuer. */
  readonly issuer?: string;
  /** How long the vendor's pages take, in milliseconds. */
  readonly takesMs?: number;
  /** The status of the token endpoint. Default: 200. */
  readonly status?: number;
}

const name = { given_name: null, family_name: null };

/** An entry of `verified_claims`. */
function entry(level: unknown, claims: JsonObject = {}, framework = 'IDV-DELEGATED'): JsonObject {
  return {
    verification: {
      trust_framework: framework,
      assurance_level: level,
      verification_process: 'sandbox-process-1',
      time: '2026-12-04T10:00:00Z',
    },
    claims,
  };
}

const values = { given_name: 'Vendor-Given', family_name: 'Vendor-Family' };

/** What people choose on the vendor's page. */
export const vendorOutcomes = {
  verified: { text: 'Verified', claims: [entry('VERIFIED', values)] },
  failed: { text: 'Not verified', claims: [entry('FAILED')] },
  gaveUp: { text: 'Give up', error: 'access_denied' },
  slow: { text: 'Verified after half a minute', claims: [entry('VERIFIED')], takesMs: 30_000 },
  otherPerson: { text: 'Another person', claims: [entry('FAILED', name)] },
  wrongNonce: { text: 'A wrong nonce', claims: [entry('VERIFIED')], odd: { nonce: 'other' } },
  otherFramework: { text: 'Another framework', claims: [entry('VERIFIED', values, 'eidas')] },
  levelNull: { text: 'No level', claims: [entry(null)] },
  levelOther: { text: 'Another level', claims: [entry('verified')] },
  emptyClaims: { text: 'Verified, without claims', claims: [entry('VERIFIED')] },
  matched: {
    text: 'Verified, matched',
    claims: [entry('VERIFIED', { given_name: 'MATCHED', family_name: 'MATCHED' })],
  },
  oneObject: { text: 'Verified, one object', claims: entry('VERIFIED') },
  bothLevels: { text: 'Two levels', claims: [entry('VERIFIED'), entry('FAILED')] },
  noClaims: { text: 'No verified claims' },
  otherClient: { text: 'For another client', claims: [entry('VERIFIED')], odd: { aud: 'other' } },
  expired: { text: 'An old token', claims: [entry('VERIFIED')], odd: { exp: 1_000, iat: 900 } },
  otherIssuer: {
    text: 'Another issuer',
    claims: [entry('VERIFIED')],
    issuer: 'https://other.example.com',
  },
  noIssuer: { text: 'No issuer', claims: [entry('VERIFIED')], issuer: '' },
  unsigned: { text: 'No signature', claims: [entry('VERIFIED')], signature: 'none' },
  hmac: { text: 'HS256', claims: [entry('VERIFIED')], signature: 'HS256' },
  otherKey: { text: 'Another key', claims: [entry('VERIFIED')], signature: 'other key' },
  serverError: { text: 'An error at the return', error: 'server_error' },
  noToken: { text: 'No token', claims: [entry('VERIFIED')], status: 503 },
} as const satisfies Readonly<Record<string, Outcome>>;

export type VendorOutcome = keyof typeof vendorOutcomes;

/** Returns what an outcome does; undefined for another name. */
export function outcomeOf(chosen: string): Outcome | undefined {
  const all: Readonly<Record<string, Outcome>> = vendorOutcomes;
  return Object.hasOwn(all, chosen) ? all[chosen] : undefined;
}
