/** A reset of several kinds of which one fails: which one is told, and no kind is written twice (R18). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { ResetDevicesDocument } from '../../packages/client/operations.ts';
import type { ResetDevicesMutation } from '../../packages/client/operations.ts';
import type { DeviceKind } from '../../src/domain/device.ts';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { writesTo } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { demoKinds, idsOf, recordOf, storedDevices } from './demo-devices.ts';

const stage = useStage('pingam', { env: { AM_TIMEOUT_MS: '1500' } });
let bob: SessionHeader;

beforeEach(async () => {
  bob = await stage.peer.signIn('bob');
});

const reset = (kinds: readonly DeviceKind[]): Promise<ClientAnswer<ResetDevicesMutation>> =>
  stage.gateway.send(
    ResetDevicesDocument,
    { input: { target: { self: true }, kinds: [...kinds] } },
    bob,
  );
const outcomesOf = ({ data }: ClientAnswer<ResetDevicesMutation>): unknown[] =>
  data?.resetDevices?.results.map(({ kind, outcome, errors }) => [
    kind,
    outcome,
    ...errors.map(({ __typename }) => __typename),
  ]) ?? [];
const stored = async (kind: DeviceKind): Promise<readonly unknown[]> =>
  (await storedDevices(stage.peer))[kind];

/** What each fault of a write comes to alone is told in `change-outcome` and in `reliability/reset-outcome`. */
describe.each([
  { second: 'PUSH', four: ['OATH', 'PUSH', 'WEB_AUTHN', 'TRUSTED'], path: 'push?_action=reset' },
  { second: 'WEB_AUTHN', four: ['PUSH', 'WEB_AUTHN', 'BOUND', 'PROFILE'], path: '/webauthn/' },
] as const)('the second of four fails: $second', ({ second, four, path }) => {
  const forbidden = { code: 403, message: 'Forbidden' };
  const failed = { code: 500, message: 'Internal Server Error' };
  test.each<readonly [string, FaultEffect, applied: boolean, ...result: string[]]>([
    [
      '500 of AM',
      { kind: 'status', status: 500, body: failed },
      false,
      'NOT_DONE',
      'ChangeNotDone',
    ],
    ['500', { kind: 'status', status: 500 }, false, 'UNKNOWN', 'ChangeOutcomeUnknown'],
    ['500, applied', { kind: 'status', status: 500, applyEffect: true }, true, 'DONE'],
    ['403', { kind: 'status', status: 403, body: forbidden }, false, 'NOT_DONE', 'ChangeRefused'],
    ['no answer', { kind: 'blackhole' }, false, 'UNKNOWN', 'ChangeOutcomeUnknown'],
    ['half of a JSON', { kind: 'malformed' }, true, 'DONE'],
  ])('by %s', async (_label, effect, applied, ...result) => {
    stage.sandbox.breakNext({ match: { path }, effect });

    const answer = await reset(four);
    const first = writesTo(stage.sandbox);
    const left = await storedDevices(stage.peer);
    stage.sandbox.clearReceived();
    const again = await reset(four);

    expect(answer.errors).toEqual([]);
    expect(outcomesOf(answer)).toEqual(
      four.map((kind) => [kind, ...(kind === second ? result : ['DONE'])]),
    );
    expect(first).toHaveLength(4);
    expect(new Set(first).size).toBe(4);
    const isLeft = (kind: DeviceKind): boolean => kind === second && !applied;
    expect(four.map((kind) => left[kind].length)).toEqual(four.map((kind) => Number(isLeft(kind))));
    // Trying again touches what is left, and nothing else.
    expect(writesTo(stage.sandbox)).toEqual(
      applied ? [] : first.filter((call) => call.includes(path)),
    );
    expect(outcomesOf(again)).toEqual(
      four.map((kind) => [kind, isLeft(kind) ? 'DONE' : 'NOTHING_TO_RESET']),
    );
  });

  test.each<readonly [string, FaultEffect]>([
    ['500', { kind: 'status', status: 500 }],
    ['no answer', { kind: 'blackhole' }],
    ['half of a JSON', { kind: 'malformed' }],
  ])('because its list cannot be read: %s', async (_label, effect) => {
    const listPath = second === 'PUSH' ? '/push?_queryFilter' : '/webauthn?_queryFilter';
    stage.sandbox.breakNext({ match: { path: listPath }, effect });

    const answer = await reset(four);

    expect(answer.errors).toEqual([]);
    expect(outcomesOf(answer)).toEqual(
      four.map((kind) => (kind === second ? [kind, 'NOT_DONE', 'ChangeNotDone'] : [kind, 'DONE'])),
    );
    expect(writesTo(stage.sandbox).filter((call) => call.includes(path))).toEqual([]);
    expect(await stored(second)).toHaveLength(1);
  });
});

