/**
 * The reported outcome of a reset is true even if its answer is lost or late, and a phone
 * registered meanwhile stays (R17, R20).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createDeviceSeeder } from '../../src/sandbox/devices/seed-devices.ts';
import { until } from '../reliability/am-traffic.ts';
import { fieldAt } from '../support/json.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Peer, peers } from '../support/peer.ts';
import { type AmBetween, openBetween } from './am-between.ts';

const reset =
  'mutation { resetOathDevices(input: { target: { me: true } }) { outcome removedDevices { amId } } }';
const newPhone = 'b0b00000-0a70-4000-8000-00000000000a';

describe.each(peers)('on $name', ({ open }) => {
  let peer: Peer;
  let between: AmBetween;
  let gateway: TestGateway;

  beforeAll(async () => {
    peer = await open();
    between = await openBetween(peer.url);
    const { flavor, cookieName } = peer;
    const env = { AM_COOKIE_NAME: cookieName };
    gateway = await startTestGateway({ url: between.url, flavor }, { env });
  });
  beforeEach(() => peer.restore());
  afterAll(async () => {
    await gateway?.stop();
    await between?.close();
    await peer?.close();
  });

  test('a lost answer is never reported as not done, five times', async () => {
    for (let round = 0; round < 5; round += 1) {
      await peer.restore();
      const bob = await peer.signInByDevice('bob');
      between.next('lose');

      const { data } = await gateway.ask(reset, bob);

      expect(['DONE', 'UNKNOWN']).toContain(fieldAt(data?.['resetOathDevices'], 'outcome'));
      expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
    }
  });

  test.each([
    ['a cut', 100],
    ['a cut', 1_500],
    [502, 500],
    [503, 500],
  ] as const)(
    'a reset that AM makes after %s by %i ms is never reported as not done',
    async (told, lateMs) => {
      const bob = await peer.signInByDevice('bob');
      between.next({ told, lateMs });

      const { data } = await gateway.ask(reset, bob);

      expect(['DONE', 'UNKNOWN']).toContain(fieldAt(data?.['resetOathDevices'], 'outcome'));
      await until(
        'AM has carried it out',
        async () => (await peer.deviceIds('bob', 'OATH')).length === 0,
      );
    },
  );

  test('a reset that waited for another leaves a phone that was registered meanwhile', async () => {
    const bob = await peer.signInByDevice('bob');
    const gate = Promise.withResolvers<void>();
    const [resets, lists] = ['_action=reset', 'oath?_queryFilter'];
    const before = [resets, lists].map((text) => between.count(text));
    const since = (): number[] =>
      [resets, lists].map((text, at) => between.count(text) - (before[at] ?? 0));
    between.next({ until: gate.promise });

    const one = gateway.ask(reset, bob);
    await until('AM has the first reset', () => since()[0] === 1);
    const two = gateway.ask(reset, bob);
    await until('the second one has looked', () => since()[1] === 2);
    await until(
      'AM has carried it out',
      async () => (await peer.deviceIds('bob', 'OATH')).length === 0,
    );
    const record = createDeviceSeeder(true).oath({ owner: 'bob', uuid: newPhone, name: 'new' }, 0);
    await peer.plant('bob', { oathDeviceProfiles: [record] });
    gate.resolve();

    const outcomes = (await Promise.all([one, two])).map(({ data }) =>
      fieldAt(data?.['resetOathDevices'], 'outcome'),
    );
    expect(outcomes[1]).not.toBe('DONE');
    expect(await peer.deviceIds('bob', 'OATH')).toEqual([newPhone]);
    expect(since()[0]).toBe(1);
  });
});
