/** A reset is written once, and what became of it is told truly (reliability R17; design D5). */
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ResetOathDevicesDocument } from '../../packages/client/operations.ts';
import type { ResetOathDevicesMutation } from '../../packages/client/operations.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import type { FaultEffect, Sandbox } from '../../src/sandbox/index.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import type { ClientAnswer, TestGateway } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { callsIn, countAt, places, until } from './am-traffic.ts';
import { openGate } from './tcp-gate.ts';

const timeoutMs = 2_000;
const html = { contentType: 'text/html', body: '<html><body>Oops</body></html>' };

let peer: SandboxPeer;
let sandbox: Sandbox;
let gateway: TestGateway;
let alice: SessionHeader;

beforeAll(async () => {
  peer = await openSandboxPeer();
  ({ sandbox } = peer);
});
beforeEach(async () => {
  await peer.restore();
  gateway = await startTestGateway(peer, { env: { AM_TIMEOUT_MS: String(timeoutMs) } });
  alice = await peer.signIn('alice');
});
afterEach(() => gateway.stop());
afterAll(() => peer?.close());

const reset = (): Promise<ClientAnswer<ResetOathDevicesMutation>> =>
  gateway.send(ResetOathDevicesDocument, { input: { target: { self: true } } }, alice);
const done = { outcome: 'DONE', verified: true, errors: [] };
const notDone = { outcome: 'NOT_DONE', verified: false, errors: [{ __typename: 'ChangeNotDone' }] };
const unknown = {
  outcome: 'UNKNOWN',
  verified: false,
  errors: [{ __typename: 'ChangeOutcomeUnknown' }],
};
const refusedAs = (__typename: string): object => ({
  outcome: 'NOT_DONE',
  verified: false,
  removedDevices: [],
  errors: [{ __typename }],
});
const aliceHas = (): Promise<readonly string[]> => peer.deviceIds('alice', 'OATH');

