/** Clients without a cache, with the documents of their users: a change, and then the list. */
import { expect, test } from '@jest/globals';
import { print } from 'graphql';
import { GraphQLClient } from 'graphql-request';
import {
  createClient,
  MyDevicesDocument,
  ResetOathDevicesDocument,
} from '../../packages/client/index.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { graphql } from './tada-schema.ts';

const stage = useStage();

/** A user's devices, through a client. */
interface Devices {
  names(): Promise<(string | null)[] | undefined>;
  reset(): Promise<string | undefined>;
}
type Open = (url: string, headers: SessionHeader) => Devices;

const input = { target: { me: true } } as const;
const list = graphql('query List { me { oathDevices { name } } }');
const reset = graphql(
  'mutation Reset($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) { outcome } }',
);

const clients: readonly (readonly [string, Open])[] = [
  [
    'graphql-request with the documents of the package',
    (url, headers) => {
      const client = new GraphQLClient(url, { headers });
      return {
        names: async () => {
          const { me } = await client.request(MyDevicesDocument);
          return me?.devicesByKind?.[0]?.devices?.map(({ name }) => name);
        },
        reset: async () =>
          (await client.request(ResetOathDevicesDocument, { input })).resetOathDevices?.outcome,
      };
    },
  ],
  [
    'graphql-request with gql.tada',
    (url, headers) => {
      const client = new GraphQLClient(url, { headers });
      return {
        names: async () => namesOf(await client.request(list)),
        reset: async () => (await client.request(reset, { input })).resetOathDevices?.outcome,
      };
    },
  ],
  [
    'the package with gql.tada',
    (url, headers) => {
      const client = createClient({ url, headers, print });
      return {
        names: async () => namesOf((await client.request(list)).data),
        reset: async () => (await client.request(reset, { input })).data?.resetOathDevices?.outcome,
      };
    },
  ],
];

test.each(clients)('%s: the list after a reset is empty', async (_name, open) => {
  const alice = open(`${stage.gateway.url}/graphql`, await stage.peer.signIn('alice'));
  const before = await alice.names();

  const outcome = await alice.reset();

  expect([before, outcome, await alice.names()]).toEqual([["Alice's phone"], 'DONE', []]);
  expect(await stage.peer.deviceIds('alice', 'OATH')).toEqual([]);
});

interface MyDevices {
  readonly me: { readonly oathDevices: readonly { readonly name: string | null }[] | null } | null;
}

function namesOf(data: MyDevices | null | undefined): (string | null)[] | undefined {
  return data?.me?.oathDevices?.map(({ name }) => name);
}
