/** A row of conditions says something of each moment, and a refusal what it ends or holds. */
import { expect, test } from '@jest/globals';
import { conditionNames, type Refusal } from '../../../src/domain/conditions/condition.ts';
import { conditions, firstObstacle } from '../../../src/domain/conditions/conditions.ts';
import type { Decide, Row } from '../../../src/domain/conditions/row.ts';
import { Failure } from '../../../src/domain/values/failure.ts';
import { at, met, moments } from './conditions-matrix.ts';

test('where a condition does not decide, it says why', () => {
  const silent = conditionNames.flatMap((condition) =>
    moments.flatMap((moment) => {
      const cell = conditions[condition][moment];
      return 'because' in cell && !/^[A-Z].*\.$/.test(cell.because) ? [[condition, moment]] : [];
    }),
  );

  expect(silent).toEqual([]);
});

test('a condition that forgets a moment does not compile', () => {
  const { LINE, ...gap } = conditions.LIMITS;
  // @ts-expect-error -- nothing says what happens at a line of a campaign
  gap satisfies Row;
  const one: Refusal = { failure: new Failure('FORBIDDEN', 'No.'), remedies: [] };
  // @ts-expect-error -- the refusal does not say whether it ends the request
  const approve: Decide<'APPROVE'> = () => [one];
  // @ts-expect-error -- the refusal does not say what holds the campaign
  const campaign: Decide<'CAMPAIGN'> = () => [one];

  expect([LINE, approve(met.APPROVE), campaign(met.CAMPAIGN)]).toHaveLength(3);
});

test.each([
  ['FORBIDDEN', 'request'],
  ['TARGET_PRIVILEGED', 'request'],
  ['OWN_ACCOUNT', 'request'],
  ['AREA_UNKNOWN', 'nothing'],
  ['PRIVILEGE_UNKNOWN', 'nothing'],
] as const)('at the approval, %s ends %s', async (code, ends) => {
  const denial = (): Failure => new Failure(code, 'No.');

  expect(await firstObstacle('APPROVE', { denial })).toMatchObject({ failure: { code }, ends });
});

test('a campaign is held by what does not permit it', async () => {
  const denied = { ...met.CAMPAIGN, denial: () => new Failure('FORBIDDEN', 'No.') };

  expect([
    await firstObstacle('CAMPAIGN', denied),
    await firstObstacle('CAMPAIGN', { ...met.CAMPAIGN, ...at('FROZEN') }),
  ]).toMatchObject([{ heldBy: 'NOT_PERMITTED' }, { heldBy: 'THREAT_LEVEL' }]);
});
