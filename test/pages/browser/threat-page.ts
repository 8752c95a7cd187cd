/** The elements of *Threat level*, found by their accessible names. */
import type { Page } from 'playwright-core';

/** Why the tests set a level. */
export const reason = 'Callers pretend to be users.';

/** Sets a level by keyboard, as an administrator; the strictest one has to be typed, too. */
export async function setLevel(page: Page, label: string): Promise<void> {
  await page.getByRole('radio', { name: label }).focus();
  await page.keyboard.press('Space');
  await page.getByLabel(/^Why/).focus();
  await page.keyboard.type(reason);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Who can lift it').waitFor();
  if (label === 'Frozen') await page.keyboard.type('frozen');
  await dialog.getByRole('button', { name: 'Set the level' }).press('Enter');
  await page.getByText('The level is set.').waitFor();
}
