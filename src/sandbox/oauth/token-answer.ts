import type { Am } from '../am.ts';
import { ok } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { JsonObject } from '../http/json.ts';
import type { OAuthClient } from './oauth-clients.ts';
import { refuseOAuth } from './oauth-request.ts';
import { mint } from './token-minting.ts';
import type { Grant } from './token-minting.ts';

/** The answer of RFC 6749 §5.1. OpenAM's tokens are opaque unless its provider is told otherwise. */
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

/** The requested scopes, separated by spaces; duplicates count once. */
export function scopesIn(form: URLSearchParams): readonly string[] {
  const words = (form.get('scope') ?? '').split(' ').filter((word) => word !== '');
  return [...new Set(words)];
}

/** How a refusal names the scopes that a client does not have. */
type TellScopes = (scopes: readonly string[]) => string;

const unknownScopes: TellScopes = (scopes) => `Unknown/invalid scope(s): [${scopes.join(', ')}]`;

/** Refuses scopes that are not registered with the client. */
export function refuseScopes(
  scopes: readonly string[],
  allowed: Pick<OAuthClient, 'scopes'>,
  tell: TellScopes = unknownScopes,
): Answer | undefined {
  const unknown = scopes.filter((scope) => !allowed.scopes.test(scope));
  return unknown.length === 0 ? undefined : refuseOAuth('invalid_scope', tell(unknown));
}
