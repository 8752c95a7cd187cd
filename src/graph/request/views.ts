import type { Am } from '../../am/am.ts';
import type { AmForRequest } from '../../am/am-for-request.ts';
import type { Caller, Role } from '../../domain/caller.ts';
import { Failure } from '../../domain/failure.ts';
import { createLoaders } from './loaders.ts';
import type { View } from './grant.ts';

/** AM with each credential that a request may use. */
type Credentials = Pick<AmForRequest, 'own' | 'service'>;

/** The views of AM that one request uses, each created at its first use. */
export class Views {
  private readonly credentials: Credentials;
  private own: View | undefined;
  private service: View | undefined;

  constructor(credentials: Credentials) {
    this.credentials = credentials;
  }

  /** Stops sharing reads with other requests, because the request is about to change something. */
  readAlone(): void {
    this.credentials.own?.readAlone();
    this.credentials.service?.readAlone();
  }

  /** Returns the view for a role: with the session for SELF and SUPER_USER, otherwise with the service credential. */
  through(role: Role, caller: Caller): View {
    const { own } = this.credentials;
    const isForwarded = (role === 'SELF' || role === 'SUPER_USER') && isSession(caller);
    if (!isForwarded || own === null) return this.throughService();
    return (this.own ??= createView(own));
  }

  /** @throws Failure SERVICE_CREDENTIAL_MISSING where none is configured (design D1) */
  throughService(): View {
    const { service } = this.credentials;
    if (service !== null) return (this.service ??= createView(service));
    throw new Failure(
      'SERVICE_CREDENTIAL_MISSING',
      'This gateway is not set up to act for others.',
      { detail: 'AM_SERVICE_USERNAME or AM_SERVICE_ACCOUNT_ID is not set' },
    );
  }
}

/** Whether a caller has authenticated by a session of AM. */
export function isSession(caller: Caller): boolean {
  return caller.kind === 'signed in' && caller.method === 'SESSION';
}

function createView(am: Am): View {
  return { am, loaders: createLoaders(am) };
}
