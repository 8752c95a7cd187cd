/** *My devices*, as a reader finds things on it: by what they are called. */
import type { Locator, Page } from 'playwright-core';

/** The list is there. */
export async function listIsShown(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Recent changes' }).waitFor();
}

/** The part of one kind. */
export function kind(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

/** The names in the part of one kind, as shown. */
export function namesIn(page: Page, title: string): Promise<string[]> {
  return kind(page, title).locator('.device-name').allTextContents();
}

/** The open dialog. */
export function dialog(page: Page): Locator {
  return page.getByRole('dialog');
}

/** The result: the panel whose head has the focus. */
export function result(page: Page): Locator {
  return page.locator('.panel').first();
}

/** What has the focus, by its text. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent ?? '');
}

/** Presses Tab until what has the focus shows a text. */
export async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await focused(page)) === text) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${text}; the focus is on ${await focused(page)}.`);
}
