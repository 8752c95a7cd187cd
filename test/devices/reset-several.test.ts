/** Several kinds are reset with a result for each (reliability R18, R21; design D5). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  ResetDevicesDocument,
  type ResetDevicesMutation,
} from '../../packages/client/operations.ts';
import type { DeviceKind } from '../../src/domain/devices/device.ts';
import { writesTo } from '../security/am-received.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import {
  demoKinds,
  idsOf,
  kindsOf,
  missingKindsOf,
  placeOf,
  recordOf,
  secretsIn,
  storedDevices,
} from './demo-devices.ts';

const allKinds = demoKinds.map(({ kind }) => kind);

// AIC changes devices as PingAM does; test/access/changes.test.ts tries each mutation on it.
describe.each(['pingam', 'openam'] as const)('on %s', (flavor) => {
  const stage = useStage(flavor);
  let bob: SessionHeader;

  beforeEach(async () => {
    bob = await stage.peer.signIn('bob');
  });

  const has = kindsOf(flavor);
  const globalId = (kind: DeviceKind, id: string): string =>
    idOfDevice(stage.peer.idOf('bob'), kind, id);
  const reset = (
    kinds: readonly DeviceKind[],
    more: { dryRun?: boolean; force?: boolean } = {},
    as = bob,
  ): Promise<ClientAnswer<ResetDevicesMutation>> =>
    stage.gateway.send(
      ResetDevicesDocument,
      { input: { target: { me: true }, kinds: [...kinds], ...more } },
      as,
    );
  const resultsOf = ({ data }: ClientAnswer<ResetDevicesMutation>): readonly unknown[] =>
    data?.resetDevices?.results ?? [];
  const deletions = (): string[] =>
    writesTo(stage.sandbox).filter((call) => call.startsWith('DELETE'));
  const missing = [{ code: 'NOT_SUPPORTED' }];
  const removed = (kind: DeviceKind, ids: readonly string[]): object[] =>
    ids.map((id) => ({ deviceId: globalId(kind, id), kind }));
  /** The expected results: these for the kinds of the product, an error for each other kind. */
  const resultsFor = (outcome: string, isVerified: boolean): object[] =>
    demoKinds.map(({ kind, ids }) =>
      has.some((one) => one.kind === kind)
        ? { kind, outcome, isVerified, removedDevices: removed(kind, ids), errors: [] }
        : { kind, outcome: 'NOT_DONE', isVerified: false, removedDevices: [], errors: missing },
    );

  test('every kind is reset, in order, each device once; a missing kind is an error', async () => {
    const answer = await reset(allKinds.toReversed());

    expect(answer.errors).toEqual([]);
    expect(answer.data?.resetDevices?.errors).toMatchObject(
      missingKindsOf(flavor).length > 0 ? missing : [],
    );
    expect(resultsOf(answer)).toMatchObject(resultsFor('DONE', true));
    expect(writesTo(stage.sandbox)).toEqual(
      has.map((demo) =>
        demo.atOnce
          ? `POST ${placeOf(stage.peer, demo)}?_action=reset`
          : `DELETE ${placeOf(stage.peer, demo)}/${encodeURIComponent(demo.ids[0])}`,
      ),
    );
    expect(Object.values(await storedDevices(stage.peer)).flat()).toEqual([]);
    expect(await stage.peer.deviceIds('alice', 'OATH')).toHaveLength(1);
    expect(secretsIn(stage, answer.text)).toEqual([]);
  });

  test.each(has)('$kind alone leaves all others', async ({ kind }) => {
    const before = await storedDevices(stage.peer);

    const answer = await reset([kind]);

    expect(resultsOf(answer)).toMatchObject([{ kind, outcome: 'DONE', isVerified: true }]);
    expect(await storedDevices(stage.peer)).toEqual({ ...before, [kind]: [] });
  });

  test('force sends resets of AM, and only those', async () => {
    const { data } = await reset(allKinds, { force: true }, await stage.peer.signIn('carol'));

    expect(data?.resetDevices?.results.map(({ outcome }) => outcome)).toEqual(
      demoKinds.map((demo) =>
        has.includes(demo) ? (demo.atOnce ? 'DONE' : 'NOTHING_TO_RESET') : 'NOT_DONE',
      ),
    );
    expect(writesTo(stage.sandbox).map((call) => call.split('?')[1])).toEqual([
      '_action=reset',
      '_action=reset',
    ]);
  });

  test('force of a reset whose answer is lost is not called done', async () => {
    const effect = { kind: 'cut', when: 'before' } as const;
    stage.sandbox.breakNext({ match: { path: 'oath?_action=reset' }, effect });

    const { data } = await reset(['OATH'], { force: true }, await stage.peer.signIn('carol'));

    expect(data?.resetDevices?.results).toMatchObject([
      { outcome: 'UNKNOWN', errors: [{ code: 'OUTCOME_UNKNOWN' }] },
    ]);
  });

  test('a dry run lists the devices to remove and sends nothing', async () => {
    const before = await storedDevices(stage.peer);

    const answer = await reset(allKinds, { dryRun: true, force: true });

    expect(resultsOf(answer)).toMatchObject(resultsFor('WOULD_REMOVE', false));
    expect(writesTo(stage.sandbox)).toEqual([]);
    expect(await storedDevices(stage.peer)).toEqual(before);
  });

  test('kinds that are named twice are reset once', async () => {
    const { data } = await reset(['TRUSTED', 'OATH', 'TRUSTED', 'OATH']);

    expect(data?.resetDevices?.results.map(({ kind }) => kind)).toEqual(['OATH', 'TRUSTED']);
    expect(writesTo(stage.sandbox)).toHaveLength(2);
  });

  const oneByOne = has.filter(({ atOnce }) => !atOnce);
  test.each(oneByOne)('$kind: a device that is registered meanwhile stays (R21)', async (demo) => {
    const run = async (): Promise<void> => {
      const present = (await storedDevices(stage.peer))[demo.kind];
      const texts = present.map((one) => JSON.stringify(one));
      await stage.peer.plant('bob', {
        [demo.attribute]: [...texts, recordOf(demo, 'new-id', 'x')],
      });
    };
    stage.sandbox.breakNext({ match: { method: 'DELETE' }, effect: { kind: 'hook', run } });

    const answer = await reset([demo.kind]);

    expect(resultsOf(answer)).toMatchObject([
      {
        outcome: 'DONE',
        isVerified: true,
        removedDevices: [{ deviceId: globalId(demo.kind, demo.ids[0]) }],
        errors: [],
      },
    ]);
    expect(deletions()).toHaveLength(1);
    expect(idsOf((await storedDevices(stage.peer))[demo.kind], demo)).toEqual(['new-id']);
  });

  test.each(oneByOne)(
    '$kind: devices with no id or an odd one stay, and are reported (U34)',
    async (demo) => {
      const odd = [undefined, '..', '.', '../x', 'a?b'];
      const records = [...odd, 'id-1'].map((id) => recordOf(demo, id, 'odd'));
      await stage.peer.plant('bob', { [demo.attribute]: records });

      const answer = await reset([demo.kind]);

      expect(resultsOf(answer)).toMatchObject([
        {
          outcome: 'NOT_DONE',
          isVerified: false,
          removedDevices: [{ deviceId: globalId(demo.kind, 'id-1') }],
          errors: [{ code: 'NOT_DONE' }],
        },
      ]);
      expect(deletions()).toEqual([`DELETE ${placeOf(stage.peer, demo)}/id-1`]);
      expect((await storedDevices(stage.peer))[demo.kind]).toHaveLength(odd.length);
    },
  );
});
