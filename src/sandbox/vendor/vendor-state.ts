import { randomBytes } from 'node:crypto';
import { createRsaKeyPair, RsaKey, type RsaKeyPair } from '../signing/rsa-key.ts';
import type { VendorOutcome } from './outcomes.ts';
import type { VendorRequest } from './pushed-requests.ts';

/** The client that a gateway is at the sandbox's vendor. */
export const vendorClient = { id: 'identity-gateway', secret: 'sandbox-vendor-secret' } as const;

/** How long a pushed request and a code work, in milliseconds. */
const lifetimeMs = 60_000;

/** A call of a gateway, for tests. */
export interface VendorCall {
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
}

/** What can be changed while the vendor runs. */
export interface VendorSettings {
  /** What the vendor does without a choice on its page; null asks. */
  next: VendorOutcome | null;
  /** The status of every answer to a pushed request; null for the right one. */
  pushStatus: number | null;
}

/** An accepted code, and what its token states. */
export interface VendorGrant {
  readonly request: VendorRequest;
  readonly outcome: VendorOutcome;
}

interface Kept<T> {
  readonly value: T;
  readonly until: number;
}

/** Values that work once, and for a minute. */
class Once<T> {
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept<T>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  add(value: T): string {
    const id = randomBytes(24).toString('base64url');
    this.#kept.set(id, { value, until: this.#now() + lifetimeMs });
    return id;
  }

  take(id: string): T | undefined {
    const kept = this.#kept.get(id);
    this.#kept.delete(id);
    return kept !== undefined && this.#now() < kept.until ? kept.value : undefined;
  }

  clear(): void {
    this.#kept.clear();
  }
}

/** The state of the sandbox's vendor. */
export class VendorState {
  readonly pushed: Once<VendorRequest>;
  readonly codes: Once<VendorGrant>;
  /** Requests whose page is open: people take longer than a minute. */
  readonly open = new Map<string, VendorRequest>();
  readonly settings: VendorSettings = { next: null, pushStatus: null };
  readonly calls: VendorCall[] = [];
  readonly now: () => number;
  readonly #create: () => RsaKeyPair;
  #key: RsaKey;

  constructor({
    now = Date.now,
    createKeyPair = createRsaKeyPair,
  }: {
    readonly now?: (() => number) | undefined;
    readonly createKeyPair?: (() => RsaKeyPair) | undefined;
  }) {
    this.now = now;
    this.pushed = new Once(now);
    this.codes = new Once(now);
    this.#create = createKeyPair;
    this.#key = new RsaKey(createKeyPair);
  }

  get key(): RsaKey {
    return this.#key;
  }

  /** A key that the vendor does not publish. */
  otherKey(): RsaKey {
    return new RsaKey(this.#create);
  }

  /** Signs with a new key, which replaces the published one. */
  rotateKey(): void {
    this.#key = this.otherKey();
  }

  reset(): void {
    this.pushed.clear();
    this.codes.clear();
    this.open.clear();
    this.calls.length = 0;
    this.settings.next = null;
    this.settings.pushStatus = null;
  }
}
