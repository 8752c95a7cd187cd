/**
 * A program that knows the address of `/graphql` and its own client finds the issuer and the
 * scopes, and gets an answer (RFC 9728, RFC 6750 §3).
 */
import { expect, test } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import type { AccessTokenOptions } from '../../src/sandbox/index.ts';
import { Browser } from '../pages/browser.ts';
import { fieldAt } from '../support/json.ts';
import { onStage, useStage, type Stage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { bearer, bearerEnv } from './bearers.ts';

const client = 'identity-gateway-pages';
const insecure = { [oauth.allowInsecureRequests]: true };
const stage = useStage('pingam', {
  env: (peer) => ({ ...peer.staffEnv(), ...bearerEnv(peer.sandbox), OIDC_AUDIENCE: client }),
});

async function asked(at: Stage, query: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${at.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return { response, body: await response.json() };
}

function mint(options: AccessTokenOptions = {}): string {
  return stage.sandbox.mintAccessToken({ person: 'alice', audience: client, ...options });
}

/** What `WWW-Authenticate` says, as a client library reads it. */
async function challenged(query: string, headers?: Record<string, string>): Promise<unknown> {
  const { response } = await asked(stage, query, headers);
  const text = response.headers.get('www-authenticate');
  if (text === null) return null;
  const [scheme, rest = ''] = text.split(/ (.*)/);
  const parts = [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  return { scheme, ...Object.fromEntries(parts) };
}

const me = '{ me { username } }';
const reset =
  'mutation { resetOathDevices(input: { target: { me: true }, dryRun: true }) { outcome } }';

test('from the address to an answer, with nothing else known', async () => {
  const address = new URL(`${stage.gateway.url}/graphql`);
  const resource = await oauth.processResourceDiscoveryResponse(
    address,
    await oauth.resourceDiscoveryRequest(address, insecure),
  );
  const issuer = new URL(resource.authorization_servers?.[0] ?? '');
  const server = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, insecure),
  );
  const verifier = oauth.generateRandomCodeVerifier();
  const back = `${stage.gateway.url}/callback`;
  const signIn = new URL(server.authorization_endpoint ?? '');
  signIn.search = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    redirect_uri: back,
    scope: `openid ${resource.scopes_supported?.join(' ') ?? ''}`,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();
  const browser = new Browser();
  for (const [name, value] of Object.entries(await stage.peer.signIn('alice')))
    browser.cookies.set(name, value);
  const { location = '' } = (await browser.get(signIn.href)).headers;
  const returned = oauth.validateAuthResponse(server, { client_id: client }, new URL(location));
  const secret = oauth.ClientSecretBasic('sandbox-password');
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    { client_id: client },
    secret,
    returned,
    back,
    verifier,
    insecure,
  );
  const { access_token: token } = await oauth.processAuthorizationCodeResponse(
    server,
    { client_id: client },
    answer,
  );

  const { body } = await asked(stage, me, bearer(token));
  expect(body).toMatchObject({ data: { me: { username: 'alice' } } });
});

test('the metadata have the scopes of areas, which give their roles, too', async () => {
  const env = withLists({
    roles: [{ area: 'north', role: 'help-desk', scope: 'north:desk' }],
    areas: { people: [{ area: 'north', attribute: 'l', value: 'north' }] },
  });
  await onStage(
    'pingam',
    { env: (peer) => ({ ...peer.staffEnv(), ...bearerEnv(peer.sandbox), ...env }) },
    async (at) => {
      const path = '/.well-known/oauth-protected-resource';
      const metadata = await (await fetch(`${at.gateway.url}${path}`)).json();

      expect(metadata).toMatchObject({
        scopes_supported: expect.arrayContaining(['north:desk']),
        scopes_by_use: { help_desk: ['north:desk'] },
      });
    },
  );
});

test('the metadata say what scopes allow, and any page may read them', async () => {
  const response = await fetch(`${stage.gateway.url}/.well-known/oauth-protected-resource`, {
    headers: { origin: 'https://elsewhere.example' },
  });

  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(await response.json()).toMatchObject({
    resource: stage.gateway.url,
    authorization_servers: [stage.sandbox.issuer],
    scopes_supported: expect.arrayContaining(['devices:read', 'devices:reset']),
    bearer_methods_supported: ['header'],
    token_audience: client,
    scopes_by_use: { read_own_devices: ['devices:read'], change_own_devices: ['devices:reset'] },
  });
});

test('a request without a token, or with one that is refused, is shown the way', async () => {
  const metadata = `${stage.gateway.url}/.well-known/oauth-protected-resource/graphql`;
  const way = { scheme: 'Bearer', resource_metadata: metadata };
  const reads = bearer(mint({ scopes: ['openid'] }));
  const [read, change] = ['devices:read', 'devices:reset'];

  expect(await challenged(me)).toEqual({ ...way, scope: read });
  expect(await challenged(me, bearer('unknown'))).toEqual({
    ...way,
    error: 'invalid_token',
    scope: read,
  });
  const insufficient = { ...way, error: 'insufficient_scope' };
  expect(await challenged(me, reads)).toEqual({ ...insufficient, scope: read });
  expect(await challenged(reset, reads)).toEqual({ ...insufficient, scope: change });
});

test('no other response is', async () => {
  const good = mint();

  expect(await challenged(me, bearer(good))).toBeNull();
  expect(await challenged(me, { cookie: 'iPlanetDirectoryPro=ended' })).toBeNull();
  expect(await challenged('{ gatewayCaller { roles } }')).toBeNull();
});

test('without an issuer there is nothing', async () => {
  await onStage('pingam', {}, async (other) => {
    const { response } = await asked(other, me);
    const path = '/.well-known/oauth-protected-resource';

    expect(response.headers.get('www-authenticate')).toBeNull();
    expect((await fetch(`${other.gateway.url}${path}`)).status).toBe(404);
    expect((await fetch(`${other.gateway.url}${path}/graphql`)).status).toBe(404);
  });
});

test('in production the address is the configured one, whatever the client says', async () => {
  const env = { PUBLIC_URL: 'https://devices.example.com' };
  await onStage(
    'pingam',
    { env: ({ sandbox }) => ({ ...bearerEnv(sandbox), ...env }) },
    async (other) => {
      const path = '/.well-known/oauth-protected-resource/graphql';
      const answer: unknown = await (await fetch(`${other.gateway.url}${path}`)).json();

      expect(fieldAt(answer, 'resource')).toBe('https://devices.example.com/graphql');
    },
  );
});
