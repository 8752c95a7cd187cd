/** *History* in a real browser: auditors can read the record of their realm, and only that. */
import { describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { removeCodesWithoutBrowser } from './approvals-page.ts';
import { launchChromium, launchFirefox } from './browsers.ts';
import { deskRules } from './help-desk-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState, findingsOf } from './states.ts';

const pages = usePages('pingam', deskRules);

const resetCodesOf = (name: string) => removeCodesWithoutBrowser(pages, name);
function entries(page: Page): Promise<string[]> {
  return page
    .getByRole('region', { name: 'Changes, newest first' })
    .locator('tbody tr')
    .allTextContents();
}

test('an auditor reads and filters the changes, and can change nothing', async () => {
  await resetCodesOf('bob');
  await resetCodesOf('dave');
  const { page } = await pages.visit({ as: 'rita', path: '/history' });
  await page.getByText('“For dave.”').first().waitFor();

  const all = await entries(page);
  expect(all.filter((entry) => entry.includes('dave'))).not.toEqual([]);
  expect(all.filter((entry) => entry.includes('bob'))).not.toEqual([]);
  await expectGoodState(page, 'history');
  await page.getByLabel('User name or reference').fill('bob');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText('“For dave.”').first().waitFor({ state: 'detached' });
  await page.getByText('“For bob.”').first().waitFor();
  for (const entry of await entries(page)) expect(entry).toContain('bob');
  await page.getByRole('button', { name: 'Outcome: Refused' }).click();
  await page.getByText('No recorded change matches.').waitFor();
  await expectGoodState(page, 'history-none');
  expect(await page.getByRole('link', { name: 'Help desk', exact: true }).count()).toBe(0);
});

/** Shows what the filters in the form select. */
async function show(page: Page): Promise<void> {
  const answer = page.waitForResponse(/graphql/);
  await page.getByRole('button', { name: 'Show' }).click();
  await answer;
  const none = page.getByText('No recorded change matches.');
  const list = page.getByRole('region', { name: 'Changes, newest first' });
  await list.locator('tbody tr').first().or(none).waitFor();
}

test('tries are hidden until asked for, and each filter narrows the list', async () => {
  await resetCodesOf('bob');
  const { page } = await pages.visit({ as: 'rita', path: '/history' });
  await page.getByText('“For bob.”').first().waitFor();
  await page.getByText('More filters').click();

  const done = await entries(page);
  expect(done.filter((entry) => entry.includes('tried out'))).toEqual([]);
  await page.getByLabel(/^Also show tries/).check();
  await show(page);
  await page
    .getByText(/tried out/)
    .first()
    .waitFor();
  await page.getByLabel(/^Also show tries/).uncheck();
  await page.getByRole('textbox', { name: 'Ticket' }).fill('INC-20461');
  await show(page);
  expect((await entries(page)).length).toBeGreaterThan(0);
  await page.getByRole('textbox', { name: 'Ticket' }).fill('INC-1');
  await show(page);
  expect(await entries(page)).toEqual([]);
  const reference = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/.exec(done[0] ?? '')?.[0] ?? '';
  await page.getByRole('button', { name: 'Ticket: INC-1, remove this filter' }).click();
  await page.getByLabel('User name or reference').fill(reference.toLowerCase());
  await show(page);
  expect(await entries(page)).toHaveLength(1);
});

/** The chips: their accessible names, and whether each is pressed. */
function chips(page: Page): Promise<(readonly [string, string | null])[]> {
  const buttons = page.getByRole('list', { name: 'Filters' }).getByRole('button');
  return buttons.evaluateAll((all) =>
    all.map((button) => [
      button.getAttribute('aria-label') ?? button.querySelector('[dir]')?.textContent ?? '',
      button.getAttribute('aria-pressed'),
    ]),
  );
}
const unused = [
  ['Reported, not taken up', 'false'],
  ['Outcome: Not known', 'false'],
  ['Outcome: Refused', 'false'],
];
const bobs = ['Changed for (user name): bob, remove this filter', null];
const focusIsOnLine = (page: Page) =>
  page.getByLabel('User name or reference').evaluate((line) => line === document.activeElement);

describe.each([
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
])('in %s', (browser, launch) => {
  const those = launch === launchChromium ? pages : usePages('pingam', deskRules, launch);

  test('by keyboard: a line finds people and references, chips show and remove filters', async () => {
    await removeCodesWithoutBrowser(those, 'bob');
    const { page } = await those.visit({ as: 'rita', path: '/history' });
    await page.getByText('“For bob.”').first().waitFor();
    expect(await chips(page)).toEqual(unused);
    expect(await page.getByRole('textbox', { name: 'Ticket' }).isVisible()).toBe(false);

    await page.getByLabel('User name or reference').focus();
    await page.keyboard.type('bob');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: bobs[0] ?? '' }).waitFor();
    await page.locator('summary').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Ticket' }).fill('INC-1');
    await page.getByLabel('From').fill('2026-11-03');
    await page.getByRole('button', { name: 'Apply' }).press('Enter');
    await page.getByText('No recorded change matches.').waitFor();
    const all = [
      bobs,
      ['Ticket: INC-1, remove this filter', null],
      ['From: 3 Nov 2026, remove this filter', null],
    ];
    expect(await chips(page)).toEqual([...unused, ...all]);
    if (browser === 'Chromium') await expectGoodState(page, 'history-chips');
    for (const width of [1366, 360]) {
      await page.setViewportSize({ width, height: 768 });
      expect(await findingsOf(page)).toEqual([]);
    }

    await page.getByRole('button', { name: 'Outcome: Refused' }).press('Enter');
    expect((await chips(page))[2]).toEqual(['Outcome: Refused', 'true']);
    await page.getByRole('button', { name: 'Outcome: Refused' }).press('Enter');
    for (const [name] of all) {
      await page.getByRole('button', { name: name ?? '' }).press('Enter');
      expect(await focusIsOnLine(page)).toBe(true);
    }
    expect(await chips(page)).toEqual(unused);
    expect(await page.getByLabel('User name or reference').inputValue()).toBe('');
    await page.getByText('“For bob.”').first().waitFor();
  });
});

