import { clientBasic, type OpenAm } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import { memberOf } from '../../domain/values/member.ts';
import { Finding, reach, type Check } from '../line/finding.ts';

type Send = OpenAm['sendOutside'];

/** What the issuer of access tokens must answer. */
export function tokenChecks(
  { callers: { oidc } }: Pick<Config, 'callers'>,
  { sendOutside: send }: Pick<OpenAm, 'sendOutside'>,
): Check[] {
  const { jwksUrl, introspection } = oidc ?? {};
  return [
    ...(jwksUrl === undefined ? [] : [['keys of tokens', () => checkKeys(jwksUrl, send)] as const]),
    ...(introspection === undefined
      ? []
      : [['introspection', () => checkIntrospection(introspection, send)] as const]),
  ];
}

/** What the issuers of the pages' sessions must answer. */
export function issuerChecks(
  { oauth }: Pick<Config, 'oauth'>,
  { sendOutside: send }: Pick<OpenAm, 'sendOutside'>,
): Check[] {
  return [...(oauth?.issuers ?? [])].map(([realm, issuer]) => [
    `sign-in of realm ${realm}`,
    () => checkDiscovery(new URL(issuer), issuer, send),
  ]);
}

async function checkKeys(url: URL, send: Send): Promise<string> {
  const { status, json } = await sendTo('OIDC_JWKS_URL', url, send);
  const keys = memberOf(json, 'keys');
  if (Array.isArray(keys) && keys.length > 0) return `${keys.length} public keys`;
  throw new Finding(`OIDC_JWKS_URL: no set of keys there; it answered ${status}`);
}

async function checkIntrospection(
  {
    url,
    clientId,
    clientSecret,
  }: NonNullable<NonNullable<Config['callers']['oidc']>['introspection']>,
  send: Send,
): Promise<string> {
  const option = 'OIDC_INTROSPECTION_URL';
  const { status, json } = await sendTo(option, url, send, {
    method: 'POST',
    headers: {
      authorization: clientBasic(clientId, clientSecret.current),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'token=identity-gateway-check',
  });
  if (status === 401 || status === 403) {
    throw new Finding('the issuer rejects the client: check OIDC_CLIENT_ID and OIDC_CLIENT_SECRET');
  }
  if (typeof memberOf(json, 'active') === 'boolean') return 'the issuer accepts the client';
  throw new Finding(`${option}: no introspection endpoint there; it answered ${status}`);
}

/** The sign-in compares issuers letter by letter. */
async function checkDiscovery(base: URL, issuer: string, send: Send): Promise<string> {
  const url = new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const { status, json } = await sendTo('pages.issuers', url, send);
  const named = memberOf(json, 'issuer');
  if (named === issuer) return 'its issuer answers';
  if (typeof named !== 'string') {
    throw new Finding(`pages.issuers: ${base.href} is no issuer; its discovery answered ${status}`);
  }
  throw new Finding(`pages.issuers: ${issuer} calls itself ${named}; write it like that`);
}

function sendTo(
  option: string,
  url: URL,
  send: Send,
  { method = 'GET', headers = {}, body }: Partial<Parameters<Send>[0]> = {},
): ReturnType<Send> {
  const server = { option, caOption: 'AM_CA_FILE', url };
  const call = { url, method, realm: '', template: 'check', ...(body !== undefined && { body }) };
  return reach(server, () =>
    send({ ...call, headers: { accept: 'application/json', ...headers } }),
  );
}
