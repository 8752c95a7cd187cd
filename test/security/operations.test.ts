/** Aliases, introspection and hints (security D3, D5). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { writesTo } from './am-received.ts';
import { onStage, openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let production: Stage;
let amadmin: SessionHeader;

beforeAll(async () => {
  stage = await openStage();
  production = await openStage('pingam', { env: { NODE_ENV: 'production' } });
});
beforeEach(async () => {
  stage.restart();
  amadmin = await stage.peer.signIn('amadmin');
  stage.sandbox.clearReceived();
  production.sandbox.clearReceived();
});
afterAll(async () => {
  await stage?.close();
  await production?.close();
});

describe('security D3: many of one field', () => {
  const reset = (alias: string, kind = 'Oath', id = 'bob'): string =>
    `${alias}: reset${kind}Devices(input: { target: { user: { id: "${id}" } } }) { outcome }`;

  test.each([
    [
      '30 people with all their devices',
      `{ ${repeat(30, (n) => `a${n}: user(id: "bob${n}") { devices { name } }`)} }`,
    ],
    ['100 people', `{ ${repeat(100, (n) => `a${n}: user(id: "bob${n}") { id: amId }`)} }`],
    ['two resets of one kind', `mutation { ${reset('a')} ${reset('b', 'Oath', 'alice')} }`],
    ['two resets of one person', `mutation { ${reset('a', 'Push')} ${reset('b', 'Push')} }`],
    ['a hundred resets', `mutation { ${repeat(100, (n) => reset(`a${n}`, 'Oath', `b${n}`))} }`],
    [
      'two resets by a fragment',
      `mutation { ...F ${reset('b')} } fragment F on Mutation { ${reset('a')} }`,
    ],
    [
      'two resets in the other operation',
      `query A { gatewayCaller { roles } } mutation B { ${reset('a')} ${reset('b')} }`,
    ],
  ])('is refused: %s', async (_label, query) => {
    const answer = await stage.gateway.ask(query, amadmin);

    expect([answer.status, codesOf(answer)]).toEqual([400, ['OPERATION_TOO_LARGE']]);
    expect(stage.sandbox.received()).toEqual([]);
  });

  const remove = (id: string, deviceId: string): string =>
    `removeDevice(input: { target: { user: { id: "${id}" } }, kind: OATH, deviceId: "${deviceId}" }) { outcome }`;
  const rename = (id: string, deviceId: string): string =>
    `renameDevice(input: { target: { user: { id: "${id}" } }, kind: OATH, deviceId: "${deviceId}", name: "x" }) { outcome }`;
  const severalOf = (id: string): string =>
    `resetDevices(input: { target: { user: { id: "${id}" } }, kinds: [TRUSTED] }) { results { outcome } }`;

  test.each([
    ['resets of two people', [reset('a'), reset('b', 'Push', 'alice')]],
    ['two kinds of one person', [reset('a'), reset('b', 'Push')]],
    ['one person by two spellings', [reset('a'), reset('b', 'Push', 'BOB')]],
    ['a reset and a removal', [reset('a'), remove('hugo', deviceIds.hugoOath)]],
    ['a reset and a renaming', [reset('a'), rename('hugo', deviceIds.hugoOath)]],
    ['three fields', [reset('a'), severalOf('alice'), remove('hugo', deviceIds.hugoOath)]],
  ])('of another person one change is made, and no second: %s', async (_label, changes) => {
    const answer = await stage.gateway.ask(`mutation { ${changes.join(' ')} }`, amadmin);

    expect(codesOf(answer)).toEqual(changes.slice(1).map(() => 'OPERATION_TOO_LARGE'));
    expect(writesTo(stage.sandbox)).toEqual(['POST users/bob/devices/2fa/oath?_action=reset']);
  });

  test('of oneself one change of each kind is made', async () => {
    const bob = await stage.peer.signIn('bob');

    await stage.gateway.ask(`mutation { ${reset('a')} ${reset('b', 'Push')} }`, bob);

    expect(writesTo(stage.sandbox)).toEqual([
      'POST users/bob/devices/2fa/oath?_action=reset',
      'POST users/bob/devices/2fa/push?_action=reset',
    ]);
  });

  test('dry runs of others change nothing, and count as nothing', async () => {
    const dry = (field: string, id: string): string =>
      `${field}(input: { target: { user: { id: "${id}" } }, dryRun: true }) { outcome }`;
    const fields = [dry('resetOathDevices', 'bob'), dry('resetPushDevices', 'alice')];

    const answer = await stage.gateway.ask(`mutation { ${fields.join(' ')} }`, amadmin);

    expect(codesOf(answer)).toEqual([]);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });
});

describe('security D5: in production', () => {
  test.each([
    ['the schema', '{ __schema { types { name } } }'],
    ['a type', '{ __type(name: "User") { fields { name } } }'],
    [
      'the schema in a fragment',
      '{ ...F } fragment F on Query { __schema { directives { name } } }',
    ],
    ['a type in a mutation', 'mutation { __type(name: "User") { name } }'],
  ])('introspection is off: %s', async (_label, query) => {
    const as = await production.peer.signIn('amadmin');

    const answer = await production.gateway.ask(query, as);

    expect(answer.data).toBeNull();
    expect(new Set(codesOf(answer))).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
    expect(answer.text).not.toContain('oathDevices');
  });

  const reset =
    'mutation ($i: ResetDevicesOfKindInput!) { resetOathDevices(input: $i) { outcome } }';

  test.each([
    ['of a field', '{ me { usernam } }', {}],
    ['of an argument', '{ user(idd: "x") { id: amId } }', {}],
    ['of a type', '{ me { ... on Usr { id } } }', {}],
    ['of an input field', 'mutation { resetOathDevices(input: { targt: "x" }) { outcome } }', {}],
    ['of an input field in variables', reset, { i: { targt: 'x' } }],
    ['of a target in variables', reset, { i: { target: { slf: true } } }],
  ])('nothing is suggested: %s', async (_label, query, variables) => {
    const answer = await production.gateway.ask(query, {}, variables);

    expect(answer.data).toBeNull();
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(answer.text).not.toMatch(/did you mean/i);
  });

  test('errors show no stack', async () => {
    const answers = [
      await production.gateway.ask('{ me { id: amId } }'),
      await production.gateway.ask('{ nothing }'),
      await production.gateway.ask('{'),
    ];

    expect(answers.map(({ text }) => text).join('')).not.toMatch(/stacktrace|node_modules|\.ts:/);
  });
});

test('security D5: outside production another machine gets neither introspection nor explorer', async () => {
  await onStage('pingam', { env: { HOST: '0.0.0.0' } }, async ({ gateway }) => {
    const url = gateway.url.replace('0.0.0.0', '127.0.0.1');
    const page = await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } });
    const sdl = await gateway.ask('{ _service { sdl } }');

    expect(codesOf(await gateway.ask('{ __schema { queryType { name } } }'))).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
    ]);
    expect([page.status, codesOf(sdl)]).toEqual([406, ['FORBIDDEN']]);
    expect(gateway.log.join()).toContain('the explorer and introspection are off');
  });
});

function repeat(count: number, text: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => text(n)).join(' ');
}
