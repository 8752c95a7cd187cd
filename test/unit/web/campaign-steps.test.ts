/** Which steps the page of a campaign offers, by its state and by who looks at it. */
import { expect, test } from '@jest/globals';
import type { ResetCampaignStep } from '../../../packages/client/operations.ts';
import { isCurrent, permittedSteps } from '../../../web/src/campaigns/steps.ts';

test.each([
  ['of another person', [true, true], 'start abort', false],
  ['of the creator', [false, true], 'abort', true],
  // If AM does not say who the caller is, the gateway decides when they try.
  ['of a caller who is not known', [null, null], 'start abort', false],
] as const)('the page offers the steps %s', (_label, [start, abort], offered, isForOthers) => {
  const found = permittedSteps({
    possibleSteps: [possible('START', start), possible('ABORT', abort)],
  });

  expect({ ...found, steps: [...found.steps].join(' ') }).toEqual({ steps: offered, isForOthers });
});

test('if the steps cannot be read, none is offered', () => {
  const { steps, isForOthers } = permittedSteps({ possibleSteps: null });

  expect([[...steps], isForOthers]).toEqual([[], false]);
});

function possible(step: ResetCampaignStep, isForCaller: boolean | null) {
  return { __typename: 'ResetCampaignPossibleStep', step, isForCaller } as const;
}

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
