/** A gateway that takes access tokens, and the tokens. */
import type { Flavor } from '../../src/domain/flavor.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway, TestGatewayOptions } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** A gateway in front of a sandbox whose access tokens it takes. */
export interface BearerStage {
  readonly peer: SandboxPeer;
  readonly sandbox: Sandbox;
  readonly gateway: TestGateway;
  close(): Promise<void>;
}

/** Options that make a gateway take the sandbox's tokens for the client portal. */
export function bearerEnv({ issuer }: Sandbox): Record<string, string> {
  return {
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: 'portal',
    OIDC_JWKS_URL: `${issuer}/connect/jwk_uri`,
    OIDC_INTROSPECTION_URL: `${issuer}/introspect`,
    OIDC_CLIENT_ID: 'portal',
    OIDC_CLIENT_SECRET: 'sandbox-password',
  };
}

/** Sets the stage on free ports. */
export async function openBearerStage(
  flavor: Flavor,
  { env = {}, ...options }: TestGatewayOptions = {},
): Promise<BearerStage> {
  const peer = await openSandboxPeer(flavor);
  const { sandbox } = peer;
  const gateway = await startTestGateway(peer, {
    ...options,
    env: { ...peer.staffEnv(), ...bearerEnv(sandbox), ...env },
  });
  return {
    peer,
    sandbox,
    gateway,
    close: async () => {
      await gateway.stop();
      await peer.close();
    },
  };
}

/** Starts a gateway that takes an issuer's signed tokens for the client portal. */
export function gatewayFor(
  peer: SandboxPeer,
  { issuer, jwksUrl }: Pick<TokenIssuer, 'issuer' | 'jwksUrl'>,
): Promise<TestGateway> {
  return startTestGateway(peer, {
    now: () => Date.now(), // also when a test moves the clock of this process
    env: {
      ...peer.staffEnv(),
      OIDC_ISSUER: issuer,
      OIDC_AUDIENCE: 'portal',
      OIDC_JWKS_URL: jwksUrl,
      AM_TIMEOUT_MS: '500',
    },
  });
}

/** The header that carries an access token. */
export function bearer(token: string): SessionHeader {
  return { authorization: `Bearer ${token}` };
}
