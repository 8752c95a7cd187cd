/** `_entities`: devices by their global id, authorized like the list of their owner (A29). */
import { expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { everyCallerEnv, useStage } from '../support/stage.ts';

const stage = useStage('pingam', { env: everyCallerEnv() });

const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
  __typename ... on RegisteredDevice { id name owner { username } } ... on User { username } } }`;

const ofBob = (type: string): object => ({
  __typename: type,
  id: idOfDevice('bob', 'PUSH', deviceIds.bobPush),
});
const phone = {
  __typename: 'PushDevice',
  id: idOfDevice('bob', 'PUSH', deviceIds.bobPush),
  name: "Bob's push phone",
  owner: { username: 'bob' },
};

test.each([
  ['bob', 'PushDevice', phone, []],
  ['bob', 'RegisteredDevice', phone, []],
  ['helen', 'PushDevice', phone, []],
  ['alice', 'PushDevice', null, ['FORBIDDEN']],
  ['rita', 'RegisteredDevice', null, ['FORBIDDEN']],
  ['bob', 'OathDevice', null, ['BAD_USER_INPUT']],
])('%s by %s: %j %j', async (caller, type, entity, codes) => {
  const as = await stage.peer.signIn(caller);
  const answer = await stage.gateway.ask(query, as, { of: [ofBob(type)] });

  expect(codesOf(answer)).toEqual(codes);
  expect(answer.data).toEqual({ _entities: [entity] });
});

test('a refused device leaves the other references, and one that is gone is null', async () => {
  const gone = { __typename: 'PushDevice', id: idOfDevice('bob', 'PUSH', 'gone') };
  const veras = { __typename: 'OathDevice', id: idOfDevice('vera', 'OATH', 'any') };
  const bob = { __typename: 'User', id: idOfPerson('bob') };
  const as = await stage.peer.signIn('helen');
  const answer = await stage.gateway.ask(query, as, { of: [veras, gone, bob] });

  expect(codesOf(answer)).toEqual(['TARGET_PRIVILEGED']);
  expect(answer.data).toEqual({ _entities: [null, null, { __typename: 'User', username: 'bob' }] });
});
