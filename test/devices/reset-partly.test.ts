/** If one of several kinds fails, the result says which one, and no kind is written twice (R18). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  ResetDevicesDocument,
  type ResetDevicesMutation,
} from '../../packages/client/operations.ts';
import type { DeviceKind } from '../../src/domain/devices/device.ts';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { writesTo } from '../security/am-received.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { demoOf, idsOf, kindsOf, recordOf, storedDevices } from './demo-devices.ts';

const internalError = { code: 500, message: 'Internal Server Error' };

const stage = useStage('pingam', {
  env: (peer) => ({ ...peer.staffEnv(), AM_TIMEOUT_MS: '1500' }),
});
let bob: SessionHeader;

beforeEach(async () => {
  bob = await stage.peer.signIn('bob');
});

const reset = (kinds: readonly DeviceKind[]): Promise<ClientAnswer<ResetDevicesMutation>> =>
  stage.gateway.send(
    ResetDevicesDocument,
    { input: { target: { me: true }, kinds: [...kinds] } },
    bob,
  );
const outcomesOf = ({ data }: ClientAnswer<ResetDevicesMutation>): unknown[] =>
  data?.resetDevices?.results.map(({ kind, outcome, errors }) => [
    kind,
    outcome,
    ...errors.map(({ code }) => code),
  ]) ?? [];
const stored = async (kind: DeviceKind): Promise<readonly unknown[]> =>
  (await storedDevices(stage.peer))[kind];

/** `outcomes.test.ts` tests the faults of one write. */
describe.each([
  { second: 'PUSH', four: ['OATH', 'PUSH', 'WEB_AUTHN', 'TRUSTED'], path: 'push?_action=reset' },
  { second: 'WEB_AUTHN', four: ['PUSH', 'WEB_AUTHN', 'BOUND', 'PROFILE'], path: '/webauthn/' },
] as const)('the second of four fails: $second', ({ second, four, path }) => {
  const failed = { kind: 'status', status: 500, body: internalError } as const;
  test.each<readonly [string, FaultEffect, applied: boolean, ...result: string[]]>([
    ['500 of AM', failed, false, 'NOT_DONE', 'NOT_DONE'],
    ['500', { kind: 'status', status: 500 }, false, 'UNKNOWN', 'OUTCOME_UNKNOWN'],
    ['500, applied', { kind: 'status', status: 500, applyEffect: true }, true, 'DONE'],
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
    // A retry writes only the rest.
    expect(writesTo(stage.sandbox)).toEqual(
      applied ? [] : first.filter((call) => call.includes(path)),
    );
    expect(outcomesOf(again)).toEqual(
      four.map((kind) => [kind, isLeft(kind) ? 'DONE' : 'NOTHING_TO_RESET']),
    );
  });

  test('because its list cannot be read', async () => {
    const effect = { kind: 'status', status: 500 } as const;
    const listPath = second === 'PUSH' ? '/push?_queryFilter' : '/webauthn?_queryFilter';
    stage.sandbox.breakNext({ match: { path: listPath }, effect });

    const answer = await reset(four);

    expect(answer.errors).toEqual([]);
    expect(outcomesOf(answer)).toEqual(
      four.map((kind) => (kind === second ? [kind, 'NOT_DONE', 'NOT_DONE'] : [kind, 'DONE'])),
    );
    expect(writesTo(stage.sandbox).filter((call) => call.includes(path))).toEqual([]);
    expect(await stored(second)).toHaveLength(1);
  });
});

describe.each(kindsOf('pingam').filter(({ atOnce }) => !atOnce))(
  'several devices of $kind',
  (demo) => {
    const globalId = (id: string): string => idOfDevice('bob', demo.kind, id);
    const three = ['id-1', 'id-2', 'id-3'].map((id) => recordOf(demo, id, id));
    beforeEach(() => stage.peer.plant('bob', { [demo.attribute]: three }));

    test('go one by one, each once', async () => {
      const { data } = await reset([demo.kind]);

      const removedDevices = ['id-1', 'id-2', 'id-3'].map((id) => ({ deviceId: globalId(id) }));
      expect(data?.resetDevices?.results).toMatchObject([
        { outcome: 'DONE', isVerified: true, removedDevices },
      ]);
      const removals = writesTo(stage.sandbox).filter((call) => call.startsWith('DELETE'));
      expect(removals.map((call) => call.split('/').at(-1))).toEqual(['id-1', 'id-2', 'id-3']);
    });

    test('one that another client removes meanwhile is no failure', async () => {
      const rest = three.filter((one) => !one.includes('id-2'));
      const run = (): Promise<void> => stage.peer.plant('bob', { [demo.attribute]: rest });
      const match = { method: 'DELETE', path: '/id-1' };
      stage.sandbox.breakNext({ match, effect: { kind: 'hook', run } });

      const { data } = await reset([demo.kind]);

      expect(data?.resetDevices?.results).toMatchObject([{ outcome: 'DONE', isVerified: true }]);
      expect(await stored(demo.kind)).toEqual([]);
    });
  },
);

