import type { ConfirmedToken } from '../../domain/rules/recognise.ts';
import { bearerVerifier, type BearerOptions, type VerifyBearer } from './bearer-verifier.ts';
import type { Credential, PagesToken } from '../foundation/credential.ts';

/** An issuer whose access tokens are accepted, and how they are checked. */
type TrustedIssuer = Pick<BearerOptions, 'issuer' | 'audience' | 'jwksUrl' | 'introspection'>;

/** The issuer of the pages' tokens in one realm. */
export interface PageIssuer extends TrustedIssuer {
  readonly realmPath: string;
}

/** The issuers whose tokens are accepted. */
export interface TrustedIssuers {
  /** The issuer of access tokens; undefined if they are not accepted. */
  readonly oidc: TrustedIssuer | undefined;
  /** The issuers of the pages' access tokens, by realm. */
  readonly pageIssuers?: ReadonlyMap<string, PageIssuer>;
}

/** Returns what verifies a credential; null if it is not accepted. */
export type VerifierOf = (credential: Credential | null) => VerifyBearer | null;

/** Makes a verifier for each issuer. */
export function bearerVerifiers({
  oidc,
  pageIssuers,
  ...shared
}: TrustedIssuers & Omit<BearerOptions, keyof TrustedIssuer>): VerifierOf {
  const verifyOthers = oidc === undefined ? null : bearerVerifier({ ...shared, ...oidc });
  const ofPages = new Map(
    [...(pageIssuers ?? [])].map(([realm, { realmPath, ...issuer }]) => [
      realm,
      { realmPath, verify: bearerVerifier({ ...shared, ...issuer }) },
    ]),
  );
  // A token of the pages is verified by the issuer of its realm, and no other token is.
  return (credential) => {
    const pages = credential?.pages;
    if (pages === undefined) return verifyOthers;
    const known = ofPages.get(pages.realm);
    if (known === undefined) return null;
    const { verify, realmPath } = known;
    return async (token, request) => factsOfPages(await verify(token, request), realmPath, pages);
  };
}

/**
 * Adds what access tokens can leave out and the pages know: the realm, the time of the sign-in, and
 * how it was made, which AM says in the ID token. The subject of an issuer's token belongs to its
 * realm; a token that says otherwise is not accepted.
 */
function factsOfPages(
  facts: ConfirmedToken | null,
  realmPath: string,
  { signedInAt, assurance }: PagesToken,
): ConfirmedToken | null {
  if (facts === null || (facts.realmPath ?? realmPath) !== realmPath) return null;
  return {
    ...facts,
    realmPath,
    signedInAt: facts.signedInAt ?? signedInAt,
    assurance: [...facts.assurance, ...assurance],
  };
}
