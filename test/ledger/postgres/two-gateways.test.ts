/**
 * Two gateways on one PostgreSQL and one AM act as one gateway (R19, R20, F1, F2). A change that
 * does not get its lock, or loses it, is not sent (R17).
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Ledger } from '../../../src/domain/ledger.ts';
import type { Lock } from '../../../src/domain/lock.ts';
import type { DemoKind } from '../../devices/demo-devices.ts';
import { meet } from '../../devices/meet.ts';
import { codesOf, startTestGateway, type TestGateway } from '../../support/gateway.ts';
import type { SessionHeader } from '../../support/peer.ts';
import {
  oath,
  openSharedStage,
  outcomeOf,
  own,
  removal,
  reset,
  toBob,
  webAuthn,
} from './shared-stage.ts';
import type { SharedStage } from './shared-stage.ts';
import { until } from '../../reliability/am-traffic.ts';
import { anIntent, idOf, phone, terms } from '../builders.ts';
import { cutLocks, recordsOf } from '../stores.ts';

let stage: SharedStage;
let bob: SessionHeader;
let oscar: SessionHeader;

beforeEach(async () => {
  stage = await openSharedStage();
  const { signIn } = stage.peer;
  [bob, oscar] = await Promise.all([signIn('bob'), signIn('oscar')]);
});
afterEach(() => stage.close());

const two = (env: Readonly<Record<string, string>> = {}): Promise<[TestGateway, TestGateway]> =>
  Promise.all([stage.start(env), stage.start(env)]);

describe('changes of one kind of one person at the same time', () => {
  const perPlant = 10;

  beforeEach(() => {
    const effect = { kind: 'hook', run: meet() } as const;
    for (const method of ['DELETE', 'PUT', 'POST']) {
      const match = { method, path: '/devices/' };
      stage.peer.sandbox.breakNext({ match, times: Infinity, effect });
    }
  });

  /** Runs rounds, each with a pair of devices. */
  async function rounds(
    count: number,
    demo: DemoKind,
    round: (pair: readonly [string, string]) => Promise<readonly unknown[]>,
  ): Promise<{ readonly outcomes: readonly unknown[]; readonly left: readonly unknown[] }> {
    const outcomes: unknown[] = [];
    const remaining: unknown[] = [];
    for (let plants = 0; plants < count / perPlant; plants += 1) {
      // A removal of the same device within five seconds would be a double click.
      const pairs = Array.from(
        { length: perPlant },
        (_, number) => [`one-${plants}-${number}`, `two-${plants}-${number}`] as const,
      );
      await stage.plant(demo, pairs.flat());
      for (const pair of pairs) outcomes.push(...(await round(pair)));
      remaining.push(...(await stage.left(demo)));
    }
    return { outcomes, left: remaining };
  }

  const all = (count: number): unknown[] => Array.from({ length: count }, () => 'DONE');

  test('two removals, two hundred times: both devices are always removed', async () => {
    const [one, other] = await two();

    const told = await rounds(200, webAuthn, (ids) =>
      Promise.all(
        ids.map((deviceId, at) =>
          outcomeOf(at === 0 ? one : other, [removal, bob], {
            ...own,
            kind: 'WEB_AUTHN',
            deviceId,
          }),
        ),
      ),
    );

    expect(told).toEqual({ outcomes: all(400), left: [] });
  }, 300_000);

  test('a removal and a reset: no device is restored', async () => {
    const [one, other] = await two();

    for (let round = 0; round < 20; round += 1) {
      const device = `one-${round}`;
      // AM never gives an id twice.
      await stage.plant(oath, [device, `two-${round}`, `three-${round}`]);
      const [, outcome] = await Promise.all([
        outcomeOf(one, [removal, bob], { ...own, kind: 'OATH', deviceId: device }),
        outcomeOf(other, [reset, oscar], { ...toBob, idempotencyKey: `${round}` }),
      ]);

      expect(outcome).toBe('DONE');
      expect(await stage.left(oath)).toEqual([]);
    }
  });
});

