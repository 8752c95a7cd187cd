import { fields, optionalNumber, text } from './wire.ts';

/** Reads the session of a sign-in (contract §8). */
export function readTokenId(json: unknown): string {
  return text(fields(json, 'sign-in'), 'tokenId');
}

/** Reads the answer of a token endpoint (RFC 6749 §5.1). The lifetime defaults to a minute. */
export function readAccessToken(json: unknown): { token: string; expiresInSeconds: number } {
  const answer = fields(json, 'token');
  return {
    token: text(answer, 'access_token'),
    expiresInSeconds: optionalNumber(answer, 'expires_in') ?? 60,
  };
}
