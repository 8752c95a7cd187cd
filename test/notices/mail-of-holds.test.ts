/** Mail about a change after which a new device needs a setup code says so, while it does. */
import { expect, test } from '@jest/globals';
import type { EnrolmentRule } from '../../src/domain/enrolment/enrolment-rule.ts';
import { mailLanguages } from '../../src/config/texts/mail-templates.ts';
import { composeMail } from '../../src/notices/mail/compose.ts';
import { aChange, aRecipient, settings } from './mail-samples.ts';
import { useMailStage } from './mail-stage.ts';

const rules: readonly EnrolmentRule[] = [{ kind: 'OATH', by: 'help-desk' }];
const stage = useMailStage('pingam', ['mail'], {
  rules,
  holdMs: 72 * 3_600_000,
  key: () => 'x'.repeat(32),
});

test('after a reset by the help desk, and not after one that no rule is about', async () => {
  await stage.start();
  await stage.reset('bob');
  await stage.change(
    'mutation { resetPushDevices(input: { target: { user: { id: "bob" } }, reason: "lost phone" }) { outcome } }',
  );
  const mails = await stage.arrived(2);

  const needsCode = (text = ''): boolean => text.includes('A new device then needs a setup code.');
  const text = mails.map(({ parsed }) => parsed.text);
  expect(text.map(needsCode)).toEqual([true, false]);
});

test.each(mailLanguages)('in %s, only the user reads of the code', (language) => {
  const mailTo = (kind: 'PERSON' | 'MANAGER', isHeld: boolean): string =>
    composeMail(aChange(), aRecipient({ kind, language }), settings, { isHeld }).text;

  expect(mailTo('PERSON', true).length).toBeGreaterThan(mailTo('PERSON', false).length);
  expect(mailTo('MANAGER', true)).toBe(mailTo('MANAGER', false));
});
