/**
 * Users with an access token, signed or opaque (RFC 7662), act on themselves. The gateway uses its
 * service credential (contract §11).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  AllMyDevicesDocument,
  RenameDeviceDocument,
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
import { openStage, type Stage, useStage } from '../support/stage.ts';
import { credentialsOf } from './am-credentials.ts';
import { bearer, portalEnv } from './bearers.ts';

const own = { target: { me: true } };

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let stage: Stage;
  let peer: Stage['peer'];
  let sandbox: Stage['sandbox'];
  let gateway: Stage['gateway'];

  beforeAll(async () => {
    const scopes = { HELP_DESK_SCOPES: 'devices:help', ADMIN_SCOPES: 'devices:admin,devices:root' };
    stage = await openStage(flavor, { env: portalEnv(scopes) });
    ({ peer, sandbox, gateway } = stage);
  });
  beforeEach(() => stage.restart());
  afterAll(() => stage?.close());

  const as = (options: AccessTokenOptions = {}): Readonly<Record<string, string>> =>
    bearer(sandbox.mintAccessToken({ person: 'alice', ...options }));

  test('a user resets their own devices, and only the issuer receives the token', async () => {
    const token = sandbox.mintAccessToken({ person: 'alice' });
    const alices = peer.idOf('alice');

    const { data } = await gateway.send(ResetOathDevicesDocument, { input: own }, bearer(token));

    expect(data?.resetOathDevices).toMatchObject({
      outcome: 'DONE',
      isVerified: true,
      removedDevices: [{ deviceId: idOfDevice(alices, 'OATH', deviceIds.aliceOath) }],
      user: { id: idOfPerson(alices) },
      devicesByKind: [{ kind: 'OATH', devices: [] }],
    });
    const elsewhere = sandbox.received().filter(({ path }) => !path.endsWith('/introspect'));
    expect(JSON.stringify(elsewhere)).not.toContain(token);
    expect(credentialsOf(sandbox, '/users/').length).toBeGreaterThan(0);
    expect(gateway.log.join('')).not.toContain(token.slice(-40));
    expect(await peer.deviceIds('alice', 'OATH')).toEqual([]);
    expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  });

  test('a dry run requires the scope to see devices', async () => {
    const changeOnly = as({ scopes: ['devices:reset'] });

    const dry = await gateway.send(
      ResetOathDevicesDocument,
      { input: { ...own, dryRun: true } },
      changeOnly,
    );

    expect(codesOf(dry)).toEqual(['INSUFFICIENT_SCOPE']);
    expect(dry.data).toEqual({ resetOathDevices: null });
  });

  const missing = ['INSUFFICIENT_SCOPE'];
  test.each<readonly [string, AccessTokenOptions, view: string[], change: string[]]>([
    ['both scopes', {}, [], []],
    ['both scopes as one text', { scopeFormat: 'text' }, [], []],
    ['only the one for reading', { scopes: ['openid', 'devices:read'] }, [], missing],
    [
      'only the one for reading, as text',
      { scopes: ['openid', 'devices:read'], scopeFormat: 'text' },
      [],
      missing,
    ],
    ['only the one for changes', { scopes: ['devices:reset'] }, missing, []],
    ['other scopes', { scopes: ['openid', 'profile'] }, missing, missing],
    [
      'scopes that only begin or end alike',
      { scopes: ['devices:reader', 'xdevices:reset', 'DEVICES:READ'] },
      missing,
      missing,
    ],
    ['no scope', { scopes: [] }, missing, missing],
    ['no claim of scopes', { claims: { scope: null } }, missing, missing],
  ])('a token with %s', async (_label, options, view, change) => {
    const alice = as(options);

    const seen = await gateway.send(AllMyDevicesDocument, {}, alice);
    sandbox.clearReceived();
    const input = { ...own, kind: 'OATH' as const, deviceId: 'nothing-like-it' };
    const changes = [
      await gateway.ask(
        'mutation { resetPushDevices(input: { target: { me: true } }) { outcome } }',
        alice,
      ),
      await gateway.ask(
        'mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) { outcome } }',
        alice,
        { input },
      ),
      await gateway.send(RenameDeviceDocument, { input: { ...input, name: 'new' } }, alice),
    ];

    expect(codesOf(seen)).toEqual(view);
    // A field of the payload may require another scope.
    const refusals = changes.map(({ errors }) => errors.filter(({ path }) => path?.length === 1));
    expect(refusals.map((errors) => codesOf({ errors }))).toEqual([change, change, change]);
    const calls = callsAboutPeople(sandbox).flatMap((call) => {
      const [, method, kind] = /^(\w+) .*\/devices\/(?:2fa\/)?(\w+)/.exec(call) ?? [];
      return kind === undefined ? [] : `${method} ${kind}`;
    });
    // The reset of push devices, and the two lists without a device to remove or rename.
    const made = ['GET push', 'POST push', 'GET push', 'GET oath', 'GET oath'];
    expect(calls).toEqual(change.length === 0 ? made : []);
  });

  test.each<readonly [string, () => Readonly<Record<string, string | null>>]>([
    ['marked as a user', () => ({ sub: `(usr!${peer.idOf('alice')})` })],
    ['without the plain name', () => ({ sub: `(usr!${peer.idOf('alice')})`, subname: null })],
    ['plain', () => ({ sub: peer.idOf('alice'), subname: null })],
    ['without a realm', () => ({ realm: null })],
    ['without a name of the kind of token', () => ({ tokenName: null })],
  ])('a subject %s is the user', async (_label, claims) => {
    const { data } = await gateway.send(WhoAmIDocument, {}, as({ claims: claims() }));
    const seen = await gateway.send(AllMyDevicesDocument, {}, as({ claims: claims() }));
    const alices = peer.idOf('alice');

    expect(data?.caller).toMatchObject({ roles: ['SELF'], realm: 'alpha' });
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
    ['a client marked so', of({ sub: '(age!portal)' })],
    ['a client under a plain name', of({ sub: '(age!alice)' })],
    ['a person of a realm that is not served', of({ realm: '/beta' })],
    ['a realm that there is not', of({ realm: '/gamma' })],
    ['a realm in other capitals', of({ realm: '/ALPHA' })],
    ['a person of another issuer', { person: 'mallory', realm: 'beta' }],
    ['nobody', of({ sub: null, subname: null })],
    ['an empty subject', of({ sub: '', subname: null })],
    ['a subject that is no text', of({ sub: 5 })],
  ])('%s is unknown here', async (_label, options) => {
    // Staff scopes, so that only the subject can cause the refusal.
    const scopes = ['devices:read', 'devices:reset', 'devices:admin'];
    const token = bearer(sandbox.mintAccessToken({ scopes, ...options }));
    sandbox.clearReceived();

    const caller = await gateway.send(WhoAmIDocument, {}, token);
    const seen = await gateway.send(AllMyDevicesDocument, {}, token);
    const search = await gateway.send(SearchPeopleDocument, { search: 'bob' }, token);
    const reset = await gateway.send(ResetOathDevicesDocument, { input: own }, token);

    expect(caller.data?.caller).toMatchObject({ roles: [], credential: null, canSearch: false });
    expect([seen, search, reset].map(codesOf)).toEqual([
      ['UNAUTHENTICATED'],
      ['UNAUTHENTICATED'],
      ['UNAUTHENTICATED'],
    ]);
    expect(callsAboutPeople(sandbox)).toEqual([]);
  });

  test.each(['../bob', 'id=amadmin,ou=user', 'b*', 'bob?_action=reset'])(
    'a subject that is no valid user id is refused before any call to AM: %s',
    async (subname) => {
      const hostile = as({ claims: { sub: `(usr!${subname})`, subname } });

      const seen = await gateway.send(AllMyDevicesDocument, {}, hostile);

      expect(codesOf(seen)).toEqual(['FORBIDDEN']);
      expect(callsAboutPeople(sandbox)).toEqual([]);
    },
  );

  test.each([
    ['the help desk', 'helen', ['devices:help'], ['SELF', 'HELP_DESK']],
    ['an administrator', 'oscar', ['devices:admin'], ['SELF', 'ADMINISTRATOR']],
    ['an administrator by the second scope', 'oscar', ['devices:root'], ['SELF', 'ADMINISTRATOR']],
    ['both', 'peter', ['devices:help', 'devices:admin'], ['SELF', 'ADMINISTRATOR', 'HELP_DESK']],
    ['somebody without the scope', 'peter', ['devices:read'], ['SELF']],
  ])('the caller of %s', async (_label, person, scopes, roles) => {
    const before = Date.now();

    const { data } = await gateway.send(WhoAmIDocument, {}, as({ person, scopes }));
    const answer = await gateway.ask(
      '{ caller { credential signedInAt } }',
      as({ person, scopes }),
    );

    expect(data?.caller.roles.toSorted()).toEqual(roles.toSorted());
    expect(answer.data).toMatchObject({ caller: { credential: 'BEARER' } });
    const signedInAt = Date.parse(textAt(answer.data, 'caller', 'signedInAt'));
    expect(Math.abs(signedInAt - before)).toBeLessThan(5_000);
    expect(Date.parse(data?.caller.expiresAt ?? '') - before).toBeGreaterThan(3_500_000);
  });

  test('a session and a token together are refused', async () => {
    const both = { ...(await peer.signIn('alice')), ...as({ person: 'bob' }) };
    sandbox.clearReceived();

    const answer = await gateway.fetch({
      method: 'POST',
      headers: { 'content-type': 'application/json', ...both },
      body: JSON.stringify({ query: '{ me { id: amId } }' }),
    });

    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain(peer.idOf('alice'));
    expect(sandbox.received()).toEqual([]);
  });
});

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  const stage = useStage(flavor, { env: portalEnv({ AM_TIMEOUT_MS: '1500' }) });

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

  test('an opaque token belongs to the user of its introspection', async () => {
    const alice = bearer(mint());

    const { data } = await stage.gateway.send(WhoAmIDocument, {}, alice);
    const reset = await stage.gateway.send(ResetOathDevicesDocument, { input: own }, alice);

    expect(data?.caller).toMatchObject({ roles: ['SELF'], credential: 'BEARER', realm: 'alpha' });
    // OpenAM's introspection does not return the time of the sign-in (contract §11).
    expect(typeof data?.caller.signedInAt).toBe(flavor === 'openam' ? 'object' : 'string');
    expect(Date.parse(data?.caller.signedInAt ?? '1970')).toBeLessThanOrEqual(Date.now());
    expect(reset.data?.resetOathDevices).toMatchObject({
      outcome: 'DONE',
      user: { id: idOfPerson(stage.peer.idOf('alice')) },
    });
    expect(await stage.peer.deviceIds('alice', 'OATH')).toEqual([]);
  });

  test.each<readonly [string, AccessTokenOptions, string[]]>([
    ['for several audiences', { audience: ['kiosk', 'portal'] }, []],
    ['for no audience, of the very client', { claims: { aud: null } }, []],
    ['for our audience, of another client', { client: 'kiosk', audience: 'portal' }, []],
    ['without a scope for it', { scopes: ['openid'] }, ['INSUFFICIENT_SCOPE']],
  ])('%s it gets %j', async (_label, options, codes) => {
    expect(await codesWith(bearer(mint(options)))).toEqual(codes);
  });

  test('is introspected once for each request, and never cached', async () => {
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
    ['of a sign-in a day ahead', () => mint({ claims: { auth_time: Date.now() / 1000 + 86_400 } })],
    ['for renewal', () => mint({ claims: { token_type: 'refresh_token' } })],
  ])('that is %s is rejected', async (_label, make) => {
    const token = make();

    const seen = await codesWith(bearer(token));
    const reset = await stage.gateway.send(ResetOathDevicesDocument, { input: own }, bearer(token));

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
    ['a page', { kind: 'malformed' }, 'UPSTREAM_UNAVAILABLE'],
    [
      'an end that is past',
      { kind: 'body', body: { ...told, active: true, exp: 1_700_000_000 } },
      'UNAUTHENTICATED',
    ],
    [
      'a key that it is bound to',
      { kind: 'body', body: { ...told, active: true, cnf: {} } },
      'UNAUTHENTICATED',
    ],
    [
      'another party that acts',
      { kind: 'body', body: { ...told, active: true, act: { sub: 'helen' } } },
      'UNAUTHENTICATED',
    ],
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
