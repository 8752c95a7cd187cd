/**
 * The outcome of a change is reported truly, and it is sent once (reliability §2, R17, R21; design
 * D5). Each test has its own stage: breakers remember, and the tests run beside each other.
 */
import { describe, expect, test } from '@jest/globals';
import { RenameDeviceDocument } from '../../packages/client/operations.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { callsIn, countAt, places, until } from '../reliability/am-traffic.ts';
import { openGate } from '../reliability/tcp-gate.ts';
import {
  codesOf,
  startTestGateway,
  type ClientAnswer,
  type TestGateway,
} from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { onStage, type Stage } from '../support/stage.ts';
import { demoOf, idsOf, secretsIn, storedDevices } from './demo-devices.ts';
import {
  casesOf,
  changes,
  done,
  late,
  newName,
  notDone,
  pass,
  removal,
  renaming,
  status,
  unknown,
  type Change,
} from './outcome-cases.ts';

/** A stage with bob. */
interface Scene extends Stage {
  bob: SessionHeader;
  /** The pauses that changes have made between two lists, in milliseconds; they take no time. */
  readonly pauses: number[];
  /** Happens during the next pause. */
  inPause: (() => Promise<void>) | undefined;
}

const onScene = (act: (scene: Scene) => Promise<void>) => async (): Promise<void> => {
  const paused: Pick<Scene, 'pauses' | 'inPause'> = { pauses: [], inPause: undefined };
  const pause = async (ms: number): Promise<void> => {
    paused.pauses.push(ms);
    await paused.inPause?.();
    paused.inPause = undefined;
  };
  await onStage('pingam', { env: { AM_TIMEOUT_MS: '3000' }, pause }, async (stage) => {
    const bob = await stage.peer.signIn('bob');
    await act(Object.assign(paused, stage, { bob }));
  });
};

describe.each(changes)('the write of a $change', (change) => {
  const { write, list, lists } = change;

  for (const { label, at, effect, wanted, applied = false, rereads } of casesOf(change)) {
    const isSent = at !== 'list before';
    test.concurrent(
      `${label}: sent once, reported truly`,
      onScene(async (scene) => {
        if (at === 'list after')
          scene.sandbox.breakNext({ match: list, effect: pass, times: lists });
        const [match, times] = at === 'write' ? [write, Infinity] : [list, 2];
        scene.sandbox.breakNext({ match, effect, times });

        const answer = await run(change, scene);

        const isError = typeof wanted === 'string';
        expect([answer.payload]).toMatchObject([isError ? null : wanted]);
        // A renaming also shows the list that cannot be read.
        const codes = at === 'list after' ? [] : codesOf(answer);
        expect(codes).toEqual(isError ? [wanted] : []);
        expect(countAt(scene.sandbox, write)).toBe(isSent ? 1 : 0);
        const read = countAt(scene.sandbox, list) - lists;
        const pauses = [300, 400, 800, 1_500].slice(0, Math.max(0, (rereads ?? 0) - 1));
        const isCounted = rereads !== undefined;
        expect(isCounted && [read, scene.pauses]).toEqual(isCounted && [rereads, pauses]);
        expect(await bobs(change, scene)).toEqual(applied ? change.stored : change.kept);
        expect(secretsIn(scene, answer.text)).toEqual([]);
      }),
    );
  }

  test.concurrent(
    'that lands after the deadline is never reported as not done',
    onScene(async (scene) => {
      const landing = Promise.withResolvers<void>();
      scene.sandbox.breakNext({
        match: write,
        effect: { kind: 'hook', run: () => landing.promise },
      });

      const { payload } = await run(change, scene);

      expect(payload).toMatchObject(unknown);
      const before = JSON.stringify(await bobs(change, scene));
      landing.resolve();
      await until(
        'the late write landed',
        async () => JSON.stringify(await bobs(change, scene)) !== before,
      );
      expect(countAt(scene.sandbox, write)).toBe(1);
    }),
  );

  for (const [label, effect] of change === removal ? late : late.slice(0, 1))
    test.concurrent(
      `that ${label} and lands later is never reported as not done`,
      onScene(async (scene) => {
        scene.sandbox.breakNext({ match: write, effect });
        const missed = await run(change, scene);
        await scene.peer.restore();
        scene.bob = await scene.peer.signIn('bob');
        scene.sandbox.breakNext({ match: write, effect });
        scene.inPause = () => landed(change, scene);

        const inTime = await run(change, scene);

        expect([missed.payload, inTime.payload]).toMatchObject([unknown, done]);
      }),
    );

  test.concurrent(
    'whose connection was refused is not done, and is not looked up',
    onScene(async (scene) => {
      const gate = await openGate(scene.peer.url);
      const gateway = await startTestGateway({ url: gate.url, flavor: 'pingam' });
      for (let earlier = 1; earlier < lists; earlier += 1)
        scene.sandbox.breakNext({ match: list, effect: pass });
      scene.sandbox.breakNext({ match: list, effect: { kind: 'hook', run: () => gate.shut() } });

      const { payload } = await run(change, scene, gateway);
      await gateway.stop();
      await gate.close();

      expect(payload).toMatchObject(notDone);
      const failed = callsIn(gateway.log).filter(({ result }) => result !== 200);
      expect(failed).toMatchObject([{ result: 'ECONNREFUSED', attempts: 1 }]);
      expect([write, list].map((place) => countAt(scene.sandbox, place))).toEqual([0, lists]);
      expect(await bobs(change, scene)).toEqual(change.kept);
    }),
  );
});

