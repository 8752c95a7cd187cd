/** A variable may be named like a member of every object; what is not given is not read (GraphQL §6.1.2). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SessionHeader } from '../support/peer.ts';
import { laneNames, openLanes } from './lanes.ts';
import type { Lanes, Trace } from './lanes.ts';

const plain = 'x';
const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'] as const;

/** Documents over one variable, and values of it. */
const documents: Readonly<Record<string, (name: string) => string>> = {
  'a text': (name) => `query ($${name}: ID!) { user(id: $${name}) { id } }`,
  'a text by default': (name) => `query ($${name}: ID! = "bob") { user(id: $${name}) { id } }`,
  'a text that may be absent': (name) =>
    `query ($${name}: String) { user(id: "bob", realm: $${name}) { id } }`,
  'a number': (name) => `query ($${name}: Int! = 1) { users(search: "bob", first: $${name}) {
    edges { node { id devices { id } } } } }`,
  'a number that may be absent': (name) => `query ($${name}: Int) {
    users(search: "bob", first: $${name}) { edges { node { id devices { id } } } } }`,
  kinds: (name) =>
    `query ($${name}: [RegisteredDeviceKind!]) { me { devices(kinds: $${name}) { kind } } }`,
  references: (name) => `query ($${name}: [_Any!]!) {
    _entities(representations: $${name}) { ... on User { id } } }`,
  'an input': (name) => `mutation ($${name}: ResetOathDevicesInput!) {
    resetOathDevices(input: $${name}) { outcome } }`,
  'a member of an input': (name) => `mutation ($${name}: Boolean = true) {
    resetOathDevices(input: { target: { user: { id: "bob" } }, dryRun: $${name} }) { outcome } }`,
};
const values: readonly unknown[] = [
  undefined,
  null,
  'alice',
  2,
  ['OATH'],
  [{ __typename: 'User' }],
];

let lanes: Lanes;
let oscar: SessionHeader;

beforeAll(async () => {
  const all = [plain, ...names].flatMap((name) =>
    Object.values(documents).map((document) => document(name)),
  );
  lanes = await openLanes({ documents: all });
  oscar = await lanes.peer.signIn('oscar');
});
afterAll(() => lanes?.close());

describe.each(laneNames)('on the %s lane', (lane) => {
  describe.each(names)('$%s', (name) => {
    test.each(Object.keys(documents))('for %s is as $x would be', async (what) => {
      const document = documents[what] ?? String;
      const told: (readonly [string, unknown, Trace])[] = [];
      for (const value of values) {
        for (const named of [plain, name]) {
          const variables = { ...(value !== undefined && { [named]: value }) };
          const trace = await lanes.trace(lane, { query: document(named), variables }, oscar);
          told.push([named, value, like(trace, named)]);
        }
      }

      const [asPlain, asNamed] = [plain, name].map((wanted) =>
        told.filter(([named]) => named === wanted).map(([, value, trace]) => ({ value, ...trace })),
      );
      expect(asPlain).toHaveLength(values.length);
      expect(asNamed).toEqual(asPlain);
    });

    test('as a member of a reference or of an input is not what it holds', async () => {
      const inner = { id: 'bob', userId: 'bob', realm: 'alpha', __typename: 'User' };
      const sent = (what: string, value: unknown): Promise<Trace> =>
        lanes.trace(
          lane,
          { query: documents[what]?.(plain) ?? '', variables: { [plain]: value } },
          oscar,
        );

      const traces = [
        await sent('references', [{ __typename: 'User', [name]: inner }]),
        await sent('an input', { [name]: inner }),
      ];

      for (const { body, calls } of traces) {
        expect(body).toContain('BAD_USER_INPUT');
        expect(calls.filter((call) => call.includes('/users/bob'))).toEqual([]);
      }
    });
  });
});

/** A trace whose messages and columns name the variable alike, and the document, whose text has another name in it. */
function like({ body, ...trace }: Trace, name: string): Trace {
  return {
    ...trace,
    log: trace.log.map((line) => line.replace(/"[0-9a-f]{64}"/, '"document"')),
    body: body
      .replaceAll(`$${name}`, '$x')
      .replaceAll(`"${name}`, '"x')
      .replace(/"column":\d+/g, ''),
  };
}
