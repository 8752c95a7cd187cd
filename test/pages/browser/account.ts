/** The menus at the top of every page. */
import type { Locator, Page } from 'playwright-core';

export async function openAccount(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account/ }).click();
}

/** Signs out by the menu. */
export async function signOut(page: Page): Promise<void> {
  await openAccount(page);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
}

/** Opens a page by its link, which may be in the menu of the group. */
export async function openByBar(page: Page, name: string): Promise<void> {
  const link = barLink(page, name);
  await link.waitFor({ state: 'attached' });
  if (!(await link.isVisible())) await page.getByRole('button', { name: 'Oversight' }).click();
  await link.click();
}

/** Returns the link of a page at the top, also while the menu of its group is closed. */
export function barLink(page: Page, name: string): Locator {
  return page
    .getByRole('navigation', { name: 'Pages', includeHidden: true })
    .getByRole('link', { name, includeHidden: true });
}
