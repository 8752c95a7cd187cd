import type { BearerOptions } from './bearer-verifier.ts';
import { BearerVerifier } from './bearer-verifier.ts';
import type { Credential } from './credential.ts';

/** An issuer whose access tokens are accepted, and how they are checked. */
export type TrustedIssuer = Pick<
  BearerOptions,
  'issuer' | 'audience' | 'jwksUrl' | 'introspection'
>;

/** Those whose tokens are accepted. */
export interface TrustedIssuers {
  /** Who issues access tokens; undefined where bearers are not accepted. */
  readonly oidc: TrustedIssuer | undefined;
  /** Who issues access tokens to the pages of the gateway, by realm; nobody where left out. */
  readonly pageIssuers?: ReadonlyMap<string, TrustedIssuer>;
}

/** Who judges access tokens. */
export interface BearerJudges {
  /** What verifies a credential; null where nobody accepts it. */
  readonly judging: (credential: Credential | null) => BearerVerifier['verify'] | null;
  readonly close: () => Promise<void>;
}

/** Makes a verifier for each issuer; what they share is given once. */
export function bearerJudges(
  { oidc, pageIssuers = new Map<string, TrustedIssuer>() }: TrustedIssuers,
  shared: Omit<BearerOptions, keyof TrustedIssuer>,
): BearerJudges {
  const verifierOf = (issuer: TrustedIssuer): BearerVerifier =>
    new BearerVerifier({ ...shared, ...issuer });
  const others = oidc === undefined ? null : verifierOf(oidc);
  const ofPages = new Map([...pageIssuers].map(([realm, issuer]) => [realm, verifierOf(issuer)]));
  return {
    // A token of the pages is judged by the issuer that gave it to them, and no other token is.
    judging: (credential) => {
      const realm = credential?.pagesRealm;
      const verifier = realm === undefined ? others : ofPages.get(realm);
      return verifier ? (token, how) => verifier.verify(token, how) : null;
    },
    close: async () => {
      for (const verifier of [others, ...ofPages.values()]) await verifier?.close();
    },
  };
}
