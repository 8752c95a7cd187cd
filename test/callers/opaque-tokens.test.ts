/** Access tokens that only their issuer can tell about are asked about there (RFC 7662, contract §11). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  AllMyDevicesDocument,
  ResetOathDevicesDocument,
  WhoAmIDocument,
} from '../../src/client/operations.ts';
import type { AccessTokenOptions, FaultEffect, Sandbox } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { callsAboutPeople } from '../security/am-received.ts';
import { bearer, openBearerStage } from './bearers.ts';
import type { BearerStage } from './bearers.ts';

const introspect = { method: 'POST', path: '/introspect' };

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let stage: BearerStage;
  let peer: SandboxPeer;
  let sandbox: Sandbox;
  let gateway: TestGateway;

  beforeAll(async () => {
    stage = await openBearerStage(flavor, { env: { AM_TIMEOUT_MS: '400' } });
    ({ peer, sandbox, gateway } = stage);
  });
  beforeEach(() => peer.restore());
  afterAll(() => stage?.close());

  const as = (options: AccessTokenOptions = {}): SessionHeader =>
    bearer(sandbox.mintAccessToken({ person: 'alice', opaque: true, ...options }));

  test('an opaque token is the person that introspection tells of', async () => {
    const alice = as();

    const { data } = await gateway.send(WhoAmIDocument, {}, alice);
    const reset = await gateway.send(ResetOathDevicesDocument, { input: {} }, alice);

    expect(data?.viewer).toMatchObject({ roles: ['SELF'], means: 'BEARER', realm: 'alpha' });
    expect(Date.parse(data?.viewer.signedInAt ?? '')).toBeLessThanOrEqual(Date.now());
    expect(reset.data?.resetOathDevices).toMatchObject({
      outcome: 'DONE',
      user: { id: peer.idOf('alice') },
    });
    expect(await peer.deviceIds('alice', 'OATH')).toEqual([]);
  });

  test.each<{ label: string; options: AccessTokenOptions }>([
    { label: 'several audiences', options: { audience: ['kiosk', 'portal'] } },
    { label: 'no audience, of the very client', options: { claims: { aud: null } } },
    { label: 'our audience, of another client', options: { client: 'kiosk', audience: 'portal' } },
  ])('for $label is accepted', async ({ options }) => {
    const seen = await gateway.send(AllMyDevicesDocument, {}, as(options));

    expect(codesOf(seen)).toEqual([]);
  });

  test('without a scope for it may do nothing', async () => {
    const seen = await gateway.send(AllMyDevicesDocument, {}, as({ scopes: ['openid'] }));

    expect(codesOf(seen)).toEqual(['INSUFFICIENT_SCOPE']);
  });

  test('is asked about once for each request, and never remembered', async () => {
    const alice = as();
    await gateway.send(AllMyDevicesDocument, {}, alice);
    await gateway.send(AllMyDevicesDocument, {}, alice);
    const asked = sandbox.received().filter(({ path }) => path.endsWith('/introspect'));

    sandbox.advance(3_601_000);
    const later = await gateway.send(AllMyDevicesDocument, {}, alice);

    expect(asked).toHaveLength(2);
    expect(codesOf(later)).toEqual(['UNAUTHENTICATED']);
  });

  test.each<{ label: string; options: AccessTokenOptions | null; by?: 'client' }>([
    { label: 'unknown', options: null },
    { label: 'expired', options: { lifetimeSeconds: 0 } },
    { label: "of another realm's provider", options: { person: 'mallory', realm: 'beta' } },
    { label: 'of a client for itself', options: {}, by: 'client' },
    { label: 'of a realm that is not served', options: { claims: { realm: '/beta' } } },
    { label: 'of another client', options: { client: 'kiosk' } },
    { label: 'for another audience', options: { audience: 'kiosk' } },
    { label: 'for other audiences', options: { audience: ['kiosk', 'portal2'] } },
    {
      label: 'of another client, and no audience',
      options: { client: 'kiosk', claims: { aud: null } },
    },
    { label: 'of another issuer', options: { claims: { iss: 'https://evil.test' } } },
  ])('that is $label is nobody', async ({ options, by }) => {
    const person = by === 'client' ? {} : { person: 'alice' };
    const token =
      options === null
        ? 'n0sUcHt0kEnAtAlLn0sUcHt0kEn'
        : sandbox.mintAccessToken({ opaque: true, ...person, ...options });
    sandbox.clearReceived();

    const seen = await gateway.send(AllMyDevicesDocument, {}, bearer(token));
    const reset = await gateway.send(ResetOathDevicesDocument, { input: {} }, bearer(token));

    expect([seen, reset].map(codesOf)).toEqual([['UNAUTHENTICATED'], ['UNAUTHENTICATED']]);
    expect(callsAboutPeople(sandbox)).toEqual([]);
    expect(gateway.log.join('')).not.toContain(token);
  });

  test.each<{ label: string; effect: FaultEffect }>([
    { label: '500', effect: { kind: 'status', status: 500 } },
    { label: '503', effect: { kind: 'status', status: 503 } },
    { label: '401 for the client', effect: { kind: 'status', status: 401 } },
    { label: 'nothing', effect: { kind: 'blackhole' } },
    { label: 'a dead socket', effect: { kind: 'cut', when: 'before' } },
    { label: 'a redirect', effect: { kind: 'redirect', location: '/am/elsewhere' } },
  ])('whose issuer answers $label is a breakage, not a refusal', async ({ effect }) => {
    const alice = as();
    sandbox.clearReceived();
    sandbox.breakNext({ match: introspect, times: Infinity, effect });

    const seen = await gateway.send(AllMyDevicesDocument, {}, alice);

    expect(codesOf(seen)).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(seen.data).toEqual({ me: null });
    expect(callsAboutPeople(sandbox)).toEqual([]);
  });

  const told = { sub: 'alice', aud: 'portal', scope: 'devices:read devices:reset' };
  test.each<{ label: string; body: unknown }>([
    { label: 'active as a text', body: { ...told, active: 'true' } },
    { label: 'active as a number', body: { ...told, active: 1 } },
    { label: 'no word of it', body: told },
    { label: 'a list', body: [{ ...told, active: true }] },
    { label: 'null', body: null },
  ])('is nobody where the issuer tells $label', async ({ body }) => {
    const alice = as();
    sandbox.breakNext({ match: introspect, effect: { kind: 'body', body } });

    const seen = await gateway.send(AllMyDevicesDocument, {}, alice);

    expect(codesOf(seen)).toEqual(['UNAUTHENTICATED']);
  });
});