describe('a removal that fails in a reset of three keys by staff (R33)', () => {
  const keys = demoOf('WEB_AUTHN');
  const ids = ['id-1', 'id-2', 'id-3'];
  const says = (status: number): FaultEffect => ({
    kind: 'status',
    status,
    body: { code: status, message: 'no' },
  });
  const failures: readonly (readonly [string, FaultEffect, first: string, later: string])[] = [
    ['403', says(403), 'REFUSED_BY_AM', 'NOT_DONE'],
    ['501', says(501), 'NOT_SUPPORTED', 'NOT_DONE'],
    ['500 of AM', says(500), 'NOT_DONE', 'NOT_DONE'],
    ['cut', { kind: 'cut', when: 'before' }, 'OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN'],
  ];
  const table = failures.flatMap(([label, effect, first, later]) =>
    ids.map((id, at) => ({ label, effect, id, at, error: at === 0 ? first : later })),
  );

  test.each(table)('$label at $id', async ({ effect, id, at, error }) => {
    await stage.peer.plant('bob', { [keys.attribute]: ids.map((one) => recordOf(keys, one, one)) });
    const match = { method: 'DELETE', path: `/${id}` };
    stage.sandbox.breakNext({ match, effect });
    const oscar = await stage.peer.signIn('oscar');
    const input = { target: { user: { id: 'bob' } }, kinds: ['WEB_AUTHN'] };

    const { data } = await stage.gateway.ask(
      `mutation ($input: ResetDevicesInput!) { told: resetDevices(input: $input) { sessionsEnding
        results { outcome isVerified removedDevices { amId } errors { code } } } }`,
      oscar,
      { input },
    );

    const isUnknown = error === 'OUTCOME_UNKNOWN';
    expect(data?.['told']).toEqual({
      sessionsEnding: isUnknown || at > 0 ? 'ENDED' : 'NOT_ASKED',
      results: [
        {
          outcome: isUnknown ? 'UNKNOWN' : 'NOT_DONE',
          isVerified: false,
          removedDevices: ids.slice(0, at).map((amId) => ({ amId })),
          errors: [{ code: error }],
        },
      ],
    });
    expect(idsOf(await stored('WEB_AUTHN'), keys)).toEqual(ids.slice(at));
  });
});

test('a session that ends between the kinds loses no result', async () => {
  const match = { method: 'GET', path: '/devices/2fa/push' };
  stage.sandbox.breakNext({ match, effect: { kind: 'status', status: 401 } });

  const answer = await reset(['OATH', 'PUSH']);

  expect(answer.errors).toEqual([]);
  expect(outcomesOf(answer)).toEqual([
    ['OATH', 'DONE'],
    ['PUSH', 'NOT_DONE', 'NOT_DONE'],
  ]);
  expect(answer.data?.resetDevices?.results[0]?.isVerified).toBe(true);
});

test('a session that ends at the first kind stops the whole reset', async () => {
  const body = { code: 401, message: 'Access Denied' };
  const match = { method: 'POST', path: 'oath?_action=reset' };
  stage.sandbox.breakNext({ match, effect: { kind: 'status', status: 401, body } });

  const answer = await reset(['OATH', 'PUSH']);

  expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
  expect(writesTo(stage.sandbox).filter((call) => call.includes('push'))).toEqual([]);
});

test('a step-up lists the accepted second factors', async () => {
  stage.sandbox.configure({ deviceManagement: 'SAME' });

  const { data } = await stage.gateway.ask(
    `mutation {
      resetDevices(input: { target: { me: true }, kinds: [OATH, PUSH] }) {
        results { errors { code stepUp { acceptedKinds } } }
      }
    }`,
    bob,
  );

  const stepUp = (kind: string): object => ({
    errors: [{ code: 'STEP_UP_REQUIRED', stepUp: { acceptedKinds: [kind] } }],
  });
  expect(data).toEqual({ resetDevices: { results: [stepUp('OATH'), stepUp('PUSH')] } });
});
