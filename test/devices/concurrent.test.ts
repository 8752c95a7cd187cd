/** Changes of one person's devices at the same time: AM's own read-modify-write loses none (U11, R20). */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  RemoveDeviceDocument,
  RenameDeviceDocument,
  ResetOathDevicesDocument,
} from '../../src/client/operations.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { demoKinds, idsOf, recordOf, storedDevices } from './demo-devices.ts';
import type { DemoKind } from './demo-devices.ts';

let peer: SandboxPeer;
let gateway: TestGateway;
let bob: SessionHeader;
let amadmin: SessionHeader;

beforeAll(async () => {
  peer = await openSandboxPeer();
  gateway = await startTestGateway(peer);
});
beforeEach(async () => {
  await peer.restore();
  const run = meet();
  for (const method of ['DELETE', 'PUT', 'POST']) {
    peer.sandbox.breakNext({
      match: { method, path: '/devices/' },
      times: Infinity,
      effect: { kind: 'hook', run },
    });
  }
  [bob, amadmin] = await Promise.all([peer.signIn('bob'), peer.signIn('amadmin')]);
});
afterAll(async () => {
  await gateway?.stop();
  await peer?.close();
});

const oath = demoKinds[0];
const webAuthn = demoKinds[2];
const perPlant = 10;

const remove = (demo: DemoKind, deviceId: string, as: SessionHeader = bob): Promise<unknown> => {
  const input = { kind: demo.kind, deviceId, ...(as === amadmin && { userId: 'BOB' }) };
  return gateway
    .send(RemoveDeviceDocument, { input }, as)
    .then(({ data }) => data?.removeDevice?.outcome);
};

/** Lets two writes that come at nearly the same time begin together; one alone goes on after a moment. */
function meet(): () => Promise<void> {
  let waiting: (() => void) | undefined;
  return () =>
    new Promise((resolve) => {
      if (waiting === undefined) {
        const goOn = (): void => {
          waiting = undefined;
          resolve();
        };
        waiting = goOn;
        setTimeout(goOn, 6);
      } else {
        waiting();
        resolve();
      }
    });
}

/** Two devices for each of a few rounds, so that not every round has to plant its own. */
async function plantPairs(demo: DemoKind): Promise<readonly (readonly [string, string])[]> {
  const pairs = Array.from(
    { length: perPlant },
    (_, round) => [`one-${round}`, `two-${round}`] as const,
  );
  const records = pairs.flat().map((id) => recordOf(demo, id, id));
  await peer.plant('bob', { [demo.attribute]: records });
  return pairs;
}

/** Does something with pairs of devices until so many rounds are over; what is left must be `left`. */
async function rounds(
  count: number,
  demo: DemoKind,
  round: (pair: readonly [string, string]) => Promise<readonly unknown[]>,
): Promise<{ readonly outcomes: readonly unknown[]; readonly left: readonly unknown[] }> {
  const outcomes: unknown[] = [];
  const left: unknown[] = [];
  for (let plants = 0; plants < count / perPlant; plants += 1) {
    for (const pair of await plantPairs(demo)) outcomes.push(...(await round(pair)));
    left.push(...idsOf((await storedDevices(peer))[demo.kind], demo));
  }
  return { outcomes, left };
}

test.each([
  { kind: 'WEB_AUTHN', demo: webAuthn, who: 'one person', second: () => bob, count: 200 },
  {
    kind: 'OATH',
    demo: oath,
    who: 'the person and an administrator',
    second: () => amadmin,
    count: 60,
  },
])('two removals of $kind by $who: both are gone, every time', async ({ demo, second, count }) => {
  if (demo === undefined) throw new Error('no such kind');

  const { outcomes, left } = await rounds(count, demo, ([one, two]) =>
    Promise.all([remove(demo, one), remove(demo, two, second())]),
  );

  expect(outcomes).toHaveLength(2 * count);
  expect(new Set(outcomes)).toEqual(new Set(['DONE']));
  expect(left).toEqual([]);
});

test('a removal and a renaming: neither undoes the other', async () => {
  if (webAuthn === undefined) throw new Error('no such kind');
  const rename = async (deviceId: string): Promise<unknown> => {
    const input = { kind: webAuthn.kind, deviceId, name: 'renamed' };
    const { data } = await gateway.send(RenameDeviceDocument, { input }, bob);
    return data?.renameDevice?.outcome;
  };

  const { outcomes, left } = await rounds(40, webAuthn, ([one, two]) =>
    Promise.all([remove(webAuthn, one), rename(two)]),
  );

  expect(new Set(outcomes)).toEqual(new Set(['DONE']));
  expect(left.every((id) => String(id).startsWith('two-'))).toBe(true);
  expect(left).toHaveLength(40);
});

test('a removal and a reset: nothing comes back', async () => {
  if (oath === undefined) throw new Error('no such kind');
  for (let round = 0; round < 20; round += 1) {
    await plantPairs(oath);

    const [, reset] = await Promise.all([
      remove(oath, 'one-0'),
      gateway.send(ResetOathDevicesDocument, { input: {} }, bob),
    ]);

    expect(reset.data?.resetOathDevices).toMatchObject({ outcome: 'DONE', verified: true });
    expect((await storedDevices(peer)).OATH).toEqual([]);
  }
});
