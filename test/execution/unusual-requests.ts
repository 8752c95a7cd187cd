/** Requests that are unusual or invalid, and the text that their response contains. */
import type { CallerName } from '../access/matrix.ts';
import { idOfPerson } from '../support/global-ids.ts';
import type { ClientRequest } from './executors.ts';

export interface UnusualRequest {
  readonly what: string;
  readonly request: ClientRequest;
  readonly by?: CallerName;
  /** A text in the response; `"data"` by default. */
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
  fragment Lists on User { id oathDevices { ...Facts ... on RegisteredDevice { name } } devices(kinds: [PUSH]) { ...Facts } }
  fragment Facts on RegisteredDevice { __typename id }
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
      `p${index}: user(id: "${id}") { id oathDevices { id } callerCan(action: RESET, kind: OATH) { isAllowed reason } }`,
  )
  .join(' ')} }`;
const entities = `query Entities { _entities(representations: [
  { __typename: "User", amId: "bob" }, { __typename: "User", amId: "alice", realm: "alpha" }, { __typename: "User", id: "${idOfPerson('not-there')}" }
]) { __typename ... on User { username oathDevices { id } } } }`;
const introspection = `{ __schema { queryType { name } } __type(name: "User") { fields { name } } __typename }`;
const twoMutations = `mutation Two($input: ResetOathDevicesInput!) {
  resetOathDevices(input: $input) { outcome }
  resetPushDevices(input: { target: { me: true } }) { outcome }
}`;

/** The valid documents of these requests, for a manifest. */
export const unusualDocuments: readonly string[] = [
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

const input = { input: { target: { me: true } } };

export const unusualRequests: readonly UnusualRequest[] = [
  { what: 'one of several operations', request: { query: several, operationName: 'First' } },
  {
    what: 'a mutation among several operations',
    request: { query: several, operationName: 'Third', variables: input },
  },
  {
    what: 'no operation named among several',
    request: { query: several },
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    what: 'an unknown operation',
    request: { query: several, operationName: 'Fourth' },
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    what: 'an empty operation name',
    request: { query: named, operationName: '', variables: { id: 'alice' } },
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  { what: 'a variable that is missing', request: { query: named }, code: 'BAD_USER_INPUT' },
  {
    what: 'a variable of the wrong type',
    request: { query: named, variables: { id: { not: 'this' } } },
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'a variable that is null where it may not be',
    request: { query: named, variables: { id: null } },
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'a variable that is not declared',
    request: { query: named, variables: { id: 'alice', more: 7 } },
  },
  {
    what: 'an enum that is not one of its names',
    request: { query: kinds, variables: { kinds: ['OATH', 'NOTHING'] } },
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'an empty list of kinds',
    request: { query: kinds, variables: { kinds: [] } },
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'kinds by a variable',
    request: { query: kinds, variables: { kinds: ['PUSH', 'OATH'] } },
  },
  { what: 'lists by kind', request: { query: byKind, variables: { kinds: ['PUSH', 'OATH'] } } },
  { what: 'every list by kind', request: { query: byKind, variables: { kinds: null } } },
  {
    what: 'lists by no kind',
    request: { query: byKind, variables: { kinds: [] } },
    code: 'BAD_USER_INPUT',
  },
  { what: 'kinds that are null', request: { query: kinds, variables: { kinds: null } } },
  ...[true, false].flatMap((skip) =>
    [true, false].map((include) => ({
      what: `what is skipped (${skip}) and included (${include})`,
      request: { query: skipping, variables: { skip, include } },
    })),
  ),
  { what: 'a condition by default', request: { query: skipping, variables: { include: true } } },
  {
    what: 'a condition that is null',
    request: { query: skipping, variables: { skip: null, include: true } },
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'a condition of a root field that is null',
    request: { query: skippingRoot, variables: { skip: null } },
    code: 'BAD_USER_INPUT',
  },
  { what: 'fields merged from several places', request: { query: merged } },
  { what: 'owners of devices of owners', request: { query: nested } },
  {
    what: 'an operation over the cost limit',
    request: { query: costly, variables: { first: 20 } },
    by: 'helen of the help desk',
    code: 'OPERATION_TOO_LARGE',
  },
  {
    what: 'an operation within the cost limit',
    request: { query: costly, variables: { first: 1 } },
    by: 'helen of the help desk',
  },
  { what: 'several people', request: { query: manyPeople }, by: 'helen of the help desk' },
  { what: 'several people, all refused', request: { query: manyPeople }, code: 'FORBIDDEN' },
  { what: 'entities', request: { query: entities }, by: 'oscar the administrator' },
  { what: 'introspection', request: { query: introspection } },
  { what: 'two mutations', request: { query: twoMutations, variables: input } },
  {
    what: 'two mutations, one refused',
    request: { query: twoMutations, variables: { input: { target: { user: { id: 'bob' } } } } },
  },
];
