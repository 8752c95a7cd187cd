/** Simultaneous changes of a user's devices: AM's read-modify-write loses no change (U11, R20). */
import { beforeEach, expect, test } from '@jest/globals';
import {
  RemoveDeviceDocument,
  RenameDeviceDocument,
  ResetOathDevicesDocument,
} from '../../packages/client/operations.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { demoOf, idsOf, recordOf, storedDevices, type DemoKind } from './demo-devices.ts';
import { meet } from './meet.ts';

const stage = useStage();
let bob: SessionHeader;
let amadmin: SessionHeader;

beforeEach(async () => {
  const effect = { kind: 'hook', run: meet() } as const;
  for (const method of ['DELETE', 'PUT', 'POST']) {
    const match = { method, path: '/devices/' };
    stage.sandbox.breakNext({ match, times: Infinity, effect });
  }
  const { signIn } = stage.peer;
  [bob, amadmin] = await Promise.all([signIn('bob'), signIn('amadmin')]);
});

const oath = demoOf('OATH');
const webAuthn = demoOf('WEB_AUTHN');
const perPlant = 10;

async function remove({ kind }: DemoKind, deviceId: string, as = bob): Promise<unknown> {
  const target = as === amadmin ? { user: { id: 'BOB' } } : { me: true };
  const input = { target, kind, deviceId };
  const { data } = await stage.gateway.send(RemoveDeviceDocument, { input }, as);
  return data?.removeDevice?.outcome;
}

async function rename({ kind }: DemoKind, deviceId: string): Promise<unknown> {
  const input = { target: { me: true }, kind, deviceId, name: 'renamed' };
  const { data } = await stage.gateway.send(RenameDeviceDocument, { input }, bob);
  return data?.renameDevice?.outcome;
}

/** Plants two devices for each of several rounds at once. */
async function plantPairs(demo: DemoKind): Promise<readonly (readonly [string, string])[]> {
  const pairs = Array.from(
    { length: perPlant },
    (_, round) => [`one-${round}`, `two-${round}`] as const,
  );
  const records = pairs.flat().map((id) => recordOf(demo, id, id));
  await stage.peer.plant('bob', { [demo.attribute]: records });
  return pairs;
}

/** Runs rounds with a pair of devices each. Returns the outcomes and the remaining devices. */
async function rounds(
  count: number,
  demo: DemoKind,
  round: (pair: readonly [string, string]) => Promise<readonly unknown[]>,
): Promise<{ readonly outcomes: readonly unknown[]; readonly left: readonly unknown[] }> {
  const outcomes: unknown[] = [];
  const left: unknown[] = [];
  for (let plants = 0; plants < count / perPlant; plants += 1) {
    for (const pair of await plantPairs(demo)) outcomes.push(...(await round(pair)));
    left.push(...idsOf((await storedDevices(stage.peer))[demo.kind], demo));
  }
  return { outcomes, left };
}

test.each([
  { demo: webAuthn, kind: 'WEB_AUTHN', who: 'one person', second: () => bob },
  { demo: oath, kind: 'OATH', who: 'the person and an administrator', second: () => amadmin },
])('two removals of $kind by $who: both devices are gone', async ({ demo, second }) => {
  const { outcomes, left } = await rounds(40, demo, ([one, two]) =>
    Promise.all([remove(demo, one), remove(demo, two, second())]),
  );

  expect(outcomes).toEqual(Array.from({ length: 80 }, () => 'DONE'));
  expect(left).toEqual([]);
});

test('a removal and a renaming do not undo each other', async () => {
  const { outcomes, left } = await rounds(40, webAuthn, ([one, two]) =>
    Promise.all([remove(webAuthn, one), rename(webAuthn, two)]),
  );

  expect(new Set(outcomes)).toEqual(new Set(['DONE']));
  expect(left.every((id) => String(id).startsWith('two-'))).toBe(true);
  expect(left).toHaveLength(40);
});

test('a removal and a reset restore no device', async () => {
  for (let round = 0; round < 20; round += 1) {
    await plantPairs(oath);

    const [, reset] = await Promise.all([
      remove(oath, 'one-0'),
      stage.gateway.send(ResetOathDevicesDocument, { input: { target: { me: true } } }, bob),
    ]);

    expect(reset.data?.resetOathDevices).toMatchObject({ outcome: 'DONE', isVerified: true });
    expect((await storedDevices(stage.peer)).OATH).toEqual([]);
  }
});
