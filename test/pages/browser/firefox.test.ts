/** *My devices* in Firefox, by keyboard; the other pages in `demo`, `history` and `promises`. */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { signOut } from './account.ts';
import { launchFirefox } from './browsers.ts';
import {
  dialog,
  focused,
  listIsShown,
  namesOf,
  result,
  section,
  tabTo,
} from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { atSandbox, codeOn, signInAt, typeCode } from './sandbox-sign-in.ts';
import { findingsOf } from './states.ts';

const pages = usePages('pingam', {}, launchFirefox);

/**
 * Checks a state on a small phone. Takes no screenshot: Playwright inserts a style for it, which
 * the content policy forbids.
 */
async function expectNoFindings(page: Page): Promise<void> {
  await page.setViewportSize({ width: 320, height: 900 });
  expect(await findingsOf(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 900 });
}

test('signs in, removes the codes by keyboard, signs out', async () => {
  const { page: phones } = await pages.visit({ path: '/signed-out', expects: atSandbox });
  // Firefox reports a script that a page loads when it is left.
  await phones.getByRole('heading', { name: 'You are signed out' }).waitFor();
  const code = await codeOn(phones, { origin: pages.sandbox.origin, phone: "Bob's phone" });
  const { page } = await pages.visit({ expects: atSandbox });
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
  await signInAt(page, 'bob');
  await typeCode(page, code);
  await listIsShown(page);
  await expectNoFindings(page);

  await tabTo(page, 'Remove all authenticator-app codes (2)');
  await page.keyboard.press('Enter');
  await dialog(page).waitFor();
  expect(await focused(page)).toBe('Cancel');
  await expectNoFindings(page);
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  expect(await focused(page)).toBe('Remove all authenticator-app codes (2)');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Remove 2 devices');
  await page.keyboard.press('Enter');

  await result(page).getByText('2 authenticator-app codes removed').waitFor();
  expect(await focused(page)).toContain('2 authenticator-app codes removed');
  expect(await namesOf(page, 'Authenticator app')).toEqual([]);
  await section(page, 'Recent changes').getByText("Bob's phone").waitFor();
  expect(await pages.peer.deviceIds('bob', 'OATH')).toEqual([]);
  await signOut(page);
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await page.goto(pages.origin);
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
});
