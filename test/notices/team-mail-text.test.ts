/** What mail to teams says about each event, in each language. */
import { describe, expect, test } from '@jest/globals';
import { mailLanguages } from '../../src/config/texts/mail-templates.ts';
import { approvableEffects, type ApprovableEffect } from '../../src/domain/policy/effects.ts';
import { changeEffects } from '../../src/domain/policy/effects.ts';
import { securityEvent, securityEventTypes } from '../../src/domain/outbox/security-event.ts';
import { composeTeamMail, type TeamEvent } from '../../src/notices/mail/compose-team.ts';
import { aChange, settings } from './mail-samples.ts';
import { anActor, anIntent, phone } from '../ledger/builders.ts';

const at = '2026-11-27T12:30:00.000Z';
const change = '7K3M-9QXT-2BW4-C0HJ';
const about = { realm: 'alpha', change, role: 'HELP_DESK', correlationId: 'request-1' } as const;

const security = (event = securityEvent('many-people', about), further = 0): TeamEvent => ({
  kind: 'security',
  at,
  event,
  further,
});
const report = (effect: (typeof changeEffects)[number]) => ({
  kind: 'report' as const,
  change: aChange({ effect }),
  report: { at, actor: anActor({ id: 'bob', role: 'SELF' }), taken: null },
});

const request = (effect: ApprovableEffect): TeamEvent => ({
  kind: 'approval',
  pending: {
    id: 'q1Vb0Qb9m3Q0l3JmVwYw2A',
    reference: change,
    at,
    state: 'WAITING',
    decision: null,
    intent: anIntent({ effect }),
    devices: [phone],
    overrideLimit: false,
    isRoleOfCredential: false,
    expiresAt: '2026-11-27T16:30:00.000Z',
  },
});

/** Where the link of each event leads. */
const pages: Readonly<Record<TeamEvent['kind'], string>> = {
  security: 'history',
  report: 'history',
  approval: 'approvals/q1Vb0Qb9m3Q0l3JmVwYw2A',
};

const events: readonly (readonly [string, TeamEvent])[] = [
  ...securityEventTypes.map(
    (type) => [type, security(securityEvent(type, { ...about, count: 4 }))] as const,
  ),
  ['a sum', security(securityEvent('limit-reached'), 41)],
  ...changeEffects.map((effect) => [`a report of ${effect}`, report(effect)] as const),
  ...approvableEffects.map((effect) => [`a request to ${effect}`, request(effect)] as const),
];

describe.each(mailLanguages)('in %s', (language) => {
  test.each(events)('%s leaves no placeholder, and names no one', (_label, event) => {
    const mail = composeTeamMail(event, language, settings);

    for (const text of Object.values(mail)) {
      expect(text).not.toMatch(/\{\{?[A-Za-z]+\}|undefined|null/);
      expect(text).not.toMatch(/bob|helen|Pixel|lost phone/i);
    }
    expect(mail.subject).not.toMatch(/\p{Cc}/u);
    expect(mail.text).toContain(`https://devices.example.org/${pages[event.kind]}`);
  });
});

test('the subjects are different, so that a mailbox can be sorted by them', () => {
  const subjects = events.map(([, event]) => composeTeamMail(event, 'en', settings).subject);

  expect(new Set(subjects).size).toBe(securityEventTypes.length + 3);
});

test('a sum has a number and no change', () => {
  const event = security(securityEvent('limit-reached'), 41);
  const { subject, text } = composeTeamMail(event, 'en', settings);

  expect(subject).toBe('More security events (41): a limit has refused a request');
  expect(text).toContain('Count: 41');
  expect(text).toMatch(/history: https:\/\/devices\.example\.org\/history\n/);
  for (const label of ['Reference:', 'Realm:', 'By:', 'Request:'])
    expect(text).not.toContain(label);
});

test('hostile texts of a request are no tags, lines or links', () => {
  const correlationId = '</td><a href="https://evil.example">x</a>\r\n\r\nReference: 1\u{202e}';
  const event = security(securityEvent('many-people', { ...about, correlationId }));
  const { text, html, subject } = composeTeamMail(event, 'en', settings);

  expect(html).toContain('&lt;/td&gt;');
  expect([...html.matchAll(/<a /g)]).toHaveLength(1);
  for (const form of [text, html, subject]) {
    expect(form).not.toContain('evil.example');
    expect(form).not.toMatch(/^Reference: 1/m);
    expect(form).not.toContain('\u{202e}');
  }
});

test('without pages there is no link', () => {
  const { text, html } = composeTeamMail(security(), 'en', { ...settings, pageUrl: undefined });

  expect(text + html).not.toContain('https:');
  expect(text).toContain(change);
});
