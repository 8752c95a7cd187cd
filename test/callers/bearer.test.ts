/**
 * Users with an access token, signed or opaque (RFC 7662), act on themselves. The gateway uses its
 * service credential (contract §11).
 */
import { describe, expect, test } from '@jest/globals';
import {
  AllMyDevicesDocument,
  ResetOathDevicesDocument,
  SearchPeopleDocument,
  WhoAmIDocument,
} from '../../packages/client/operations.ts';
import { type AccessTokenOptions, deviceIds, type FaultEffect } from '../../src/sandbox/index.ts';
import { callsAboutPeople } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import { textAt } from '../support/json.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { credentialsOf } from './am-credentials.ts';
import { bearer, portalEnv } from './bearers.ts';

const own = { target: { me: true } };
const missing = ['INSUFFICIENT_SCOPE'];
const unknown = ['UNAUTHENTICATED'];

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  const scopes = { HELP_DESK_SCOPES: 'devices:help', ADMIN_SCOPES: 'devices:admin,devices:root' };
  const stage = useStage(flavor, { env: portalEnv({ ...scopes, AM_TIMEOUT_MS: '3000' }) });

  const mint = (options: AccessTokenOptions = {}): string =>
    stage.sandbox.mintAccessToken({ person: 'alice', ...options });
  const as = (options?: AccessTokenOptions): SessionHeader => bearer(mint(options));
  const see = (who: SessionHeader) => stage.gateway.send(AllMyDevicesDocument, {}, who);
  const reset = (who: SessionHeader, more = {}) =>
    stage.gateway.send(ResetOathDevicesDocument, { input: { ...own, ...more } }, who);
  const callerOf = async (who: SessionHeader) =>
    (await stage.gateway.send(WhoAmIDocument, {}, who)).data?.gatewayCaller;

  test('a user resets their own devices, and only the issuer receives the token', async () => {
    const token = mint();
    const alices = stage.peer.idOf('alice');

    const { data } = await reset(bearer(token));

    expect(data?.resetOathDevices).toMatchObject({
      outcome: 'DONE',
      isVerified: true,
      removedDevices: [{ deviceId: idOfDevice(alices, 'OATH', deviceIds.aliceOath) }],
      user: { id: idOfPerson(alices) },
      devicesByKind: [{ kind: 'OATH', devices: [] }],
    });
    const elsewhere = stage.sandbox.received().filter(({ path }) => !path.endsWith('/introspect'));
    expect(JSON.stringify(elsewhere)).not.toContain(token);
    expect(credentialsOf(stage.sandbox, '/users/').length).toBeGreaterThan(0);
    expect(stage.gateway.log.join('')).not.toContain(token.slice(-40));
    expect(await stage.peer.deviceIds('alice', 'OATH')).toEqual([]);
    expect(await stage.peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  });

  // What each scope permits is in test/access/token-matrix.ts.
  const alike = ['devices:reader', 'xdevices:reset', 'DEVICES:READ'];
  test.each([
    ['other scopes', ['openid', 'profile']],
    ['scopes that only begin or end alike', alike],
  ])('a token with %s permits nothing', async (_label, given) => {
    const alice = as({ scopes: given });

    expect([codesOf(await see(alice)), codesOf(await reset(alice))]).toEqual([missing, missing]);
    expect(callsAboutPeople(stage.sandbox)).toEqual([]);
  });

  test.each<readonly [string, () => Readonly<Record<string, string | null>>]>([
    ['marked as a user', () => ({ sub: `(usr!${stage.peer.idOf('alice')})` })],
    ['without a name', () => ({ sub: `(usr!${stage.peer.idOf('alice')})`, subname: null })],
    ['plain', () => ({ sub: stage.peer.idOf('alice'), subname: null })],
    ['without a name of the kind of token', () => ({ tokenName: null })],
  ])('a subject %s is the user', async (_label, claims) => {
    const seen = await see(as({ claims: claims() }));

    const alices = stage.peer.idOf('alice');
    const caller = await callerOf(as({ claims: claims() }));
    expect(caller).toMatchObject({ roles: ['SELF'], realm: 'alpha' });
    expect(seen.data?.me?.id).toBe(idOfPerson(alices));
    expect(seen.data?.me?.devicesByKind?.slice(0, 2)).toMatchObject([
      { devices: [{ id: idOfDevice(alices, 'OATH', deviceIds.aliceOath) }] },
      { devices: [{ id: idOfDevice(alices, 'PUSH', deviceIds.alicePush) }] },
    ]);
  });

  const of = (claims: NonNullable<AccessTokenOptions['claims']>): AccessTokenOptions => ({
    person: 'alice',
    claims,
  });
  test.each<readonly [string, AccessTokenOptions]>([
    ['a client for itself', {}],
    ['a client under a plain name', of({ sub: '(age!alice)' })],
    ['a person of a realm that is not served', of({ realm: '/beta' })],
    ['a realm in other capitals', of({ realm: '/ALPHA' })],
    ['a person of another issuer', { person: 'mallory', realm: 'beta' }],
    ['nobody', of({ sub: null, subname: null })],
    ['a subject that is no text', of({ sub: 5 })],
  ])('%s is unknown here', async (_label, options) => {
    // Staff scopes, so that only the subject can cause the refusal.
    const all = ['devices:read', 'devices:reset', 'devices:admin'];
    const token = bearer(stage.sandbox.mintAccessToken({ scopes: all, ...options }));
    stage.sandbox.clearReceived();

    const caller = await callerOf(token);
    const search = await stage.gateway.send(SearchPeopleDocument, { search: 'bob' }, token);
    const answers = [await see(token), search, await reset(token)];

    expect(caller).toMatchObject({ roles: [], credential: null, canSearch: false });
    expect(answers.map(codesOf)).toEqual([unknown, unknown, unknown]);
    expect(callsAboutPeople(stage.sandbox)).toEqual([]);
  });

  test.each(['../bob', 'id=amadmin,ou=user', 'b*', 'bob?_action=reset'])(
    'a subject that is no valid user id is refused before any call to AM: %s',
    async (subname) => {
      const seen = await see(as({ claims: { sub: `(usr!${subname})`, subname } }));

      expect(codesOf(seen)).toEqual(['FORBIDDEN']);
      expect(callsAboutPeople(stage.sandbox)).toEqual([]);
    },
  );

  test.each([
    ['helen', ['devices:help'], ['SELF', 'HELP_DESK']],
    ['oscar', ['devices:admin'], ['SELF', 'ADMINISTRATOR']],
    ['peter', ['devices:help', 'devices:admin'], ['SELF', 'ADMINISTRATOR', 'HELP_DESK']],
    ['peter', ['devices:read'], ['SELF']],
  ])('%s with %j has the roles %j', async (person, given, roles) => {
    const before = Date.now();
    const token = as({ person, scopes: given });

    const caller = await callerOf(token);
    const { data } = await stage.gateway.ask('{ gatewayCaller { credential signedInAt } }', token);

    expect(caller?.roles.toSorted()).toEqual(roles.toSorted());
    expect(data).toMatchObject({ gatewayCaller: { credential: 'BEARER' } });
    const signedInAt = Date.parse(textAt(data, 'gatewayCaller', 'signedInAt'));
    expect(Math.abs(signedInAt - before)).toBeLessThan(5_000);
    expect(Date.parse(caller?.expiresAt ?? '') - before).toBeGreaterThan(3_500_000);
  });

  const opaque = (options?: AccessTokenOptions): string => mint({ opaque: true, ...options });

  test('an opaque token belongs to the user of its introspection', async () => {
    const alice = bearer(opaque());

    const caller = await callerOf(alice);
    const { data } = await reset(alice);

    expect(caller).toMatchObject({ roles: ['SELF'], credential: 'BEARER', realm: 'alpha' });
    // OpenAM's introspection does not return the time of the sign-in (contract §11).
    expect(typeof caller?.signedInAt).toBe(flavor === 'openam' ? 'object' : 'string');
    expect(Date.parse(caller?.signedInAt ?? '1970')).toBeLessThanOrEqual(Date.now());
    const user = { id: idOfPerson(stage.peer.idOf('alice')) };
    expect(data?.resetOathDevices).toMatchObject({ outcome: 'DONE', user });
    expect(await stage.peer.deviceIds('alice', 'OATH')).toEqual([]);
  });

  test.each<readonly [string, AccessTokenOptions, string[]]>([
    ['for several audiences', { audience: ['kiosk', 'portal'] }, []],
    ['for no audience, of the very client', { claims: { aud: null } }, []],
    ['for our audience, of another client', { client: 'kiosk', audience: 'portal' }, []],
    ['without a scope for it', { scopes: ['openid'] }, missing],
  ])('an opaque token %s gets %j', async (_label, options, codes) => {
    expect(codesOf(await see(bearer(opaque(options))))).toEqual(codes);
  });

  test('an opaque token is introspected once for each request, and never cached', async () => {
    const alice = bearer(opaque());
    await see(alice);
    await see(alice);
    const asked = stage.sandbox.received().filter(({ path }) => path.endsWith('/introspect'));

    stage.sandbox.advance(3_601_000);

    expect(asked).toHaveLength(2);
    expect(codesOf(await see(alice))).toEqual(unknown);
  });

  const ahead = Date.now() / 1000 + 86_400;
  test.each<readonly [string, AccessTokenOptions | null]>([
    ['unknown', null],
    ['expired', { lifetimeSeconds: 0 }],
    ["of another realm's provider", { person: 'mallory', realm: 'beta' }],
    ['of a client for itself', {}],
    ['of a realm that is not served', of({ realm: '/beta' })],
    ['for another audience', { audience: 'kiosk' }],
    ['of another client for none', { client: 'kiosk', claims: { aud: null } }],
    ['of a sign-in a day ahead', of({ auth_time: ahead })],
  ])('an opaque token that is %s is rejected', async (label, options) => {
    const person = label.endsWith('for itself') ? {} : { person: 'alice' };
    const token =
      options === null
        ? 'n0sUcHt0kEnAtAlLn0sUcHt0kEn'
        : stage.sandbox.mintAccessToken({ ...person, opaque: true, ...options });

    const answers = [await see(bearer(token)), await reset(bearer(token))];

    expect(answers.map(codesOf)).toEqual([unknown, unknown]);
    expect(callsAboutPeople(stage.sandbox)).toEqual([]);
    expect(stage.gateway.log.join('')).not.toContain(token);
  });

  // What becomes of an answer that is no good is the same on each product.
  if (flavor !== 'pingam') return;

  const told = { sub: 'alice', aud: 'portal', scope: 'devices:read devices:reset' };
  const body = (value: unknown): FaultEffect => ({ kind: 'body', body: value });
  const broken = 'UPSTREAM_UNAVAILABLE';
  test.each<readonly [string, FaultEffect, string]>([
    ['500', { kind: 'status', status: 500 }, broken],
    ['401 for the client', { kind: 'status', status: 401 }, broken],
    ['nothing', { kind: 'blackhole' }, broken],
    ['a dead socket', { kind: 'cut', when: 'before' }, broken],
    ['a redirect', { kind: 'redirect', location: '/am/elsewhere' }, broken],
    ['active as a text', body({ ...told, active: 'true' }), unknown.join()],
    ['no word of it', body(told), unknown.join()],
    ['a list', body([{ ...told, active: true }]), unknown.join()],
  ])('an opaque token whose issuer answers %s', async (_label, effect, code) => {
    const alice = bearer(opaque());
    const match = { method: 'POST', path: '/introspect' };
    stage.sandbox.breakNext({ match, times: Infinity, effect });

    const seen = await see(alice);

    expect([seen.data, codesOf(seen)]).toEqual([{ me: null }, [code]]);
    expect(callsAboutPeople(stage.sandbox)).toEqual([]);
  });
});
