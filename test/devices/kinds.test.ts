/** Six kinds of device: what each tells, and what a product that lacks one answers (contract §3.4–3.8). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { AllMyDevicesDocument, CapabilitiesDocument } from '../../packages/client/operations.ts';
import { codesOf } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, onStage, useStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import {
  demoKinds,
  flavors,
  kindsOf,
  missingKindsOf,
  recordOf,
  secretsIn,
  typeOf,
} from './demo-devices.ts';
import type { DemoKind } from './demo-devices.ts';

const facts = '__typename id: amId kind name registeredAt lastUsedAt canManage owner { id: amId }';
const everything = `{ me {
  oathDevices { ${facts} }
  pushDevices { ${facts} platform issuer }
  webAuthnDevices { ${facts} credentialId }
  boundDevices { ${facts} deviceIdentifier }
  profileDevices { ${facts} }
  trustedDevices { ${facts} lastUsedText useCount }
} }`;

describe.each(flavors)('on %s', (flavor) => {
  const isOpenAm = flavor === 'openam';
  const has = kindsOf(flavor);
  const missing = missingKindsOf(flavor);
  const undated = { registeredAt: null, lastUsedAt: null };
  const used = '2026-11-20T10:00:00.000Z';
  const dates = { registeredAt: isOpenAm ? null : '2026-01-05T08:00:00.000Z', lastUsedAt: used };
  // U35: the words of the server itself.
  const trustedFacts = { lastUsedText: 'Nov 20, 2026, 10:00 AM', useCount: 12 };
  const ownFacts: Readonly<Record<string, object>> = {
    OATH: dates,
    PUSH: isOpenAm
      ? { ...undated, platform: 'ANDROID', issuer: 'ForgeRock' }
      : { ...dates, platform: null, issuer: null },
    WEB_AUTHN: { ...dates, credentialId: 'Y3JlZGVudGlhbC1vZi1ib2ItMDE' },
    BOUND: { ...dates, deviceIdentifier: 'fingerprint-of-bob' },
    PROFILE: { registeredAt: null, lastUsedAt: used },
    TRUSTED: { ...undated, ...trustedFacts },
  };
  const stage = useStage(flavor);
  let bob: SessionHeader;

  beforeEach(async () => {
    bob = await stage.peer.signIn('bob');
  });

  const listPaths = (): string[] =>
    stage.sandbox
      .received()
      .map(({ path }) => path)
      .filter((path) => path.includes('/devices/'));
  const devicesOf = (kinds: readonly string[] | null): ReturnType<TestGateway['ask']> => {
    const query =
      'query ($kinds: [RegisteredDeviceKind!]) { me { devices(kinds: $kinds) { id: amId kind } } }';
    return stage.gateway.ask(query, bob, { kinds });
  };

  test('each kind is told with its own facts, and AM is asked for nothing else', async () => {
    const answer = await stage.gateway.ask(everything, bob);

    const devicesFor = (demo: DemoKind): object[] =>
      demo.ids.map((id, index) => ({
        ...ownFacts[demo.kind],
        __typename: typeOf(demo),
        id,
        kind: demo.kind,
        name: index === 0 ? demo.name : "Bob's old phone",
        canManage: isOpenAm || ['PROFILE', 'TRUSTED'].includes(demo.kind) ? null : true,
        owner: { id: stage.peer.idOf('bob') },
      }));
    const me = [
      ...has.map((demo) => [demo.field, devicesFor(demo)]),
      ...missing.map(({ field }) => [field, null]),
    ];
    expect(answer.data).toMatchObject({ me: Object.fromEntries(me) });
    // A kind that the product lacks is an error at its own field, and AM is not asked.
    expect(codesOf(answer)).toEqual(missing.map(() => 'NOT_SUPPORTED_UPSTREAM'));
    expect(answer.errors.map(({ path }) => path)).toEqual(
      missing.map(({ field }) => ['me', field]),
    );
    expect(secretsIn(stage, answer.text)).toEqual([]);
    expect(answer.text).not.toMatch(/n-of-bob|x-of-bob|59\.3293|Pixel/);
    expect(listPaths()).toHaveLength(has.length);
    expect(listPaths().every((path) => path.includes('_fields='))).toBe(true);
    expect(listPaths().join(' ')).not.toMatch(
      /metadata|location|recoveryCodes|key|sharedSecret|devicePrint/,
    );
  });

  test('all kinds of the product come in one list, in the order of the kinds', async () => {
    const { data, errors } = await stage.gateway.send(AllMyDevicesDocument, {}, bob);

    expect(errors).toEqual([]);
    const owner = stage.peer.idOf('bob');
    expect(data?.me?.devices?.map(({ id }) => id)).toEqual(
      has.flatMap(({ kind, ids }) => ids.map((id) => idOfDevice(owner, kind, id))),
    );
    expect(data?.me?.devices?.at(-1)).toMatchObject(trustedFacts);
  });

  test.each([
    ...has.map(({ kind }) => ({ label: `${kind} alone`, kinds: [kind] })),
    {
      label: 'kinds in another order, and twice,',
      kinds: ['TRUSTED', 'PUSH', 'TRUSTED', 'OATH', 'PUSH'],
    },
  ])('$label are answered in order, each read once', async ({ kinds }) => {
    const { data, errors } = await devicesOf(kinds);

    const chosen = demoKinds.filter(({ kind }) => kinds.includes(kind));
    const devices = chosen.flatMap(({ kind, ids }) => ids.map((id) => ({ id, kind })));
    expect([data, errors]).toEqual([{ me: { devices } }, []]);
    expect(listPaths()).toHaveLength(chosen.length);
  });

  test.each([
    { label: 'no kind is a mistake, and not an empty list', kinds: [], code: 'BAD_USER_INPUT' },
    ...missing.map(({ kind }) => ({
      label: `${kind}, which the product lacks, is refused and named`,
      kinds: ['OATH', kind],
      code: 'NOT_SUPPORTED_UPSTREAM',
    })),
  ])('$label', async ({ kinds, code }) => {
    const { data, errors } = await devicesOf(kinds);

    const named = kinds.length === 0 ? { argument: 'kinds' } : { kinds: kinds.slice(1) };
    expect(data).toEqual({ me: { devices: null } });
    expect(errors).toMatchObject([{ extensions: { code, ...named } }]);
  });

  test('a list that cannot be read is an error that names the kinds, never a gap', async () => {
    for (const path of ['/devices/2fa/oath', '/devices/trusted']) {
      stage.sandbox.breakNext({ match: { path }, effect: { kind: 'status', status: 500 } });
    }

    const { data, errors } = await devicesOf(null);

    expect(data).toEqual({ me: { devices: null } });
    expect(errors).toMatchObject([
      { extensions: { code: 'UPSTREAM_ERROR', kinds: ['OATH', 'TRUSTED'] } },
    ]);
  });

  test.each(has)('$kind without an id is listed so (U34)', async (demo) => {
    const broken = [recordOf(demo, undefined, 'broken'), 'not JSON', recordOf(demo, 'id-1', 'new')];
    await stage.peer.plant('bob', { [demo.attribute]: broken });

    const answer = await stage.gateway.ask(`{ me { ${demo.field} { id: amId name } } }`, bob);

    const devices = [
      { id: null, name: 'broken' },
      { id: 'id-1', name: 'new' },
    ];
    expect([answer.data, answer.errors]).toEqual([{ me: { [demo.field]: devices } }, []]);
  });

  test('a trusted date that AM cannot read spoils that list alone (U35)', async () => {
    const broken = JSON.stringify({ uuid: 'id-1', name: 'new', lastSelectedDate: 'yesterday' });
    await stage.peer.plant('bob', { devicePrintProfiles: [broken] });

    const query = '{ me { oathDevices { id: amId } trustedDevices { id: amId } } }';
    const answer = await stage.gateway.ask(query, bob);

    expect(codesOf(answer)).toEqual(['UPSTREAM_ERROR']);
    const oathDevices = demoKinds[0]?.ids.map((id) => ({ id }));
    expect(answer.data).toEqual({ me: { oathDevices, trustedDevices: null } });
    expect(answer.text).not.toContain('yesterday');
  });

  test('what can be done is told of exactly the kinds that there are', async () => {
    const { data } = await stage.gateway.send(CapabilitiesDocument, {});

    const kinds = has.map(({ kind, atOnce, label }) => ({
      __typename: 'KindCapability',
      kind,
      reset: atOnce ? 'AT_ONCE' : 'ONE_BY_ONE',
      canRename: label !== null && !isOpenAm,
    }));
    expect(data?.capabilities).toEqual({
      __typename: 'Capabilities',
      product: flavor.toUpperCase(),
      kinds,
    });
    const received = stage.sandbox.received().map(({ path }) => path);
    expect(received.filter((path) => !path.includes('authenticate'))).toEqual([]);
  });
});

describe('lists alone', () => {
  const stage = useStage('pingam', { env: everyCallerEnv() });
  let alice: SessionHeader;

  beforeEach(async () => {
    alice = await stage.peer.signIn('alice');
    await stage.gateway.ask('{ caller { realm } }', alice);
    stage.sandbox.clearReceived();
  });

  /** The calls about people, in any order: `users/alice` and what is below. */
  function calls({ sandbox }: Stage = stage): string[] {
    return sandbox
      .received()
      .flatMap(({ path }) => /users\/[^?]+/.exec(path)?.[0] ?? [])
      .toSorted();
  }

  const oath = 'users/alice/devices/2fa/oath';
  const push = 'users/alice/devices/2fa/push';

  const person = 'users/alice';
  test.each([
    ['two lists', '{ me { oathDevices { id: amId name } pushDevices { name } } }', [oath, push]],
    ['one kind', '{ me { __typename devices(kinds: [OATH]) { id: amId } } }', [oath]],
    [
      'a fragment',
      '{ me { ...Lists } } fragment Lists on User { oathDevices { id: amId } }',
      [oath],
    ],
    [
      'aliases',
      '{ a: me { oathDevices { id: amId } } b: me { pushDevices { id: amId } } }',
      [oath, push],
    ],
    ['a name', '{ me { id: amId oathDevices { id: amId } } }', [person, oath]],
    ['the realm', '{ me { realm oathDevices { id: amId } } }', [person, oath]],
    ['the owner', '{ me { oathDevices { owner { email } } } }', [person, oath]],
    [
      'the owner in a fragment',
      '{ me { oathDevices { ... on Device { owner { id: amId } } } } }',
      [person, oath],
    ],
    ['the choice to skip', '{ me { oathSkip oathDevices { id: amId } } }', [person, oath]],
    [
      'what the caller can',
      '{ me { callerCan(action: RESET, kind: OATH) { allowed } oathDevices { id: amId } } }',
      [person, oath],
    ],
    [
      'another field beside',
      '{ a: me { oathDevices { id: amId } } b: me { email } }',
      [person, oath],
    ],
    ['a name given', '{ user(id: "alice") { oathDevices { id: amId } } }', [person, oath]],
  ])('%s', async (_label, query, expected) => {
    const answer = await stage.gateway.ask(query, alice);

    expect(answer.errors).toEqual([]);
    expect(calls()).toEqual(expected);
  });

  test('nothing selected is known, and so nothing else is told', async () => {
    const query = '{ a: me { oathDevices { id: amId } } b: me { displayName status oathSkip } }';

    const { data } = await stage.gateway.ask(query, alice);

    const b = { displayName: 'Alice Example', status: 'ACTIVE', oathSkip: 'REQUIRED' };
    expect(data).toMatchObject({ b });
  });

  test('a token does not stand for whom AM knows: the person is read', async () => {
    const token = bearer(stage.sandbox, 'alice', { scopes: ['devices:read'] });

    await stage.gateway.ask('{ me { id: amId } }', token); // the gateway signs itself in
    stage.sandbox.clearReceived();

    await stage.gateway.ask('{ me { oathDevices { id: amId } } }', token);

    expect(calls()).toEqual(['users/alice', oath]);
  });

  test('a person signed in under another spelling is read', () =>
    // Sessions of OpenAM keep what was typed (F1).
    onStage('openam', { env: everyCallerEnv() }, async (openam) => {
      const capitals = await openam.peer.signIn('ALICE', 'alpha');
      openam.sandbox.clearReceived();

      const answer = await openam.gateway.ask('{ me { oathDevices { id: amId } } }', capitals);

      expect(answer.errors).toEqual([]);
      expect(calls(openam)).toEqual(['users/ALICE', oath]);
    }));

  test('a session that has ended gets nothing', async () => {
    const answer = await stage.gateway.ask('{ me { oathDevices { id: amId } } }', {
      [stage.peer.cookieName]: 'AQIC5wM2LY4SfcUnknown',
    });

    expect([answer.data, codesOf(answer)]).toEqual([{ me: null }, ['UNAUTHENTICATED']]);
    expect(calls()).toEqual([]);
  });
});