test('what a dead gateway left open is closed by the other, without a restart (R35)', async () => {
  const { peer, store } = stage;
  const [living, dead] = await Promise.all([store.open(), store.open()]);
  store.clock.now = Date.now();
  const survivor = await startTestGateway(peer, {
    env: peer.staffEnv(),
    ledger: living,
    settleEveryMs: 100,
  });
  await survivor.ask('{ caller { roles } }');
  await stage.plant(oath, []);
  store.clock.now -= 125_000;
  const id = idOf(await dead.begin(anIntent({ before: [phone] }), terms()));

  await until('it is closed', async () => (await living.findChange(id))?.outcome !== null);

  expect((await living.findChange(id))?.outcome?.outcome).toBe('CONFIRMED');
  await survivor.stop();
});

describe('fifty concurrent requests', () => {
  const ids = Array.from({ length: 50 }, (_, number) => `device-${number}`);

  test('with one key are one write with fifty equal answers', async () => {
    const gateways = await two();
    await stage.plant(webAuthn, ids);
    const input = { ...toBob, kind: 'WEB_AUTHN', deviceId: 'device-1', idempotencyKey: 'key' };

    const answers = await Promise.all(
      ids.map((_, at) => gateways[at % 2 === 0 ? 0 : 1].ask(removal, oscar, { input })),
    );

    const told = answers.map((answer) => {
      const { isReplayed, ...payload } = Object(answer.data?.['removeDevice']);
      return { isReplayed, payload: JSON.stringify([payload, codesOf(answer)]) };
    });
    expect(new Set(told.map(({ payload }) => payload)).size).toBe(1);
    expect(told.filter(({ isReplayed }) => isReplayed === false)).toHaveLength(1);
    expect(told.filter(({ isReplayed }) => isReplayed === true)).toHaveLength(49);
    expect(told[0]?.payload).toContain('"DONE"');
    expect(stage.deviceWrites()).toHaveLength(1);
    expect(await stage.left(webAuthn)).toHaveLength(49);
  });
});

describe('the lock of a change', () => {
  beforeEach(() => stage.plant(webAuthn, ['one', 'two']));

  const input = { ...own, kind: 'WEB_AUTHN', deviceId: 'one' };

  test('if another gateway holds the lock for too long, nothing is sent or recorded', async () => {
    const other = await stage.store.open();
    const held: (Lock | null)[] = [];
    const first = (ledger: Ledger): Ledger => ({
      ...ledger,
      locks: {
        acquire: (name, wait) => ledger.locks.acquire(name, wait),
        tryAcquire: async (name) => {
          if (held.length === 0) held.push(await other.locks.tryAcquire(name));
          return ledger.locks.tryAcquire(name);
        },
      },
    });
    const gateway = await stage.start({ AM_TIMEOUT_MS: '1500' }, first);

    const { data } = await gateway.ask(removal, bob, { input });

    expect(data?.['removeDevice']).toMatchObject({
      outcome: 'NOT_DONE',
      change: null,
      errors: [
        {
          __typename: 'ChangeNotDone',
          message:
            'Other changes of the same devices are in progress. Nothing was sent. Try again in a moment.',
        },
      ],
    });
    expect(stage.deviceWrites()).toEqual([]);
    expect(await recordsOf(other.store)).toEqual([]);
    expect(await held[0]?.isHeld()).toBe(true);
  });

  test('if the lock is lost after the intent, nothing is sent, and the outcome is recorded', async () => {
    const losing = (ledger: Ledger): Ledger => ({
      ...ledger,
      begin: async (intent, given) => {
        const begun = await ledger.begin(intent, given);
        await cutLocks(stage.store);
        return begun;
      },
    });
    const gateway = await stage.start({}, losing);

    const { data } = await gateway.ask(removal, bob, { input });

    expect(data?.['removeDevice']).toMatchObject({
      outcome: 'NOT_DONE',
      errors: [{ __typename: 'ChangeNotDone' }],
    });
    expect(stage.deviceWrites()).toEqual([]);
    expect(await stage.left(webAuthn)).toEqual(['one', 'two']);
    expect(await stage.store.steps()).toEqual(['intent', 'outcome NOT_DONE']);
  });
});
