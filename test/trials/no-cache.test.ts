/** Clients without a cache, with the documents of their users: a change, and then the list. */
import { expect, test } from '@jest/globals';
import { GraphQLClient } from 'graphql-request';
import { MyDevicesDocument, ResetOathDevicesDocument } from '../../packages/client/index.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage();

test('graphql-request with the documents of the package: the list after a reset is empty', async () => {
  const url = `${stage.gateway.url}/graphql`;
  const client = new GraphQLClient(url, { headers: { ...(await stage.peer.signIn('alice')) } });
  const names = async () => {
    const { me } = await client.request(MyDevicesDocument);
    return me?.devicesByKind?.[0]?.devices?.map(({ name }) => name);
  };

  const before = await names();
  const input = { target: { me: true } } as const;
  const { resetOathDevices } = await client.request(ResetOathDevicesDocument, { input });

  const after = await names();
  expect([before, resetOathDevices?.outcome, after]).toEqual([["Alice's phone"], 'DONE', []]);
  expect(await stage.peer.deviceIds('alice', 'OATH')).toEqual([]);
});
