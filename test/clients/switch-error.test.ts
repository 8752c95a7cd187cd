/** One switch over the typed errors of a payload; `npm run types` is half of this test. */
import { expect, test } from '@jest/globals';
import { switchError } from '../../src/client/index.ts';
import type { ErrorCases, RemoveDeviceMutation } from '../../src/client/index.ts';

type RemoveError = NonNullable<RemoveDeviceMutation['removeDevice']>['errors'][number];

const cases: ErrorCases<RemoveError, string> = {
  UserNotFound: () => 'nobody',
  StepUpRequired: ({ acceptedKinds }) => `sign in with ${acceptedKinds.join(' or ')}`,
  NotSupportedUpstream: () => 'not here',
  ChangeRefused: ({ message }) => message,
  ChangeNotDone: () => 'again',
  ChangeOutcomeUnknown: () => 'look first',
  DeviceNotFound: ({ path }) => `gone: ${path?.join('.')}`,
  default: ({ __typename, message }) => `${__typename}: ${message}`,
};

function anError<Kind extends string>(__typename: Kind) {
  return { __typename, message: 'Why.', path: ['input', 'deviceId'] };
}

test.each<[RemoveError, string]>([
  [anError('UserNotFound'), 'nobody'],
  [{ ...anError('StepUpRequired'), acceptedKinds: ['OATH', 'PUSH'] }, 'sign in with OATH or PUSH'],
  [anError('ChangeRefused'), 'Why.'],
  [anError('DeviceNotFound'), 'gone: input.deviceId'],
])('$__typename goes to its case', (error, answer) => {
  expect(switchError(error, cases)).toBe(answer);
});

test.each(['DeviceLocked', 'toString', 'constructor', '__proto__'])(
  'a kind that a newer gateway sends goes to default: %s',
  (kind) => {
    const fromOutside: RemoveError = JSON.parse(JSON.stringify(anError(kind)));

    expect(switchError(fromOutside, cases)).toBe(`${kind}: Why.`);
  },
);

test('the compiler asks for every case and knows its members', () => {
  const { default: otherwise, ...known } = cases;
  const { ChangeRefused, ...some } = cases;

  // @ts-expect-error: a newer gateway may send more
  const withoutDefault: ErrorCases<RemoveError, string> = known;
  // @ts-expect-error: ChangeRefused has no case
  const withoutOne: ErrorCases<RemoveError, string> = some;
  // @ts-expect-error: only StepUpRequired has acceptedKinds
  const wrongMember: ErrorCases<RemoveError, unknown>['ChangeRefused'] = (e) => e.acceptedKinds;

  expect([withoutDefault, withoutOne, wrongMember, otherwise, ChangeRefused]).toHaveLength(5);
});
