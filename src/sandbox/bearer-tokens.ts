import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

interface Grant {
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: number;
}

/** Service-account access tokens of AIC, minted by the control endpoint (contract §11). */
export class BearerTokens {
  readonly #clock: Clock;
  readonly #grants = new Map<string, Grant>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  mint(scope: string, lifetimeSeconds: number): string {
    const token = `sandbox-bearer-${randomBytes(24).toString('base64url')}`;
    this.#grants.set(token, {
      scopes: new Set(scope.split(' ')),
      expiresAt: this.#clock.now() + lifetimeSeconds * 1000,
    });
    return token;
  }

  /** The scopes of a live token; undefined when unknown or expired. */
  scopesOf(token: string): ReadonlySet<string> | undefined {
    const grant = this.#grants.get(token);
    return grant !== undefined && this.#clock.now() < grant.expiresAt ? grant.scopes : undefined;
  }

  clear(): void {
    this.#grants.clear();
  }
}
