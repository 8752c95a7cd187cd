/** Which chains and journeys register devices without a step that asks the gateway. */
import { describe, expect, test } from '@jest/globals';
import {
  readRunning,
  readScriptsWith,
  readStartsAlone,
  readUnaskedChains,
  readUnaskedJourneys,
} from '../../../src/am/json/registrations.ts';

const listOf = (...result: readonly object[]): object => ({ result });

test('a script asks if its text has the path', () => {
  const script = (_id: string, text: string): object => ({
    _id,
    script: Buffer.from(text).toString('base64'),
  });
  const scripts = listOf(
    script('a', "var gateway = 'https://g/enrolment/decisions';"),
    script('b', 'authState = SUCCESS;'),
  );

  expect(readScriptsWith(scripts, '/enrolment/decisions')).toEqual(['a']);
});

test('a module or a node runs a script', () => {
  const running = listOf(
    { _id: 'module', serverScript: 'a', clientScript: 'c' },
    { _id: 'node', script: 'a' },
    { _id: 'field', serverScript: 'b', clientScript: 'a' },
    { _id: 'other', script: 'b' },
  );

  expect(readRunning(running, ['a'])).toEqual(['module', 'node']);
});

describe('a chain', () => {
  const modules = new Map([
    ['DataStore', 'datastore'],
    ['ask', 'scripted'],
    ['other', 'scripted'],
    ['oath', 'authenticatoroath'],
    ['push', 'authPushReg'],
  ]);
  const isUnasked = (...steps: readonly string[]): boolean => {
    const authChainConfiguration = steps.map((step) => {
      const [module, criteria] = step.split(' ');
      return { module, criteria };
    });
    const chains = listOf({ _id: 'chain', authChainConfiguration });
    return readUnaskedChains(chains, ['ask'], modules).length > 0;
  };
  const password = 'DataStore REQUISITE';

  test.each([
    [false, 'without a registration', [password]],
    [false, 'that asks first', [password, 'ask REQUISITE', 'oath REQUIRED']],
    [false, 'that asks before two', ['ask REQUISITE', 'oath OPTIONAL', 'push OPTIONAL']],
    [true, 'that does not ask', [password, 'oath REQUIRED']],
    [true, 'with another script', [password, 'other REQUISITE', 'oath REQUIRED']],
    [true, 'that asks afterwards', [password, 'oath REQUIRED', 'ask REQUISITE']],
    [true, 'that asks between two', [password, 'push OPTIONAL', 'ask REQUISITE', 'oath REQUIRED']],
    [true, 'that goes on after a refusal', [password, 'ask REQUIRED', 'oath REQUIRED']],
    [true, 'that may skip the question', [password, 'ask OPTIONAL', 'oath REQUIRED']],
  ])('%s: %s', (expected, _, steps) => {
    expect(isUnasked(...steps)).toBe(expected);
  });
});

describe('a journey', () => {
  const types: Readonly<Record<string, string>> = {
    password: 'DataStoreDecisionNode',
    ask: 'ScriptedDecisionNode',
    script: 'ScriptedDecisionNode',
    register: 'WebAuthnRegistrationNode',
  };
  const isUnasked = (ways: Readonly<Record<string, Readonly<Record<string, string>>>>): boolean => {
    const nodes = Object.fromEntries(
      Object.entries(ways).map(([id, connections]) => [id, { nodeType: types[id], connections }]),
    );
    const trees = listOf({ _id: 'tree', entryNodeId: 'password', nodes });
    return readUnaskedJourneys(trees, ['ask']).length > 0;
  };
  const end = { register: {} };

  test.each([
    [false, 'without a registration', { password: { true: 'success' } }],
    [false, 'that asks', { password: { true: 'ask' }, ask: { allow: 'register' }, ...end }],
    [
      false,
      'with a loop',
      { password: { true: 'ask', false: 'password' }, ask: { allow: 'register' }, ...end },
    ],
    [false, 'whose registration no way reaches', { password: { true: 'success' }, ...end }],
    [true, 'that does not ask', { password: { true: 'register' }, ...end }],
    [
      true,
      'with another script',
      { password: { true: 'script' }, script: { allow: 'register' }, ...end },
    ],
    [
      true,
      'with a way past the question',
      { password: { true: 'ask', false: 'register' }, ask: { allow: 'register' }, ...end },
    ],
    [
      true,
      'that registers after a refusal',
      { password: { true: 'ask' }, ask: { allow: 'success', refuse: 'register' }, ...end },
    ],
  ])('%s: %s', (expected, _, ways) => {
    expect(isUnasked(ways)).toBe(expected);
  });
});

test.each([
  [true, { moduleBasedAuthEnabled: true }, 'authenticatoroath'],
  [false, { moduleBasedAuthEnabled: false }, 'authenticatoroath'],
  [false, { moduleBasedAuthEnabled: true }, 'datastore'],
])('modules start alone: %s', (expected, security, type) => {
  expect(readStartsAlone({ security }, new Map([['one', type]]))).toBe(expected);
});
