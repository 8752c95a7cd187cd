/** Tests that the outcome of a change is reported truly, and that it is sent once (R17; D5). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { RenameDeviceDocument } from '../../packages/client/operations.ts';
import { deviceIds, type FaultEffect } from '../../src/sandbox/index.ts';
import { callsIn, countAt, until, type Place } from '../reliability/am-traffic.ts';
import { openGate } from '../reliability/tcp-gate.ts';
import {
  codesOf,
  startTestGateway,
  type ClientAnswer,
  type TestGateway,
} from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { demoOf, secretsIn, storedDevices } from './demo-devices.ts';
import {
  casesOf,
  changes,
  done,
  html,
  key,
  newName,
  notDone,
  pass,
  removal,
  renaming,
  resetConnection,
  says,
  status,
  stepUp,
  unknown,
  type Change,
} from './outcome-cases.ts';

const target = { me: true };
/** Selects no devices, so that lists are read for the change only. */
const changing = (name: string): string =>
  `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { outcome errors { __typename } } }`;

/** The pauses that changes have made between two lists, in milliseconds. They take no time here. */
const pauses: number[] = [];
/** Happens during the next pause. */
let inPause: (() => Promise<void>) | undefined;

const stage = useStage('pingam', {
  env: { AM_TIMEOUT_MS: '1500' },
  anew: true,
  pause: async (ms) => {
    pauses.push(ms);
    await inPause?.();
    inPause = undefined;
  },
});
let bob: SessionHeader;

beforeEach(async () => {
  pauses.length = 0;
  inPause = undefined;
  bob = await stage.peer.signIn('bob');
});

/** Declares the tests of one change. */
export function testOutcomesOf(name: Change['change']): void {
  const change = changes[name];
  describe(`the write of a ${name}`, () => {
    const { write, list } = change;

    test.each(casesOf(change))(
      '%s: sent once, reported truly',
      async (_label, effect, wanted, { applied, rereads = 1 }) => {
        stage.sandbox.breakNext({ match: write, effect, times: Infinity });

        const { payload, errors, text } = await run(change);

        expect(errors).toEqual([]);
        expect(payload).toMatchObject(wanted);
        expect(countOf(write)).toBe(1);
        expect(countOf(list)).toBe(change.lists + rereads);
        expect(pauses).toEqual([300, 400, 800, 1_500].slice(0, Math.max(0, rereads - 1)));
        expect(await bobs(change)).toEqual(applied ? change.stored : change.kept);
        expect(secretsIn(stage, text)).toEqual([]);
      },
    );

    test('that lands after the deadline is never reported as not done', async () => {
      const landing = Promise.withResolvers<void>();
      const effect = { kind: 'hook', run: () => landing.promise } as const;
      stage.sandbox.breakNext({ match: write, effect });

      const { payload } = await run(change);

      expect(payload).toMatchObject(unknown);
      const before = JSON.stringify(await bobs(change));
      landing.resolve();
      const hasLanded = async (): Promise<boolean> => JSON.stringify(await bobs(change)) !== before;
      await until('the late write landed', hasLanded);
      expect(countOf(write)).toBe(1);
    });

    test('that is refused because the session has ended is one error', async () => {
      stage.sandbox.breakNext({ match: write, effect: says(401, 'Access Denied') });

      const answer = await run(change);

      expect([answer.payload, codesOf(answer)]).toEqual([null, ['UNAUTHENTICATED']]);
      expect(await bobs(change)).toEqual(change.kept);
    });

    test.each<readonly [string, FaultEffect, string]>([
      ['500', status(500), 'UPSTREAM_ERROR'],
      ['503', status(503), 'UPSTREAM_UNAVAILABLE'],
      ['nothing', { kind: 'blackhole' }, 'UPSTREAM_TIMEOUT'],
      ['a page', status(200, html), 'UPSTREAM_CONTRACT'],
    ])('is not sent if the list before it returns %s', async (_label, effect, code) => {
      stage.sandbox.breakNext({ match: list, effect, times: 2 });

      const answer = await run(change);

      expect([answer.payload, codesOf(answer)]).toEqual([null, [code]]);
      expect(countOf(write)).toBe(0);
    });

    test.each<readonly [string, FaultEffect]>([
      ['500', status(500)],
      ['503', status(503)],
      ['401', status(401)],
      ['a page', status(200, html)],
      ['nothing', { kind: 'blackhole' }],
      ['half of a JSON', { kind: 'malformed' }],
    ])('stays unknown if the list after it returns %s', async (_label, effect) => {
      stage.sandbox.breakNext({ match: list, effect: pass, times: change.lists });
      stage.sandbox.breakNext({ match: list, effect, times: 2 });

      const { payload } = await run(change);

      expect(payload).toMatchObject(unknown);
      expect(countOf(write)).toBe(1);
    });

    test('requires a step-up if AM does, as `canManage` shows', async () => {
      stage.sandbox.configure({ deviceManagement: 'SAME', gateReset: true });
      const field = change.kind === 'OATH' ? 'oathDevices' : 'webAuthnDevices';

      const before = await stage.gateway.ask(`{ me { devices: ${field} { canManage } } }`, bob);
      const { payload } = await run(change);

      expect(before.data).toEqual({
        me: { devices: change.kept.map(() => ({ canManage: false })) },
      });
      expect(payload).toMatchObject(stepUp);
      expect(await bobs(change)).toEqual(change.kept);
    });

    test.each<readonly [string, FaultEffect]>([
      ['is cut', { kind: 'cut', when: 'before' }],
      ['has its connection reset', { ...resetConnection, when: 'before' }],
      ['gets a 502 of a balancer', status(502, html)],
      ['gets a 503 of a balancer', status(503)],
      ['gets half an answer', status(200, { body: '{"resul' })],
    ])('that %s and lands later is never reported as not done', async (_label, effect) => {
      stage.sandbox.breakNext({ match: write, effect });
      const late = await run(change);
      await stage.peer.restore();
      bob = await stage.peer.signIn('bob');
      stage.sandbox.breakNext({ match: write, effect });
      inPause = () => landed(change);

      const inTime = await run(change);

      expect([late.payload, inTime.payload]).toMatchObject([unknown, done]);
    });
  });

  test(`a ${name} whose connection was refused is not done, and is not looked up`, async () => {
    const gate = await openGate(stage.peer.url);
    const gateway = await startTestGateway({ url: gate.url, flavor: 'pingam' });
    const shut = { kind: 'hook', run: () => gate.shut() } as const;
    const { list, write, lists } = change;
    for (let earlier = 1; earlier < lists; earlier += 1)
      stage.sandbox.breakNext({ match: list, effect: pass });
    stage.sandbox.breakNext({ match: list, effect: shut });

    const { payload } = await run(change, gateway);
    await gateway.stop();
    await gate.close();

    expect(payload).toMatchObject(notDone);
    const failed = callsIn(gateway.log).filter(({ result }) => result !== 200);
    expect(failed).toMatchObject([{ result: 'ECONNREFUSED', attempts: 1 }]);
    expect([countOf(write), countOf(list)]).toEqual([0, lists]);
    expect(await bobs(change)).toEqual(change.kept);
  });
}

