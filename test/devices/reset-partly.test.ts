/** A reset of several kinds of which one fails: which one is told, and no kind is written twice (R18). */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ResetDevicesDocument } from '../../src/client/operations.ts';
import type { DeviceKind, ResetDevicesMutation } from '../../src/client/operations.ts';
import type { FaultEffect, Sandbox } from '../../src/sandbox/index.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import type { ClientAnswer, TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { writesTo } from '../security/am-received.ts';
import { demoKinds, idsOf, recordOf, storedDevices } from './demo-devices.ts';

let peer: SandboxPeer;
let sandbox: Sandbox;
let gateway: TestGateway;
let bob: SessionHeader;

beforeAll(async () => {
  peer = await openSandboxPeer();
  ({ sandbox } = peer);
});
beforeEach(async () => {
  await peer.restore();
  gateway = await startTestGateway(peer, { env: { AM_TIMEOUT_MS: '300' } });
  bob = await peer.signIn('bob');
});
afterEach(() => gateway.stop());
afterAll(() => peer?.close());

const reset = (kinds: readonly DeviceKind[]): Promise<ClientAnswer<ResetDevicesMutation>> =>
  gateway.send(ResetDevicesDocument, { input: { kinds: [...kinds] } }, bob);
const outcomesOf = ({ data }: ClientAnswer<ResetDevicesMutation>): unknown[] =>
  data?.resetDevices?.results.map(({ kind, outcome, errors }) => [
    kind,
    outcome,
    ...errors.map(({ __typename }) => __typename),
  ]) ?? [];

interface Failing {
  readonly label: string;
  readonly effect: FaultEffect;
  readonly result: readonly [string | null, ...string[]];
  /** Whether the kind is gone at AM all the same. */
  readonly applied: boolean;
}

const status = (code: number, message = 'x', applyEffect = false): FaultEffect => ({
  kind: 'status',
  status: code,
  body: { code, message },
  applyEffect,
});
const failing: readonly Failing[] = [
  { label: '500', effect: status(500), result: ['NOT_DONE', 'ChangeNotDone'], applied: false },
  { label: '500, applied', effect: status(500, 'x', true), result: ['DONE'], applied: true },
  { label: '503', effect: status(503), result: ['NOT_DONE', 'ChangeNotDone'], applied: false },
  {
    label: '403',
    effect: status(403, 'Forbidden'),
    result: ['NOT_DONE', 'ChangeRefused'],
    applied: false,
  },
  {
    label: 'a step-up',
    effect: status(403, 'User not permitted.'),
    result: ['NOT_DONE', 'StepUpRequired'],
    applied: false,
  },
  {
    label: '501',
    effect: status(501),
    result: ['NOT_DONE', 'NotSupportedUpstream'],
    applied: false,
  },
  { label: '429', effect: status(429), result: ['NOT_DONE', 'ChangeNotDone'], applied: false },
  {
    label: 'no answer',
    effect: { kind: 'blackhole' },
    result: ['UNKNOWN', 'ChangeOutcomeUnknown'],
    applied: false,
  },
  { label: 'cut after', effect: { kind: 'cut', when: 'after' }, result: ['DONE'], applied: true },
  {
    label: 'cut before',
    effect: { kind: 'cut', when: 'before' },
    result: ['NOT_DONE', 'ChangeNotDone'],
    applied: false,
  },
  { label: 'half of a JSON', effect: { kind: 'malformed' }, result: ['DONE'], applied: true },
];

describe.each([
  { second: 'PUSH', four: ['OATH', 'PUSH', 'WEB_AUTHN', 'TRUSTED'], path: 'push?_action=reset' },
  { second: 'WEB_AUTHN', four: ['PUSH', 'WEB_AUTHN', 'BOUND', 'PROFILE'], path: '/webauthn/' },
] as const)('the second of four fails: $second', ({ second, four, path }) => {
  test.each(failing)('by $label', async ({ effect, result, applied }) => {
    sandbox.breakNext({ match: { path }, effect });

    const answer = await reset(four);
    const first = writesTo(sandbox);
    const left = await storedDevices(peer);
    sandbox.clearReceived();
    const again = await reset(four);
    const next = writesTo(sandbox);

    expect(answer.errors).toEqual([]);
    expect(outcomesOf(answer)).toEqual(
      four.map((kind) => [kind, ...(kind === second ? result : ['DONE'])]),
    );
    expect(first).toHaveLength(4);
    expect(new Set(first).size).toBe(4);
    expect(four.map((kind) => left[kind].length)).toEqual(
      four.map((kind) => (kind === second && !applied ? 1 : 0)),
    );
    // Trying again touches what is left, and nothing else.
    expect(next).toEqual(applied ? [] : first.filter((call) => call.includes(path)));
    expect(outcomesOf(again)).toEqual(
      four.map((kind) => [kind, kind === second && !applied ? 'DONE' : 'NOTHING_TO_RESET']),
    );
  });

  test.each<readonly [string, FaultEffect]>([
    ['500', { kind: 'status', status: 500 }],
    ['no answer', { kind: 'blackhole' }],
    ['half of a JSON', { kind: 'malformed' }],
  ])('because its list cannot be read: %s', async (_label, effect) => {
    const listPath = second === 'PUSH' ? '/push?_queryFilter' : '/webauthn?_queryFilter';
    sandbox.breakNext({ match: { path: listPath }, effect });

    const answer = await reset(four);

    expect(answer.errors).toEqual([]);
    expect(outcomesOf(answer)).toEqual(
      four.map((kind) => (kind === second ? [kind, null, 'ChangeNotDone'] : [kind, 'DONE'])),
    );
    expect(writesTo(sandbox).filter((call) => call.includes(path))).toEqual([]);
    expect((await storedDevices(peer))[second]).toHaveLength(1);
  });
});

