/** What is done with every state of a page: read by axe in each look, and photographed. */
import { mkdir } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

/** Where the pictures go; `npm run screenshots` chooses two of them for the README. */
export const pictures = 'test/pages/pictures';

const looks = [
  { name: 'light', width: 1280, colorScheme: 'light' },
  { name: 'dark', width: 1280, colorScheme: 'dark' },
  { name: '320.light', width: 320, colorScheme: 'light' },
] as const;

/** Rules beyond WCAG that would hold a page to a taste of axe's own. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Looks at a state in light, in dark and 320 px wide: no finding of axe, nothing to scroll sideways; takes a picture of each. */
export async function expectGoodState(page: Page, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true });
  const findings: string[] = [];
  for (const { name: look, width, colorScheme } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    for (const { id, nodes } of violations) {
      findings.push(`${look}: ${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    }
    const isWide = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    if (isWide) findings.push(`${look}: scrolls sideways`);
    await page.screenshot({ path: `${pictures}/${name}.${look}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(findings).toEqual([]);
}
