/** The endpoints of a transmitter (SSF 1.0): metadata, keys, configuration, and callers (G32). */
import { describe, expect, test } from '@jest/globals';
import type { StoredLedger } from '../ledger/stores.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { listAt, textAt } from '../support/json.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { audience, call, issuer, signalEnv, tokenOf } from './stage.ts';
import { jsonOf, pems, useStreams } from './stream-stage.ts';
import { secretFile } from '../support/with-lists.ts';

const caep = 'https://schemas.openid.net/secevent/caep/event-type/';
let peer: SandboxPeer;
let ledger: StoredLedger;
let gateway: TestGateway;

useStreams((stage) => ({ peer, ledger, gateway } = stage));

describe('the metadata', () => {
  test('names the version, the issuer, the endpoints and what is supported', async () => {
    const response = await call(gateway, '/.well-known/ssf-configuration', { token: null });

    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual({
      spec_version: '1_0',
      issuer,
      jwks_uri: `${issuer}/ssf/jwks`,
      delivery_methods_supported: ['urn:ietf:rfc:8935', 'urn:ietf:rfc:8936'],
      configuration_endpoint: `${issuer}/ssf/stream`,
      status_endpoint: `${issuer}/ssf/status`,
      verification_endpoint: `${issuer}/ssf/verification`,
      authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6750' }],
      default_subjects: 'ALL',
    });
  });

  test('is at the path of an issuer with a path, and nowhere else', async () => {
    const env = { ...signalEnv({ siem: {} }, pems[0]), SSF_ISSUER: `${issuer}/tenant/` };
    const other = await startTestGateway(peer, { ledger, env });
    const at = async (path: string) => {
      const response = await call(other, path, { token: null });
      return response.status === 200 ? textAt(await response.json(), 'issuer') : response.status;
    };

    expect(await at('/.well-known/ssf-configuration/tenant')).toBe(`${issuer}/tenant`);
    expect(await at('/.well-known/ssf-configuration')).toBe(404);
    await other.stop();
  });
});

