/** A change that its user does not recognise: reported on *My devices*, taken in *History*. */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openByBar } from './account.ts';
import { removeCodesWithoutBrowser } from './approvals-page.ts';
import { deskRules } from './help-desk-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('pingam', deskRules);

const resetCodesOf = (name: string) => removeCodesWithoutBrowser(pages, name);
const dialog = (page: Page) => page.getByRole('dialog');
const reports = (page: Page) => page.getByRole('region', { name: 'Reported by users' });

test('a user reports a change by keyboard, and staff take the report (design D25)', async () => {
  await resetCodesOf('bob');
  const { page } = await pages.visit({ as: 'bob' });
  await page
    .getByRole('button', { name: /^I don’t recognise this: the change of \d/ })
    .first()
    .press('Enter');
  await dialog(page).getByText('A report changes nothing on your account.').waitFor();
  await expectGoodState(page, 'my-devices-dispute');

  await dialog(page).getByRole('button', { name: 'Report this change' }).press('Enter');
  await dialog(page).getByRole('status').getByText('Reported').waitFor();
  expect(
    await dialog(page)
      .getByRole('status')
      .evaluate((one) => one === document.activeElement),
  ).toBe(true);
  expect(await dialog(page).getByRole('button', { name: 'Report this change' }).count()).toBe(0);
  await expectGoodState(page, 'my-devices-reported');
  await page.keyboard.press('Escape');
  await page.getByRole('listitem').getByText('The help desk sees it first.').waitFor();
  await expectGoodState(page, 'my-devices-report-listed');

  const { page: byHelen } = await pages.visit({ as: 'helen', path: '/history' });
  await reports(byHelen).getByText('“For bob.”').waitFor();
  await expectGoodState(byHelen, 'history-reports');
  await reports(byHelen)
    .getByRole('button', { name: /^Take the report/ })
    .press('Enter');
  await reports(byHelen).getByText('A colleague has to take it.').waitFor();

  const { page: byAuditor } = await pages.visit({ as: 'rita', path: '/history' });
  await reports(byAuditor).getByText('“For bob.”').waitFor();
  expect(await reports(byAuditor).getByRole('button').count()).toBe(0);

  const waits = byAuditor.getByText('One report of a change that its user does not recognise');
  await openByBar(byAuditor, 'Insights');
  await waits.waitFor();
  await expectGoodState(byAuditor, 'insights-open-reports');
  await byAuditor.getByRole('link', { name: 'Show them in History.' }).press('Enter');
  const listed = byAuditor.getByRole('region', { name: 'Changes, newest first' });
  await byAuditor.getByText('More filters').click();
  const show = async (state: string): Promise<void> => {
    await byAuditor.getByLabel('Reported by the user').selectOption(state);
    await byAuditor.getByRole('button', { name: 'Show' }).click();
  };
  await show('Reported, not taken up');
  await listed.getByText('“For bob.”').waitFor();
  expect(await listed.locator('tbody > tr').count()).toBe(1);
  // An outcome and a report exclude each other.
  await byAuditor.getByLabel('Outcome').selectOption('Done');
  expect(await byAuditor.getByLabel('Reported by the user').inputValue()).toBe('');
  await show('Reported, taken up');
  await listed.getByText('No recorded change matches.').waitFor();
  expect(await byAuditor.getByLabel('Outcome').inputValue()).toBe('');
  await expectGoodState(byAuditor, 'history-reported-filter');

  const { page: byOscar } = await pages.visit({ as: 'oscar', path: '/history' });
  await reports(byOscar)
    .getByRole('button', { name: /^Take the report/ })
    .press('Enter');
  await reports(byOscar).getByText('oscar took it up').waitFor();
  await expectGoodState(byOscar, 'history-report-taken');
  await byOscar.reload();
  await byOscar.getByText('“For bob.”').first().waitFor();
  expect(await reports(byOscar).count()).toBe(0);
  await byOscar.getByText('oscar took it up').waitFor();
  await show('Reported, taken up');
  await listed.getByText('oscar took it up').waitFor();
  await openByBar(byAuditor, 'Insights');
  await byAuditor.getByText('Changes per day').first().waitFor();
  expect(await waits.count()).toBe(0);
});

test('reports and requests that could not be read are not known, which is no zero', async () => {
  const { page, context } = await pages.visit({
    as: 'helen',
    path: '/signed-out',
    expects: /Fail/,
  });
  await context.route('**/graphql', (route) =>
    /PendingChanges|"report":"OPEN"/.test(route.request().postData() ?? '')
      ? route.abort()
      : route.fallback(),
  );

  await page.goto(`${pages.origin}/history`);

  await reports(page).getByText('The reports could not be read. There may be some.').waitFor();
  const links = page.getByRole('navigation', { name: 'Pages' });
  for (const name of ['Approvals', 'History'])
    await links
      .getByRole('link', { name: `${name} What waits for you could not be read` })
      .waitFor();
  expect(await links.getByText('?', { exact: true }).count()).toBe(2);
  await expectGoodState(page, 'history-reports-unread');
});
