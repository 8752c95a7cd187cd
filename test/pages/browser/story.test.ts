/** The whole story in browsers, with nothing but the sandbox: codes that are not accepted, a call, a new registration. */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { sandboxPassword } from '../../../src/sandbox/index.ts';
import { open, pick, remove } from './help-desk-page.ts';
import { kind, listIsShown } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';

const pages = usePages();
/** AM's own page is another site here, and refuses codes by 401. */
const atAm = /http:\/\/127\.0\.0\.1:\d+\/(am|sandbox)\/|status of 401/;

async function signIn(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('User name').fill('alice');
  await page.getByLabel('Password').fill(sandboxPassword);
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
  await page.getByLabel('6-digit code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('alice’s codes are not accepted; helen resets; alice registers anew and signs in', async () => {
  const { page: phones } = await pages.visit({ path: '/signed-out', expects: atAm });
  await phones.goto(`${pages.sandbox.origin}/sandbox/people`);
  const shown = await phones.getByLabel("Code on Alice's phone", { exact: true }).textContent();
  const { page: alice } = await pages.visit({ expects: atAm });
  await signIn(alice);
  await typeCode(alice, shown?.replaceAll(/\D/g, '') ?? '');
  await alice.getByText('That code was not accepted.').waitFor();

  const { page: helen } = await pages.visit({ as: 'helen', path: '/help-desk' });
  await open(helen, 'alice');
  await pick(helen, /^Remove all authenticator-app codes/);
  await remove(helen);
  await helen.getByRole('heading', { name: '1 device removed for Alice Example' }).waitFor();

  await alice.goto(pages.origin);
  await signIn(alice);
  await alice.getByRole('heading', { name: 'Add an authenticator app' }).waitFor();
  await alice.getByRole('button', { name: 'Register device' }).click();
  await alice.getByRole('button', { name: 'Scan with the demo phone' }).click();
  const scanned = await alice.getByText(/^Scanned\. The demo phone shows \d{6}\.$/).textContent();
  await alice.getByRole('button', { name: 'Continue' }).click();
  await typeCode(alice, scanned?.replaceAll(/\D/g, '') ?? '');
  await listIsShown(alice);

  expect(alice.url()).toBe(`${pages.origin}/`);
  expect(await kind(alice, 'Authenticator-app codes').getByRole('listitem').count()).toBe(1);
  await alice.getByRole('button', { name: 'Sign out' }).click();
  await alice.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await alice.goto(pages.origin);
  await alice.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
});
