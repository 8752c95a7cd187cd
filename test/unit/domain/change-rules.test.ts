/** What a deployment demands beside the policy: a reason of staff, a fresh sign-in of people (security B1, B4). */
import { describe, expect, test } from '@jest/globals';
import type { AccessSettings } from '../../../src/domain/access.ts';
import { reasonRefusal, stepUpRefusal } from '../../../src/domain/change-rules.ts';
import type { Reasons } from '../../../src/domain/change-rules.ts';
import { settingsOf, signedIn } from './access-settings.ts';

function argumentAtFault(given: Reasons, settings: Partial<AccessSettings> = {}): unknown {
  const refusal = reasonRefusal(given, settingsOf(settings));
  if (refusal === null) return null;
  expect(refusal.code).toBe('BAD_USER_INPUT');
  return refusal.facts['argument'];
}

describe('security B4: where no reason is demanded', () => {
  test.each([
    [undefined, null],
    [null, null],
    ['', 'reason'],
    ['   ', 'reason'],
    ['x', null],
    ['x'.repeat(500), null],
    [` ${'x'.repeat(500)} `, null],
    ['x'.repeat(501), 'reason'],
  ])('the reason %j is at fault: %p', (reason, fault) => {
    expect(argumentAtFault({ role: 'SELF', ...(reason !== undefined && { reason }) })).toBe(fault);
  });

  test.each([
    [null, null],
    ['', null],
    ['x'.repeat(100), null],
    ['x'.repeat(101), 'ticket'],
  ])('the ticket %j is at fault: %p', (ticket, fault) => {
    expect(argumentAtFault({ role: 'SELF', ticket })).toBe(fault);
  });

  test.each([
    [undefined, null],
    ['', null],
    ['INC-1', null],
    [' INC-1 ', null],
    ['INC-', 'ticket'],
    ['see INC-1', 'ticket'],
  ])('a ticket of a form, %j, is at fault: %p', (ticket, fault) => {
    const given = { role: 'HELP_DESK', ...(ticket !== undefined && { ticket }) } as const;

    expect(argumentAtFault(given, { ticketPattern: /^(?:INC-\d+)$/u })).toBe(fault);
  });
});

describe('security B4: a demanded reason', () => {
  test.each([
    ['SELF', ['help-desk', 'administrator'], null],
    ['SUPER_USER', ['help-desk', 'administrator'], null],
    ['HELP_DESK', ['help-desk'], 'reason'],
    ['HELP_DESK', ['administrator'], null],
    ['ADMINISTRATOR', ['administrator'], 'reason'],
    ['ADMINISTRATOR', ['help-desk'], null],
  ] as const)('of %s by %j is missing: %p', (role, reasonRequired, fault) => {
    expect(argumentAtFault({ role }, { reasonRequired })).toBe(fault);
    expect(argumentAtFault({ role, reason: null }, { reasonRequired })).toBe(fault);
    expect(argumentAtFault({ role, reason: 'lost phone' }, { reasonRequired })).toBeNull();
  });

  test('comes with a ticket where tickets have a form', () => {
    const settings = { reasonRequired: ['help-desk'], ticketPattern: /^(?:INC-\d+)$/u } as const;
    const given = { role: 'HELP_DESK', reason: 'lost phone' } as const;

    expect(argumentAtFault(given, settings)).toBe('ticket');
    expect(argumentAtFault({ ...given, ticket: 'x' }, settings)).toBe('ticket');
    expect(argumentAtFault({ ...given, ticket: 'INC-7' }, settings)).toBeNull();
  });
});

describe('security B1: the age of a sign-in', () => {
  const now = 1_000_000_000;
  const settings = settingsOf({ stepUpMaxAgeSeconds: 300 });
  const aged = (seconds: number): ReturnType<typeof signedIn> =>
    signedIn({ method: 'BEARER', signedInAt: new Date(now - seconds * 1000) });

  test.each([
    [0, null],
    [300, null],
    [301, 'STEP_UP_REQUIRED'],
    [86_400, 'STEP_UP_REQUIRED'],
  ])('of %p seconds for one’s own devices: %p', (seconds, code) => {
    const refusal = stepUpRefusal({ role: 'SELF', caller: aged(seconds) }, { settings, now });

    expect(refusal?.code ?? null).toBe(code);
  });

  test('that is allowed is told to the client', () => {
    const refusal = stepUpRefusal({ role: 'SELF', caller: aged(301) }, { settings, now });

    expect(refusal?.facts).toEqual({ maxAgeSeconds: 300 });
  });

  test.each(['HELP_DESK', 'ADMINISTRATOR', 'SUPER_USER'] as const)(
    'does not matter to %s',
    (role) => {
      expect(stepUpRefusal({ role, caller: aged(301) }, { settings, now })).toBeNull();
    },
  );

  test('does not matter where it is not known, or nothing is demanded', () => {
    const session = { role: 'SELF', caller: signedIn() } as const;
    const old = { role: 'SELF', caller: aged(99_999) } as const;

    expect(stepUpRefusal(session, { settings, now })).toBeNull();
    expect(stepUpRefusal(old, { settings: settingsOf(), now })).toBeNull();
  });
});
