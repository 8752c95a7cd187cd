/** Requests that are out of the ordinary, and what their answer says of them. */
import type { CallerName } from '../access/matrix.ts';
import { idOfPerson } from '../support/global-ids.ts';
import type { Sent } from './lanes.ts';

/** One of them. */
export interface OddRequest {
  readonly what: string;
  readonly sent: Sent;
  readonly by?: CallerName;
  /** What stands in the answer; data where left out. */
  readonly code?: string;
}

const several = `
  query First { me { id } }
  query Second { capabilities { product } }
  mutation Third($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) { outcome } }
`;
const skipping = `
  query Skipping($skip: Boolean = false, $include: Boolean!) {
    me {
      ... @include(if: $include) { displayName }
      ...Lists @skip(if: $skip)
      also: pushDevices @skip(if: true) { id }
    }
  }
  fragment Lists on User { id oathDevices { ...Facts ... on Device { name } } devices(kinds: [PUSH]) { ...Facts } }
  fragment Facts on Device { __typename id }
`;
const skippingRoot = `query Root($skip: Boolean = false) { me @skip(if: $skip) { id } capabilities { product } }`;
const named = `query Named($id: ID!) { user(id: $id) { id oathDevices { id } } }`;
export const kinds = `query Kinds($kinds: [RegisteredDeviceKind!]) { me { devices(kinds: $kinds) { kind name } } }`;
export const byKind = `query ByKind($kinds: [RegisteredDeviceKind!]) {
  me { devicesByKind(kinds: $kinds) { kind devices { __typename id kind owner { id } } } }
}`;
const merged = `
  query Merged {
    me { id ...A }
    again: me { ...A pushDevices { id } }
    me { oathDevices { name } }
    ... on Query { me { oathDevices { kind } } }
  }
  fragment A on User { oathDevices { id } }
`;
const nested = `{ me { oathDevices { owner { id pushDevices { id owner { username } } } } } }`;
const costly = `query Costly($first: Int) { ${['a', 'b', 'c', 'd']
  .map((name) => `${name}: users(search: "b", first: $first) { edges { node { devices { id } } } }`)
  .join(' ')} }`;
const manyPeople = `query Many { ${['bob', 'vera', 'not-there', '../bob', 'BOB']
  .map(
    (id, index) =>
      `p${index}: user(id: "${id}") { id oathDevices { id } callerCan(action: RESET, kind: OATH) { allowed reason } }`,
  )
  .join(' ')} }`;
const entities = `query Entities { _entities(representations: [
  { __typename: "User", amId: "bob" }, { __typename: "User", amId: "alice", realm: "alpha" }, { __typename: "User", id: "${idOfPerson('not-there')}" }
]) { __typename ... on User { username oathDevices { id } } } }`;
const introspection = `{ __schema { queryType { name } } __type(name: "User") { fields { name } } __typename }`;
const twoMutations = `mutation Two($input: ResetOathDevicesInput!) {
  resetOathDevices(input: $input) { outcome }
  resetPushDevices(input: { target: { self: true } }) { outcome }
}`;
const unknownField = `{ me { password } }`;

/** Every document of these requests that is valid, for a manifest. */
export const oddDocuments: readonly string[] = [
  several,
  skipping,
  skippingRoot,
  named,
  kinds,
  byKind,
  merged,
  nested,
  costly,
  manyPeople,
  entities,
  introspection,
  twoMutations,
];

const input = { input: { target: { self: true } } };

export const odd: readonly OddRequest[] = [
  { what: 'one of several operations', sent: { query: several, operationName: 'First' } },
  {
    what: 'a mutation among several operations',
    sent: { query: several, operationName: 'Third', variables: input },
  },
  {
    what: 'no operation named among several',
    sent: { query: several },
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    what: 'an unknown operation',
    sent: { query: several, operationName: 'Fourth' },
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    what: 'an empty operation name',
    sent: { query: named, operationName: '', variables: { id: 'alice' } },
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  { what: 'a variable that is missing', sent: { query: named }, code: 'BAD_USER_INPUT' },
  {
    what: 'a variable of the wrong type',
    sent: { query: named, variables: { id: { not: 'this' } } },
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'a variable that is null where it may not be',
    sent: { query: named, variables: { id: null } },
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'a variable that nobody declared',
    sent: { query: named, variables: { id: 'alice', more: 7 } },
  },
  {
    what: 'an enum that is not one of its names',
    sent: { query: kinds, variables: { kinds: ['OATH', 'NOTHING'] } },
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'an empty list of kinds',
    sent: { query: kinds, variables: { kinds: [] } },
    code: 'BAD_USER_INPUT',
  },
  { what: 'kinds by a variable', sent: { query: kinds, variables: { kinds: ['PUSH', 'OATH'] } } },
  { what: 'lists by kind', sent: { query: byKind, variables: { kinds: ['PUSH', 'OATH'] } } },
  { what: 'every list by kind', sent: { query: byKind, variables: { kinds: null } } },
  {
    what: 'lists by no kind',
    sent: { query: byKind, variables: { kinds: [] } },
    code: 'BAD_USER_INPUT',
  },
  { what: 'kinds that are null', sent: { query: kinds, variables: { kinds: null } } },
  ...[true, false].flatMap((skip) =>
    [true, false].map((include) => ({
      what: `what is skipped (${skip}) and included (${include})`,
      sent: { query: skipping, variables: { skip, include } },
    })),
  ),
  { what: 'a condition by default', sent: { query: skipping, variables: { include: true } } },
  {
    what: 'a condition that is null',
    sent: { query: skipping, variables: { skip: null, include: true } },
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'a condition of a root field that is null',
    sent: { query: skippingRoot, variables: { skip: null } },
    code: 'BAD_USER_INPUT',
  },
  { what: 'fields merged from several places', sent: { query: merged } },
  { what: 'owners of devices of owners', sent: { query: nested } },
  {
    what: 'an operation that costs too much',
    sent: { query: costly, variables: { first: 20 } },
    by: 'helen of the help desk',
    code: 'OPERATION_TOO_LARGE',
  },
  {
    what: 'an operation that costs less',
    sent: { query: costly, variables: { first: 1 } },
    by: 'helen of the help desk',
  },
  { what: 'several people', sent: { query: manyPeople }, by: 'helen of the help desk' },
  { what: 'several people, all refused', sent: { query: manyPeople }, code: 'FORBIDDEN' },
  { what: 'entities', sent: { query: entities }, by: 'oscar the administrator' },
  { what: 'introspection', sent: { query: introspection } },
  { what: 'two mutations', sent: { query: twoMutations, variables: input } },
  {
    what: 'two mutations, one refused',
    sent: { query: twoMutations, variables: { input: { target: { user: { id: 'bob' } } } } },
  },
  {
    what: 'a document that is not valid',
    sent: { query: unknownField },
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    what: 'a document that does not parse',
    sent: { query: '{ me {' },
    code: 'GRAPHQL_PARSE_FAILED',
  },
];
