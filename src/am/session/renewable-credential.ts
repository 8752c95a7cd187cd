import { Failure } from '../../domain/values/failure.ts';
import type { Credential, CredentialSource, Rotating } from '../foundation/credential.ts';
import { andThen, type MaybePromise } from '../../domain/values/maybe-promise.ts';
import { noDeadline, type Deadline } from '../foundation/deadline.ts';
import { SingleFlight } from '../foundation/single-flight.ts';

/** How long a refusal is kept before the gateway signs in again; doubles each time. */
const refusedMs = 30_000;
const mostRefusedMs = 300_000;

/** How often the log warns that the credential is refused. */
const warnEveryMs = 60_000;

/** The gateway has one credential of its own. */
const key = 'credential';

/** A credential and when it expires, on the monotonic clock; null if its issuer does not say. */
export interface Issued {
  readonly credential: Credential;
  readonly until: number | null;
}

interface RenewalParts {
  readonly secret: Rotating<unknown>;
  /** A monotonic clock. */
  readonly now: () => number;
  readonly warn: (message: string) => void;
}

/**
 * Keeps the gateway's own credential: requests it when it is first needed, keeps it until shortly
 * before it expires, and requests a new one once AM refuses it. If AM refuses the secret, the
 * secret's file is read again, and a changed secret is tried at once. At most one request is in
 * flight.
 */
export class RenewableCredential implements CredentialSource {
  readonly #issue: () => Promise<Issued>;
  readonly #issued: SingleFlight<Issued | Failure>;
  readonly #parts: RenewalParts;
  /** Undefined if the last request was not refused. */
  #refusedSecret: unknown;
  #refusals = 0;
  #warnedAt = -Infinity;

  constructor(issue: () => Promise<Issued>, parts: RenewalParts) {
    this.#issue = issue;
    this.#parts = parts;
    this.#issued = new SingleFlight({
      max: 1,
      now: parts.now,
      until: (issued) =>
        issued instanceof Failure ? this.#refusedUntil() : (issued.until ?? Infinity),
    });
  }

  /** A kept credential is returned as a value. */
  readonly get = (deadline: Deadline = noDeadline): MaybePromise<Credential> => {
    // A refusal counts only for the secret that was refused.
    if (this.#parts.secret.current !== this.#refusedSecret)
      this.#issued.drop(key, (kept) => kept instanceof Failure);
    const issued = this.#issued.get(key, () => this.#issuedOrRefused(), { deadline });
    return andThen(issued, this.#credentialOf);
  };

  readonly renew = async (refused: Credential, deadline = noDeadline): Promise<Credential> => {
    this.#issued.drop(key, (kept) => 'credential' in kept && kept.credential === refused);
    return this.get(deadline);
  };

  readonly #credentialOf = (issued: Issued | Failure): Credential => {
    if (!(issued instanceof Failure)) return issued.credential;
    this.#warn();
    throw issued;
  };

  #refusedUntil(): number {
    const waitMs = Math.min(refusedMs * 2 ** this.#refusals, mostRefusedMs);
    this.#refusals += 1;
    return this.#parts.now() + waitMs;
  }

  #warn(): void {
    const { now, warn } = this.#parts;
    if (now() - this.#warnedAt < warnEveryMs) return;
    this.#warnedAt = now();
    warn(
      'AM refuses the service credential. The gateway cannot act for others, and tries again after half a minute at first, after five minutes at most.',
    );
  }

  /** A refusal is kept, too: a wrong password sent with every request would lock the account. */
  async #issuedOrRefused(): Promise<Issued | Failure> {
    const { secret } = this.#parts;
    const used = secret.current;
    try {
      const issued = await this.#issue();
      this.#refusals = 0;
      this.#refusedSecret = undefined;
      return issued;
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'SERVICE_CREDENTIAL_MISSING') throw error;
      if (secret.rereadAfter(used)) return this.#issuedOrRefused();
      this.#refusedSecret = used;
      return error;
    }
  }
}