test('a link with a reference shows its change and its chip', async () => {
  const { page } = await pages.visit({
    as: 'rita',
    path: '/history?reference=7K3M-9QXT-2BW4-C0HJ',
  });
  await page.getByText('No recorded change matches.').waitFor();
  expect(await chips(page)).toEqual([
    ...unused,
    ['Reference: 7K3M-9QXT-2BW4-C0HJ, remove this filter', null],
  ]);
  expect(await page.getByLabel('User name or reference').inputValue()).toBe('7K3M-9QXT-2BW4-C0HJ');
});

test.each([
  ['de-DE', 'Weitere Filter'],
  ['fr-FR', 'Autres filtres'],
  ['es-ES', 'Más filtros'],
  ['ar-EG', 'عوامل تصفية أخرى'],
])('in %s the filters fit', async (locale, more) => {
  const path = '/history?reference=7K3M-9QXT-2BW4-C0HJ';
  const { page } = await pages.visit({ as: 'rita', path, locale });
  await page.getByText(more).click();
  expect(await page.locator('.chip-on').count()).toBe(1);
  await expectGoodState(page, `history-filters-${locale.slice(0, 2)}`);
});

test('what is shown is saved as CSV, and printed with organisation, person, account and date', async () => {
  await resetCodesOf('bob');
  const { page } = await pages.visit({ as: 'rita', path: '/history' });
  await page.getByLabel('User name or reference').fill('bob');
  await show(page);
  await page.getByText('“For bob.”').first().waitFor();
  const listed = (await entries(page)).length;

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Save as CSV/ }).click();
  const file = await saving;
  const rows = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
  expect(file.suggestedFilename()).toMatch(/^history-alpha-\d{4}-\d\d-\d\d\.csv$/);
  expect(rows).toHaveLength(listed + 1);
  expect(rows[1]).toContain('"For bob."');

  await page.emulateMedia({ media: 'print' });
  await page.getByText(/^Printed by Rita Example \(rita\) on /).waitFor();
  const paper = await page.locator('body').innerText();
  expect(paper).toContain('identity-gateway');
  expect(paper).toMatch(/Changed for \(user name\)\s+bob/);
  expect(paper).not.toContain('Save as CSV');
  await page.emulateMedia({ media: 'screen' });
});
