/** Which steps the page of a campaign offers, by its state and by who looks at it. */
import { expect, test } from '@jest/globals';
import { isCurrent, permittedSteps } from '../../../web/src/campaigns/steps.ts';
import { progress } from './campaign-progress.ts';

test.each([
  ['DRAFT', 'check abort', 'check abort'],
  ['CHECKING', 'abort', 'abort'],
  ['CHECKED', 'start abort', 'abort, others more'],
  ['RUNNING', 'pause retry abort', 'pause abort, others more'],
  ['PAUSED', 'resume retry abort', 'resume abort, others more'],
  ['DONE', 'retry', ', others more'],
  ['ABORTED', '', ''],
] as const)('%s', (state, ofAnother, ofCreator) => {
  const failed = { ...progress, failed: 1 };
  const textFor = (isCallerAnotherPerson: boolean | null): string => {
    const { steps, isForOthers } = permittedSteps({
      state,
      progress: failed,
      isCallerAnotherPerson,
    });
    return `${[...steps].join(' ')}${isForOthers ? ', others more' : ''}`;
  };

  expect(textFor(true)).toBe(ofAnother);
  expect(textFor(false)).toBe(ofCreator);
  // If AM does not say who the caller is, the gateway decides when they try.
  expect(textFor(null)).toBe(ofAnother);
});

test('without failures there is nothing to try again', () => {
  const { steps, isForOthers } = permittedSteps({
    state: 'DONE',
    progress,
    isCallerAnotherPerson: false,
  });

  expect({ steps: [...steps], isForOthers }).toEqual({ steps: [], isForOthers: false });
});

test.each([
  ['resume', 'PAUSED', 'PAUSED', true],
  ['resume', 'PAUSED', 'RUNNING', true],
  ['resume', 'PAUSED', 'DONE', false],
  ['start', 'CHECKED', 'RUNNING', true],
  ['start', 'CHECKED', 'PAUSED', false],
  ['retry', 'DONE', 'RUNNING', true],
  ['abort', 'RUNNING', 'ABORTED', true],
] as const)('the answer to %s in %s is shown in %s: %s', (step, from, state, isShown) => {
  expect(isCurrent({ step, from }, state)).toBe(isShown);
});
