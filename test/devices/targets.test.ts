/** The target of a change: it is never guessed, and a global id is enough. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { writesTo } from '../security/am-received.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { fieldAt, listAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { demoOf, recordOf, storedDevices } from './demo-devices.ts';

const oath = demoOf('OATH');
const webAuthn = demoOf('WEB_AUTHN');
const [key] = webAuthn.ids;
const self = { me: true };
const device = { kind: 'WEB_AUTHN', deviceId: key };

/** The input of each change besides its target. */
const changes = [
  { change: 'removeDevice', type: 'RemoveDeviceInput', more: device },
  { change: 'renameDevice', type: 'RenameDeviceInput', more: { ...device, name: 'new' } },
  { change: 'resetOathDevices', type: 'ResetOathDevicesInput', more: {} },
  { change: 'resetPushDevices', type: 'ResetPushDevicesInput', more: {} },
  { change: 'resetDevices', type: 'ResetDevicesInput', more: { kinds: ['OATH', 'WEB_AUTHN'] } },
] as const;
type Change = (typeof changes)[number];

const stage = useStage();
let bob: SessionHeader;
let amadmin: SessionHeader;

beforeEach(async () => {
  const { signIn } = stage.peer;
  [bob, amadmin] = await Promise.all([signIn('bob'), signIn('amadmin')]);
  stage.sandbox.clearReceived();
});

function run(
  { change, type }: Pick<Change, 'change' | 'type'>,
  input: object,
  as: SessionHeader = bob,
): Promise<ClientAnswer<Record<string, never>>> {
  const result = 'outcome errors { __typename ... on ChangeError { path } }';
  const payload =
    change === 'resetDevices' ? `results { ${result} } errors { __typename }` : result;
  const query = `mutation ($input: ${type}!) { ${change}(input: $input) { ${payload} } }`;
  return stage.gateway.ask(query, as, { input });
}

describe.each(changes)('$change', (one) => {
  const { change, more } = one;

  test.each([
    ['by the id of AM', { id: 'bob', realm: 'alpha' }],
    ['by the global id', { id: idOfPerson('bob') }],
  ])('a person %s', async (_label, user) => {
    const answer = await run(one, { target: { user }, ...more }, amadmin);

    expect(answer.errors).toEqual([]);
    expect(JSON.stringify(fieldAt(answer.data, change))).toMatch(/"outcome":"DONE"/);
  });

  test('of an unknown user fails in the payload only', async () => {
    const target = { user: { id: 'not-there' } };

    const answer = await run(one, { target, ...more }, amadmin);

    const errors = [{ __typename: 'DeviceOwnerNotFound' }];
    const untried = change === 'resetDevices' ? { results: [] } : { outcome: 'NOT_DONE' };
    expect(answer.errors).toEqual([]);
    expect(fieldAt(answer.data, change)).toMatchObject({ ...untried, errors });
    expect(writesTo(stage.sandbox)).toEqual([]);
  });
});

describe.each(changes.slice(0, 2))('$change of a device by its global id', (one) => {
  const naming = one.change === 'renameDevice' ? { name: 'new' } : {};
  const changeIt = async (input: object): Promise<unknown> => {
    const { data, errors } = await run(one, { target: self, ...naming, ...input });
    expect(errors).toEqual([]);
    return fieldAt(data, one.change);
  };

  test.each([{}, { kind: null }, { kind: 'WEB_AUTHN' }])('with %j beside', async (kind) => {
    const id = idOfDevice('bob', 'WEB_AUTHN', key);

    expect(await changeIt({ deviceId: id, ...kind })).toEqual({ outcome: 'DONE', errors: [] });
    expect(writesTo(stage.sandbox)).toHaveLength(1);
  });
});

test('every listed device can be removed by its listed id, except one without an id', async () => {
  const records = [...oath.ids, undefined].map((id) => recordOf(oath, id, 'any'));
  await stage.peer.plant('bob', { [oath.attribute]: records });
  const listed = await stage.gateway.ask('{ me { oathDevices { id amId } } }', bob);
  const devices = listAt(listed.data, 'me', 'oathDevices');

  const outcomes: unknown[] = [];
  for (const one of devices) {
    const input = { target: self, deviceId: fieldAt(one, 'id') };
    const { data, errors } = await run(
      { change: 'removeDevice', type: 'RemoveDeviceInput' },
      input,
    );
    outcomes.push(fieldAt(data, 'removeDevice', 'outcome') ?? errors[0]?.extensions.code);
  }

  expect(devices.map((one) => fieldAt(one, 'amId'))).toEqual([...oath.ids, null]);
  expect(outcomes).toEqual(['DONE', 'DONE', 'BAD_USER_INPUT']);
  expect((await storedDevices(stage.peer)).OATH).toHaveLength(1);
});
