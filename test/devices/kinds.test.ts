/** The kinds of devices and their fields, also on a product that lacks kinds (contract §3). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { AllMyDevicesDocument, CapabilitiesDocument } from '../../packages/client/operations.ts';
import { codesOf, type TestGateway } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import {
  demoKinds,
  flavors,
  kindsOf,
  missingKindsOf,
  recordOf,
  secretsIn,
  typeOf,
  type DemoKind,
} from './demo-devices.ts';

const facts = '__typename id: amId kind name registeredAt lastUsedAt canManage owner { id: amId }';
const everything = `{ me {
  oathDevices { ${facts} }
  pushDevices { ${facts} platform issuer }
  webAuthnDevices: devices(kinds: [WEB_AUTHN]) { ${facts} ... on WebAuthnDevice { credentialId } }
  boundDevices: devices(kinds: [BOUND]) { ${facts} ... on BoundDevice { deviceIdentifier } }
  recognizeDevices: devices(kinds: [RECOGNIZE]) { ${facts} }
  profileDevices: devices(kinds: [PROFILE]) { ${facts} }
  trustedDevices: devices(kinds: [TRUSTED]) { ${facts} ... on TrustedDevice { lastUsedText useCount } }
} }`;

describe.each(flavors)('on %s', (flavor) => {
  const isOpenAm = flavor === 'openam';
  const has = kindsOf(flavor);
  const missing = missingKindsOf(flavor);
  const undated = { registeredAt: null, lastUsedAt: null };
  const used = '2026-11-20T10:00:00.000Z';
  const dates = { registeredAt: isOpenAm ? null : '2026-01-05T08:00:00.000Z', lastUsedAt: used };
  // The text of the server itself (U35).
  const trustedFacts = { lastUsedText: 'Nov 20, 2026, 10:00 AM', useCount: 12 };
  const ownFacts: Readonly<Record<string, object>> = {
    OATH: dates,
    PUSH: isOpenAm
      ? { ...undated, platform: 'ANDROID', issuer: 'ForgeRock' }
      : { ...dates, platform: null, issuer: null },
    WEB_AUTHN: { ...dates, credentialId: 'Y3JlZGVudGlhbC1vZi1ib2ItMDE' },
    BOUND: { ...dates, deviceIdentifier: 'fingerprint-of-bob' },
    RECOGNIZE: undated,
    PROFILE: { registeredAt: null, lastUsedAt: used },
    TRUSTED: { ...undated, ...trustedFacts },
  };
  const ungated = ['RECOGNIZE', 'PROFILE', 'TRUSTED'];
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

  const devicesByKind = (kinds: readonly string[] | null): ReturnType<TestGateway['ask']> => {
    const query = `query ($kinds: [RegisteredDeviceKind!]) { me { devicesByKind(kinds: $kinds) {
      kind devices { __typename id: amId kind owner { id: amId } } } } }`;
    return stage.gateway.ask(query, bob, { kinds });
  };
  const entryOf = (demo: DemoKind): object => {
    const owner = { id: stage.peer.idOf('bob') };
    const { kind, ids } = demo;
    return { kind, devices: ids.map((id) => ({ __typename: typeOf(demo), id, kind, owner })) };
  };

  test('each kind has its own fields, and only they are read from AM', async () => {
    const answer = await stage.gateway.ask(everything, bob);

    const devicesFor = (demo: DemoKind): object[] =>
      demo.ids.map((id, index) => ({
        ...ownFacts[demo.kind],
        __typename: typeOf(demo),
        id,
        kind: demo.kind,
        name: index === 0 ? demo.name : "Bob's old phone",
        canManage: isOpenAm || ungated.includes(demo.kind) ? null : true,
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
    expect(answer.text).not.toMatch(/n-of-bob|x-of-bob|59\.3293|Pixel|face/);
    expect(listPaths()).toHaveLength(has.length);
    expect(listPaths().every((path) => path.includes('_fields='))).toBe(true);
    expect(listPaths().join(' ')).not.toMatch(
      /metadata|location|recoveryCodes|key|sharedSecret|devicePrint/,
    );
  });

  test('all kinds of the product come in the order of the kinds', async () => {
    const { data, errors } = await stage.gateway.send(AllMyDevicesDocument, {}, bob);

    expect(errors).toEqual([]);
    const owner = stage.peer.idOf('bob');
    const devices = data?.me?.devicesByKind?.flatMap((list) => list.devices ?? []);
    expect(devices?.map(({ id }) => id)).toEqual(
      has.flatMap(({ kind, ids }) => ids.map((id) => idOfDevice(owner, kind, id))),
    );
    expect(devices?.at(-1)).toMatchObject(trustedFacts);
  });

  test.each([
    ...has.map(({ kind }) => ({ label: `${kind} alone`, kinds: [kind] })),
    {
      label: 'kinds in another order, and twice,',
      kinds: ['TRUSTED', 'PUSH', 'TRUSTED', 'OATH', 'PUSH'],
    },
    { label: 'null for all', kinds: null },
  ])('$label are answered in order, each read once', async ({ kinds }) => {
    const chosen = has.filter(({ kind }) => kinds?.includes(kind) ?? true);

    const { data, errors } = await devicesOf(kinds);
    const paths = listPaths();
    const byKind = await devicesByKind(kinds);

    const devices = chosen.flatMap(({ kind, ids }) => ids.map((id) => ({ id, kind })));
    expect([data, errors]).toEqual([{ me: { devices } }, []]);
    const listed = { me: { devicesByKind: chosen.map(entryOf) } };
    expect([byKind.data, byKind.errors]).toEqual([listed, []]);
    expect(paths).toHaveLength(chosen.length);
    expect(listPaths()).toHaveLength(2 * chosen.length);
    expect(new Set(listPaths()).size).toBe(chosen.length);
  });

  test.each([
    { label: 'an empty list of kinds is refused', kinds: [], code: 'BAD_USER_INPUT' },
    ...missing.map(({ kind }) => ({
      label: `${kind}, which the product lacks, is refused and named`,
      kinds: ['OATH', kind],
      code: 'NOT_SUPPORTED_UPSTREAM',
    })),
  ])('$label', async ({ kinds, code }) => {
    const { data, errors } = await devicesOf(kinds);

    const named = kinds.length === 0 ? { path: ['kinds'] } : { kinds: kinds.slice(1) };
    expect(data).toEqual({ me: { devices: null } });
    expect(errors).toMatchObject([{ extensions: { code, ...named } }]);
  });

  test('by kind, a list that fails or that the product lacks is an error of its own', async () => {
    const [failing] = has;
    const path = new RegExp(`devices/(2fa/)?${failing?.path}\\?`);
    stage.sandbox.breakNext({ match: { path }, effect: { kind: 'status', status: 500 } });

    const answer = await devicesByKind(demoKinds.map(({ kind }) => kind));

    const isRead = (one: DemoKind): boolean => has.includes(one) && one !== failing;
    const wanted = demoKinds.map((one) =>
      isRead(one) ? entryOf(one) : { kind: one.kind, devices: null },
    );
    expect(answer.data).toEqual({ me: { devicesByKind: wanted } });
    const problems = answer.errors.map(
      ({ path: at, extensions }) => `${at?.join()} ${extensions.code}`,
    );
    const unread = demoKinds.flatMap((one, at) => {
      const code = has.includes(one) ? 'UPSTREAM_ERROR' : 'NOT_SUPPORTED_UPSTREAM';
      return isRead(one) ? [] : [`me,devicesByKind,${at},devices ${code}`];
    });
    expect(new Set(problems)).toEqual(new Set(unread));
    expect(answer.errors[0]?.extensions).not.toHaveProperty('kinds');
    expect(listPaths()).toHaveLength(has.length);
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

  test.each(has)('$kind without an id has a null id (U34)', async (demo) => {
    const broken = [recordOf(demo, undefined, 'broken'), 'not JSON', recordOf(demo, 'id-1', 'new')];
    await stage.peer.plant('bob', { [demo.attribute]: broken });

    const answer = await stage.gateway.ask(
      `{ me { ${demo.field}: devices(kinds: [${demo.kind}]) { id: amId name } } }`,
      bob,
    );

    const devices = [
      { id: null, name: demo.name && 'broken' },
      { id: 'id-1', name: demo.name && 'new' },
    ];
    expect([answer.data, answer.errors]).toEqual([{ me: { [demo.field]: devices } }, []]);
  });

  test('a trusted date that AM cannot read fails only that list (U35)', async () => {
    const broken = JSON.stringify({ uuid: 'id-1', name: 'new', lastSelectedDate: 'yesterday' });
    await stage.peer.plant('bob', { devicePrintProfiles: [broken] });

    const query =
      '{ me { oathDevices { id: amId } trustedDevices: devices(kinds: [TRUSTED]) { id: amId } } }';
    const answer = await stage.gateway.ask(query, bob);

    expect(codesOf(answer)).toEqual(['UPSTREAM_ERROR']);
    const oathDevices = demoKinds[0]?.ids.map((id) => ({ id }));
    expect(answer.data).toEqual({ me: { oathDevices, trustedDevices: null } });
    expect(answer.text).not.toContain('yesterday');
  });

  test('the capabilities list exactly the kinds of the product', async () => {
    const { data } = await stage.gateway.send(CapabilitiesDocument, {});

    const kinds = has.map(({ kind, atOnce, label }) => ({
      __typename: 'DeviceKindCapability',
      kind,
      isResetAtOnce: atOnce,
      canRename: label !== null && !isOpenAm,
    }));
    expect(data?.gatewayCapabilities).toEqual({
      __typename: 'AccessManagementCapabilities',
      product: flavor.toUpperCase(),
      kinds,
      notifiedOfChanges: [],
      hasCampaigns: false,
    });
    const received = stage.sandbox.received().map(({ path }) => path);
    expect(received.filter((path) => !path.includes('authenticate'))).toEqual([]);
  });
});
