/**
 * The caller proves their identity at the help desk, in a real browser: by a push with a number, or
 * by a code. Each state has no finding of axe.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { proofEnv } from '../../support/peer.ts';
import { codeOf } from '../../proofs/proof-stage.ts';
import { open, pick, results, tryButton } from './help-desk-page.ts';
import { dialog, focused, tabTo } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const desk = { as: 'helen', path: '/help-desk' };
const codes = /^Remove all authenticator-app codes/;

describe('where a proof is required', () => {
  const pages = usePages('pingam', {
    ...proofEnv,
    VERIFICATION_REQUIRED: 'proof',
    LIMIT_STAFF_CHANGES: 'none',
    LIMIT_PERSON_CHANGES: 'none',
  });

  // Every test has its own ledger, because a person gets one push a minute.
  beforeEach(async () => {
    await pages.stopGateway();
    await pages.startGateway();
  });

  async function openProof(page: Page): Promise<void> {
    await page.getByRole('button', { name: /^Prove (identity|again)$/ }).click();
    await dialog(page)
      .getByRole('heading', { name: /^Prove that this is/ })
      .waitFor();
  }

  test('by keys: no proof, a push with its number, the approval, and the removal', async () => {
    const { page } = await pages.visit(desk);
    await open(page, 'bob');
    await pick(page, codes);
    await tryButton(page).click();
    await page.getByText('Let the caller prove who they are first.').waitFor();
    expect(await focused(page)).toBe('Prove identity');
    await expectGoodState(page, 'proof-missing');

    await page.keyboard.press('Enter');
    await dialog(page).getByRole('heading', { name: 'Prove that this is Bob Example' }).waitFor();
    expect(await focused(page)).toBe('Cancel');
    await expectGoodState(page, 'proof-methods');
    await tabTo(page, 'Send a push');
    await page.keyboard.press('Enter');
    const number = dialog(page).getByRole('status').or(dialog(page).locator('output'));
    await number.first().waitFor();
    expect(await focused(page)).toContain('Read this number out');
    expect(await number.first().textContent()).toMatch(/^\d\d$/);
    expect(await dialog(page).getByRole('timer').textContent()).toMatch(/^\d+ seconds left$/);
    await expectGoodState(page, 'proof-waiting');
    pages.sandbox.answerPush('bob', 'approve');
    await page.getByText(/^Proven by push\. Valid for one change until \d\d:\d\d\.$/).waitFor();
    expect(await dialog(page).count()).toBe(0);
    expect(await focused(page)).toBe('Prove again');
    expect(await page.locator('#announcements').textContent()).toContain('has proven who they are');
    await expectGoodState(page, 'proof-proven');

    await tryButton(page).click();
    await dialog(page).getByRole('button', { name: 'Remove 2 devices' }).click();
    await page.getByRole('heading', { name: '2 devices removed for Bob Example' }).waitFor();
    expect((await results(page))[0]?.[1]).toBe('Removed, checked');
    await page.getByText(/caller proved who they are at \d\d:\d\d/).waitFor();
    await page.getByRole('button', { name: 'Back to Bob’s devices' }).click();
    await page
      .getByText(/Caller proved who they are at \d\d:\d\d: push, confirmed by AM\./)
      .waitFor();
    await page.getByText('The caller has not proven who they are.').waitFor();
  });

  test('by code: malformed, wrong, right', async () => {
    const { page } = await pages.visit(desk);
    await open(page, 'bob');
    await openProof(page);
    const field = dialog(page).getByLabel('Code from the authenticator app');

    await field.fill('12 34');
    await field.press('Enter');
    await dialog(page).getByText('Enter the 6 to 8 digits of the code.').waitFor();
    await expectGoodState(page, 'proof-code-malformed');
    await field.fill(codeOf('alice', 3));
    await field.press('Enter');
    await dialog(page).getByText('The code is wrong or was used before').waitFor();
    expect(await field.inputValue()).toBe('');
    await field.fill(codeOf('bob', 21));
    await dialog(page).getByRole('button', { name: 'Check the code' }).click();

    await page.getByText(/^Proven by one-time code\. Valid for one change until/).waitFor();
    expect(await focused(page)).toBe('Prove again');
  });
});