describe.each(demoKinds.filter(({ atOnce }) => !atOnce))('several devices of $kind', (demo) => {
  const globalId = (id: string): string => idOfDevice('bob', demo.kind, id);
  const three = ['id-1', 'id-2', 'id-3'].map((id) => recordOf(demo, id, id));
  beforeEach(() => stage.peer.plant('bob', { [demo.attribute]: three }));

  test('go one by one, each once', async () => {
    const { data } = await reset([demo.kind]);

    const removedDevices = ['id-1', 'id-2', 'id-3'].map((id) => ({ id: globalId(id) }));
    expect(data?.resetDevices?.results).toMatchObject([
      { outcome: 'DONE', verified: true, removedDevices },
    ]);
    const removals = writesTo(stage.sandbox).filter((call) => call.startsWith('DELETE'));
    expect(removals.map((call) => call.split('/').at(-1))).toEqual(['id-1', 'id-2', 'id-3']);
  });

  test('stop at the first that fails, and tell which have gone', async () => {
    const match = { method: 'DELETE', path: '/id-2' };
    const body = { code: 500, message: 'Internal Server Error' };
    stage.sandbox.breakNext({ match, effect: { kind: 'status', status: 500, body } });

    const { data } = await reset([demo.kind]);
    const left = idsOf(await stored(demo.kind), demo);
    stage.sandbox.clearReceived();
    const again = await reset([demo.kind]);

    expect(data?.resetDevices?.results).toMatchObject([
      {
        outcome: 'NOT_DONE',
        verified: false,
        removedDevices: [{ id: globalId('id-1') }],
        errors: [{ __typename: 'ChangeNotDone' }],
      },
    ]);
    expect(left).toEqual(['id-2', 'id-3']);
    expect(outcomesOf(again)).toEqual([[demo.kind, 'DONE']]);
    expect(writesTo(stage.sandbox)).toHaveLength(2);
  });

  test('one that somebody else removes on the way is gone, and no failure', async () => {
    const rest = three.filter((one) => !one.includes('id-2'));
    const run = (): Promise<void> => stage.peer.plant('bob', { [demo.attribute]: rest });
    const match = { method: 'DELETE', path: '/id-1' };
    stage.sandbox.breakNext({ match, effect: { kind: 'hook', run } });

    const { data } = await reset([demo.kind]);

    expect(data?.resetDevices?.results).toMatchObject([{ outcome: 'DONE', verified: true }]);
    expect(await stored(demo.kind)).toEqual([]);
  });
});

test('a session that ends before anything was done is one error', async () => {
  const effect = { kind: 'status', status: 401, body: { code: 401 } } as const;
  stage.sandbox.breakNext({ match: { path: '_action=reset' }, effect });

  const answer = await reset(['OATH', 'TRUSTED']);

  expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
  expect(await stored('OATH')).toHaveLength(2);
});

test('a session that ends on the way loses no result', async () => {
  const match = { method: 'GET', path: '/devices/2fa/push' };
  stage.sandbox.breakNext({ match, effect: { kind: 'status', status: 401 } });

  const answer = await reset(['OATH', 'PUSH']);

  expect(answer.errors).toEqual([]);
  expect(outcomesOf(answer)).toEqual([
    ['OATH', 'DONE'],
    ['PUSH', 'NOT_DONE', 'ChangeNotDone'],
  ]);
  expect(answer.data?.resetDevices?.results[0]?.verified).toBe(true);
});

test('a step-up tells which second factors are enough', async () => {
  stage.sandbox.configure({ deviceManagement: 'SAME', gateReset: true });

  const { data } = await stage.gateway.ask(
    `mutation {
      resetDevices(input: { target: { self: true }, kinds: [OATH, PUSH] }) {
        results { errors { __typename ... on StepUpRequired { acceptedKinds } } }
      }
    }`,
    bob,
  );

  const stepUp = (kind: string): object => ({
    errors: [{ __typename: 'StepUpRequired', acceptedKinds: [kind] }],
  });
  expect(data).toEqual({ resetDevices: { results: [stepUp('OATH'), stepUp('PUSH')] } });
});
