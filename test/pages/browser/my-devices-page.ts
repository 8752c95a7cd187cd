/** The elements of *My devices*, found by their accessible names. */
import type { Locator, Page } from 'playwright-core';

/** Waits for the list. */
export async function listIsShown(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Recent changes' }).waitFor();
}

/** Returns the section with a heading or name. */
export function section(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

/** Returns the rows of a kind, by the word for the kind in each. */
export function rows(page: Page, kind: string): Locator {
  return section(page, 'Your devices')
    .getByRole('listitem')
    .filter({ has: page.getByText(kind, { exact: true }) });
}

/** Returns the visible names of the devices of a kind. */
export function namesOf(page: Page, kind: string): Promise<string[]> {
  return rows(page, kind).locator('.device-name').allTextContents();
}

/** Returns the open dialog. */
export function dialog(page: Page): Locator {
  return page.getByRole('dialog');
}

/** Returns the result panel, whose head has the focus. */
export function result(page: Page): Locator {
  return page.locator('.panel').first();
}

/** Returns the text of the focused element. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent ?? '');
}

/** Presses Tab until the focused element contains a text. */
export async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await focused(page)) === text) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${text}; the focus is on ${await focused(page)}.`);
}
