import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT, type JWK } from 'jose';
import type { Failure } from '../../domain/values/failure.ts';
import { type Rotating, SessionToken } from '../foundation/credential.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { gatewayContext, type Answer } from '../http/call.ts';
import { failureOf, serviceCredentialRefused, readAnswer } from '../http/errors.ts';
import type { AmHttp } from '../http/am-http.ts';
import { readAccessToken, readTokenId } from '../json/session.ts';
import type { Paths } from '../http/paths.ts';
import { RenewableCredential, type Issued } from './renewable-credential.ts';

/** The gateway's own account at AM, for callers without a right of their own there (design D1). */
export type ServiceAccount =
  | {
      readonly kind: 'password';
      readonly username: string;
      readonly password: Rotating<string>;
      readonly realm: Realm;
    }
  | { readonly kind: 'service account'; readonly id: string; readonly key: Rotating<JWK> };

/** What a sign-in needs. */
interface ServiceCredentialParts {
  readonly http: AmHttp;
  readonly paths: Paths;
  /** Scheme, host and port of AM; the audience of assertions. */
  readonly origin: string;
  readonly now: () => number;
  readonly elapsed: () => number;
  readonly warn: (message: string) => void;
}

/** The lifetime of an assertion, and how long before its end a token stops being used. */
const assertionMs = 180_000;
const marginMs = 60_000;

/** Creates a credential that signs in by password, or by a service account's key (contract §11). */
export function createServiceCredential(
  account: ServiceAccount,
  parts: ServiceCredentialParts,
): RenewableCredential {
  const { elapsed: now, warn } = parts;
  return account.kind === 'password'
    ? new RenewableCredential(() => signIn(account, parts), { secret: account.password, now, warn })
    : new RenewableCredential(() => fetchToken(account, parts), { secret: account.key, now, warn });
}

async function signIn(
  { username, password, realm }: Extract<ServiceAccount, { kind: 'password' }>,
  { http, paths }: ServiceCredentialParts,
): Promise<Issued> {
  const headers = {
    'x-openam-username': encodedWord(username),
    'x-openam-password': encodedWord(password.current),
  };
  const route = paths.authenticate(realm);
  const answer = await http.send(
    { method: 'POST', route, version: '2.0', mode: 'read', headers },
    gatewayContext('service-credential'),
  );
  const token = new SessionToken(readAnswer(answer, readTokenId, problemOf));
  return { credential: { kind: 'session', token }, until: null };
}

async function fetchToken(
  { id, key: { current: key } }: Extract<ServiceAccount, { kind: 'service account' }>,
  { http, paths, origin, now, elapsed }: ServiceCredentialParts,
): Promise<Issued> {
  const requestedAt = elapsed();
  const route = paths.accessToken();
  const algorithm = key.alg ?? 'RS256';
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: algorithm })
    .setIssuer(id)
    .setSubject(id)
    .setAudience(`${origin}${route.path}`)
    .setExpirationTime(Math.floor((now() + assertionMs) / 1000))
    .setJti(randomUUID())
    .sign(await importJWK(key, algorithm));
  const body = new URLSearchParams({
    client_id: 'service-account',
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion,
    scope: 'fr:am:* fr:idm:*',
  }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await http.send(
    { method: 'POST', route, version: null, mode: 'read', headers, body },
    gatewayContext('service-credential'),
  );
  const { token, expiresInSeconds } = readAnswer(answer, readAccessToken, problemOf);
  const until = requestedAt + expiresInSeconds * 1000 - marginMs;
  return { credential: { kind: 'bearer', token: new SessionToken(token) }, until };
}

/** A refused account is the operator's mistake; any other answer is AM's problem. */
function problemOf(answer: Answer): Failure {
  const refused = [400, 401, 403].includes(answer.status);
  return refused ? serviceCredentialRefused(answer) : failureOf(answer);
}

/** Encodes a value that a header cannot carry as it is (contract §8, RFC 2047). */
function encodedWord(text: string): string {
  if (/^[!-~](?:[ -~]*[!-~])?$/.test(text) && !text.includes('=?')) return text;
  return `=?UTF-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`;
}
