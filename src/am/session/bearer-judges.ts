import type { BearerFacts } from '../json/bearer.ts';
import type { BearerOptions } from './bearer-verifier.ts';
import { BearerVerifier } from './bearer-verifier.ts';
import type { Credential, PagesToken } from './credential.ts';

/** An issuer whose access tokens are accepted, and how they are checked. */
export type TrustedIssuer = Pick<
  BearerOptions,
  'issuer' | 'audience' | 'jwksUrl' | 'introspection'
>;

/** The issuer of the pages' tokens in one realm. */
export interface PageIssuer extends TrustedIssuer {
  readonly realmPath: string;
}

/** Those whose tokens are accepted. */
export interface TrustedIssuers {
  /** Who issues access tokens; undefined where bearers are not accepted. */
  readonly oidc: TrustedIssuer | undefined;
  /** Who issues access tokens to the pages of the gateway, by realm; nobody where left out. */
  readonly pageIssuers?: ReadonlyMap<string, PageIssuer>;
}

/** Who judges access tokens. */
export interface BearerJudges {
  /** What verifies a credential; null where nobody accepts it. */
  readonly judging: (credential: Credential | null) => BearerVerifier['verify'] | null;
}

/** Makes a verifier for each issuer; what they share is given once. */
export function bearerJudges(
  { oidc, pageIssuers = new Map<string, PageIssuer>() }: TrustedIssuers,
  shared: Omit<BearerOptions, keyof TrustedIssuer>,
): BearerJudges {
  const verifierOf = (issuer: TrustedIssuer): BearerVerifier =>
    new BearerVerifier({ ...shared, ...issuer });
  const others = oidc === undefined ? null : verifierOf(oidc);
  const ofPages = new Map(
    [...pageIssuers].map(([realm, { realmPath, ...issuer }]) => [
      realm,
      { realmPath, verifier: verifierOf(issuer) },
    ]),
  );
  return {
    // A token of the pages is judged by the issuer that gave it to them, and no other token is.
    judging: (credential) => {
      const pages = credential?.pages;
      if (pages === undefined) return others && ((token, how) => others.verify(token, how));
      const judge = ofPages.get(pages.realm);
      if (judge === undefined) return null;
      const { verifier, realmPath } = judge;
      return async (token, how) =>
        factsOfPages(await verifier.verify(token, how), realmPath, pages);
    },
  };
}

/**
 * What OpenAM's introspection leaves out, realm and time of the sign-in, the pages know: whom an issuer names is of its
 * realm, and a token that says otherwise is not good.
 */
function factsOfPages(
  facts: BearerFacts | null,
  realmPath: string,
  { signedInAt }: PagesToken,
): BearerFacts | null {
  if (facts === null || (facts.realmPath ?? realmPath) !== realmPath) return null;
  return { ...facts, realmPath, signedInAt: facts.signedInAt ?? signedInAt };
}
