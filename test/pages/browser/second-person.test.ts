/** The help desk asks a second person for a removal, and follows the request. */
import { beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { withLists } from '../../support/with-lists.ts';
import { approvalsLink, decide, ended } from './approvals-page.ts';
import { fillIn } from './help-desk-page.ts';
import { dialog, focused, tabTo } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('pingam', {
  ...withLists({
    approvals: [{ of: 'everyone' }],
    limits: { staffChanges: [], personChanges: [] },
  }),
  VERIFICATION_REQUIRED: 'help-desk',
});
const desk = { as: 'helen', path: '/help-desk' };
const codes = /^Remove all authenticator-app codes/;

beforeEach(async () => {
  await pages.stopGateway();
  await pages.startGateway();
});

/** Returns the id of the only request that waits for a member of staff. */
async function waitingId(page: Page): Promise<string> {
  await page.goto(`${pages.origin}/approvals`);
  await page.getByRole('link', { name: /^bob/ }).click();
  await page.getByRole('region', { name: 'Requested change' }).waitFor();
  return page.url().replace(/.*\//, '');
}

test('by keyboard: no dead end, the request, a reload, the approval and its end', async () => {
  const { page } = await pages.visit(desk);
  await fillIn(page, 'bob', codes);
  await page.getByText('A removal for Bob Example needs a second person.').waitFor();
  await page.getByRole('button', { name: /^Ask a second person to remove 2/ }).press('Enter');
  await dialog(page)
    .getByRole('heading', { name: 'A second person has to approve this' })
    .waitFor();
  expect(await focused(page)).toBe('Cancel');
  expect(await dialog(page).getByRole('listitem').count()).toBe(2);
  await expectGoodState(page, 'ask-dialog');
  await tabTo(page, 'Ask a second person');
  await page.keyboard.press('Enter');
  const waits = page.getByRole('heading', {
    name: /^Waiting for a second person until .*\d\d:\d\d$/,
  });
  await waits.waitFor();
  expect(await focused(page)).toContain('Nothing was changed yet.');
  const say = page.getByRole('region', { name: 'Tell the caller' });
  expect(await say.textContent()).toMatch(/who can do so until .*\d\d:\d\d\. Until then nothing/);
  const reference = await page.locator('.reference-number').textContent();
  expect(await say.textContent()).toContain(reference);
  await expectGoodState(page, 'ask-waiting');

  await page.reload();
  await waits.waitFor();
  expect(await page.locator('.reference-number').textContent()).toBe(reference);

  const { page: byHugo } = await pages.visit({ as: 'hugo' });
  await approvalsLink(byHugo).getByText('1 request waits for you').waitFor();
  await waitingId(byHugo);
  const facts = await byHugo.getByRole('region', { name: 'Requested change' }).textContent();
  expect(facts).toContain('INC-20461');
  expect(facts).toContain('Called back on the number on file');
  await decide(byHugo, 'Approve', 'Called back.');
  await ended(byHugo, 'Approved and done');

  await page.getByRole('button', { name: 'Look again' }).press('Enter');
  await ended(page, 'Approved and done');
  expect(await focused(page)).toContain('2 devices were removed.');
  await say.getByText('A colleague has approved it.').waitFor();
  await page.getByText('“Called back.”').waitFor();
  await expectGoodState(page, 'ask-done');
  await page.getByRole('button', { name: 'Back to Bob’s devices' }).click();
  await page.getByText('approved by hugo.').waitFor();
  await page.reload();
  await page.getByText('approved by hugo.').waitFor();
  expect(await page.getByRole('heading', { name: 'Approved and done' }).count()).toBe(0);
});
