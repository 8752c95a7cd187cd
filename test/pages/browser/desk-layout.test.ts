/**
 * What is seen together at the help desk, in pixels, with every field that a deployment can ask
 * for; and the bar of those with the most pages.
 */
import { describe, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { proofEnv } from '../../support/peer.ts';
import { withLists } from '../../support/with-lists.ts';
import { requestReset } from './approvals-page.ts';
import { desktops, open, pick, tryButton } from './help-desk-page.ts';
import { recordAnnouncements, timesAnnounced } from './live-text.ts';
import { usePages } from './pages-stage.ts';
import { findingsOf, isSeen, isWholeInView } from './states.ts';

const pages = usePages('pingam', {
  ...proofEnv,
  VERIFICATION_REQUIRED: 'help-desk,administrator',
  REASON_REQUIRED: 'help-desk,administrator',
  TICKET_PATTERN: 'INC-\\d{5}',
  TICKET_EXAMPLE: 'INC-20461',
  ...withLists({ limits: { staffChanges: [], personChanges: [] } }),
});
const desk = { as: 'helen', path: '/help-desk' };
const codes = /^Remove all authenticator-app codes/;
const locales = ['en-GB', 'de-DE', 'fr-FR', 'es-ES', 'ar-EG'];
/** The same windows at 200 %. */
const zoomed = [
  { width: 683, height: 384 },
  { width: 640, height: 360 },
];

/** The fields of a call that are required; the first stands in the first row. */
const fields = (page: Page): readonly Locator[] =>
  ['method', 'verifiedAt', 'ticket', 'reason'].map((name) => page.locator(`[name=${name}]`));
const form = (page: Page): Locator => page.locator('form.desk-form');
const submit = (page: Page): Locator => form(page).locator('[type=submit]');

/** Opens bob by the address of the results: labels differ in each language. */
async function openBob(page: Page): Promise<void> {
  await page.goto(`${pages.origin}/help-desk/?person=bob&ticket=INC-20461`);
  await submit(page).waitFor();
  await page.getByRole('checkbox').first().check();
}

describe.each(locales)('in %s', (locale) => {
  test.each(desktops)('at %j the whole call is seen', async (viewport) => {
    const { page } = await pages.visit({ ...desk, locale, viewport });
    await openBob(page);

    for (const field of [...fields(page), submit(page)]) expect(await isSeen(field)).toBe(true);
    expect(await isWholeInView(form(page))).toBe(true);
  });

  test.each(zoomed)('at %j the fields and the button are seen together', async (viewport) => {
    const { page } = await pages.visit({ ...desk, locale, viewport });
    await openBob(page);
    await form(page)
      .locator('.form-row')
      .first()
      .evaluate((row) => row.scrollIntoView());

    for (const field of [...fields(page), submit(page)]) expect(await isSeen(field)).toBe(true);
    expect(await findingsOf(page)).toEqual([]);
  });

  test('the bar of an administrator is one line, also with counts', async () => {
    await requestReset(pages, { name: 'alice' });
    for (const viewport of desktops) {
      const { page } = await pages.visit({ as: 'oscar', path: '/history', locale, viewport });
      await page.locator('.pages .badge').waitFor();
      const bar = await page.locator('.top').boundingBox();

      expect(bar?.height).toBeLessThanOrEqual(65);
    }
  });
});

test.each(desktops)('at %j each tick is announced, and the button stays', async (viewport) => {
  const { page } = await pages.visit({ ...desk, viewport });
  await open(page, 'bob');
  await recordAnnouncements(page);
  await pick(page, codes);
  await timesAnnounced(page, '2 devices would be removed');
  expect(await isSeen(form(page).getByText('2 devices would be removed.'))).toBe(true);
  const lines = await page
    .locator('.device')
    .evaluateAll((rows) => rows.map((row) => Math.round(row.getBoundingClientRect().height)));
  expect(lines).toHaveLength(7);
  // A trusted browser says by which clock it was used, in a second line.
  for (const height of lines.slice(0, -1)) expect(height).toBeLessThanOrEqual(46);

  await tryButton(page).click();
  await page.getByText('Say how you verified the caller.').waitFor();
  await pick(page, /^Remove all phone approvals/);
  await timesAnnounced(page, '3 devices would be removed');
  expect(await isSeen(form(page).getByText('3 devices would be removed.'))).toBe(true);
  expect(await isSeen(tryButton(page))).toBe(true);
});

test('on a phone the desk is one column, and nothing is cut off', async () => {
  const { page } = await pages.visit({ ...desk, viewport: { width: 360, height: 640 } });
  await openBob(page);

  expect(await page.getByRole('button', { name: /^Account/ }).isVisible()).toBe(true);
  expect(await page.locator('.brand').getByText('identity-gateway').isVisible()).toBe(true);
  expect(await findingsOf(page)).toEqual([]);
});
