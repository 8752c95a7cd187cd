/** Six kinds of device: what each tells, and what a product that lacks one answers (contract §3.4–3.8). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AllMyDevicesDocument, CapabilitiesDocument } from '../../src/client/operations.ts';
import { secretMarks } from '../../src/sandbox/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { demoKinds, flavors, kindsOf, missingKindsOf, recordOf } from './demo-devices.ts';

const facts = '__typename id kind name registeredAt lastUsedAt canManage owner { id }';
const everything = `{ me {
  oathDevices { ${facts} }
  pushDevices { ${facts} platform issuer }
  webAuthnDevices { ${facts} credentialId }
  boundDevices { ${facts} deviceIdentifier }
  profileDevices { ${facts} }
  trustedDevices { ${facts} lastUsedText useCount }
} }`;

/** When the demo devices were registered and last used. */
const registered = '2026-01-05T08:00:00.000Z';
const used = '2026-11-20T10:00:00.000Z';

describe.each(flavors)('on %s', (flavor) => {
  const isOpenAm = flavor === 'openam';
  const dates = { registeredAt: isOpenAm ? null : registered, lastUsedAt: used };
  const ownFacts: Readonly<Record<string, object>> = {
    OATH: dates,
    PUSH: isOpenAm
      ? { registeredAt: null, lastUsedAt: null, platform: 'ANDROID', issuer: 'ForgeRock' }
      : { ...dates, platform: null, issuer: null },
    WEB_AUTHN: { ...dates, credentialId: 'Y3JlZGVudGlhbC1vZi1ib2ItMDE' },
    BOUND: { ...dates, deviceIdentifier: 'fingerprint-of-bob' },
    PROFILE: { registeredAt: null, lastUsedAt: used },
    TRUSTED: {
      registeredAt: null,
      lastUsedAt: null,
      lastUsedText: 'Nov 20, 2026, 10:00 AM', // U35: the server's own words
      useCount: 12,
    },
  };
  let peer: SandboxPeer;
  let sandbox: Sandbox;
  let gateway: TestGateway;
  let bob: SessionHeader;

  beforeAll(async () => {
    peer = await openSandboxPeer(flavor);
    ({ sandbox } = peer);
    gateway = await startTestGateway(peer);
  });
  beforeEach(async () => {
    await peer.restore();
    bob = await peer.signIn('bob');
  });
  afterAll(async () => {
    await gateway?.stop();
    await peer?.close();
  });

  test.each(kindsOf(flavor))('$kind is told with its own facts', async (demo) => {
    const answer = await gateway.ask(everything, bob);

    const devices = demo.ids.map((id, index) => ({
      ...ownFacts[demo.kind],
      __typename: demo.typeName,
      id,
      kind: demo.kind,
      name: index === 0 ? demo.name : "Bob's old phone",
      canManage: true,
      owner: { id: peer.idOf('bob') },
    }));
    expect(answer.data).toMatchObject({ me: { [demo.field]: devices } });
    expect(secretMarks.filter((mark) => answer.text.includes(mark))).toEqual([]);
    expect(answer.text).not.toMatch(/n-of-bob|x-of-bob|59\.3293|Pixel/);
    expect(secretMarks.filter((mark) => gateway.log.join('').includes(mark))).toEqual([]);
  });

  test('a kind that the product lacks is an error at its own field, and AM is not asked', async () => {
    const answer = await gateway.ask(everything, bob);

    const missing = missingKindsOf(flavor);
    expect(codesOf(answer)).toEqual(missing.map(() => 'NOT_SUPPORTED_UPSTREAM'));
    expect(answer.errors.map(({ path }) => path)).toEqual(
      missing.map(({ field }) => ['me', field]),
    );
    expect(answer.data).toMatchObject({
      me: Object.fromEntries(missing.map(({ field }) => [field, null])),
    });
    const lists = sandbox.received().filter(({ path }) => path.includes('/devices/'));
    expect(lists).toHaveLength(kindsOf(flavor).length);
  });

  test('personal data of profiles and records in full are not even asked for', async () => {
    await gateway.ask(everything, bob);

    const lists = sandbox.received().filter(({ path }) => path.includes('/devices/'));
    expect(lists.every(({ path }) => path.includes('_fields='))).toBe(true);
    expect(lists.map(({ path }) => path).join(' ')).not.toMatch(
      /metadata|location|recoveryCodes|key|sharedSecret|devicePrint/,
    );
  });

  test('all kinds of the product come in one list, in the order of the kinds', async () => {
    const { data, errors } = await gateway.send(AllMyDevicesDocument, {}, bob);

    expect(errors).toEqual([]);
    expect(data?.me?.devices?.map(({ id }) => id)).toEqual(
      kindsOf(flavor).flatMap(({ ids }) => ids),
    );
    const trusted = data?.me?.devices?.at(-1);
    expect(trusted).toMatchObject({ lastUsedText: 'Nov 20, 2026, 10:00 AM', useCount: 12 });
  });

  test.each(kindsOf(flavor))('$kind alone can be asked for', async ({ kind, ids }) => {
    const { data, errors } = await devicesOf([kind]);

    expect(errors).toEqual([]);
    expect(data).toEqual({ me: { devices: ids.map((id) => ({ id, kind })) } });
    expect(sandbox.received().filter(({ path }) => path.includes('/devices/'))).toHaveLength(1);
  });

  test('kinds in another order, and twice, are answered in order and once', async () => {
    const { data } = await devicesOf(['TRUSTED', 'PUSH', 'TRUSTED', 'OATH', 'PUSH']);

    const chosen = demoKinds.filter(({ kind }) => ['OATH', 'PUSH', 'TRUSTED'].includes(kind));
    expect(data).toEqual({
      me: { devices: chosen.flatMap(({ kind, ids }) => ids.map((id) => ({ id, kind }))) },
    });
  });

  test('no kind is a mistake, and not an empty list', async () => {
    const { data, errors } = await devicesOf([]);

    expect(data).toEqual({ me: { devices: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'kinds' } }]);
  });

  test('a list that cannot be read is an error that names the kinds, never a gap', async () => {
    for (const path of ['/devices/2fa/oath', '/devices/trusted']) {
      sandbox.breakNext({ match: { path }, effect: { kind: 'status', status: 500 } });
    }

    const { data, errors } = await devicesOf(null);

    expect(data).toEqual({ me: { devices: null } });
    expect(errors).toMatchObject([
      { extensions: { code: 'UPSTREAM_ERROR', kinds: ['OATH', 'TRUSTED'] } },
    ]);
  });

  test.each(kindsOf(flavor))('$kind without an id is listed so (U34)', async (demo) => {
    const broken = [recordOf(demo, undefined, 'broken'), 'not JSON', recordOf(demo, 'id-1', 'new')];
    await peer.plant('bob', { [demo.attribute]: broken });

    const answer = await gateway.ask(`{ me { ${demo.field} { id name } } }`, bob);

    const devices = [
      { id: null, name: 'broken' },
      { id: 'id-1', name: 'new' },
    ];
    expect([answer.data, answer.errors]).toEqual([{ me: { [demo.field]: devices } }, []]);
  });

  test('a trusted date that AM cannot read spoils that list alone (U35)', async () => {
    const broken = JSON.stringify({ uuid: 'id-1', name: 'new', lastSelectedDate: 'yesterday' });
    await peer.plant('bob', { devicePrintProfiles: [broken] });

    const answer = await gateway.ask('{ me { oathDevices { id } trustedDevices { id } } }', bob);

    expect(codesOf(answer)).toEqual(['UPSTREAM_ERROR']);
    expect(answer.data).toMatchObject({ me: { trustedDevices: null } });
    expect(answer.text).toContain(demoKinds[0]?.ids[0]);
    expect(answer.text).not.toContain('yesterday');
  });

  test('what can be done is told of exactly the kinds that there are', async () => {
    const { data } = await gateway.send(CapabilitiesDocument, {});

    expect(data?.capabilities).toEqual({
      flavor,
      kinds: kindsOf(flavor).map(({ kind, atOnce, label }) => ({
        kind,
        reset: atOnce ? 'AT_ONCE' : 'ONE_BY_ONE',
        canRename: label !== null && !isOpenAm,
      })),
    });
    expect(sandbox.received().filter(({ path }) => !path.includes('authenticate'))).toEqual([]);
  });

  test('a kind that the product lacks, asked for by name, is refused and named', async () => {
    const missing = missingKindsOf(flavor);

    const answers = await Promise.all(missing.map(({ kind }) => devicesOf(['OATH', kind])));

    expect(answers.map(({ data }) => data)).toEqual(missing.map(() => ({ me: { devices: null } })));
    expect(answers.flatMap(({ errors }) => errors)).toMatchObject(
      missing.map(({ kind }) => ({
        extensions: { code: 'NOT_SUPPORTED_UPSTREAM', kinds: [kind] },
      })),
    );
  });

  function devicesOf(kinds: readonly string[] | null): ReturnType<TestGateway['ask']> {
    const query = 'query ($kinds: [DeviceKind!]) { me { devices(kinds: $kinds) { id kind } } }';
    return gateway.ask(query, bob, { kinds });
  }
});
