import { createHmac } from 'node:crypto';
import type { IdentityVendors } from '../domain/change/identity-check.ts';
import { VendorClient, type VendorSettings } from './vendor-client.ts';
import { verifyPath } from './page/verify-paths.ts';

interface VendorsOptions {
  readonly vendors: readonly VendorSettings[];
  /** The key of hashes, now. */
  readonly key: () => string;
  readonly publicUrl: string | undefined;
  /** Milliseconds of a monotonic clock. */
  readonly elapsed: () => number;
}

/** The vendors of a deployment. */
export class Vendors implements IdentityVendors {
  readonly #options: VendorsOptions;
  readonly #clients: readonly VendorClient[];
  #url = '';

  constructor(options: VendorsOptions) {
    this.#options = options;
    this.#clients = options.vendors.map((vendor) => new VendorClient(vendor, options.elapsed));
  }

  readonly of: IdentityVendors['of'] = (name) => {
    const ofRealm = this.#clients.find(({ settings: { realm } }) => (realm ?? name) === name);
    return ofRealm?.settings ?? null;
  };

  byName(name: string): VendorClient | undefined {
    return this.#clients.find(({ settings }) => settings.name === name);
  }

  readonly hash: IdentityVendors['hash'] = (of, text) =>
    createHmac('sha256', this.#options.key())
      .update(`identity-gateway ${of}\n${text}`)
      .digest('base64url');

  get address(): string {
    return `${this.#options.publicUrl ?? this.#url}${verifyPath}`;
  }

  /** Sets the address at which people reach the gateway, if no public one is configured. */
  listensAt(url: string): void {
    this.#url = url;
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }
}
