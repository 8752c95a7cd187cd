/** *Insights* in a real browser: counts for auditors, as charts and as tables. */
import { expect, test } from '@jest/globals';
import { barLink, openByBar } from './account.ts';
import { removeCodesWithoutBrowser } from './approvals-page.ts';
import { deskRules } from './help-desk-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('pingam', deskRules);

test('an auditor sees the changes of each day, divided by keyboard, and the tables beside', async () => {
  await removeCodesWithoutBrowser(pages, 'bob');
  const { page: desk } = await pages.visit({ as: 'helen', path: '/help-desk' });
  await desk.getByRole('link', { name: 'History' }).waitFor();
  expect(await barLink(desk, 'Insights').count()).toBe(0);

  const { page } = await pages.visit({ as: 'rita', path: '/history' });
  await openByBar(page, 'Insights');
  const table = page.getByRole('region', { name: 'Changes per day, as a table' });
  await table.getByRole('columnheader', { name: 'All of a kind removed' }).waitFor();
  expect(await table.getByRole('row').nth(1).getByRole('cell').allTextContents()).toEqual([
    '1',
    '1',
  ]);
  await expectGoodState(page, 'insights');
  await page.getByLabel('Divided by').focus();
  await page.keyboard.press('ArrowDown');
  await table.getByRole('columnheader', { name: 'Authenticator-app codes' }).waitFor();
  const staff = page.getByRole('region', { name: 'Most changes by staff' });
  expect(await staff.getByRole('row').nth(1).textContent()).toContain('helen');
  await page.getByText('Nothing was refused.').waitFor();
  await page.getByLabel('Period', { exact: true }).selectOption('The last 7 days');
  await table.waitFor();
});
