/** *History* in a real browser: auditors can read the record of their realm, and only that. */
import { expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { deskRules, removeCodesOf } from './help-desk-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('pingam', deskRules);

async function resetCodesOf(name: string): Promise<void> {
  const { page } = await pages.visit({ as: 'helen', path: '/help-desk' });
  await removeCodesOf(page, name);
}

function entries(page: Page): Promise<string[]> {
  return page
    .getByRole('region', { name: 'Changes, newest first' })
    .getByRole('listitem')
    .allTextContents();
}

test('an auditor reads and filters the changes, and can change nothing', async () => {
  await resetCodesOf('bob');
  await resetCodesOf('dave');
  const { page } = await pages.visit({ as: 'rita', path: '/history' });
  await page.getByText('“For dave.”').first().waitFor();

  const all = await entries(page);
  expect(all.filter((entry) => entry.includes('dave'))).not.toEqual([]);
  expect(all.filter((entry) => entry.includes('bob'))).not.toEqual([]);
  await expectGoodState(page, 'history');
  await page.getByLabel('Changed for (user name)').fill('bob');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText('“For dave.”').first().waitFor({ state: 'detached' });
  await page.getByText('“For bob.”').first().waitFor();
  for (const entry of await entries(page)) expect(entry).toContain('bob');
  await page.getByLabel('Outcome').selectOption('Refused');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText('No recorded change matches.').waitFor();
  await expectGoodState(page, 'history-none');
  expect(await page.getByRole('link', { name: 'Help desk', exact: true }).count()).toBe(0);
});

/** Shows what the filters in the form select. */
async function show(page: Page): Promise<void> {
  const answer = page.waitForResponse(/graphql/);
  await page.getByRole('button', { name: 'Show' }).click();
  await answer;
  const none = page.getByText('No recorded change matches.');
  const list = page.getByRole('region', { name: 'Changes, newest first' });
  await list.getByRole('listitem').first().or(none).waitFor();
}

test('tries are hidden until asked for, and each filter narrows the list', async () => {
  await resetCodesOf('bob');
  const { page } = await pages.visit({ as: 'rita', path: '/history' });
  await page.getByText('“For bob.”').first().waitFor();

  const done = await entries(page);
  expect(done.filter((entry) => entry.includes('tried out'))).toEqual([]);
  await page.getByLabel(/^Also show tries/).check();
  await show(page);
  await page
    .getByText(/tried out/)
    .first()
    .waitFor();
  await page.getByLabel(/^Also show tries/).uncheck();
  await page.getByLabel('Ticket').fill('INC-20461');
  await show(page);
  expect((await entries(page)).length).toBeGreaterThan(0);
  await page.getByLabel('Ticket').fill('INC-1');
  await show(page);
  expect(await entries(page)).toEqual([]);
  const reference = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/.exec(done[0] ?? '')?.[0] ?? '';
  await page.getByLabel('Ticket').fill('');
  await page.getByLabel('Reference').fill(reference.toLowerCase());
  await show(page);
  expect(await entries(page)).toHaveLength(1);
});

test('what is shown is saved as CSV, and printed with organisation, person, account and date', async () => {
  await resetCodesOf('bob');
  const { page } = await pages.visit({ as: 'rita', path: '/history' });
  await page.getByLabel('Changed for (user name)').fill('bob');
  await show(page);
  await page.getByText('“For bob.”').first().waitFor();
  const listed = (await entries(page)).length;

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Save as CSV/ }).click();
  const file = await saving;
  const rows = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
  expect(file.suggestedFilename()).toMatch(/^history-alpha-\d{4}-\d\d-\d\d\.csv$/);
  expect(rows).toHaveLength(listed + 1);
  expect(rows[1]).toContain('"For bob."');

  await page.emulateMedia({ media: 'print' });
  await page.getByText(/^Printed by Rita Example \(rita\) on /).waitFor();
  const paper = await page.locator('body').innerText();
  expect(paper).toContain('identity-gateway');
  expect(paper).toMatch(/Changed for \(user name\)\s+bob/);
  expect(paper).not.toContain('Save as CSV');
  await page.emulateMedia({ media: 'screen' });
});
