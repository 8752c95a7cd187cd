import { Failure } from '../../domain/failure.ts';
import { SingleFlight } from '../single-flight.ts';
import type { Credential, CredentialSource } from './credential.ts';

/** How long a refusal is believed before AM is asked again. */
const refusedMs = 30_000;

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

  constructor(issue: () => Promise<Issued>, now: () => number) {
    this.#issue = issue;
    this.#issued = new SingleFlight({
      max: 1,
      now,
      until: (issued) =>
        issued instanceof Failure ? now() + refusedMs : (issued.until ?? Infinity),
    });
  }

  readonly get = async (): Promise<Credential> => {
    const issued = await this.#issued.get(key, () => this.#ask());
    if (issued instanceof Failure) throw issued;
    return issued.credential;
  };

  readonly renew = async (refused: Credential): Promise<Credential> => {
    const isRefused = (held: Issued | Failure): boolean =>
      !(held instanceof Failure) && held.credential === refused;
    this.#issued.drop(key, isRefused);
    return this.get();
  };

  /** A refusal is kept like a credential: a wrong password sent with every request would lock the account. */
  async #ask(): Promise<Issued | Failure> {
    try {
      return await this.#issue();
    } catch (error) {
      if (error instanceof Failure && error.code === 'SERVICE_CREDENTIAL_MISSING') return error;
      throw error;
    }
  }
}
