/** Several kinds are reset with a result for each (reliability R18, R21; design D5). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ResetDevicesDocument } from '../../src/client/operations.ts';
import type { DeviceKind, ResetDevicesMutation } from '../../src/client/operations.ts';
import { secretMarks } from '../../src/sandbox/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { ClientAnswer, TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { writesTo } from '../security/am-received.ts';
import { demoKinds, flavors, idsOf, kindsOf, recordOf, storedDevices } from './demo-devices.ts';

const allKinds = demoKinds.map(({ kind }) => kind);

describe.each(flavors)('on %s', (flavor) => {
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

  const has = kindsOf(flavor);
  const lacks = { outcome: null, verified: false, removedDevices: [] };
  const reset = (
    kinds: readonly DeviceKind[],
    more: { dryRun?: boolean; force?: boolean } = {},
    as = bob,
  ): Promise<ClientAnswer<ResetDevicesMutation>> =>
    gateway.send(ResetDevicesDocument, { input: { kinds: [...kinds], ...more } }, as);

  test('every kind is reset, in order, each device once; what is lacking is said so', async () => {
    const { data, errors, text } = await reset(allKinds.toReversed());

    expect(errors).toEqual([]);
    expect(data?.resetDevices?.errors).toEqual([]);
    expect(data?.resetDevices?.results).toMatchObject(
      demoKinds.map(({ kind, ids }) =>
        has.some((one) => one.kind === kind)
          ? {
              kind,
              outcome: 'DONE',
              verified: true,
              removedDevices: ids.map((id) => ({ id, kind })),
              errors: [],
            }
          : {
              kind,
              ...lacks,
              errors: [{ __typename: 'NotSupportedUpstream' }],
            },
      ),
    );
    expect(writesTo(sandbox)).toEqual(
      has.map(({ path, atOnce, ids }) =>
        atOnce
          ? `POST ${placeOf(path)}?_action=reset`
          : `DELETE ${placeOf(path)}/${encodeURIComponent(ids[0])}`,
      ),
    );
    expect(Object.values(await storedDevices(peer)).flat()).toEqual([]);
    expect(await peer.deviceIds('alice', 'OATH')).toHaveLength(1);
    expect(secretMarks.filter((mark) => [text, ...gateway.log].join('').includes(mark))).toEqual(
      [],
    );
  });

  test.each(has)('$kind alone leaves all others', async ({ kind }) => {
    const before = await storedDevices(peer);

    const { data } = await reset([kind]);

    expect(data?.resetDevices?.results).toMatchObject([{ kind, outcome: 'DONE', verified: true }]);
    expect(await storedDevices(peer)).toEqual({ ...before, [kind]: [] });
  });

  test('a second time there is nothing to reset, and nothing is sent', async () => {
    await reset(allKinds);
    sandbox.clearReceived();

    const { data } = await reset(allKinds);

    const outcomes = data?.resetDevices?.results.map(({ outcome }) => outcome);
    expect(outcomes?.filter((outcome) => outcome !== null)).toEqual(
      has.map(() => 'NOTHING_TO_RESET'),
    );
    expect(writesTo(sandbox)).toEqual([]);
  });

  test('force sends AM its own reset, and invents none where AM has none', async () => {
    const carol = await peer.signIn('carol');
    sandbox.clearReceived();

    const { data } = await reset(allKinds, { force: true }, carol);

    expect(data?.resetDevices?.results.map(({ outcome }) => outcome)).toEqual(
      demoKinds.map((demo) =>
        has.includes(demo) ? (demo.atOnce ? 'DONE' : 'NOTHING_TO_RESET') : null,
      ),
    );
    expect(writesTo(sandbox).map((call) => call.split('?')[1])).toEqual([
      '_action=reset',
      '_action=reset',
    ]);
  });

  test('a dry run tells what would go and sends nothing', async () => {
    const before = await storedDevices(peer);
    sandbox.clearReceived();

    const { data } = await reset(allKinds, { dryRun: true, force: true });

    expect(data?.resetDevices?.results).toMatchObject(
      demoKinds.map((demo) =>
        has.includes(demo)
          ? {
              kind: demo.kind,
              outcome: 'WOULD_RESET',
              verified: false,
              removedDevices: demo.ids.map((id) => ({ id })),
            }
          : { kind: demo.kind, ...lacks },
      ),
    );
    expect(writesTo(sandbox)).toEqual([]);
    expect(await storedDevices(peer)).toEqual(before);
  });

  test('kinds that are named twice are reset once', async () => {
    const { data } = await reset(['TRUSTED', 'OATH', 'TRUSTED', 'OATH']);

    expect(data?.resetDevices?.results.map(({ kind }) => kind)).toEqual(['OATH', 'TRUSTED']);
    expect(writesTo(sandbox)).toHaveLength(2);
  });

  test('no kind is a mistake, and AM is not asked', async () => {
    sandbox.clearReceived();

    const { data, errors } = await reset([]);

    expect(data).toEqual({ resetDevices: null });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'kinds' } }]);
    expect(sandbox.received()).toEqual([]);
  });

  const oneByOne = has.filter(({ atOnce }) => !atOnce);
  test.each(oneByOne)('$kind: one that is registered meanwhile stays (R21)', async (demo) => {
    const register = async (): Promise<void> => {
      const present = (await storedDevices(peer))[demo.kind].map((one) => JSON.stringify(one));
      await peer.plant('bob', { [demo.attribute]: [...present, recordOf(demo, 'new-id', 'new')] });
    };
    sandbox.breakNext({ match: { method: 'DELETE' }, effect: { kind: 'hook', run: register } });

    const { data } = await reset([demo.kind]);

    expect(data?.resetDevices?.results).toMatchObject([
      { outcome: 'DONE', verified: true, removedDevices: [{ id: demo.ids[0] }], errors: [] },
    ]);
    expect(writesTo(sandbox).filter((call) => call.startsWith('DELETE'))).toHaveLength(1);
    expect(idsOf((await storedDevices(peer))[demo.kind], demo)).toEqual(['new-id']);
  });

  test.each(oneByOne)('$kind: what has no id stays, and that is told (U34)', async (demo) => {
    const records = [recordOf(demo, undefined, 'broken'), recordOf(demo, 'id-1', 'one')];
    await peer.plant('bob', { [demo.attribute]: records });

    const { data } = await reset([demo.kind]);

    expect(data?.resetDevices?.results).toMatchObject([
      {
        outcome: 'NOT_DONE',
        verified: false,
        removedDevices: [{ id: 'id-1' }],
        errors: [{ __typename: 'ChangeNotDone' }],
      },
    ]);
    expect((await storedDevices(peer))[demo.kind]).toHaveLength(1);
  });

  test.each(oneByOne)('$kind: an id that would change the path is not sent', async (demo) => {
    const records = ['..', '.', '../x', 'a?b', 'id-1'].map((id) => recordOf(demo, id, 'odd'));
    await peer.plant('bob', { [demo.attribute]: records });

    const { data } = await reset([demo.kind]);

    expect(data?.resetDevices?.results).toMatchObject([{ outcome: 'NOT_DONE', verified: false }]);
    expect(writesTo(sandbox).filter((call) => call.startsWith('DELETE'))).toEqual([
      `DELETE ${placeOf(demo.path)}/id-1`,
    ]);
    expect((await storedDevices(peer))[demo.kind]).toHaveLength(4);
  });

  function placeOf(path: string): string {
    const isMoved = path === 'push' && flavor !== 'openam';
    return `users/${peer.idOf('bob')}/devices/${isMoved ? '2fa/push' : path}`;
  }
});
