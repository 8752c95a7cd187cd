/** How a program that knows only the gateway's address finds the issuer and the scopes. */
import type { IncomingMessage } from 'node:http';
import { OperationTypeNode } from 'graphql';
import type { WantedSignIn } from '../domain/rules/step-up.ts';
import { HttpError } from './http/http-error.ts';
import { loopbackHost } from './http/loopback-host.ts';
import { jsonReply, type Reply } from './http/reply.ts';
import { isGetOrHead } from './http/safe-method.ts';

/** The gateway as an OAuth 2.0 protected resource (RFC 9728). */
export interface ProtectedResource {
  /** The issuer of accepted access tokens. */
  readonly issuer: string;
  /** What a token's `aud` must name. */
  readonly audience: string;
  /** The origin that clients use; undefined means that of loopback, outside production. */
  readonly publicUrl: string | undefined;
  readonly scopes: Readonly<Record<ScopeUse, readonly string[]>>;
}

/** What scopes allow: any one of a list is enough. */
export type ScopeUse =
  'read_own_devices' | 'change_own_devices' | 'help_desk' | 'administrator' | 'auditor';

/** The path of the metadata of the origin; that of `/graphql` follows it (RFC 9728 §3.1). */
const metadataPath = '/.well-known/oauth-protected-resource';
const graphqlPath = '/graphql';

/** Whether a path is that of the metadata. */
export function isMetadataPath(path: string): boolean {
  return path === metadataPath || path === `${metadataPath}${graphqlPath}`;
}

/**
 * The metadata, which any page may read: `resource`, `authorization_servers`, `scopes_supported`,
 * `bearer_methods_supported` (RFC 9728 §2). Two members are the gateway's own: `token_audience`,
 * and `scopes_by_use`.
 * @throws HttpError 404 if clients cannot know the gateway's address
 */
export function metadataReply(
  request: IncomingMessage,
  path: string,
  resource: ProtectedResource,
): Reply {
  if (!isGetOrHead(request))
    throw new HttpError(405, 'Send GET.', { headers: { allow: 'GET, HEAD' } });
  const origin = originOf(request, resource);
  if (origin === null) throw new HttpError(404, 'Set PUBLIC_URL to the address of this gateway.');
  const { issuer, audience, scopes } = resource;
  const metadata = {
    resource: `${origin}${path.slice(metadataPath.length)}`,
    resource_name: 'Identity gateway',
    authorization_servers: [issuer],
    scopes_supported: [...new Set(Object.values(scopes).flat())],
    bearer_methods_supported: ['header'],
    token_audience: audience,
    scopes_by_use: scopes,
  };
  return jsonReply(200, metadata, { 'access-control-allow-origin': '*' });
}

/** A GraphQL request that was answered. */
interface Answered {
  readonly request: IncomingMessage;
  readonly operation: OperationTypeNode | undefined;
  /** The codes of its errors. */
  readonly codes: readonly string[];
  /** The sign-in that a refused change needs; null if no refusal was about it. */
  readonly wantedSignIn: WantedSignIn | null;
}

/**
 * The `WWW-Authenticate` header of a response without a token, or with one that was refused (RFC
 * 6750 §3, RFC 9728 §5.1) or is too weak for a change (RFC 9470 §3); none for any other response,
 * and with a cookie. GraphQL responses keep their status: the header may be in any response (RFC
 * 9110 §11.6.1).
 */
export function challengeOf(
  answered: Answered,
  resource: ProtectedResource,
): Readonly<Record<string, string>> {
  const { request, operation } = answered;
  const error = errorOf(answered);
  const origin = error === null ? null : originOf(request, resource);
  if (error === null || origin === null) return {};
  const { read_own_devices, change_own_devices } = resource.scopes;
  const scopes = operation === OperationTypeNode.MUTATION ? change_own_devices : read_own_devices;
  const parts = {
    resource_metadata: `${origin}${metadataPath}${graphqlPath}`,
    ...error,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  };
  const texts = Object.entries(parts).map(([name, value]) => `${name}="${value}"`);
  return { 'www-authenticate': `Bearer ${texts.join(', ')}` };
}

/** The error of the challenge; without one if no token was sent, null if none is due. */
function errorOf({
  request: { headers },
  codes,
  wantedSignIn: wanted,
}: Answered): Readonly<Record<string, string>> | null {
  const isBearer = /^Bearer\b/i.test(headers.authorization ?? '');
  if (isBearer && codes.includes('INSUFFICIENT_SCOPE')) return { error: 'insufficient_scope' };
  if (isBearer && wanted !== null) return stepUpError(wanted);
  if (!codes.includes('UNAUTHENTICATED')) return null;
  if (isBearer) return { error: 'invalid_token' };
  return headers.cookie === undefined ? {} : null;
}

/** RFC 9470 §3. */
function stepUpError({ acrValues, maxAgeSeconds }: WantedSignIn): Readonly<Record<string, string>> {
  return {
    error: 'insufficient_user_authentication',
    error_description: 'A more recent or stronger sign-in is required',
    ...(acrValues.length > 0 && { acr_values: acrValues.map(quotable).join(' ') }),
    ...(maxAgeSeconds !== null && { max_age: String(maxAgeSeconds) }),
  };
}

/** A value of the configuration in a quoted string (RFC 9110 §5.6.4). */
const quotable = (value: string): string => value.replaceAll(/[^\x21\x23-\x5b\x5d-\x7e]/g, '');

/** The client writes `Host`, so in production only the configured address counts. */
function originOf(
  { headers: { host = '' } }: IncomingMessage,
  { publicUrl }: ProtectedResource,
): string | null {
  if (publicUrl !== undefined) return publicUrl;
  return loopbackHost.test(host) ? `http://${host}` : null;
}
