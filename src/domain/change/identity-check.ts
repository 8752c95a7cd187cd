import type { Limited } from '../values/limit.ts';
import type { RecordedNames } from './change-record.ts';
import type { NewProof, ProofAgent, ProofState, ProofStarted } from './proof.ts';

/** A vendor that verifies who people are, as the help desk and records know it. */
export interface IdentityVendor {
  /** The name in addresses and records. */
  readonly name: string;
  /** The name on pages. */
  readonly title: string;
  /** The attribute of AM that each claim comes from: `given_name`, `family_name` and others. */
  readonly claims: Readonly<Record<string, string>>;
}

/** What people are called at AM, by claim. It is sent to the vendor, and never stored. */
export type VendorNames = Readonly<Record<string, string>>;

/** The vendors of a deployment. */
export interface IdentityVendors {
  /** The vendor that verifies people of a realm; null if none does. */
  of(realm: string): IdentityVendor | null;
  /** A keyed hash of a secret or of names, as the ledger stores it. */
  hash(of: 'code' | 'state' | 'names' | 'address' | 'person', text: string): string;
  /** The address at which people type their code. */
  readonly address: string;
}

/** The length of a code: 39 random bits. Its letters are those of setup codes. */
export const checkCodeLength = 8;

/** Returns a code as people read it out: `7K3M-XQT2`. */
export function shownCheckCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** Returns the code in a text that a person typed; null if the text has another form. */
export function checkCodeIn(text: string): string | null {
  const letters = text.toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '');
  return letters.length === checkCodeLength && /^[2-9A-HJKMNP-TV-Z]+$/.test(letters)
    ? letters
    : null;
}

/** How many wrong codes one address may send, and all together, in how many milliseconds. */
export const wrongCheckCodes = { ofAddress: 5, ofAll: 10_000, withinMs: 10 * 60_000 } as const;

/** How often one code may send a browser to the vendor. */
export const mostVisits = 5;

/** The text of names that is hashed: it is the same if no name has changed. */
export function namesText(names: VendorNames): string {
  return JSON.stringify(Object.entries(names).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** A check that starts. */
export interface NewIdentityCheck {
  readonly proof: NewProof;
  readonly vendor: string;
  /** The keyed hash of the person's names. */
  readonly namesHash: string;
  /** Returns a new code, and its keyed hash, which alone is stored. */
  readonly newCode: () => { readonly code: string; readonly hash: string };
}

/** Whether limits permit a check, and its code. */
export type CheckStarted =
  | (Extract<ProofStarted, { readonly kind: 'started' }> & { readonly code: string })
  | Extract<ProofStarted, { readonly kind: 'limited' }>;

/** A check that waits for the vendor, as a browser continues it. */
export interface OpenCheck {
  /** The id of its proof. */
  readonly id: string;
  readonly vendor: string;
  readonly agent: ProofAgent;
  readonly person: RecordedNames;
  readonly namesHash: string;
  readonly correlationId: string;
  /** The title of the vendor, as records name it. */
  readonly provenBy: string;
}

/** What became of a typed code. */
export type EnteredCode =
  { readonly kind: 'found'; readonly check: OpenCheck } | { readonly kind: 'wrong' } | Limited;

/** How a vendor ended a check. */
export interface CheckEnd {
  readonly state: Exclude<ProofState, 'WAITING'>;
  /** The vendor's number of its process; null without one. */
  readonly process: string | null;
}

/** The identity checks of all processes on a ledger. No secret and no name is stored. */
export interface IdentityChecks {
  /** Starts a proof, as `Proofs.start`, and adds what its browser needs. */
  start(check: NewIdentityCheck): Promise<CheckStarted>;
  /** Finds the open check of a code, and counts a wrong one for its address. */
  enter(code: { readonly hash: string; readonly address: string }): Promise<EnteredCode>;
  /**
   * Binds a check to a browser, whose state is its only one from now on. Returns false if it is no
   * longer open, or if too many browsers have continued it.
   */
  bind(id: string, stateHash: string): Promise<boolean>;
  /** Returns the check of a browser that comes back from a vendor; null but for the first time. */
  take(stateHash: string, vendor: string): Promise<OpenCheck | null>;
  /** Ends a check and its proof, and records it. Returns false if it had ended before. */
  end(check: OpenCheck, end: CheckEnd): Promise<boolean>;
}
