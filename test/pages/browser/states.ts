/** Checks a state of a page with axe in each look, and takes screenshots on demand. */
import { mkdir } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

/** The folder of the screenshots; Git ignores it. */
export const pictures = 'test/pages/pictures';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules whose findings depend on colours. */
const colourRules = ['color-contrast', 'link-in-text-block'];

const looks = [
  { name: 'light', width: 1280, colorScheme: 'light', only: null },
  // Only the colours differ.
  { name: 'dark', width: 1280, colorScheme: 'dark', only: colourRules },
  // A small phone, or 1280 px at 400 %.
  { name: '320.light', width: 320, colorScheme: 'light', only: null },
] as const;

/**
 * Checks a state in light, in dark and at 320 px: axe finds nothing, and the page does not scroll
 * sideways. Takes a screenshot of each, with `PICTURES=1`.
 */
export async function expectGoodState(page: Page, name: string): Promise<void> {
  const findings: string[] = [];
  for (const { name: look, width, colorScheme, only } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(() =>
      Promise.all(document.getAnimations().map(({ finished }) => finished)),
    );
    findings.push(...(await findingsOf(page, only)).map((finding) => `${look}: ${finding}`));
    if (look === 'light') findings.push(...(await shownIdsOf(page)));
    await takePicture(page, `${name}.${look}`);
    if (look === 'light') await takeReadmePicture(page, name);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(findings).toEqual([]);
}

/** Returns the findings of axe by all or some rules, and whether the page scrolls sideways. */
export async function findingsOf(
  page: Page,
  only: readonly string[] | null = null,
): Promise<readonly string[]> {
  // Without the legacy mode, axe opens a tab to join the findings of frames; the pages have none.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (
    only === null ? axe.withTags(tags) : axe.withRules([...only])
  ).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
  );
  const isWide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  return isWide ? [...found, 'scrolls sideways'] : found;
}

/** Returns the global ids that a reader sees or hears. References are for readers, ids are not. */
async function shownIdsOf(page: Page): Promise<readonly string[]> {
  const texts = await page.evaluate(() => [
    document.body.innerText,
    document.title,
    ...[...document.querySelectorAll('[aria-label], [title], [alt]')].map((element) =>
      ['aria-label', 'title', 'alt'].map((name) => element.getAttribute(name)).join(' '),
    ),
  ]);
  const found = texts.flatMap((text) => text.match(/\b[A-Z][A-Za-z]+=[\w-]{4,}/g) ?? []);
  return found.map((id) => `shows the id ${id}`);
}

/** Whether the middle of an element is in view, and nothing covers it. */
export function isSeen(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    return top !== null && (element.contains(top) || top.contains(element));
  });
}

/** Whether a whole element is within the window. */
export function isWholeInView(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight && element.scrollHeight <= element.clientHeight;
  });
}

/** With `PICTURES=1`, takes a screenshot of the page, or of the visible part under a dialog. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (process.env['PICTURES'] !== '1') return;
  await mkdir(pictures, { recursive: true });
  const isModal = (await page.locator('dialog[open]').count()) > 0;
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: !isModal });
}

/** The pictures of the README, and whether each shows the whole page. */
const readmePictures = new Map([['demo-start', true]]);

/** Takes a picture of the README with README_PICTURES (web/README.md). */
async function takeReadmePicture(page: Page, name: string): Promise<void> {
  const folder = process.env['README_PICTURES'];
  const fullPage = readmePictures.get(name);
  if (folder === undefined || fullPage === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage });
}