test('the keys are public, RSA, and without a private part', async () => {
  const keys = listAt(await jsonOf(call(gateway, '/ssf/jwks', { token: null })), 'keys');

  expect(keys).toHaveLength(2);
  for (const key of keys)
    expect(Object.keys(key ?? {}).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

describe('the configuration', () => {
  test('of a receiver has its own streams, without secrets', async () => {
    const list = await jsonOf(call(gateway, '/ssf/stream'));
    const one = await jsonOf(call(gateway, '/ssf/stream?stream_id=siem'));

    expect(list).toEqual([one]);
    expect(one).toEqual({
      stream_id: 'siem',
      iss: issuer,
      aud: `${audience}/siem`,
      delivery: { method: 'urn:ietf:rfc:8936', endpoint_url: `${issuer}/ssf/poll/siem` },
      events_supported: [`${caep}credential-change`, `${caep}session-revoked`],
      events_requested: [`${caep}credential-change`, `${caep}session-revoked`],
      events_delivered: [`${caep}credential-change`, `${caep}session-revoked`],
      min_verification_interval: 30,
    });
    const portal = await jsonOf(call(gateway, '/ssf/stream', { token: tokenOf('portal') }));
    expect(portal).toMatchObject([
      {
        delivery: {
          method: 'urn:ietf:rfc:8935',
          endpoint_url: 'https://portal.example.com/events?token=x',
        },
        events_delivered: [`${caep}session-revoked`],
      },
    ]);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    '%s is refused: the operator does it',
    async (method) => {
      const response = await call(gateway, '/ssf/stream', {
        method,
        ...(method !== 'DELETE' && { body: { stream_id: 'siem' } }),
      });

      expect(response.status).toBe(403);
      expect(response.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope"');
    },
  );
});

describe('a caller', () => {
  const ofOneStream: readonly (readonly [string, string, object | null])[] = [
    ['GET', '/ssf/stream?stream_id=siem', null],
    ['GET', '/ssf/status?stream_id=siem', null],
    ['POST', '/ssf/status', { stream_id: 'siem', status: 'disabled' }],
    ['POST', '/ssf/verification', { stream_id: 'siem' }],
    ['POST', '/ssf/poll/siem', { returnImmediately: true }],
  ];
  const endpoints: readonly (readonly [string, string, object | null])[] = [
    ['GET', '/ssf/stream', null],
    ['POST', '/ssf/stream', {}],
    ...ofOneStream,
  ];

  test.each(endpoints)('without a token is refused at %s %s', async (method, path, body) => {
    const call_ = (token: string | null, headers = {}) =>
      call(gateway, path, { method, token, headers, ...(body !== null && { body }) });
    const none = await call_(null);
    const unknown = await call_('UNKNOWN-TOKEN-CANARY');
    const basic = await call_(null, { authorization: `Basic ${tokenOf('siem')}` });
    const inQuery = await fetch(
      `${gateway.url}${path}${path.includes('?') ? '&' : '?'}access_token=${tokenOf('siem')}`,
      {
        method,
        ...(body !== null && { body: '{}', headers: { 'content-type': 'application/json' } }),
      },
    );

    expect([none, unknown, basic, inQuery].map(({ status }) => status)).toEqual(Array(4).fill(401));
    expect(none.headers.get('www-authenticate')).toBe('Bearer');
    expect(unknown.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect(await ledger.outbox.streams.stateOf('siem')).toMatchObject({ status: 'enabled' });
  });

  test.each(ofOneStream)(
    'cannot reach the stream of another one at %s %s',
    async (method, path, body) => {
      const response = await call(gateway, path, {
        method,
        token: tokenOf('portal'),
        ...(body !== null && { body }),
      });

      expect(response.status).toBe(404);
    },
  );

  test('is known by each token of a stream; a stream without a token has none', async () => {
    const tokens = ['old', 'new'].map((name) => tokenOf(name));
    const streams = {
      siem: { tokens: tokens.map(secretFile) },
      portal: { push: 'https://portal.example.com/events', tokens: [] },
    };
    const env = signalEnv(streams, pems[0]);
    const other = await startTestGateway(peer, { ledger, env });
    const seenBy = async (token: string): Promise<unknown> => {
      const response = await call(other, '/ssf/stream', { token });
      const body: unknown = await response.json();
      return response.status === 200
        ? listAt({ body }, 'body').map((one) => textAt(one, 'stream_id'))
        : response.status;
    };

    const seen = [];
    for (const token of [...tokens, tokenOf('another')]) seen.push(await seenBy(token));
    await other.stop();
    expect(seen).toEqual([['siem'], ['siem'], 401]);
  });

  test('cannot poll a stream that is pushed', async () => {
    const response = await call(gateway, '/ssf/poll/portal', {
      token: tokenOf('portal'),
      body: { returnImmediately: true },
    });

    expect(response.status).toBe(404);
  });
});

describe('a request', () => {
  test.each([
    ['DELETE', '/.well-known/ssf-configuration', 'GET, HEAD'],
    ['POST', '/ssf/jwks', 'GET, HEAD'],
    ['OPTIONS', '/ssf/stream', 'GET, HEAD, POST, PATCH, PUT, DELETE'],
    ['PUT', '/ssf/status', 'GET, HEAD, POST'],
    ['GET', '/ssf/verification', 'POST'],
    ['GET', '/ssf/poll/siem', 'POST'],
  ])('%s %s has no such method', async (method, path, allow) => {
    const response = await call(gateway, path, { method });

    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
  });

  test('HEAD has the headers of GET', async () => {
    const response = await call(gateway, '/ssf/jwks', { method: 'HEAD', token: null });

    expect(response.status).toBe(200);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
    expect(await response.text()).toBe('');
  });

  test('that is too large, no JSON or compressed is refused', async () => {
    const post = (headers: Record<string, string>, body: string) =>
      fetch(`${gateway.url}/ssf/status`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokenOf('siem')}`, ...headers },
        body,
      });
    const type = { 'content-type': 'application/json' };
    const large = JSON.stringify({ stream_id: 'siem', status: 'paused', x: 'x'.repeat(70_000) });
    const answers = await Promise.all([
      post(type, large),
      post(type, '{'),
      post({ 'content-type': 'text/plain' }, '{}'),
      post({ ...type, 'content-encoding': 'gzip' }, '{}'),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([413, 400, 415, 415]);
  });

  test('is in the access log by its route, without its token or body', async () => {
    await call(gateway, '/ssf/status?stream_id=siem&x=QUERY-CANARY');
    await call(gateway, '/ssf/verification', {
      body: { stream_id: 'siem', state: 'STATE-CANARY' },
    });
    await call(gateway, '/ssf/stream', { token: 'UNKNOWN-TOKEN-CANARY' });

    const log = gateway.log.join('\n');
    expect(log).toContain('"route":"signals"');
    expect(['CANARY', tokenOf('siem')].filter((canary) => log.includes(canary))).toEqual([]);
  });
});
