/** With `expectedDeviceIds`, a reset removes no device that its caller has not seen (R18). */
import { describe, expect, test } from '@jest/globals';
import { fieldAt } from '../support/json.ts';
import { codesOf } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import { writesTo } from '../security/am-received.ts';
import { useStage } from '../support/stage.ts';
import { demoOf, idsOf, recordOf, storedDevices, type DemoKind } from './demo-devices.ts';

const stage = useStage();
const oath = demoOf('OATH');
const webAuthn = demoOf('WEB_AUTHN');

const reset = `mutation ($input: ResetDevicesInput!) { resetDevices(input: $input) {
  errors { code } results { kind outcome removedDevices { id: amId } errors { code path } } } }`;
const changed = {
  outcome: 'NOT_DONE',
  removedDevices: [],
  errors: [{ code: 'DEVICES_CHANGED', path: ['input', 'expectedDeviceIds'] }],
};

const target = { me: true };
const globalIds = ({ kind }: DemoKind, ids: readonly string[]): string[] =>
  ids.map((id) => idOfDevice('bob', kind, id));

async function resultsOf(input: object): Promise<unknown> {
  const answer = await stage.gateway.ask(reset, await stage.peer.signIn('bob'), {
    input: { target, ...input },
  });
  expect(codesOf(answer)).toEqual([]);
  return fieldAt(answer.data, 'resetDevices', 'results');
}

const deviceWrites = (): string[] =>
  writesTo(stage.sandbox).filter((call) => call.includes('/devices/'));

describe.each([oath, webAuthn])('of $kind', (demo) => {
  const { kind, ids } = demo;
  const removedDevices = ids.map((id) => ({ id }));
  const done = { kind, outcome: 'DONE', removedDevices, errors: [] };

  test.each<readonly [string, readonly string[] | null | undefined]>([
    ['those that are registered', globalIds(demo, ids)],
    ['more than are registered', globalIds(demo, [...ids, 'gone'])],
    ['ids of other things as well', [...globalIds(demo, ids), ...ids, 'gone']],
    ['no list', undefined],
  ])('it goes on with %s', async (_label, expectedDeviceIds) => {
    expect(await resultsOf({ kinds: [kind], expectedDeviceIds })).toEqual([done]);
  });

  test.each<readonly [string, readonly string[]]>([
    ['all but one', globalIds(demo, ids.slice(1))],
    ["AM's own ids", ids],
    ['the ids as another person has them', ids.map((id) => idOfDevice('alice', kind, id))],
    ['the ids as of another kind', ids.map((id) => idOfDevice('bob', 'PUSH', id))],
    ['another one', globalIds(demo, ['another'])],
    ['no id', []],
  ])('it changes nothing with %s', async (_label, expectedDeviceIds) => {
    for (const dryRun of [true, false]) {
      const input = { kinds: [kind], expectedDeviceIds, dryRun };
      expect(await resultsOf(input)).toEqual([{ kind, ...changed }]);
    }

    expect(deviceWrites()).toEqual([]);
    expect(idsOf((await storedDevices(stage.peer))[kind], demo)).toEqual(ids);
  });
});

test('a phone that was registered between the query and the reset stays', async () => {
  const records = [...oath.ids, 'new-phone'].map((id) => recordOf(oath, id, id));
  await stage.peer.plant('bob', { [oath.attribute]: records });
  stage.sandbox.clearReceived();

  const input = {
    kinds: ['OATH', 'WEB_AUTHN'],
    expectedDeviceIds: [...globalIds(oath, oath.ids), ...globalIds(webAuthn, webAuthn.ids)],
  };
  const results = await resultsOf(input);

  expect(results).toMatchObject([changed, { outcome: 'DONE', errors: [] }]);
  expect(deviceWrites()).toEqual([expect.stringContaining('DELETE')]);
});

test('a device without an id is not compared', async () => {
  await stage.peer.plant('bob', { [oath.attribute]: [recordOf(oath, undefined, 'broken')] });

  const results = await resultsOf({ kinds: ['OATH'], expectedDeviceIds: [] });

  expect(results).toMatchObject([{ outcome: 'DONE', removedDevices: [{ id: null }] }]);
});

/** The resets of a single kind. */
const alone = [
  ['resetOathDevices', 'ResetDevicesOfKindInput', oath],
  ['resetPushDevices', 'ResetDevicesOfKindInput', demoOf('PUSH')],
] as const;

test.each(alone)(
  '%s changes nothing if another device is registered',
  async (field, type, demo) => {
    const query = `mutation ($input: ${type}!) { ${field}(input: $input) { outcome errors { code } } }`;
    const bob = await stage.peer.signIn('bob');
    const tell = async (expectedDeviceIds: readonly string[]): Promise<unknown> =>
      (await stage.gateway.ask(query, bob, { input: { target, expectedDeviceIds } })).data;

    const refused = { outcome: 'NOT_DONE', errors: [{ code: 'DEVICES_CHANGED' }] };
    expect(await tell(globalIds(demo, demo.ids.slice(1)))).toEqual({ [field]: refused });
    expect(deviceWrites()).toEqual([]);
    expect(await tell(globalIds(demo, demo.ids))).toEqual({
      [field]: { outcome: 'DONE', errors: [] },
    });
  },
);

test.each([
  ['resetDevices', 'ResetDevicesInput', { kinds: ['OATH'] }],
  ...alone.map(([field, type]) => [field, type, {}] as const),
] as const)('101 ids are too many for %s', async (field, type, more) => {
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) { errors { code } } }`;
  const input = { target, ...more, expectedDeviceIds: Array.from({ length: 101 }, String) };
  const bob = await stage.peer.signIn('bob');

  const { errors } = await stage.gateway.ask(query, bob, { input });

  expect(errors[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    path: ['input', 'expectedDeviceIds'],
  });
  expect(deviceWrites()).toEqual([]);
});
