/**
 * The caller proves their identity at the help desk, in a real browser: by a push with a number, or
 * by a code. Each state has no finding of axe.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { proofEnv } from '../../support/peer.ts';
import { codeOf } from '../../proofs/proof-stage.ts';
import { withLists } from '../../support/with-lists.ts';
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
    ...withLists({ limits: { staffChanges: [], personChanges: [] } }),
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
    expect(await dialog(page).getByRole('timer').textContent()).toMatch(
      /^(2 minutes|\d+ seconds) left$/,
    );
    await expectGoodState(page, 'proof-waiting');
    pages.sandbox.answerPush('bob', 'approve');
    await page.getByText(/^Proven by push\. Valid for one change until .*\d\d:\d\d\.$/).waitFor();
    expect(await dialog(page).count()).toBe(0);
    expect(await focused(page)).toBe('Prove again');
    expect(await page.locator('#announcements').textContent()).toContain('has proven who they are');
    await expectGoodState(page, 'proof-proven');

    await tryButton(page).click();
    await dialog(page).getByRole('button', { name: 'Remove 2 devices' }).click();
    await page.getByRole('heading', { name: '2 devices removed for Bob Example' }).waitFor();
    expect((await results(page))[0]?.[1]).toBe('Removed, checked');
    await page.getByText('We ask you for a code only when you have called us').waitFor();
    await page.getByText(/caller proved who they are at \d\d:\d\d/).waitFor();
    await page.getByRole('button', { name: 'Back to Bob’s devices' }).click();
    await page
      .getByText(/Caller proved who they are at \d\d:\d\d: push, confirmed by AM\./)
      .waitFor();
    await page.getByText('The caller has not proven who they are.').waitFor();
  });

  test('a declined push says so, and a second one has to wait', async () => {
    const { page } = await pages.visit(desk);
    await open(page, 'bob');
    await openProof(page);
    await dialog(page).getByRole('button', { name: 'Send a push' }).click();
    await dialog(page).getByRole('timer').waitFor();

    pages.sandbox.answerPush('bob', 'wrong number');

    await dialog(page).getByText('The caller declined or chose another number').waitFor();
    expect(await focused(page)).toContain('The caller declined');
    await expectGoodState(page, 'proof-declined');
    await dialog(page).getByRole('button', { name: 'Send a push' }).click();
    await dialog(page).getByText('Proofs were asked for too often. Nothing was sent.').waitFor();
    await page.keyboard.press('Escape');
    expect(await dialog(page).count()).toBe(0);
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

  test('a person without a device cannot prove it', async () => {
    const { page } = await pages.visit(desk);
    await open(page, 'hugo');
    await openProof(page);

    await dialog(page).getByRole('button', { name: 'Send a push' }).click();

    await dialog(page)
      .getByText(/has no device for this\. Nothing was sent\./)
      .waitFor();
    expect(await focused(page)).toContain('has no device for this');
    await expectGoodState(page, 'proof-no-device');
  });

  test.each(['de', 'fr', 'es', 'ar'])('in %s the dialog fits', async (locale) => {
    const { page } = await pages.visit({ ...desk, locale });
    await page.getByRole('searchbox').fill('bob');
    await page.getByRole('searchbox').press('Enter');
    await page.getByRole('link', { name: /Bob/ }).first().click();
    await page.locator('button[name="proof"]').click();
    await dialog(page).waitFor();
    await expectGoodState(page, `proof-methods-${locale}`);

    await dialog(page).locator('.proof-methods .button-primary').click();

    await dialog(page).locator('output').waitFor();
    expect(await dialog(page).locator('output').textContent()).toMatch(/^\d\d$/);
    await expectGoodState(page, `proof-waiting-${locale}`);
  });
});

describe('where a statement is enough', () => {
  const pages = usePages('pingam', { ...proofEnv, VERIFICATION_REQUIRED: 'help-desk' });

  test('a proof replaces it', async () => {
    const { page } = await pages.visit(desk);
    await open(page, 'bob');
    await pick(page, codes);
    expect(await page.getByLabel('How did you verify the caller?').count()).toBe(1);
    await page.getByRole('button', { name: 'Prove identity' }).click();
    const field = dialog(page).getByLabel('Code from the authenticator app');
    await field.fill(codeOf('bob', 21));
    await field.press('Enter');
    await page.getByText(/^Proven by one-time code/).waitFor();

    expect(await page.getByLabel('How did you verify the caller?').count()).toBe(0);
    await tryButton(page).click();
    await dialog(page).getByRole('button', { name: 'Remove 2 devices' }).click();
    const said = page.getByRole('region', { name: 'Tell the caller' });
    await said.getByText('Your authenticator-app codes can no longer be used').waitFor();
    expect(await said.textContent()).not.toMatch(/\b(ask|never)\b/);
  });

  test('the sign-in card says when the help desk asks for a code', async () => {
    const { page } = await pages.visit();

    const asks = page.getByText('They ask for a code only when you have called them');
    await asks.waitFor();
    expect(await page.getByText('They never ask').count()).toBe(0);
    await expectGoodState(page, 'sign-in-codes');
  });
});
