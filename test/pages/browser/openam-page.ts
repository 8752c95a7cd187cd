/** The sign-in on OpenAM's own page. */
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { PASSWORD } from '../../openam/layout.ts';
import type { Peer } from '../../support/peer.ts';
import { signOut } from './account.ts';
import { listIsShown, result } from './my-devices-page.ts';
import type { OpenedPages } from './pages-stage.ts';

/** Types name and password. */
export async function signInAtAm(page: Page, name: string): Promise<void> {
  await page.waitForURL((url) => url.pathname.startsWith('/openam/XUI/'));
  // OpenAM's page loads some hundred files, and compiles templates at its first use.
  await page.getByPlaceholder('User Name').fill(name, { timeout: 45_000 });
  await page.getByPlaceholder('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log In' }).click();
}

/**
 * Matches the expected complaints: OpenAM is another site, requests missing files, and checks the
 * session.
 */
export function atOpenAm({ url }: Peer): RegExp {
  return new RegExp(`${new URL(url).origin}/|status of 40[14]`);
}

/** The complete flow: bob signs in at OpenAM, removes his codes, and signs out of both. */
export async function removesCodesAndSignsOut(pages: OpenedPages, peer: Peer): Promise<void> {
  const { page } = await pages.visit({ expects: atOpenAm(peer) });
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signInAtAm(page, 'bob');
  await listIsShown(page);
  expect(page.url()).toBe(`${pages.origin}/`);

  await page.getByRole('button', { name: 'Remove all authenticator-app codes (2)' }).click();
  await page.getByRole('button', { name: 'Remove 2 devices' }).click();
  await result(page).getByText('2 authenticator-app codes removed').waitFor();

  expect(await result(page).getByRole('status').textContent()).toMatch(/Checked at \d\d:\d\d/);
  await page.getByText(/^Not set up: .*Authenticator-app codes/).waitFor();
  await signOut(page);
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await page.goto(`${pages.origin}/sign-in`);
  await page.getByPlaceholder('User Name').waitFor();
}
