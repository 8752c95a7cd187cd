/** What a page of a journey asks, by its callbacks (contract §18.4). */
import { expect, test } from '@jest/globals';
import { WireError } from '../../../src/am/json/wire.ts';
import { readJourneyStep } from '../../../src/am/json/journey.ts';

const name = { type: 'NameCallback', input: [{ name: 'IDToken1', value: '' }] };
const password = { type: 'PasswordCallback', input: [{ name: 'IDToken1', value: '' }] };
const confirm = { type: 'ConfirmationCallback', input: [{ name: 'IDToken2', value: 100 }] };
const text = { type: 'TextOutputCallback', output: [{ name: 'message', value: 'x' }] };
const hidden = { type: 'HiddenValueCallback', input: [{ name: 'IDToken1', value: 'x' }] };
const wait = { type: 'PollingWaitCallback', output: [{ name: 'waitTime', value: '3000' }] };
const choice = { type: 'ChoiceCallback', input: [{ name: 'IDToken1', value: 0 }] };
const numbered = (value: unknown) => ({
  type: 'HiddenValueCallback',
  output: [
    { name: 'value', value },
    { name: 'id', value: 'pushChallengeNumber' },
  ],
});

function pageOf(callbacks: unknown) {
  const step = readJourneyStep({ authId: 'a.b.c', callbacks });
  if (step.kind !== 'page') throw new Error('not a page');
  return step.page;
}

test.each([
  ['nothing', [hidden, text]],
  ['nothing', []],
  ['code', [name, confirm]],
  ['code', [text, password]],
  ['push', [wait]],
  ['push', [numbered('27'), text, wait, confirm]],
  ['other', [confirm]],
  ['other', [name, password]],
  ['other', [name, wait]],
  ['other', [choice]],
  ['other', [{ type: 'SomethingNew' }]],
] as const)('a page asks for %s', (question, callbacks) => {
  expect(pageOf(callbacks).question).toBe(question);
});

test.each([
  ['27', '27'],
  [27, '27'],
  ['27<b>', null],
  ['12345', null],
  [null, null],
])('the number %p is shown as %p', (value, shown) => {
  expect(pageOf([numbered(value), wait]).challenge).toBe(shown);
});

test('success has a session only if AM created one', () => {
  const message = 'Authentication Successful';

  expect(readJourneyStep({ message })).toEqual({ kind: 'success', tokenId: null });
  expect(readJourneyStep({ tokenId: 'x' })).toEqual({ kind: 'success', tokenId: 'x' });
});

test.each([{}, [], 'x', { authId: 'a', callbacks: {} }, { authId: 'a', callbacks: [1] }])(
  '%p is against the contract',
  (json) => {
    expect(() => readJourneyStep(json)).toThrow(WireError);
  },
);