/** Declares the tests that only a renaming has. */
export function testRenaming(): void {
  test.each([
    ['second', 1],
    ['third', 2],
  ])(
    'if the %s list after a write fails, the payload shows the one before',
    async (_label, read) => {
      stage.sandbox.breakNext({ match: renaming.write, effect: { kind: 'cut', when: 'before' } });
      stage.sandbox.breakNext({ match: key.list, effect: pass, times: renaming.lists + read });
      stage.sandbox.breakNext({ match: key.list, effect: status(500), times: 2 });

      const { payload } = await run(renaming);

      expect(payload).toMatchObject({ ...unknown, device: { name: "Bob's security key" } });
    },
  );

  test('a renaming does not restore a device that is removed meanwhile', async () => {
    const meanwhile = () => landed(removal);
    stage.sandbox.breakNext({ match: key.list, effect: pass });
    stage.sandbox.breakNext({ match: key.list, effect: { kind: 'hook', run: meanwhile } });

    const { payload } = await run(renaming);

    expect(payload).toMatchObject({ ...notDone, device: null });
    expect(countOf(renaming.write)).toBe(0);
  });
}

function countOf(place: Place): number {
  return countAt(stage.sandbox, place);
}

async function bobs({ kind }: Change): Promise<readonly unknown[]> {
  return (await storedDevices(stage.peer))[kind];
}

/** Makes AM store what it stores after the change. */
async function landed({ change, kind }: Change): Promise<void> {
  const { attribute } = demoOf(kind);
  const [record] = (await storedDevices(stage.peer))[kind];
  const renamed = JSON.stringify({ ...Object(record), deviceName: newName });
  await stage.peer.plant('bob', { [attribute]: change === 'renaming' ? [renamed] : [] });
}

/** Requests the change, and returns the payload of its mutation. */
async function run(
  { change, kind }: Change,
  gateway: TestGateway = stage.gateway,
): Promise<ClientAnswer<object> & { readonly payload: unknown }> {
  if (change === 'renaming') {
    const input = { target, kind, deviceId: deviceIds.bobWebauthn, name: newName };
    const answer = await gateway.send(RenameDeviceDocument, { input }, bob);
    return { ...answer, payload: answer.data?.renameDevice };
  }
  const [name, input] =
    change === 'removal'
      ? ['removeDevice', { target, kind, deviceId: deviceIds.bobWebauthn }]
      : ['resetOathDevices', { target }];
  const answer = await gateway.ask(changing(name), bob, { input });
  return { ...answer, payload: fieldAt(answer.data, name) };
}
