/** Trusted documents run on graphql-js and all others on Apollo Server, with the same results. */
import { ApolloServer } from '@apollo/server';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { SessionHeader } from '../support/peer.ts';
import { executors, openExecutorStage, type Executor, type ExecutorStage } from './executors.ts';

const several = `query First { me { id } } query Second { gatewayCapabilities { product } }
  mutation Third($input: ResetDevicesOfKindInput!) { resetOathDevices(input: $input) { outcome } }`;
const named = 'query Named($id: ID!) { user(id: $id) { id oathDevices { id } } }';
const kinds =
  'query Kinds($kinds: [RegisteredDeviceKind!]) { me { devices(kinds: $kinds) { kind name } } }';
const byKind = `query ByKind($kinds: [RegisteredDeviceKind!]) {
  me { devicesByKind(kinds: $kinds) { kind devices { __typename id kind owner { id } } } } }`;
const costly = `query Costly { ${['a', 'b', 'c', 'd']
  .map((name) => `${name}: users(search: "b", first: 20) { edges { node { devices { id } } } }`)
  .join(' ')} }`;
const people = `query People { a: user(id: "bob") { id } b: user(id: "../bob") { id } c: user(id: "alice") { id }
  callerCan: user(id: "vera") { callerCan(action: RESET, kind: OATH) { isAllowed reason } } }`;
const introspection =
  '{ __schema { queryType { name } } __type(name: "User") { fields { name } } }';
const twoMutations = `mutation Two($input: ResetDevicesOfKindInput!) { resetOathDevices(input: $input) { outcome }
  resetPushDevices(input: { target: { me: true } }) { outcome } }`;

let stage: ExecutorStage;
let alice: SessionHeader;

beforeAll(async () => {
  const documents = [several, named, kinds, byKind, costly, people];
  stage = await openExecutorStage([...documents, introspection, twoMutations]);
  alice = await stage.peer.signIn('alice');
});
afterAll(() => stage?.close());

test.each<readonly [Executor, number]>([
  ['graphql-js', 0],
  ['Apollo Server', 1],
])('a document for %s reaches Apollo Server %i times', async (executor, times) => {
  const executeOperation = jest.spyOn(ApolloServer.prototype, 'executeOperation');
  try {
    const { body } = await stage.trace(executor, { query: kinds }, alice);

    expect(body).toContain('"kind":"OATH"');
    expect(executeOperation).toHaveBeenCalledTimes(times);
  } finally {
    executeOperation.mockRestore();
  }
});

test.each(executors.flatMap((executor) => [kinds, byKind].map((query) => ({ executor, query }))))(
  '$executor reads the kinds in the variables of each request: $query',
  async ({ executor, query }) => {
    const calls: number[] = [];
    for (const variables of [undefined, { kinds: ['OATH'] }, { kinds: ['OATH', 'PUSH'] }, {}]) {
      const trace = await stage.trace(executor, { query, ...(variables && { variables }) }, alice);
      calls.push(trace.calls.filter((call) => call.includes('/devices/')).length);
    }

    expect(calls).toEqual([6, 1, 2, 6]);
  },
);

const [resolution, input] = ['OPERATION_RESOLUTION_FAILURE', 'BAD_USER_INPUT'];
test.each<
  readonly [string, text: string, query: string, Record<string, unknown>?, operationName?: string]
>([
  ['one of several operations', '"data"', several, {}, 'First'],
  ['no operation named among several', resolution, several],
  ['an unknown operation', resolution, several, {}, 'Fourth'],
  ['an empty operation name', resolution, named, { id: 'alice' }, ''],
  ['a variable that is missing', input, named],
  ['a variable of the wrong type', input, named, { id: { not: 'this' } }],
  ['a variable that is null where it may not be', input, named, { id: null }],
  ['a variable that is not declared', '"data"', named, { id: 'alice', more: 7 }],
  ['an enum that is not one of its names', input, kinds, { kinds: ['OATH', 'NOTHING'] }],
  ['an empty list of kinds', input, byKind, { kinds: [] }],
  ['an operation over the cost limit', 'OPERATION_TOO_LARGE', costly],
  ['several people, some refused', 'FORBIDDEN', people],
  ['introspection', '"data"', introspection],
  [
    'two mutations, one refused',
    'FORBIDDEN',
    twoMutations,
    { input: { target: { user: { id: 'bob' } } } },
  ],
])('both executors treat %s alike', async (...[, text, query, variables, operationName]) => {
  const request = {
    query,
    ...(variables && { variables }),
    ...(operationName !== undefined && { operationName }),
  };
  const traces = [];
  for (const executor of executors) {
    if (query === twoMutations) await stage.reset();
    if (query === twoMutations) alice = await stage.peer.signIn('alice');
    traces.push(await stage.trace(executor, request, alice));
  }

  expect(traces[0]?.body).toContain(text);
  expect(traces[1]).toEqual(traces[0]);
});
