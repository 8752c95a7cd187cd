/** The fields of a call at the help desk. */
import { describe, expect, test } from '@jest/globals';
import { callInput, faultsOf, newCall, withMethod } from '../../../web/src/help-desk/call.ts';
import type { Call } from '../../../web/src/help-desk/call.ts';

const now = new Date(2026, 2, 1, 15, 4);
const strict = {
  verificationMethods: ['call-back'],
  isReasonRequired: true,
  isProofRequired: false,
  ticketPattern: 'INC-[0-9]+',
};
const lenient = {
  verificationMethods: [],
  isReasonRequired: false,
  isProofRequired: false,
  ticketPattern: null,
};
const proof = {
  id: 'Vn3J',
  method: 'PUSH',
  provenAt: new Date(2026, 2, 1, 15, 1).toISOString(),
  until: new Date(2026, 2, 1, 15, 11).toISOString(),
} as const;
const complete: Call = {
  ...newCall(),
  method: 'call-back',
  verifiedAt: '15:04',
  ticket: ' INC-7 ',
  reason: ' Phone lost. ',
};

describe('choosing a method', () => {
  test('the caller is verified now, unless the agent has said when', () => {
    expect(withMethod(newCall(), 'call-back', now)).toMatchObject({
      method: 'call-back',
      verifiedAt: '15:04',
    });
    expect(withMethod({ ...newCall(), verifiedAt: '14:50' }, 'call-back', now).verifiedAt).toBe(
      '14:50',
    );
    expect(withMethod(newCall(), '', now).verifiedAt).toBe('');
  });
});

describe('faults', () => {
  test('a complete call has none', () => {
    expect(faultsOf(complete, strict, now)).toEqual([]);
  });

  test('an empty call lacks every required field, in the order of the form', () => {
    expect(faultsOf(newCall(), strict, now)).toEqual([
      ['method', 'missing'],
      ['verifiedAt', 'missing'],
      ['ticket', 'missing'],
      ['reason', 'missing'],
    ]);
  });

  test('a required proof must be there, and usable', () => {
    const rules = { ...lenient, isProofRequired: true };
    const old = { ...proof, until: now.toISOString() };

    expect(faultsOf({ ...newCall(), proof }, rules, now)).toEqual([]);
    expect(faultsOf(newCall(), rules, now)).toEqual([['proof', 'missing']]);
    expect(faultsOf({ ...newCall(), proof: old }, rules, now)).toEqual([['proof', 'missing']]);
  });

  test('a proof replaces a statement, until it is too old', () => {
    const stated = { ...complete, method: '', verifiedAt: '' };
    const old = { ...proof, until: now.toISOString() };

    expect(faultsOf({ ...stated, proof }, strict, now)).toEqual([]);
    expect(faultsOf({ ...stated, proof: old }, strict, now)).toHaveLength(2);
    expect(callInput({ ...complete, proof }, strict, now)).toMatchObject({
      proofId: 'Vn3J',
      verification: null,
    });
    expect(callInput({ ...complete, proof: old }, strict, now)).toMatchObject({
      proofId: null,
      verification: { method: 'call-back' },
    });
  });

  test.each([
    ['noon', 'noTime'],
    ['24:00', 'noTime'],
    ['15:60', 'noTime'],
    ['15:05', 'future'],
  ])('the time %s is wrong: %s', (verifiedAt, fault) => {
    expect(faultsOf({ ...complete, verifiedAt }, strict, now)).toEqual([['verifiedAt', fault]]);
  });

  test('a ticket may have a hundred characters', () => {
    expect(faultsOf({ ...complete, ticket: `INC-${'7'.repeat(96)}` }, strict, now)).toEqual([]);
  });

  test.each(['15:04', '1504', '9.05', ' 15:00 '])('the time %s is accepted', (verifiedAt) => {
    expect(faultsOf({ ...complete, verifiedAt }, strict, now)).toEqual([]);
  });

  test.each([
    ['INC-', 'pattern'],
    ['my INC-7', 'pattern'],
    [`INC-${'7'.repeat(97)}`, 'tooLong'],
  ])('the ticket %s is wrong: %s', (ticket, fault) => {
    expect(faultsOf({ ...complete, ticket }, strict, now)).toEqual([['ticket', fault]]);
  });

  test.each(['She read 123456 to me.', 'Code 123-456', 'Code ١٢٣ ٤٥٦', '(12).(34).(56)'])(
    'a reason must not contain a one-time code: %s',
    (reason) => {
      expect(faultsOf({ ...complete, reason }, strict, now)).toEqual([['reason', 'code']]);
    },
  );

  test.each(['Order 1234567', '12345', '2026-03-01'])(
    'a reason may contain other numbers: %s',
    (reason) => {
      expect(faultsOf({ ...complete, reason }, strict, now)).toEqual([]);
    },
  );
});

describe('the input of a change', () => {
  test('has trimmed texts and the time of the verification', () => {
    expect(callInput(complete, strict, now)).toEqual({
      reason: 'Phone lost.',
      ticket: 'INC-7',
      verification: { method: 'call-back', at: now.toISOString() },
      proofId: null,
      overrideLimit: false,
    });
  });

  test('shortly after midnight, 23:58 was yesterday', () => {
    const midnight = new Date(2026, 2, 2, 0, 3);

    const { verification } = callInput({ ...complete, verifiedAt: '23:58' }, strict, midnight);

    expect(verification?.at).toBe(new Date(2026, 2, 1, 23, 58).toISOString());
  });
});
