/** The menu of the account, at the top of every page. */
import type { Page } from 'playwright-core';

export async function openAccount(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account/ }).click();
}

/** Signs out by the menu. */
export async function signOut(page: Page): Promise<void> {
  await openAccount(page);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
}
