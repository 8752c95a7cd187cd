import { headerOf } from '../am.ts';
import type { Am, Call } from '../am.ts';
import type { Answer } from '../http/answer.ts';
import { findClient } from './oauth-clients.ts';
import type { OAuthClient } from './oauth-clients.ts';

/** Errors of RFC 6749 and 7662 as AM writes them (contract §11). */
export type OAuthError =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'login_required'
  | 'method_not_allowed'
  | 'not_found'
  | 'redirect_uri_mismatch'
  | 'unsupported_grant_type'
  | 'unsupported_response_type';

const statuses: Readonly<Record<OAuthError, number>> = {
  invalid_client: 401,
  invalid_grant: 400,
  invalid_request: 400,
  invalid_scope: 400,
  login_required: 400,
  method_not_allowed: 405,
  not_found: 404,
  redirect_uri_mismatch: 400,
  unsupported_grant_type: 400,
  unsupported_response_type: 400,
};

/**
 * Returns `{"error_description":…,"error":…}`, with a challenge if the client's authentication
 * failed.
 */
export function refuseOAuth(error: OAuthError, description: string): Answer {
  const challenge = { 'www-authenticate': 'Basic realm="/"' };
  return {
    status: statuses[error],
    json: { error_description: description, error },
    ...(error === 'invalid_client' ? { headers: challenge } : {}),
  };
}

/** Returns the form of a POST; empty if the body has another type. */
export function formOf(call: Call): URLSearchParams {
  const type = headerOf(call, 'content-type') ?? '';
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(type);
  return new URLSearchParams(isForm ? call.body : '');
}

/**
 * Authenticates a client by Basic or by form, but not by both (RFC 6749 §2.3). OpenAM does not
 * decode the parts of Basic (contract §11).
 */
export function authenticateClient(
  am: Am,
  call: Call,
  form: URLSearchParams,
): OAuthClient | undefined {
  const basic = /^basic\s+(\S+)$/i.exec(headerOf(call, 'authorization') ?? '')?.[1];
  if (basic === undefined) {
    return findClient(form.get('client_id') ?? '', form.get('client_secret') ?? '');
  }
  if (form.has('client_secret')) return undefined;
  const [id = '', ...secret] = Buffer.from(basic, 'base64').toString().split(':');
  return am.personality.isOpenSource
    ? findClient(id, secret.join(':'))
    : findClient(decodeForm(id), decodeForm(secret.join(':')));
}

/** Refuses an unknown client or a wrong secret. */
export function refuseClient(): Answer {
  return refuseOAuth('invalid_client', 'Client authentication failed');
}

/**
 * Decodes a part of Basic. Id and secret are form-encoded before they are joined (RFC 6749 §2.3.1).
 */
function decodeForm(text: string): string {
  return new URLSearchParams(`text=${text.replaceAll('&', '%26')}`).get('text') ?? '';
}
