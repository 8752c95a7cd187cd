import { createHash, createHmac } from 'node:crypto';
import type { JsonObject } from '../http/json.ts';
import { signJwt } from '../signing/jwt.ts';
import { outcomeOf } from './outcomes.ts';
import { vendorClient, type VendorGrant, type VendorState } from './vendor-state.ts';

/** The answer of the token endpoint: a status and JSON. */
interface TokenAnswer {
  readonly status: number;
  readonly json: JsonObject;
}

/** Exchanges a code, which works once, for its redirect address and its verifier. */
export function exchangeVendorCode(
  state: VendorState,
  form: URLSearchParams,
  issuer: string,
): TokenAnswer {
  if (form.get('grant_type') !== 'authorization_code')
    return { status: 400, json: { error: 'unsupported_grant_type' } };
  const grant = state.codes.take(form.get('code') ?? '');
  const challenge = createHash('sha256').update(form.get('code_verifier') ?? '');
  const isProven =
    grant !== undefined &&
    grant.request.redirectUri === form.get('redirect_uri') &&
    grant.request.challenge === challenge.digest('base64url');
  if (!isProven) return { status: 400, json: { error: 'invalid_grant' } };
  const { status = 200 } = outcomeOf(grant.outcome) ?? {};
  if (status !== 200) return { status, json: { error: 'temporarily_unavailable' } };
  return {
    status,
    json: {
      access_token: 'sandbox-vendor-access-token',
      token_type: 'Bearer',
      expires_in: 60,
      id_token: idTokenOf(state, grant, issuer),
    },
  };
}

/** Signs what the vendor states. The times are the real ones, as those of callers. */
function idTokenOf(state: VendorState, grant: VendorGrant, issuer: string): string {
  const outcome = outcomeOf(grant.outcome);
  const now = Math.floor(Date.now() / 1000);
  const claims: JsonObject = {
    iss: issuer,
    aud: vendorClient.id,
    sub: createHash('sha256').update(grant.request.loginHint).digest('base64url'),
    nonce: grant.request.nonce,
    iat: now,
    exp: now + 300,
    ...(outcome?.claims !== undefined && { verified_claims: outcome.claims }),
    ...outcome?.odd,
  };
  switch (outcome?.signature) {
    case undefined:
      return signJwt(claims, state.key.privateKey, state.key.kid);
    case 'other key':
      return signJwt(claims, state.otherKey().privateKey, state.key.kid);
    case 'none':
      return `${encoded({ typ: 'JWT', alg: 'none' })}.${encoded(claims)}.`;
    case 'HS256': {
      const signed = `${encoded({ typ: 'JWT', alg: 'HS256' })}.${encoded(claims)}`;
      const mac = createHmac('sha256', vendorClient.secret).update(signed).digest('base64url');
      return `${signed}.${mac}`;
    }
  }
}

function encoded(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
