import type { Am } from '../am.ts';
import type { JsonObject } from '../http/json.ts';
import { methodsOf } from '../session/second-factors.ts';
import type { TokenSignIn } from './code-grants.ts';

/**
 * Returns the claims of a token about its sign-in; undefined if no user signed in. `acr` is `0`
 * unless a tree was requested. AM writes `amr` only if the provider maps it.
 */
export function signInClaims(am: Am, signIn: TokenSignIn | undefined): JsonObject {
  const shown = am.settings.signInClaims;
  if (signIn === undefined || shown === 'NONE') return { acr: '0' };
  const { acr = '0', secondFactors } = signIn;
  return shown === 'ACR' ? { acr } : { acr, amr: methodsOf(secondFactors) };
}

/** Returns the level of a sign-in: the tree raises it to 1 after a second factor. */
export function authLevelOf(am: Am, signIn: TokenSignIn | undefined): number {
  const isRaised = am.settings.signInClaims !== 'NONE' && (signIn?.secondFactors.size ?? 0) > 0;
  return isRaised ? 1 : 0;
}
