/** Documents that cost too much are refused before they cost anything (security D1). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { openStage, type Stage } from '../support/stage.ts';

const tooLargeOnly = new Set(['OPERATION_TOO_LARGE']);

const tooLarge: readonly (readonly [string, string])[] = [
  ['depth 11', `{ me ${nested(5, '{ oathDevices { owner ', '{ id }', ' } }')} }`],
  ['1001 fields', `{ gatewayCaller { ${'realm '.repeat(1000)} } }`],
  ['501 aliases', `{ gatewayCaller { ${times(501, (n) => `a${n}: realm`)} } }`],
  ['200 directives on a field', `{ gatewayCaller ${'@skip(if: false) '.repeat(200)} { realm } }`],
  [
    'a fragment bomb',
    `{ ...F0 } ${bomb(20, 'Query')} fragment F20 on Query { gatewayCaller { realm } }`,
  ],
  [
    'a fragment bomb that nobody uses',
    `{ gatewayCaller { realm } } ${bomb(300, 'Query')} fragment F300 on Query { gatewayCaller { realm } }`,
  ],
  ['500 operations', times(500, (n) => `query Q${n} { gatewayCaller { realm } }`)],
  [
    'more tokens than any operation',
    `{ gatewayCaller { realm } } ${'# \n{ caller { realm } } '.repeat(999)}`,
  ],
  ['an endless list of values', `{ user(id: "a", realm: [${'"a" '.repeat(5000)}]) { id: amId } }`],
];

let stage: Stage;
let alice: SessionHeader;

beforeAll(async () => {
  // Each row reaches its own limit, not the cost limit, which has its own tests.
  stage = await openStage('pingam', { env: { LIMIT_COST: '1000000' } });
  alice = await stage.peer.signIn('alice');
});
beforeEach(() => stage.sandbox.clearReceived());
afterAll(() => stage?.close());

describe('security D1: a document with', () => {
  test.each(tooLarge)('%s is refused', async (_label, query) => {
    const answer = await stage.gateway.ask(query, alice);

    expect([answer.status, new Set(codesOf(answer))]).toEqual([400, tooLargeOnly]);
    expect(answer.data).toBeNull();
    expect(answer.text.length).toBeLessThan(1000);
    expect(stage.sandbox.received()).toEqual([]);
  });

  test.each([
    ['a cycle of one', '{ me { ...F } } fragment F on User { oathDevices { owner { ...F } } }'],
    ['a cycle that nobody uses', '{ gatewayCaller { realm } } fragment A on User { ...A }'],
    ['twenty fragments that spread each other', tangle(20, 8)],
    ['200 unknown directives on a field', `{ gatewayCaller ${'@a '.repeat(200)} { realm } }`],
    ['200 directives on an operation', `query ${'@a '.repeat(200)} { gatewayCaller { realm } }`],
    ['deep brackets', `{ user(id: ${'['.repeat(1900)}${']'.repeat(1900)}) { id: amId } }`],
    ['60 000 braces', '{'.repeat(60_000)],
    ['a long string', `{ user(id: "${'x'.repeat(60_000)}") { id: amId } }`],
    [
      'introspection in circles',
      `{ __schema { types { ${nested(8, 'fields { type { ', 'name', '} } ')} } } }`,
    ],
    [
      '3900 unknown fields',
      `{ gatewayCaller { realm } } fragment F on User { ${'x '.repeat(3900)} }`,
    ],
  ])('%s is refused, and briefly', async (_label, query) => {
    const answer = await stage.gateway.ask(query, alice);

    expect(answer.errors.length).toBeGreaterThan(0);
    expect(Object.values(answer.data ?? {}).every((value) => value === null)).toBe(true);
    expect(answer.text).not.toMatch(/call stack|internal\/|node_modules/i);
    expect(answer.text.length).toBeLessThan(10_000);
    expect(stage.sandbox.received()).toEqual([]);
  });
});

test('what is within the limits is answered', async () => {
  const deepest = `{ me ${nested(4, '{ oathDevices { owner ', '{ id }', ' } }')} }`;
  const widest = `{ gatewayCaller { ${'realm '.repeat(494)} } }`;

  const answers = [await stage.gateway.ask(deepest, alice), await stage.gateway.ask(widest, alice)];

  expect(answers.flatMap(codesOf)).toEqual([]);
  expect(answers[1]?.data).toEqual({ gatewayCaller: { realm: 'alpha' } });
});

function nested(depth: number, open: string, inside: string, close: string): string {
  return `${open.repeat(depth)}${inside}${close.repeat(depth)}`;
}

function times(count: number, text: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => text(n)).join(' ');
}

/** Each fragment spreads the next one twice: two to the power of `count` spreads. */
function bomb(count: number, type: string): string {
  return times(count, (n) => `fragment F${n} on ${type} { ...F${n + 1} ...F${n + 1} }`);
}

function tangle(count: number, spreads: number): string {
  const spread = (from: number): string => times(spreads, (n) => `...F${(from + n + 1) % count}`);
  const fragments = times(
    count,
    (n) => `fragment F${n} on Query { ${spread(n)} gatewayCaller { realm } }`,
  );
  return `{ gatewayCaller { realm } } ${fragments}`;
}
