import type { AmForRequest } from '../am/index.ts';
import { isSession, type Caller, type Role } from '../domain/people/caller.ts';
import { Failure } from '../domain/values/failure.ts';
import { createLoaders } from './loaders.ts';
import type { View } from './grant.ts';

/** The views of AM that one request uses, each created at its first use. */
export class Views {
  private readonly credentials: Pick<AmForRequest, 'own' | 'service'>;
  private own: View | undefined;
  private service: View | undefined;

  constructor(credentials: Pick<AmForRequest, 'own' | 'service'>) {
    this.credentials = credentials;
  }

  /** Stops sharing reads with other requests, because the request is about to change something. */
  readAlone(): void {
    this.credentials.own?.readAlone();
    this.credentials.service?.readAlone();
  }

  /** Uses the session for SELF and SUPER_USER, otherwise the service credential. */
  through(role: Role, caller: Caller): View {
    const isForwarded = (role === 'SELF' || role === 'SUPER_USER') && isSession(caller);
    if (!isForwarded || this.credentials.own === null) return this.throughService();
    return this.ofSession();
  }

  /** Uses the caller's own session. */
  ofSession(): View {
    const { own } = this.credentials;
    if (own === null) throw new TypeError('the caller has no session');
    return (this.own ??= { am: own, loaders: createLoaders(own) });
  }

  /** @throws Failure SERVICE_CREDENTIAL_MISSING if it is not configured (design D1) */
  throughService(): View {
    const { service } = this.credentials;
    if (service !== null)
      return (this.service ??= { am: service, loaders: createLoaders(service) });
    throw new Failure(
      'SERVICE_CREDENTIAL_MISSING',
      'This gateway has no account of its own to act for other people. Report it to the operator.',
      { detail: 'AM_SERVICE_USERNAME or AM_SERVICE_ACCOUNT_ID is not set' },
    );
  }
}
