import { isJsonObject, tryParseJson } from '../http/json.ts';

/** A pushed request that was accepted. */
export interface VendorRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly challenge: string;
  readonly loginHint: string;
}

/** The callback of a gateway: https, or plain http on this machine. */
const callback =
  /^(?:https:\/\/[^/?#]+|http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?)\/verify\/callback\/[a-z0-9-]+$/;

/**
 * Reads a pushed request as strictly as the contract is.
 * @returns what is wrong, if something is
 */
export function readPush(form: URLSearchParams): VendorRequest | string {
  const text = (name: string): string => form.get(name) ?? '';
  const twice = [...new Set(form.keys())].find((name) => form.getAll(name).length > 1);
  if (twice !== undefined) return `${twice} is given twice`;
  if (text('response_type') !== 'code') return 'response_type is not code';
  if (!callback.test(text('redirect_uri'))) return 'redirect_uri is not registered';
  if (text('code_challenge_method') !== 'S256') return 'code_challenge_method is not S256';
  if (!/^[\w-]{43}$/.test(text('code_challenge'))) return 'code_challenge is no hash';
  const scopes = text('scope').split(' ');
  const missing = ['openid', 'profile', 'identity_assurance'].find((one) => !scopes.includes(one));
  if (missing !== undefined) return `the scope ${missing} is missing`;
  const short = ['state', 'nonce', 'login_hint'].find((name) => text(name).length < 16);
  if (short !== undefined) return `${short} is too short`;
  const wrong = wrongInClaims(tryParseJson(text('claims')));
  if (wrong !== null) return wrong;
  return {
    redirectUri: text('redirect_uri'),
    state: text('state'),
    nonce: text('nonce'),
    challenge: text('code_challenge'),
    loginHint: text('login_hint'),
  };
}

/** What is wrong in the `claims` parameter; null for the form of the contract. */
function wrongInClaims(claims: unknown): string | null {
  const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
    path.reduce<unknown>(
      (found, key) =>
        isJsonObject(found) || Array.isArray(found) ? Reflect.get(found, key) : null,
      value,
    );
  const entry = at(claims, 'id_token', 'verified_claims', 0);
  const isEssential = (name: string, value: string): boolean =>
    at(entry, 'verification', name, 'value') === value &&
    at(entry, 'verification', name, 'essential') === true;
  if (!isEssential('trust_framework', 'IDV-DELEGATED')) return 'claims: no trust_framework';
  if (!isEssential('assurance_level', 'VERIFIED')) return 'claims: no assurance_level';
  const nameless = ['given_name', 'family_name'].find((name) => {
    const value = at(entry, 'claims', name, 'value');
    return typeof value !== 'string' || value === '';
  });
  return nameless === undefined ? null : `claims: no ${nameless}`;
}
