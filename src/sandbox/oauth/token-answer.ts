import type { Am } from '../am.ts';
import { ok } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { JsonObject } from '../http/json.ts';
import type { OAuthClient } from './oauth-clients.ts';
import { refuseOAuth } from './oauth-request.ts';
import { mint } from './token-minting.ts';
import type { Grant } from './token-minting.ts';

/** Returns the answer of RFC 6749 §5.1. OpenAM's tokens are opaque by default. */
export function answerToken(
  am: Am,
  grant: Grant,
  lifetimeSeconds: number,
  claims: JsonObject = {},
): Answer {
  return ok({
    access_token: mint(am, grant, { lifetimeSeconds, claims, opaque: am.personality.isOpenSource }),
    scope: grant.scopes.join(' '),
    token_type: 'Bearer',
    expires_in: lifetimeSeconds - 1,
  });
}

/** Returns the requested scopes without duplicates. */
export function scopesIn(form: URLSearchParams): readonly string[] {
  const words = (form.get('scope') ?? '').split(' ').filter((word) => word !== '');
  return [...new Set(words)];
}

/** Returns the description of a refusal for the scopes that a client lacks. */
type ScopeMessage = (scopes: readonly string[]) => string;

const unknownScopes: ScopeMessage = (scopes) => `Unknown/invalid scope(s): [${scopes.join(', ')}]`;

/** Refuses scopes that the client is not registered for. */
export function refuseScopes(
  scopes: readonly string[],
  allowed: Pick<OAuthClient, 'scopes'>,
  describe: ScopeMessage = unknownScopes,
): Answer | undefined {
  const unknown = scopes.filter((scope) => !allowed.scopes.test(scope));
  return unknown.length === 0 ? undefined : refuseOAuth('invalid_scope', describe(unknown));
}