for (const [label, read] of [
  ['second', 1],
  ['third', 2],
] as const)
  test.concurrent(
    `if the ${label} list after a renaming fails, the payload shows the one before`,
    onScene(async (scene) => {
      const { write, list, lists } = renaming;
      scene.sandbox.breakNext({ match: write, effect: { kind: 'cut', when: 'before' } });
      scene.sandbox.breakNext({ match: list, effect: pass, times: lists + read });
      scene.sandbox.breakNext({ match: list, effect: status(500), times: 2 });

      const { payload } = await run(renaming, scene);

      expect(payload).toMatchObject({ ...unknown, device: { name: "Bob's security key" } });
    }),
  );

test.concurrent(
  'a renaming does not restore a device that is removed meanwhile',
  onScene(async (scene) => {
    const meanwhile = () => landed(removal, scene);
    scene.sandbox.breakNext({ match: renaming.list, effect: pass });
    scene.sandbox.breakNext({ match: renaming.list, effect: { kind: 'hook', run: meanwhile } });

    const { payload } = await run(renaming, scene);

    expect(payload).toMatchObject({ ...notDone, device: null });
    expect(countAt(scene.sandbox, renaming.write)).toBe(0);
  }),
);

describe('the lists around a reset decide its report:', () => {
  const { bobOath, bobOathSecond } = deviceIds;
  const reset = ({ gateway, bob }: Scene): ReturnType<TestGateway['ask']> =>
    gateway.ask(
      'mutation { told: resetOathDevices(input: { target: { me: true } }) { outcome isVerified removedDevices { amId } errors { code } devicesByKind { devices { amId } } } }',
      bob,
    );
  /** Gives bob these devices when the list after the write is read. */
  const plantAfter = ({ sandbox, peer }: Scene, uuid: string): void => {
    const record = JSON.stringify({ uuid, deviceName: 'a phone' });
    const plant = () => peer.plant('bob', { oathDeviceProfiles: [record] });
    sandbox.breakNext({ match: places.oathList, effect: pass });
    sandbox.breakNext({ match: places.oathList, effect: { kind: 'hook', run: plant } });
  };

  test.concurrent(
    'a device without an id that is listed as before is not reported as removed',
    onScene(async (scene) => {
      const record = JSON.stringify({ deviceName: 'old phone' });
      await scene.peer.plant('bob', { oathDeviceProfiles: [record] });
      const effect = status(200, { body: { result: true } });
      scene.sandbox.breakNext({ match: places.oathReset, effect });

      const told = fieldAt((await reset(scene)).data, 'told');

      expect(told).toMatchObject({ outcome: 'UNKNOWN', isVerified: false, removedDevices: [] });
    }),
  );

  test.concurrent.each([
    ['a device that comes while the answer is lost stays', 'new-phone', true],
    ['a partial reset reports both parts', bobOathSecond, false],
  ])('%s', async (_label, left, isDone) =>
    onScene(async (scene) => {
      plantAfter(scene, left);
      const failed = status(500, { body: { code: 500, message: 'Internal Server Error' } });
      scene.sandbox.breakNext({
        match: places.oathReset,
        effect: isDone ? { kind: 'cut', when: 'after' } : failed,
      });

      const told = fieldAt((await reset(scene)).data, 'told');

      expect(told).toEqual({
        ...(isDone ? done : notDone),
        isVerified: isDone,
        removedDevices: (isDone ? [bobOath, bobOathSecond] : [bobOath]).map((amId) => ({ amId })),
        devicesByKind: [{ devices: [{ amId: left }] }],
      });
      expect(countAt(scene.sandbox, places.oathReset)).toBe(1);
      expect(idsOf((await storedDevices(scene.peer)).OATH, demoOf('OATH'))).toEqual([left]);
    })(),
  );
});

async function bobs({ kind }: Change, { peer }: Scene): Promise<readonly unknown[]> {
  return (await storedDevices(peer))[kind];
}

/** Makes AM store what it stores after the change. */
async function landed({ change, kind }: Change, { peer }: Scene): Promise<void> {
  const [record] = (await storedDevices(peer))[kind];
  const renamed = JSON.stringify({ ...Object(record), deviceName: newName });
  await peer.plant('bob', { [demoOf(kind).attribute]: change === 'renaming' ? [renamed] : [] });
}

/** Requests the change, and returns the payload of its mutation. */
async function run(
  { change, kind }: Change,
  { gateway: own, bob }: Scene,
  gateway: TestGateway = own,
): Promise<ClientAnswer<object> & { readonly payload: unknown }> {
  const device = { target: { me: true }, kind, deviceId: deviceIds.bobWebauthn };
  if (change === 'renaming') {
    const input = { ...device, name: newName };
    const answer = await gateway.send(RenameDeviceDocument, { input }, bob);
    return { ...answer, payload: answer.data?.renameDevice };
  }
  const [field, type, input] =
    change === 'removal'
      ? ['removeDevice', 'RemoveDeviceInput', device]
      : ['resetOathDevices', 'ResetDevicesOfKindInput', { target: { me: true } }];
  // Selects no devices, so that lists are read for the change only.
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) { outcome errors { code } } }`;
  const answer = await gateway.ask(query, bob, { input });
  return { ...answer, payload: fieldAt(answer.data, field) };
}
