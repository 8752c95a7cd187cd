/** What is done with every state of a page: read by axe in each look, and photographed. */
import { mkdir } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

/** Where the pictures go; Git ignores it. */
export const pictures = 'test/pages/pictures';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const looks = [
  { name: 'light', width: 1280, colorScheme: 'light' },
  { name: 'dark', width: 1280, colorScheme: 'dark' },
  // As a small telephone, and as 1280 px at 400 %.
  { name: '320.light', width: 320, colorScheme: 'light' },
] as const;

/** Looks at a state in light, in dark and 320 px wide: no finding of axe, nothing to scroll sideways; a picture of each. */
export async function expectGoodState(page: Page, name: string): Promise<void> {
  const findings: string[] = [];
  for (const { name: look, width, colorScheme } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(() =>
      Promise.all(document.getAnimations().map(({ finished }) => finished)),
    );
    findings.push(...(await findingsOf(page)).map((finding) => `${look}: ${finding}`));
    await takePicture(page, `${name}.${look}`);
    if (look === 'light') await takeReadmePicture(page, name);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(findings).toEqual([]);
}

/** What axe finds, and whether there is something to scroll sideways. */
export async function findingsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
  );
  const isWide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  return isWide ? [...found, 'scrolls sideways'] : found;
}

/** A picture of the whole page; of what is seen at once where a dialog is open. */
export async function takePicture(page: Page, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true });
  const isModal = (await page.locator('dialog[open]').count()) > 0;
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: !isModal });
}

/** The pictures of the README, where `npm run screenshots` asks for them: what is seen at once, not the whole page. */
async function takeReadmePicture(page: Page, name: string): Promise<void> {
  const folder = process.env['README_PICTURES'];
  const shown = ['my-devices-confirm', 'my-devices-done', 'help-desk-person-filled'];
  if (folder === undefined || !shown.includes(name)) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}
