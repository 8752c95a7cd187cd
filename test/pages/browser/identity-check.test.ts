/**
 * A vendor verifies a caller, in two real browsers: the agent's, and a small phone of the caller on
 * which scripts are switched off.
 */
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startVendor } from '../../../src/sandbox/index.ts';
import { vendorEnv } from '../../identity-checks/check-stage.ts';
import { open, pick, tryButton } from './help-desk-page.ts';
import { dialog } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const vendor = await startVendor();
afterAll(() => vendor.close());

const desk = { as: 'helen', path: '/help-desk' };
// The browser leaves for the vendor, which is another site.
const expects = /authorize|decide|502/;
const viewport = { width: 360, height: 640 };
const phone = { viewport, javaScriptEnabled: false, path: '/verify', expects };

describe('where a proof is required', () => {
  const pages = usePages('pingam', {
    ...vendorEnv({ idv: { issuer: vendor.issuer, title: 'Example ID' } }),
    VERIFICATION_REQUIRED: 'proof',
  });
  beforeEach(() => vendor.reset());

  /** The agent starts a check of bob. Returns the page, and the code that it shows. */
  async function startedCheck(): Promise<{ readonly page: Page; readonly code: string }> {
    const { page } = await pages.visit(desk);
    await open(page, 'bob');
    await page.getByRole('button', { name: /^Prove (identity|again)$/ }).click();
    await dialog(page).getByRole('button', { name: 'Start the check' }).click();
    const code = (await dialog(page).locator('output').textContent()) ?? '';
    expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    await dialog(page).getByText(`${pages.origin}/verify`).waitFor();
    await dialog(page).getByText('30 minutes left').waitFor();
    return { page, code };
  }

  test('the caller goes to the vendor and back without a script, and the change is made', async () => {
    const { page, code } = await startedCheck();
    await expectGoodState(page, 'identity-check-waiting');
    const caller = (await pages.visit(phone)).page;
    await caller.getByLabel('Code').fill(code.toLowerCase().replace('-', ' '));
    expect(await caller.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await caller.getByRole('button', { name: 'Continue' }).click();
    await caller.getByRole('heading', { name: 'Sandbox ID' }).waitFor();
    await caller.getByRole('link', { name: 'Verified', exact: true }).click();
    await caller.getByText('Go back to the call.').waitFor();

    await page.getByText(/^Verified by Example ID at .*\d\d:\d\d\. Valid for one change/).waitFor();
    expect(await dialog(page).count()).toBe(0);
    await expectGoodState(page, 'identity-check-proven');
    await pick(page, /^Remove all authenticator-app codes/);
    await tryButton(page).click();
    await dialog(page).getByRole('button', { name: 'Remove 2 devices' }).click();
    await page.getByRole('heading', { name: '2 devices removed for Bob Example' }).waitFor();
    await page.getByRole('button', { name: 'Back to Bob’s devices' }).click();
    await page.getByText(/document and face, confirmed by Example ID\./).waitFor();
  });

  test.each([
    ['Not verified', 'did not verify the caller as Bob Example'],
    ['Give up', 'The caller stopped, so nothing is proven.'],
    ['No token', 'gave no usable answer'],
  ])('after "%s" the agent reads what to do', async (choice, text) => {
    const { page, code } = await startedCheck();
    const caller = (await pages.visit(phone)).page;
    await caller.getByLabel('Code').fill(code);
    await caller.getByRole('button', { name: 'Continue' }).click();
    await caller.getByRole('link', { name: choice, exact: true }).click();

    await dialog(page).getByText(text).waitFor();
    expect(await dialog(page).getByRole('button', { name: 'Start the check' }).count()).toBe(1);
  });

  test('the page of the code has no finding of axe, with and without a wrong code', async () => {
    const { page } = await pages.visit({ path: '/verify', expects: /400/ });
    await expectGoodState(page, 'verify-form');
    await page.getByLabel('Code').fill('2222-2222');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('does not work');
    await expectGoodState(page, 'verify-wrong');
  });

  test.each([
    ['de', 'Weisen Sie sich aus', 'ltr'],
    ['fr', 'Prouvez votre identité', 'ltr'],
    ['es', 'Demuestre quién es', 'ltr'],
    ['ar', 'أثبت هويتك', 'rtl'],
  ])('the page speaks %s', async (locale, title, direction) => {
    const { page } = await pages.visit({ ...phone, locale });

    await page.getByRole('heading', { name: title }).waitFor();
    expect(await page.evaluate('document.dir')).toBe(direction);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });
});