describe('the write', () => {
  interface Row {
    readonly label: string;
    readonly effect: FaultEffect;
    readonly answer: object;
    readonly left: readonly string[];
    /** How often the list is read: before, and again where the outcome is not plain. */
    readonly lists: number;
  }
  const kept = [deviceIds.aliceOath];

  test.each<Row>([
    {
      label: 'applied, then its socket cut',
      effect: { kind: 'cut', when: 'after' },
      answer: done,
      left: [],
      lists: 2,
    },
    {
      label: 'cut before it was applied',
      effect: { kind: 'cut', when: 'before' },
      answer: unknown,
      left: kept,
      lists: 3,
    },
    {
      label: 'applied, then its connection reset',
      effect: { kind: 'cut', when: 'after', reset: true },
      answer: done,
      left: [],
      lists: 2,
    },
    {
      label: 'reset before it was applied',
      effect: { kind: 'cut', when: 'before', reset: true },
      answer: unknown,
      left: kept,
      lists: 3,
    },
    {
      label: 'applied, and the answer later than the deadline',
      effect: { kind: 'slowBody', bytesPerSecond: 10 },
      answer: done,
      left: [],
      lists: 2,
    },
    {
      label: 'never answered and not applied',
      effect: { kind: 'blackhole' },
      answer: unknown,
      left: kept,
      lists: 3,
    },
    {
      label: 'answered true and not applied',
      effect: { kind: 'status', status: 200, body: { result: true } },
      answer: notDone,
      left: kept,
      lists: 2,
    },
    {
      label: '500 and not applied',
      effect: { kind: 'status', status: 500 },
      answer: unknown,
      left: kept,
      lists: 3,
    },
    ...[500, 503].map((status) => ({
      label: `${status} of AM itself, which has finished`,
      effect: { kind: 'status', status, body: { code: status, message: 'no' } } as const,
      answer: notDone,
      left: kept,
      lists: 2,
    })),
    {
      label: '500 but applied',
      effect: { kind: 'status', status: 500, applyEffect: true },
      answer: done,
      left: [],
      lists: 2,
    },
    {
      label: '503 and not applied',
      effect: { kind: 'status', status: 503 },
      answer: unknown,
      left: kept,
      lists: 3,
    },
    {
      label: '503 but applied',
      effect: { kind: 'status', status: 503, applyEffect: true },
      answer: done,
      left: [],
      lists: 2,
    },
    {
      label: '504 by a proxy that gave up waiting',
      effect: { kind: 'status', status: 504 },
      answer: unknown,
      left: kept,
      lists: 3,
    },
    {
      label: '504 but applied',
      effect: { kind: 'status', status: 504, applyEffect: true },
      answer: done,
      left: [],
      lists: 2,
    },
    {
      label: 'applied, and answered with half of a JSON',
      effect: { kind: 'malformed' },
      answer: done,
      left: [],
      lists: 2,
    },
    {
      label: 'applied, and answered with 2 MB',
      effect: { kind: 'huge', bytes: 2_000_000 },
      answer: done,
      left: [],
      lists: 2,
    },
    {
      label: 'a page in HTML and not applied',
      effect: { kind: 'status', status: 200, ...html },
      answer: unknown,
      left: kept,
      lists: 3,
    },
    {
      label: 'a redirect, which is not followed',
      effect: { kind: 'redirect', location: '/am/elsewhere' },
      answer: unknown,
      left: kept,
      lists: 3,
    },
    {
      label: 'refused for want of a stronger sign-in',
      effect: { kind: 'status', status: 403, body: { code: 403, message: 'User not permitted.' } },
      answer: refusedAs('StepUpRequired'),
      left: kept,
      lists: 1,
    },
    {
      label: 'forbidden',
      effect: { kind: 'status', status: 403, body: { code: 403, message: 'Forbidden' } },
      answer: refusedAs('ChangeRefused'),
      left: kept,
      lists: 1,
    },
    {
      label: 'not implemented',
      effect: { kind: 'status', status: 501, body: { code: 501, message: 'Not Implemented' } },
      answer: refusedAs('NotSupportedUpstream'),
      left: kept,
      lists: 1,
    },
    {
      label: 'too many requests',
      effect: {
        kind: 'status',
        status: 429,
        headers: { 'retry-after': '2' },
        body: { code: 429, message: 'Too many' },
      },
      answer: refusedAs('ChangeNotDone'),
      left: kept,
      lists: 1,
    },
  ])('$label: sent once, told truly', async ({ effect, answer, left, lists }) => {
    sandbox.breakNext({ match: places.oathReset, effect, times: Infinity });

    const { data, errors } = await reset();

    expect(errors).toEqual([]);
    expect(data?.resetOathDevices).toMatchObject(answer);
    expect(countAt(sandbox, places.oathReset)).toBe(1);
    expect(countAt(sandbox, places.oathList)).toBe(lists);
    expect(await aliceHas()).toEqual(left);
  });

  test.each<readonly [string, FaultEffect]>([
    ['is cut', { kind: 'cut', when: 'before' }],
    ['has its connection reset', { kind: 'cut', when: 'before', reset: true }],
    ['gets a 502 of a balancer', { kind: 'status', status: 502, ...html }],
    ['gets a 503 of a balancer', { kind: 'status', status: 503 }],
    ['gets half an answer', { kind: 'status', status: 200, body: '{"resul' }],
  ])('that %s and lands later is never called undone', async (_label, effect) => {
    for (const { laterMs, answer } of [
      { laterMs: 100, answer: done },
      { laterMs: 1_000, answer: unknown },
    ]) {
      await peer.restore();
      alice = await peer.signIn('alice');
      sandbox.breakNext({ match: places.oathReset, effect });

      const told = reset();
      await until('the reset came', async () => countAt(sandbox, places.oathReset) === 1);
      const landing = setTimeout(laterMs).then(() =>
        peer.plant('alice', { oathDeviceProfiles: [] }),
      );

      expect((await told).data?.resetOathDevices).toMatchObject(answer);
      await landing;
    }
  });

  test('that lands after the deadline is never called undone', async () => {
    sandbox.breakNext({ match: places.oathReset, effect: { kind: 'latency', ms: 2 * timeoutMs } });

    const { data } = await reset();

    expect(data?.resetOathDevices).toMatchObject(unknown);
    await until('the late reset landed', async () => (await aliceHas()).length === 0);
    expect(countAt(sandbox, places.oathReset)).toBe(1);
  });

  test('asks for a step-up as AM itself does', async () => {
    sandbox.configure({ deviceManagement: 'SAME', gateReset: true });

    const { data } = await reset();

    expect(data?.resetOathDevices).toMatchObject({
      ...refusedAs('StepUpRequired'),
      user: { oathDevices: [{ id: idOfDevice('alice', 'OATH', deviceIds.aliceOath) }] },
    });
    expect(countAt(sandbox, places.oathReset)).toBe(1);
  });

  test('refused because the session has ended is one error', async () => {
    const body = { code: 401, message: 'Access Denied' };
    sandbox.breakNext({ match: places.oathReset, effect: { kind: 'status', status: 401, body } });

    const answer = await reset();

    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
    expect(answer.data).toEqual({ resetOathDevices: null });
    expect(countAt(sandbox, places.oathReset)).toBe(1);
    expect(await aliceHas()).toEqual([deviceIds.aliceOath]);
  });
});

test('a write that finds no open door was certainly not done', async () => {
  const gate = await openGate(peer.url);
  const behind = await startTestGateway({ url: gate.url, flavor: peer.flavor });
  const shut = { kind: 'hook', run: () => gate.shut() } as const;
  sandbox.breakNext({ match: places.oathList, effect: shut });

  const { data, errors } = await behind.send(
    ResetOathDevicesDocument,
    { input: { target: { self: true } } },
    alice,
  );
  await behind.stop();
  await gate.close();

  expect(errors).toEqual([]);
  expect(data?.resetOathDevices).toMatchObject({ ...notDone, removedDevices: [] });
  const [write] = callsIn(behind.log).filter(({ template }) => template.includes('reset'));
  expect(write).toMatchObject({ result: 'ECONNREFUSED', attempts: 1 });
  expect(countAt(sandbox, places.oathReset)).toBe(0);
  expect(countAt(sandbox, places.oathList)).toBe(1);
  expect(await aliceHas()).toEqual([deviceIds.aliceOath]);
});
