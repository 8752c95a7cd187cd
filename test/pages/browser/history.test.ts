/** *History* in a real browser: auditors read the record of their realm and nothing else. */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { fillCall, open, pick, remove } from './help-desk-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('pingam', {
  VERIFICATION_REQUIRED: 'help-desk',
  LIMIT_STAFF_CHANGES: 'none',
  LIMIT_PERSON_CHANGES: 'none',
});

async function resetCodesOf(name: string): Promise<void> {
  const { page } = await pages.visit({ as: 'helen', path: '/help-desk' });
  await open(page, name);
  await pick(page, /^Remove all authenticator-app codes/);
  await fillCall(page, `For ${name}.`);
  await remove(page);
  await page.getByRole('heading', { name: /removed for/ }).waitFor();
}

function entries(page: Page): Promise<string[]> {
  return page
    .getByRole('region', { name: 'Changes, newest first' })
    .getByRole('listitem')
    .allTextContents();
}

test('an auditor sees what was changed, narrows it, and may change nothing', async () => {
  await resetCodesOf('bob');
  await resetCodesOf('dave');
  const { page } = await pages.visit({ as: 'rita', path: '/history' });
  await page.getByText('“For dave.”').first().waitFor();

  const all = await entries(page);
  expect(all.filter((entry) => entry.includes('dave'))).not.toEqual([]);
  expect(all.filter((entry) => entry.includes('bob'))).not.toEqual([]);
  await expectGoodState(page, 'history');
  await page.getByLabel('Of whom (user name)').fill('bob');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText('“For dave.”').first().waitFor({ state: 'detached' });
  await page.getByText('“For bob.”').first().waitFor();
  for (const entry of await entries(page)) expect(entry).toContain('bob');
  await page.getByLabel('How it ended').selectOption('Refused');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText('The record has no such change.').waitFor();
  await expectGoodState(page, 'history-none');
  expect(await page.getByRole('link', { name: 'Help desk', exact: true }).count()).toBe(0);
});

test('a person without a role is told where their own changes are', async () => {
  const { page } = await pages.visit({ as: 'alice', path: '/history' });

  await page.getByText('Your account may not see what was changed for others.').waitFor();
  expect(await page.getByRole('button', { name: 'Show' }).count()).toBe(0);
  await expectGoodState(page, 'history-not-for-you');
});
