/** *Help desk*, as an agent finds things on it: by what they are called. */
import type { Locator, Page } from 'playwright-core';
import { dialog } from './my-devices-page.ts';

/** Finds somebody by their whole user name and opens their page. */
export async function open(page: Page, name: string): Promise<void> {
  await find(page, name);
  await page.getByRole('region', { name: 'Exact match' }).getByRole('link').click();
  await page.getByRole('region', { name: 'Person' }).waitFor();
}

/** Searches, and waits for the answer. */
export async function find(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox').fill(text);
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('status').filter({ hasText: text }).waitFor();
}

/** Ticks a kind as a whole. */
export async function pick(page: Page, label: RegExp): Promise<void> {
  await page.getByRole('checkbox', { name: label }).check();
}

/** Says how the caller was verified, and why. */
export async function fillCall(page: Page, reason = 'Phone lost on Saturday.'): Promise<void> {
  await page.getByLabel('How did you verify the caller?').selectOption('call-back');
  await page.getByLabel('Ticket').fill('INC-20461');
  await page.getByRole('textbox', { name: 'Reason' }).fill(reason);
}

/** The button that tries it out. */
export function tryButton(page: Page): Locator {
  return page.getByRole('button', { name: /^Remove .*…$/ });
}

/** Tries it out and confirms. */
export async function remove(page: Page): Promise<void> {
  await tryButton(page).click();
  await dialog(page)
    .getByRole('button', { name: /^Remove/ })
    .click();
}

/** The result for each kind, as the table tells it. */
export async function results(page: Page): Promise<string[][]> {
  const rows = page.getByRole('row');
  const texts = await rows.evaluateAll((elements) =>
    elements.map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? ''),
    ),
  );
  return texts.slice(1);
}
