/** Access tokens that only their issuer can tell about are asked about there (RFC 7662, contract §11). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  AllMyDevicesDocument,
  ResetOathDevicesDocument,
  WhoAmIDocument,
} from '../../packages/client/operations.ts';
import type { AccessTokenOptions, FaultEffect } from '../../src/sandbox/index.ts';
import { callsAboutPeople } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { bearer, portalEnv } from './bearers.ts';

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage(flavor, { env: portalEnv({ AM_TIMEOUT_MS: '1000' }) });
  });
  beforeEach(() => stage.restart());
  afterAll(() => stage?.close());

  const mint = (options: AccessTokenOptions = {}): string =>
    stage.sandbox.mintAccessToken({ person: 'alice', opaque: true, ...options });
  const codesWith = async (header: SessionHeader): Promise<string[]> =>
    codesOf(await stage.gateway.send(AllMyDevicesDocument, {}, header));
  const breakIntrospection = (effect: FaultEffect): void =>
    stage.sandbox.breakNext({
      match: { method: 'POST', path: '/introspect' },
      times: Infinity,
      effect,
    });

  test('an opaque token is the person that introspection tells of', async () => {
    const alice = bearer(mint());

    const { data } = await stage.gateway.send(WhoAmIDocument, {}, alice);
    const reset = await stage.gateway.send(ResetOathDevicesDocument, { input: {} }, alice);

    expect(data?.viewer).toMatchObject({ roles: ['SELF'], means: 'BEARER', realm: 'alpha' });
    expect(Date.parse(data?.viewer.signedInAt ?? '')).toBeLessThanOrEqual(Date.now());
    expect(reset.data?.resetOathDevices).toMatchObject({
      outcome: 'DONE',
      user: { id: stage.peer.idOf('alice') },
    });
    expect(await stage.peer.deviceIds('alice', 'OATH')).toEqual([]);
  });

  test.each<readonly [string, AccessTokenOptions, string[]]>([
    ['for several audiences', { audience: ['kiosk', 'portal'] }, []],
    ['for no audience, of the very client', { claims: { aud: null } }, []],
    ['for our audience, of another client', { client: 'kiosk', audience: 'portal' }, []],
    ['without a scope for it', { scopes: ['openid'] }, ['INSUFFICIENT_SCOPE']],
  ])('%s it is told %j', async (_label, options, codes) => {
    expect(await codesWith(bearer(mint(options)))).toEqual(codes);
  });

  test('is asked about once for each request, and never remembered', async () => {
    const alice = bearer(mint());
    await codesWith(alice);
    await codesWith(alice);
    const asked = stage.sandbox.received().filter(({ path }) => path.endsWith('/introspect'));

    stage.sandbox.advance(3_601_000);

    expect(asked).toHaveLength(2);
    expect(await codesWith(alice)).toEqual(['UNAUTHENTICATED']);
  });

  test.each<readonly [string, () => string]>([
    ['unknown', () => 'n0sUcHt0kEnAtAlLn0sUcHt0kEn'],
    ['expired', () => mint({ lifetimeSeconds: 0 })],
    ["of another realm's provider", () => mint({ person: 'mallory', realm: 'beta' })],
    ['of a client for itself', () => stage.sandbox.mintAccessToken({ opaque: true })],
    ['of a realm that is not served', () => mint({ claims: { realm: '/beta' } })],
    ['of another client', () => mint({ client: 'kiosk' })],
    ['for another audience', () => mint({ audience: 'kiosk' })],
    ['for other audiences', () => mint({ audience: ['kiosk', 'portal2'] })],
    ['of another client for none', () => mint({ client: 'kiosk', claims: { aud: null } })],
    ['of another issuer', () => mint({ claims: { iss: 'https://evil.test' } })],
  ])('that is %s is nobody', async (_label, make) => {
    const token = make();

    const seen = await codesWith(bearer(token));
    const reset = await stage.gateway.send(ResetOathDevicesDocument, { input: {} }, bearer(token));

    expect([seen, codesOf(reset)]).toEqual([['UNAUTHENTICATED'], ['UNAUTHENTICATED']]);
    expect(callsAboutPeople(stage.sandbox)).toEqual([]);
    expect(stage.gateway.log.join('')).not.toContain(token);
  });

  const told = { sub: 'alice', aud: 'portal', scope: 'devices:read devices:reset' };
  test.each<readonly [string, FaultEffect, string]>([
    ['500', { kind: 'status', status: 500 }, 'UPSTREAM_UNAVAILABLE'],
    ['503', { kind: 'status', status: 503 }, 'UPSTREAM_UNAVAILABLE'],
    ['401 for the client', { kind: 'status', status: 401 }, 'UPSTREAM_UNAVAILABLE'],
    ['nothing', { kind: 'blackhole' }, 'UPSTREAM_UNAVAILABLE'],
    ['a dead socket', { kind: 'cut', when: 'before' }, 'UPSTREAM_UNAVAILABLE'],
    ['a redirect', { kind: 'redirect', location: '/am/elsewhere' }, 'UPSTREAM_UNAVAILABLE'],
    ['active as a text', { kind: 'body', body: { ...told, active: 'true' } }, 'UNAUTHENTICATED'],
    ['active as a number', { kind: 'body', body: { ...told, active: 1 } }, 'UNAUTHENTICATED'],
    ['no word of it', { kind: 'body', body: told }, 'UNAUTHENTICATED'],
    ['a list', { kind: 'body', body: [{ ...told, active: true }] }, 'UNAUTHENTICATED'],
    ['null', { kind: 'body', body: null }, 'UNAUTHENTICATED'],
  ])('whose issuer answers %s', async (_label, effect, code) => {
    const alice = bearer(mint());
    breakIntrospection(effect);

    const seen = await stage.gateway.send(AllMyDevicesDocument, {}, alice);

    expect([seen.data, codesOf(seen)]).toEqual([{ me: null }, [code]]);
    expect(callsAboutPeople(stage.sandbox)).toEqual([]);
  });
});