describe.each(demoKinds.filter(({ atOnce }) => !atOnce))('several devices of $kind', (demo) => {
  const three = ['id-1', 'id-2', 'id-3'].map((id) => recordOf(demo, id, id));
  beforeEach(() => peer.plant('bob', { [demo.attribute]: three }));

  test('go one by one, each once', async () => {
    const { data } = await reset([demo.kind]);

    expect(data?.resetDevices?.results).toMatchObject([
      {
        outcome: 'DONE',
        verified: true,
        removedDevices: [{ id: 'id-1' }, { id: 'id-2' }, { id: 'id-3' }],
      },
    ]);
    const removals = writesTo(sandbox).filter((call) => call.startsWith('DELETE'));
    expect(removals.map((call) => call.split('/').at(-1))).toEqual(['id-1', 'id-2', 'id-3']);
  });

  test('stop at the first that fails, and tell which have gone', async () => {
    const second = { method: 'DELETE', path: '/id-2' };
    sandbox.breakNext({ match: second, effect: { kind: 'status', status: 500 } });

    const { data } = await reset([demo.kind]);
    const left = idsOf((await storedDevices(peer))[demo.kind], demo);
    sandbox.clearReceived();
    const again = await reset([demo.kind]);

    expect(data?.resetDevices?.results).toMatchObject([
      {
        outcome: 'NOT_DONE',
        verified: false,
        removedDevices: [{ id: 'id-1' }],
        errors: [{ __typename: 'ChangeNotDone' }],
      },
    ]);
    expect(left).toEqual(['id-2', 'id-3']);
    expect(outcomesOf(again)).toEqual([[demo.kind, 'DONE']]);
    expect(writesTo(sandbox)).toHaveLength(2);
  });

  test('one that somebody else removes on the way is gone, and no failure', async () => {
    const remove = async (): Promise<void> =>
      peer.plant('bob', { [demo.attribute]: three.filter((one) => !one.includes('id-2')) });
    const first = { method: 'DELETE', path: '/id-1' };
    sandbox.breakNext({ match: first, effect: { kind: 'hook', run: remove } });

    const { data } = await reset([demo.kind]);

    expect(data?.resetDevices?.results).toMatchObject([{ outcome: 'DONE', verified: true }]);
    expect((await storedDevices(peer))[demo.kind]).toEqual([]);
  });
});

test('a session that ends before anything was done is one error', async () => {
  sandbox.breakNext({ match: { path: '_action=reset' }, effect: { kind: 'status', status: 401 } });

  const answer = await reset(['OATH', 'TRUSTED']);

  expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
  expect((await storedDevices(peer)).OATH).toHaveLength(2);
});

test('a session that ends on the way loses no result', async () => {
  sandbox.breakNext({
    match: { method: 'GET', path: '/devices/2fa/push' },
    effect: { kind: 'status', status: 401 },
  });

  const { data, errors } = await reset(['OATH', 'PUSH']);

  expect(errors).toEqual([]);
  expect(data?.resetDevices?.results).toMatchObject([
    { kind: 'OATH', outcome: 'DONE', verified: true },
    { kind: 'PUSH', outcome: null, errors: [{ __typename: 'ChangeNotDone' }] },
  ]);
});

test('a step-up tells which second factors are enough', async () => {
  sandbox.configure({ deviceManagement: 'SAME', gateReset: true });

  const answer = await gateway.ask(
    `mutation {
      resetDevices(input: { kinds: [OATH, PUSH] }) {
        results { errors { __typename ... on StepUpRequired { acceptedKinds } } }
      }
    }`,
    await peer.signIn('bob'),
  );

  const stepUp = (kind: string): object => ({
    errors: [{ __typename: 'StepUpRequired', acceptedKinds: [kind] }],
  });
  expect(answer.data).toEqual({ resetDevices: { results: [stepUp('OATH'), stepUp('PUSH')] } });
});
