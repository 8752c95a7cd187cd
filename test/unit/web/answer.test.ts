/** What a removal leads to: an outcome, or an obstacle after which nothing was changed. */
import { describe, expect, test } from '@jest/globals';
import {
  answerOfPreview,
  answerOfRemoval,
  answerOfRemovalPreview,
  answerOfReset,
} from '../../../web/src/removal/answer.ts';
import type { RemovePayload, ResetPayload } from '../../../web/src/removal/outcome.ts';
import {
  changeError,
  codesRemoval,
  kindReset,
  oldPhone,
  phone,
  phoneRemoval,
  removePayload,
  resetPayload,
  stepUp,
} from './removal-samples.ts';

const answered = <Payload>(payload: Payload) => ({ status: 'answered', payload }) as const;
const failure = {
  of: 'change',
  code: 'FORBIDDEN',
  reference: 'correlation',
  retryAfterSeconds: null,
} as const;
const keyReused = {
  of: 'change',
  code: 'IDEMPOTENCY_KEY_REUSED',
  reference: 'c-1',
  retryAfterSeconds: null,
} as const;

const errorsOfBoth = [
  ['STEP_UP_REQUIRED', stepUp, { next: 'signIn' }],
  ['USER_NOT_FOUND', changeError('USER_NOT_FOUND'), { next: 'lookAgain' }],
  [
    'IDEMPOTENCY_KEY_REUSED',
    changeError('IDEMPOTENCY_KEY_REUSED'),
    { next: 'refused', failure: keyReused },
  ],
] as const;

describe('an error after which nothing was changed', () => {
  test.each(errorsOfBoth)('%s of a reset', (_name, error, answer) => {
    const payload = resetPayload([kindReset('NOT_DONE', [], { errors: [error] })]);

    expect(answerOfReset(codesRemoval, answered(payload))).toEqual(answer);
  });

  test.each(errorsOfBoth)('%s of a removal', (_name, error, answer) => {
    const payload = removePayload('NOT_DONE', [error]);

    expect(answerOfRemoval(phoneRemoval, answered(payload))).toEqual(answer);
  });

  test('DEVICES_CHANGED asks the reader to look again', () => {
    const payload = resetPayload([], [changeError('DEVICES_CHANGED')]);

    expect(answerOfReset(codesRemoval, answered(payload))).toEqual({ next: 'lookAgain' });
  });

  test('of one kind is part of the outcome if another kind was changed', () => {
    const payload = resetPayload([
      kindReset('DONE', [phone, oldPhone]),
      kindReset('NOT_DONE', [], { kind: 'PUSH', errors: [stepUp] }),
    ]);

    expect(answerOfReset(codesRemoval, answered(payload))).toMatchObject({ next: 'outcome' });
  });
});

describe('a request that failed', () => {
  test('is refused if the gateway rejected it', () => {
    const result = { status: 'refused', failure } as const;

    expect(answerOfReset(codesRemoval, result)).toEqual({ next: 'refused', failure });
    expect(answerOfRemoval(phoneRemoval, result)).toEqual({ next: 'refused', failure });
  });

  test('asks for a sign-in if the gateway requires a step-up', () => {
    const code = 'STEP_UP_REQUIRED';
    const result = { status: 'refused', failure: { ...failure, code } } as const;

    expect(answerOfReset(codesRemoval, result)).toEqual({ next: 'signIn' });
  });

  test('has an unknown outcome if it got no answer', () => {
    const result = { status: 'lost', failure } as const;

    const answer = answerOfRemoval(phoneRemoval, result);

    expect(answer).toMatchObject({
      next: 'outcome',
      outcome: { status: 'unknown', reference: 'correlation' },
    });
  });
});

describe('a dry run', () => {
  const targets = [phone, oldPhone];
  const preview = (payload: ResetPayload) => answerOfPreview(targets, answered(payload));

  test('lists the devices that would go', () => {
    const answer = preview(resetPayload([kindReset('WOULD_REMOVE', [phone])]));

    expect(answer).toMatchObject({ next: 'confirm', devices: [phone] });
  });

  test('asks the reader to look again if another change has just removed all', () => {
    const missing = removePayload('NOT_DONE', [changeError('DeviceNotFound')]);

    expect(preview(resetPayload([kindReset('NOTHING_TO_RESET')]))).toEqual({ next: 'lookAgain' });
    expect(answerOfRemovalPreview([phone], answered(missing))).toEqual({ next: 'lookAgain' });
  });

  test('of a removal names the device that would go', () => {
    const answer = answerOfRemovalPreview([phone], answered(removePayload('WOULD_REMOVE', [])));

    expect(answer).toMatchObject({ next: 'confirm', devices: [phone] });
  });

  test('has changed nothing even if it got no answer', () => {
    const answer = answerOfPreview(targets, { status: 'lost', failure });

    // It is a read that failed: nothing is said about changes.
    expect(answer).toEqual({ next: 'refused', failure: { ...failure, of: 'read' } });
  });
});

describe('a newer gateway', () => {
  test('may report an outcome that this page does not know: it may have changed something', () => {
    const payload: ResetPayload = JSON.parse(
      JSON.stringify(
        resetPayload([kindReset('NOT_DONE', [], { errors: [changeError('DEVICES_CHANGED')] })]),
      ).replaceAll('"NOT_DONE"', '"toString"'),
    );

    expect(answerOfReset(codesRemoval, answered(payload))).toMatchObject({ next: 'outcome' });
  });

  test('may report an error that this page does not know', () => {
    const payload = JSON.parse(
      JSON.stringify(removePayload('NOT_DONE', [changeError('REFUSED_BY_AM')])).replace(
        'REFUSED_BY_AM',
        'toString',
      ),
    ) satisfies RemovePayload;

    const answer = answerOfRemoval(phoneRemoval, answered(payload));

    expect(answer).toMatchObject({
      next: 'outcome',
      outcome: { status: 'notDone', cause: 'notDone' },
    });
  });
});
