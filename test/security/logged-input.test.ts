/** What graphql-js refuses while it runs is the client's fault, and nothing that a client sends is logged (E8). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { laneNames, openLanes } from '../execution/lanes.ts';
import type { Lanes } from '../execution/lanes.ts';
import { codesOf } from '../support/gateway.ts';
import { writesTo } from '../access/received.ts';
import type { SessionHeader } from '../support/peer.ts';

const mark = 'PERSONAL';
const long = mark.repeat(1_000);

interface Sent {
  readonly query: string;
  readonly variables: object;
  readonly data: unknown;
}

/** Each is valid, and a null takes the place of a default only where it runs. */
const nulls: Readonly<Record<string, Sent>> = {
  'an argument': {
    query: `query A($first: Int = 5, $text: String!) { users(search: $text, first: $first) { edges { node { id: amId } } } }`,
    variables: { first: null, text: mark },
    data: { users: null },
  },
  'a member of an input': {
    query: `mutation B($dry: Boolean = true) { resetOathDevices(input: { target: { self: true }, reason: "${long}", dryRun: $dry }) { outcome } }`,
    variables: { dry: null },
    data: { resetOathDevices: null },
  },
  'two fields': {
    query: `mutation C($dry: Boolean = true) {
      a: resetOathDevices(input: { target: { self: true }, reason: "${long}", dryRun: $dry }) { outcome }
      b: resetPushDevices(input: { target: { self: true }, reason: "${long}", force: $dry }) { outcome } }`,
    variables: { dry: null },
    data: { a: null, b: null },
  },
  'a condition at the root': {
    query: `query D($if: Boolean = true) { me @skip(if: $if) { id } }`,
    variables: { if: null },
    data: null,
  },
  'a condition below': {
    query: `query E($if: Boolean = true) { me { id: amId @include(if: $if) } }`,
    variables: { if: null },
    data: { me: null },
  },
};

let lanes: Lanes;
let alice: SessionHeader;

beforeAll(async () => {
  lanes = await openLanes({ documents: Object.values(nulls).map(({ query }) => query) });
});
beforeEach(async () => {
  await lanes.reset();
  alice = await lanes.peer.signIn('alice');
});
afterAll(() => lanes?.close());

describe.each(laneNames)('on the %s lane', (lane) => {
  test.each(Object.keys(nulls))('a null for the default of %s is bad input', async (where) => {
    const { query, variables, data } = nulls[where] ?? { query: '', variables: {}, data: null };
    const logged = lanes.gateways[lane].log.length;

    const answer = await lanes.gateways[lane].ask(query, alice, variables);

    expect(answer.data).toEqual(data);
    expect(new Set(codesOf(answer))).toEqual(new Set(['BAD_USER_INPUT']));
    for (const { message } of answer.errors) {
      expect(message).toMatch(/^Argument "/);
      expect(message.length).toBeLessThanOrEqual(500);
    }
    const lines = lanes.gateways[lane].log.slice(logged);
    expect(lines.join()).toContain('BAD_USER_INPUT');
    expect(lines.join()).not.toContain(mark);
    expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    expect(writesTo(lanes.peer.sandbox)).toEqual([]);
  });

  test.each([
    [
      'a value of another type',
      'query ($id: ID!) { user(id: $id) { id: amId } }',
      { id: { a: long } },
    ],
    [
      'an enum',
      'query ($k: [DeviceKind!]) { me { devices(kinds: $k) { id: amId } } }',
      { k: [long] },
    ],
    ['a name', `{ me { ${'x'.repeat(2_000)} } }`, {}],
  ])('the message about %s is short', async (_what, query, variables) => {
    const answer = await lanes.gateways[lane].ask(query, alice, variables);

    expect(answer.errors).toHaveLength(1);
    expect(answer.errors[0]?.message.length).toBeLessThanOrEqual(500);
    expect(lanes.gateways[lane].log.join()).not.toContain(mark);
  });
});
