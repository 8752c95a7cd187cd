/** People with an access token act for themselves; the gateway acts with its service credential (contract §11). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  AllMyDevicesDocument,
  RemoveDeviceDocument,
  RenameDeviceDocument,
  ResetOathDevicesDocument,
  SearchPeopleDocument,
  WhoAmIDocument,
} from '../../src/client/operations.ts';
import { DEVICE_IDS } from '../../src/sandbox/index.ts';
import type { AccessTokenOptions, Sandbox } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { callsAboutPeople } from '../security/am-received.ts';
import { credentialsOf } from './am-credentials.ts';
import { bearer, openBearerStage } from './bearers.ts';
import type { BearerStage } from './bearers.ts';

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let stage: BearerStage;
  let peer: SandboxPeer;
  let sandbox: Sandbox;
  let gateway: TestGateway;

  beforeAll(async () => {
    const scopes = { HELP_DESK_SCOPES: 'devices:help', ADMIN_SCOPES: 'devices:admin,devices:root' };
    stage = await openBearerStage(flavor, { env: scopes });
    ({ peer, sandbox, gateway } = stage);
  });
  beforeEach(() => peer.restore());
  afterAll(() => stage?.close());

  const as = (options: AccessTokenOptions = {}): Readonly<Record<string, string>> =>
    bearer(sandbox.mintAccessToken({ person: 'alice', ...options }));

  test('a person sees their own devices', async () => {
    const { data, errors } = await gateway.send(AllMyDevicesDocument, {}, as());

    expect(errors).toEqual([]);
    expect(data?.me).toMatchObject({
      id: peer.idOf('alice'),
      devices: [{ id: DEVICE_IDS.aliceOath }, { id: DEVICE_IDS.alicePush }],
    });
  });

  test('a person resets their own devices, and their token goes nowhere', async () => {
    const token = sandbox.mintAccessToken({ person: 'alice' });

    const { data } = await gateway.send(ResetOathDevicesDocument, { input: {} }, bearer(token));

    expect(data?.resetOathDevices).toMatchObject({
      outcome: 'DONE',
      verified: true,
      removedDevices: [{ id: DEVICE_IDS.aliceOath }],
      user: { id: peer.idOf('alice'), oathDevices: [] },
    });
    expect(JSON.stringify(sandbox.received())).not.toContain(token);
    expect(credentialsOf(sandbox, '/users/').length).toBeGreaterThan(0);
    expect(gateway.log.join('')).not.toContain(token.slice(-40));
    expect(await peer.deviceIds('alice', 'OATH')).toEqual([]);
    expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  });

  test('a dry run shows devices, so it needs the scope to see them', async () => {
    const changeOnly = as({ scopes: ['devices:reset'] });

    const dry = await gateway.send(
      ResetOathDevicesDocument,
      { input: { dryRun: true } },
      changeOnly,
    );

    expect(codesOf(dry)).toEqual(['INSUFFICIENT_SCOPE']);
    expect(dry.data).toEqual({ resetOathDevices: null });
  });

  test.each<{ label: string; options: AccessTokenOptions; view: string[]; change: string[] }>([
    { label: 'both scopes', options: {}, view: [], change: [] },
    {
      label: 'both scopes as one text',
      options: { scopeFormat: 'text' },
      view: [],
      change: [],
    },
    {
      label: 'only the one for reading',
      options: { scopes: ['openid', 'devices:read'] },
      view: [],
      change: ['INSUFFICIENT_SCOPE'],
    },
    {
      label: 'only the one for reading, as text',
      options: { scopes: ['openid', 'devices:read'], scopeFormat: 'text' },
      view: [],
      change: ['INSUFFICIENT_SCOPE'],
    },
    {
      label: 'only the one for changes',
      options: { scopes: ['devices:reset'] },
      view: ['INSUFFICIENT_SCOPE'],
      change: [],
    },
    {
      label: 'other scopes',
      options: { scopes: ['openid', 'profile'] },
      view: ['INSUFFICIENT_SCOPE'],
      change: ['INSUFFICIENT_SCOPE'],
    },
    {
      label: 'scopes that only begin or end alike',
      options: { scopes: ['devices:reader', 'xdevices:reset', 'DEVICES:READ'] },
      view: ['INSUFFICIENT_SCOPE'],
      change: ['INSUFFICIENT_SCOPE'],
    },
    {
      label: 'no scope',
      options: { scopes: [] },
      view: ['INSUFFICIENT_SCOPE'],
      change: ['INSUFFICIENT_SCOPE'],
    },
    {
      label: 'no claim of scopes',
      options: { claims: { scope: null } },
      view: ['INSUFFICIENT_SCOPE'],
      change: ['INSUFFICIENT_SCOPE'],
    },
  ])('a token with $label', async ({ options, view, change }) => {
    const alice = as(options);

    const seen = await gateway.send(AllMyDevicesDocument, {}, alice);
    sandbox.clearReceived();
    const input = { kind: 'OATH' as const, deviceId: 'nothing-like-it' };
    const changes = [
      await gateway.ask('mutation { resetPushDevices(input: {}) { outcome } }', alice),
      await gateway.send(RemoveDeviceDocument, { input }, alice),
      await gateway.send(RenameDeviceDocument, { input: { ...input, name: 'new' } }, alice),
    ];

    expect(codesOf(seen)).toEqual(view);
    expect(changes.map(codesOf)).toEqual([change, change, change]);
    const calls = callsAboutPeople(sandbox).flatMap((call) => {
      const [, method, kind] = /^(\w+) .*\/devices\/(?:2fa\/)?(\w+)/.exec(call) ?? [];
      return kind === undefined ? [] : `${method} ${kind}`;
    });
    // The reset of push devices, and the two lists in which there is nothing to remove or rename.
    const made = ['GET push', 'POST push', 'GET push', 'GET oath', 'GET oath'];
    expect(calls).toEqual(change.length === 0 ? made : []);
  });

  test.each<{ label: string; claims: () => Record<string, string | null> }>([
    { label: 'marked as a user', claims: () => ({ sub: `(usr!${peer.idOf('alice')})` }) },
    {
      label: 'marked as a user, without the plain name',
      claims: () => ({ sub: `(usr!${peer.idOf('alice')})`, subname: null }),
    },
    { label: 'plain', claims: () => ({ sub: peer.idOf('alice'), subname: null }) },
    { label: 'without a realm', claims: () => ({ realm: null }) },
    { label: 'without a name of the kind of token', claims: () => ({ tokenName: null }) },
  ])('a subject $label is the person', async ({ claims }) => {
    const { data } = await gateway.send(WhoAmIDocument, {}, as({ claims: claims() }));
    const seen = await gateway.send(AllMyDevicesDocument, {}, as({ claims: claims() }));

    expect(data?.viewer).toMatchObject({ roles: ['SELF'], realm: 'alpha' });
    expect(seen.data?.me?.id).toBe(peer.idOf('alice'));
  });

  test.each<{ label: string; options: AccessTokenOptions; by?: 'client' }>([
    { label: 'a client for itself', options: {}, by: 'client' },
    { label: 'a client marked so', options: { claims: { sub: '(age!portal)' } } },
    { label: 'a client under a plain name', options: { claims: { sub: '(age!alice)' } } },
    { label: 'a person of a realm that is not served', options: { claims: { realm: '/beta' } } },
    { label: 'a realm that there is not', options: { claims: { realm: '/gamma' } } },
    { label: 'a realm in other capitals', options: { claims: { realm: '/ALPHA' } } },
    { label: 'a person of another issuer', options: { person: 'mallory', realm: 'beta' } },
    { label: 'nobody', options: { claims: { sub: null, subname: null } } },
    { label: 'an empty subject', options: { claims: { sub: '', subname: null } } },
    { label: 'a subject that is no text', options: { claims: { sub: 5 } } },
  ])('$label is nobody here', async ({ options, by }) => {
    const alice = by === 'client' ? {} : { person: 'alice' };
    // Staff scopes, so that nothing but the subject can be what refuses.
    const scopes = ['devices:read', 'devices:reset', 'devices:admin'];
    const token = bearer(sandbox.mintAccessToken({ ...alice, scopes, ...options }));
    sandbox.clearReceived();

    const viewer = await gateway.send(WhoAmIDocument, {}, token);
    const seen = await gateway.send(AllMyDevicesDocument, {}, token);
    const search = await gateway.send(SearchPeopleDocument, { search: 'bob' }, token);
    const reset = await gateway.send(ResetOathDevicesDocument, { input: {} }, token);

    expect(viewer.data?.viewer).toMatchObject({ roles: [], means: null, canSearch: false });
    expect([seen, search, reset].map(codesOf)).toEqual([
      ['UNAUTHENTICATED'],
      ['UNAUTHENTICATED'],
      ['UNAUTHENTICATED'],
    ]);
    expect(callsAboutPeople(sandbox)).toEqual([]);
  });

  test('a subject that cannot be the id of a person is refused before AM is asked', async () => {
    for (const subname of ['../bob', 'id=amadmin,ou=user', 'b*', 'bob?_action=reset']) {
      const hostile = as({ claims: { sub: `(usr!${subname})`, subname } });
      sandbox.clearReceived();

      const seen = await gateway.send(AllMyDevicesDocument, {}, hostile);

      expect(codesOf(seen)).toEqual(['FORBIDDEN']);
      expect(callsAboutPeople(sandbox)).toEqual([]);
    }
  });

  test.each([
    ['the help desk', 'helen', ['devices:help'], ['SELF', 'HELP_DESK']],
    ['an administrator', 'oscar', ['devices:admin'], ['SELF', 'ADMINISTRATOR']],
    ['an administrator by the second scope', 'oscar', ['devices:root'], ['SELF', 'ADMINISTRATOR']],
    ['both', 'peter', ['devices:help', 'devices:admin'], ['SELF', 'ADMINISTRATOR', 'HELP_DESK']],
    ['somebody without the scope', 'peter', ['devices:read'], ['SELF']],
  ])('the viewer of %s', async (_label, person, scopes, roles) => {
    const before = Date.now();

    const { data } = await gateway.send(WhoAmIDocument, {}, as({ person, scopes }));
    const answer = await gateway.ask('{ viewer { means signedInAt } }', as({ person, scopes }));

    expect(data?.viewer.roles.toSorted()).toEqual(roles.toSorted());
    expect(answer.data).toMatchObject({ viewer: { means: 'BEARER' } });
    const { signedInAt } = JSON.parse(answer.text).data.viewer;
    expect(Math.abs(Date.parse(String(signedInAt)) - before)).toBeLessThan(5_000);
    expect(Date.parse(data?.viewer.expiresAt ?? '') - before).toBeGreaterThan(3_500_000);
  });

  test('staff by scope act as their role does, and no further', async () => {
    const helen = as({ person: 'helen', scopes: ['devices:help'] });
    const input = { userId: peer.idOf('bob') };

    const own = await gateway.send(
      ResetOathDevicesDocument,
      { input: { userId: peer.idOf('helen') } },
      helen,
    );
    const vera = { userId: peer.idOf('vera') };
    const privileged = await gateway.send(ResetOathDevicesDocument, { input: vera }, helen);
    const device = { ...input, kind: 'OATH' as const, deviceId: DEVICE_IDS.bobOath };
    const removal = await gateway.send(RemoveDeviceDocument, { input: device }, helen);
    const reset = await gateway.send(ResetOathDevicesDocument, { input }, helen);

    expect([own, privileged, removal].map(codesOf)).toEqual([
      ['OWN_ACCOUNT'],
      ['TARGET_PRIVILEGED'],
      ['FORBIDDEN'],
    ]);
    expect(reset.data?.resetOathDevices).toMatchObject({ outcome: 'DONE', verified: true });
    expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
    expect(await peer.deviceIds('vera', 'OATH')).toEqual([DEVICE_IDS.veraOath]);
  });

  test('a session and a token together are refused', async () => {
    const both = { ...(await peer.signIn('alice')), ...as({ person: 'bob' }) };
    sandbox.clearReceived();

    const answer = await gateway.fetch({
      method: 'POST',
      headers: { 'content-type': 'application/json', ...both },
      body: JSON.stringify({ query: '{ me { id } }' }),
    });

    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain(peer.idOf('alice'));
    expect(sandbox.received()).toEqual([]);
  });
});
