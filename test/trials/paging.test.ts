/** Lists that come in pages, in the clients whose caches can join the pages. */
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { beforeEach, expect, test } from '@jest/globals';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { createGateway as createUrql } from '../../examples/react-urql/gateway.ts';
import {
  apolloCacheOptions,
  graphcacheOptions,
  SearchPeopleDocument,
} from '../../packages/client/index.ts';
import type { SearchPeopleQuery } from '../../packages/client/index.ts';
import { nameInCrowd, populate } from '../access/crowd.ts';
import { useStage } from '../support/stage.ts';
import { useComplaints } from './complaints.ts';

const stage = useStage();
const complaints = useComplaints();
const crowd = [0, 1, 2, 3, 4].map((number) => nameInCrowd(number));
const first = { search: 'zed', first: 2 };

beforeEach(() => populate(stage, 5));

function cursorIn(data: SearchPeopleQuery | undefined): string | null {
  return data?.users?.pageInfo.endCursor ?? null;
}

async function options() {
  return { url: `${stage.gateway.url}/graphql`, headers: await stage.peer.signIn('amadmin') };
}

test('Apollo Client joins pages', async () => {
  const { url, headers } = await options();
  const cache = new InMemoryCache({
    ...apolloCacheOptions,
    typePolicies: {
      ...apolloCacheOptions.typePolicies,
      Query: { fields: { users: relayStylePagination(['search', 'realm']) } },
    },
  });
  const client = new ApolloClient({ cache, link: new HttpLink({ uri: url, headers }) });
  const request = { query: SearchPeopleDocument, variables: first };
  const people = client.watchQuery(request);
  const watching = people.subscribe(() => undefined);
  let { data } = await client.query(request);

  while (data?.users?.pageInfo.hasNextPage === true) {
    await people.fetchMore({ variables: { after: cursorIn(data) } });
    data = client.readQuery(request) ?? undefined;
  }

  expect(namesIn(data)).toEqual(crowd);
  expect(complaints).toEqual([]);
  watching.unsubscribe();
});

test('urql with graphcache joins pages', async () => {
  const cache = cacheExchange({
    ...graphcacheOptions,
    resolvers: { Query: { users: relayPagination() } },
  });
  const client = createUrql({ ...(await options()), cache });
  let { data } = await client.query(SearchPeopleDocument, first);

  while (data?.users?.pageInfo.hasNextPage === true) {
    ({ data } = await client.query(SearchPeopleDocument, { ...first, after: cursorIn(data) }));
  }

  expect(namesIn(data)).toEqual(crowd);
  expect(complaints).toEqual([]);
});

/** The names of the people on all pages. Fails if the last page is missing. */
function namesIn(data: SearchPeopleQuery | undefined): readonly string[] {
  if (data?.users?.pageInfo.hasNextPage !== false) throw new Error('A page is missing.');
  return data.users.edges.map(({ node }) => node.username).toSorted();
}
