/**
 * Input that graphql-js rejects during execution is a client error, and client input is not logged
 * (E8).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  documentFor,
  executors,
  openExecutorStage,
  type ExecutorStage,
} from '../execution/executors.ts';
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
    query: `mutation B($dry: Boolean = true) { resetOathDevices(input: { target: { me: true }, reason: "${long}", dryRun: $dry }) { outcome } }`,
    variables: { dry: null },
    data: { resetOathDevices: null },
  },
  'two fields': {
    query: `mutation C($dry: Boolean = true) {
      a: resetOathDevices(input: { target: { me: true }, reason: "${long}", dryRun: $dry }) { outcome }
      b: resetPushDevices(input: { target: { me: true }, reason: "${long}", force: $dry }) { outcome } }`,
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

const wrongInputs = [
  {
    what: 'a variable of the wrong type',
    query: 'query ($id: ID!) { user(id: $id) { id: amId } }',
    variables: { id: { a: long } },
  },
  {
    what: 'an enum value',
    query: 'query ($k: [RegisteredDeviceKind!]) { me { devices(kinds: $k) { id: amId } } }',
    variables: { k: [long] },
  },
  { what: 'a field name', query: `{ me { ${'x'.repeat(2_000)} } }`, variables: {} },
];

let stage: ExecutorStage;
let alice: SessionHeader;

beforeAll(async () => {
  const [variable, enumValue] = wrongInputs;
  const valid = [
    ...Object.values(nulls),
    ...[variable, enumValue].filter((one) => one !== undefined),
  ];
  stage = await openExecutorStage(valid.map(({ query }) => query));
});
beforeEach(async () => {
  await stage.reset();
  alice = await stage.peer.signIn('alice');
});
afterAll(() => stage?.close());

describe.each(executors)('on %s', (executor) => {
  test.each(Object.keys(nulls))('a null for the default of %s is bad input', async (where) => {
    const { query, variables, data } = nulls[where] ?? { query: '', variables: {}, data: null };
    const logged = stage.gateway.log.length;

    const answer = await stage.gateway.ask(documentFor(executor, query), alice, variables);

    expect(answer.data).toEqual(data);
    expect(new Set(codesOf(answer))).toEqual(new Set(['BAD_USER_INPUT']));
    for (const { message } of answer.errors) {
      expect(message).toMatch(/^Argument "/);
      expect(message.length).toBeLessThanOrEqual(500);
    }
    const lines = stage.gateway.log.slice(logged);
    expect(lines.join()).toContain('BAD_USER_INPUT');
    expect(lines.join()).not.toContain(mark);
    expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    expect(writesTo(stage.peer.sandbox)).toEqual([]);
  });

  test.each(wrongInputs)('the message about $what is short', async ({ query, variables }) => {
    const answer = await stage.gateway.ask(documentFor(executor, query), alice, variables);

    expect(answer.errors).toHaveLength(1);
    expect(answer.errors[0]?.message.length).toBeLessThanOrEqual(500);
    expect(stage.gateway.log.join()).not.toContain(mark);
  });
});
