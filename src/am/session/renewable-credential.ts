import { Failure } from '../../domain/failure.ts';
import type { Later } from '../../domain/later.ts';
import type { Credential, CredentialSource } from './credential.ts';

/** How long a refusal is believed before AM is asked again. */
const refusedMs = 30_000;

/** A credential and when it stops being good; null where nobody tells. */
export interface Issued {
  readonly credential: Credential;
  readonly until: number | null;
}

/**
 * Keeps a credential of the gateway's own: asked for when it is first needed, kept until shortly before
 * its end, asked for anew once AM refuses it. Never more than one request for one is under way.
 */
export class RenewableCredential implements CredentialSource {
  readonly #issue: () => Promise<Issued>;
  readonly #now: () => number;
  #held: Issued | undefined;
  #refused: { readonly failure: Failure; readonly until: number } | undefined;
  #asking: Promise<Credential> | undefined;

  constructor(issue: () => Promise<Issued>, now: () => number) {
    this.#issue = issue;
    this.#now = now;
  }

  readonly get = (): Later<Credential> => {
    const held = this.#held;
    if (held !== undefined && (held.until === null || held.until > this.#now())) {
      return held.credential;
    }
    const refused = this.#refused;
    if (refused !== undefined && refused.until > this.#now()) {
      return Promise.reject(refused.failure);
    }
    return this.#ask();
  };

  readonly renew = async (refused: Credential): Promise<Credential> => {
    if (this.#held?.credential === refused) this.#held = undefined;
    return this.get();
  };

  #ask(): Promise<Credential> {
    this.#asking ??= this.#issue()
      .then((issued) => {
        this.#held = issued;
        this.#refused = undefined;
        return issued.credential;
      })
      .catch((error: unknown) => {
        this.#noteRefusal(error);
        throw error;
      })
      .finally(() => {
        this.#asking = undefined;
      });
    return this.#asking;
  }

  /** A wrong password is not tried at every request: AM would lock the account. */
  #noteRefusal(error: unknown): void {
    if (!(error instanceof Failure) || error.code !== 'SERVICE_CREDENTIAL_MISSING') return;
    this.#refused = { failure: error, until: this.#now() + refusedMs };
  }
}
