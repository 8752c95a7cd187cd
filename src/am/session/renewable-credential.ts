import { Failure } from '../../domain/failure.ts';
import type { Live } from '../../domain/live.ts';
import { noDeadline } from '../deadline.ts';
import type { Deadline } from '../deadline.ts';
import { SingleFlight } from '../single-flight.ts';
import type { Credential, CredentialSource } from './credential.ts';

/** How long a refusal is believed before AM is asked again: twice as long each time. */
const refusedMs = 30_000;
const mostRefusedMs = 300_000;

/** How often the operator is told. */
const toldEveryMs = 60_000;

/** The gateway has one credential of its own. */
const key = 'credential';

/** A credential and when it stops being good, by the clock that it is kept by; null where its issuer does not say. */
export interface Issued {
  readonly credential: Credential;
  readonly until: number | null;
}

/** What a credential is asked for with, and when and whom it is told that it is refused. */
export interface RenewalParts {
  readonly secret: Live<unknown>;
  /** A clock that is never set. */
  readonly now: () => number;
  readonly warn: (message: string) => void;
}

/**
 * Keeps a credential of the gateway's own: asks for it when it is first needed, keeps it until shortly before
 * its end, and asks anew once AM refuses it. Where AM refuses its secret, that is read again from its file, and another
 * one is tried at once. At most one request for it is in flight.
 */
export class RenewableCredential implements CredentialSource {
  readonly #issue: () => Promise<Issued>;
  readonly #issued: SingleFlight<Issued | Failure>;
  readonly #parts: RenewalParts;
  /** Undefined while nothing is refused. */
  #refusedSecret: unknown;
  #refusals = 0;
  #toldAt = -Infinity;

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

  readonly get = async (deadline: Deadline = noDeadline): Promise<Credential> => {
    // A refusal is believed of the secret that was refused.
    if (this.#parts.secret.current !== this.#refusedSecret) {
      this.#issued.drop(key, (held) => held instanceof Failure);
    }
    const issued = await this.#issued.get(key, () => this.#ask(), { deadline });
    if (issued instanceof Failure) {
      this.#tell();
      throw issued;
    }
    return issued.credential;
  };

  readonly renew = async (refused: Credential, deadline = noDeadline): Promise<Credential> => {
    const isRefused = (held: Issued | Failure): boolean =>
      !(held instanceof Failure) && held.credential === refused;
    this.#issued.drop(key, isRefused);
    return this.get(deadline);
  };

  #refusedUntil(): number {
    const waitMs = Math.min(refusedMs * 2 ** this.#refusals, mostRefusedMs);
    this.#refusals += 1;
    return this.#parts.now() + waitMs;
  }

  #tell(): void {
    const { now, warn } = this.#parts;
    if (now() - this.#toldAt < toldEveryMs) return;
    this.#toldAt = now();
    warn(
      'AM refuses the service credential, so nobody can be acted for. It is tried again after half a minute at first, after five minutes at most.',
    );
  }

  async #ask(): Promise<Issued | Failure> {
    const { secret } = this.#parts;
    const used = secret.current;
    const issued = await this.#issuedOrRefused();
    if (!(issued instanceof Failure) || !secret.rereadAfter(used)) return issued;
    return this.#issuedOrRefused();
  }

  /** A refusal is kept like a credential: a wrong password sent with every request would lock the account. */
  async #issuedOrRefused(): Promise<Issued | Failure> {
    const { current } = this.#parts.secret;
    try {
      const issued = await this.#issue();
      this.#refusals = 0;
      this.#refusedSecret = undefined;
      return issued;
    } catch (error) {
      if (error instanceof Failure && error.code === 'SERVICE_CREDENTIAL_MISSING') {
        this.#refusedSecret = current;
        return error;
      }
      throw error;
    }
  }
}
