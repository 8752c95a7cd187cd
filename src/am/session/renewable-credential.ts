import { Failure } from '../../domain/failure.ts';
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

/**
 * Keeps a credential of the gateway's own: asks for it when it is first needed, keeps it until shortly before
 * its end, and asks anew once AM refuses it. At most one request for it is in flight.
 */
export class RenewableCredential implements CredentialSource {
  readonly #issue: () => Promise<Issued>;
  readonly #issued: SingleFlight<Issued | Failure>;
  readonly #now: () => number;
  readonly #warn: (message: string) => void;
  #refusals = 0;
  #toldAt = -Infinity;

  constructor(issue: () => Promise<Issued>, now: () => number, warn: (message: string) => void) {
    this.#issue = issue;
    this.#now = now;
    this.#warn = warn;
    this.#issued = new SingleFlight({
      max: 1,
      now,
      until: (issued) =>
        issued instanceof Failure ? this.#refusedUntil() : (issued.until ?? Infinity),
    });
  }

  readonly get = async (deadline: Deadline = noDeadline): Promise<Credential> => {
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
    return this.#now() + waitMs;
  }

  #tell(): void {
    if (this.#now() - this.#toldAt < toldEveryMs) return;
    this.#toldAt = this.#now();
    this.#warn(
      'AM refuses the service credential, so nobody can be acted for. It is tried again after half a minute at first, after five minutes at most.',
    );
  }

  /** A refusal is kept like a credential: a wrong password sent with every request would lock the account. */
  async #ask(): Promise<Issued | Failure> {
    try {
      const issued = await this.#issue();
      this.#refusals = 0;
      return issued;
    } catch (error) {
      if (error instanceof Failure && error.code === 'SERVICE_CREDENTIAL_MISSING') return error;
      throw error;
    }
  }
}
