import type { JsonObject } from '../http/json.ts';
import type { Proof } from './arguments.ts';
import { control, readJson, readText, requireSandbox, textOf, type Target } from './target.ts';

/** Signs in and returns the header line of the session (contract §8). */
export async function sessionLine(target: Target, proof: Proof | undefined): Promise<string> {
  const cookieName = await discoverCookieName(target);
  const token =
    proof === undefined ? await signInByPassword(target) : await signInByProof(target, proof);
  return `${cookieName}: ${token}`;
}

/** An access token to create. */
interface TokenRequest {
  readonly proof: Proof | undefined;
  readonly scopes: readonly string[];
  /** Default: the client, as in AM. */
  readonly audience: string | undefined;
}

/**
 * Returns the header line of an access token. Only the sandbox creates tokens on request; a real AM
 * issues them to its OAuth 2 clients. A code is used as in a sign-in.
 */
export async function bearerLine(
  target: Target,
  { proof, scopes, audience }: TokenRequest,
): Promise<string> {
  await requireSandbox(target, 'get the access token from a client of your AM.');
  if (proof !== undefined) await signInByProof(target, proof);
  const minted = await control(target, 'access-token', {
    person: target.name,
    realm: target.realm,
    scopes,
    ...(proof !== undefined && { secondFactors: ['oath'] }),
    ...(audience !== undefined && { audience }),
  });
  return `Authorization: Bearer ${textOf(minted, 'access_token')}`;
}

async function discoverCookieName(target: Target): Promise<string> {
  const url = `${target.amUrl}/json/serverinfo/*`;
  const response = await fetch(url, { headers: { 'Accept-API-Version': 'resource=1.1' } });
  return readText(response, 'cookieName');
}

async function signInByPassword(target: Target): Promise<string> {
  return textOf(await authenticate(target, {}), 'tokenId');
}

/** Signs in by the service `twofactor` with a code that only the sandbox shows (contract §18.3). */
async function signInByProof(target: Target, proof: Proof): Promise<string> {
  await requireSandbox(target, 'only the sandbox shows codes.');
  const codes = await control(target, 'codes', { person: target.name });
  const code = codes[proof === 'code' ? 'code' : 'recoveryCode'];
  if (typeof code !== 'string') throw new Error(`the sandbox has no ${proof} of this user.`);
  const question = await authenticate(target, {}, byCode);
  const answer = await authenticate(target, fill(question, code), byCode);
  // After a recovery code, AM shows a notice.
  const isNotice = answer['stage'] === 'AuthenticatorOATH6';
  const end = isNotice ? await authenticate(target, answer, byCode) : answer;
  if (end['tokenId'] === undefined) throw new Error(`AM does not accept the ${proof}.`);
  return textOf(end, 'tokenId');
}

const byCode = '?authIndexType=service&authIndexValue=twofactor';

/** Returns a page of the sign-in with a code in its first input. */
function fill(page: JsonObject, value: string): JsonObject {
  const callbacks = Array.isArray(page['callbacks']) ? page['callbacks'] : [];
  const [first, ...more]: readonly unknown[] = callbacks;
  return {
    ...page,
    callbacks: [{ ...Object(first), input: [{ name: 'IDToken1', value }] }, ...more],
  };
}

/** Posts a page of a sign-in, the first one with name and password in headers (contract §8). */
async function authenticate(target: Target, page: JsonObject, query = ''): Promise<JsonObject> {
  const url = `${target.amUrl}/json${target.realmPath}/authenticate${query}`;
  const isFirst = Object.keys(page).length === 0;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Accept-API-Version': 'resource=2.0, protocol=1.0',
      ...(isFirst && {
        'X-OpenAM-Username': encodeWord(target.name),
        'X-OpenAM-Password': encodeWord(target.password),
      }),
    },
    body: JSON.stringify(page),
  });
  return readJson(response);
}

/** Encodes a name that is not ASCII as RFC 2047 words (contract §8). */
function encodeWord(text: string): string {
  const isPlain = /^[\x20-\x7e]*$/.test(text) && !text.includes('=?');
  return isPlain ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}
