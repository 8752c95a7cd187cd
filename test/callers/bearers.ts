/** Options of gateways that accept access tokens, and the tokens. */
import type { Environment } from '../../src/config/load-config.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { bearerEnv as signedTokensEnv } from '../support/stage.ts';
import type { TokenIssuer } from './token-issuer.ts';

/**
 * Returns the options to accept the sandbox's tokens for the client portal, including opaque ones.
 */
export function bearerEnv(sandbox: Sandbox): Environment {
  return {
    ...signedTokensEnv(sandbox),
    OIDC_INTROSPECTION_URL: `${sandbox.issuer}/introspect`,
    OIDC_CLIENT_ID: 'portal',
    OIDC_CLIENT_SECRET: 'sandbox-password',
  };
}

/** Returns the options of a gateway for staff and the portal. */
export function portalEnv(more: Environment = {}): (peer: SandboxPeer) => Environment {
  return (peer) => ({ ...peer.staffEnv(), ...bearerEnv(peer.sandbox), ...more });
}

/** Returns the options to accept an issuer's signed tokens for the client portal. */
export function issuerEnv({ issuer, jwksUrl }: Pick<TokenIssuer, 'issuer' | 'jwksUrl'>) {
  return (peer: SandboxPeer): Environment => ({
    ...peer.staffEnv(),
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: 'portal',
    OIDC_JWKS_URL: jwksUrl,
    AM_TIMEOUT_MS: '1500',
  });
}

/** Returns the header for an access token. */
export function bearer(token: string): SessionHeader {
  return { authorization: `Bearer ${token}` };
}
