/** Webhooks: their names, secrets and events fit together; every problem at once. */
import { expect, test } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { problemsOf } from './problems.ts';

const webhooks = {
  WEBHOOKS: 'siem=https://events.example.com/hook,portal=https://portal.example.com/hook',
  WEBHOOK_SECRETS: `siem=whsec_${'A'.repeat(43)}=,portal=whsec_${'B'.repeat(43)}=`,
};
const kindsOf = (events: string): (readonly string[])[] =>
  loadConfig({ ...webhooks, WEBHOOK_EVENTS: events }).webhooks.map(({ kinds }) => kinds);

test('a webhook gets changes, or what was chosen for it', () => {
  const changes = ['change', 'report', 'approval'];
  expect(kindsOf('')).toEqual([changes, changes]);
  expect(kindsOf('siem=security')).toEqual([['security', 'report'], changes]);
  expect(kindsOf('portal=changes+security, siem=changes')).toEqual([
    changes,
    ['change', 'report', 'approval', 'security'],
  ]);
});

test.each([
  [
    'siem=security+mail',
    'expected the name of a webhook and changes or approvals or security like',
  ],
  ['siem', 'expected the name of a webhook'],
  ['siem=', 'expected the name of a webhook'],
  ['other=security', 'WEBHOOK_EVENTS: there is no webhook "other"'],
  ['siem=security,siem=changes', 'WEBHOOK_EVENTS: "siem" is given twice'],
])('WEBHOOK_EVENTS=%s is refused', (events, problem) => {
  expect(problemsOf({ ...webhooks, WEBHOOK_EVENTS: events }).join()).toContain(problem);
});
