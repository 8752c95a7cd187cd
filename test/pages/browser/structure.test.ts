/**
 * What the pages say without their looks: structure, languages, suggestions, and the same names in
 * the same places (WCAG 1.3.1, 3.1.2, 3.2.3, 3.2.4, 3.2.6, 3.3.3).
 */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { fillCall, open, pick, tryButton } from './help-desk-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('pingam', {
  VERIFICATION_REQUIRED: 'help-desk',
  REASON_REQUIRED: 'help-desk',
  TICKET_PATTERN: 'INC-\\d{5}',
});
const desk = { as: 'helen', path: '/help-desk' };
const codes = /^Remove all authenticator-app codes/;

/** Returns the name of each field that has an error, and the error as its description says it. */
function errorsIn(page: Page): Promise<readonly string[]> {
  return page.locator('[aria-invalid=true]').evaluateAll((fields) =>
    fields.map((field) => {
      const ids = field.getAttribute('aria-describedby')?.split(' ') ?? [];
      return ids.map((id) => document.querySelector(`#${CSS.escape(id)}`)?.textContent).join(' ');
    }),
  );
}

test('an error at a field is its description, and says what to enter', async () => {
  const { page } = await pages.visit(desk);
  await page.getByRole('searchbox').press('Enter');
  expect(await errorsIn(page)).toEqual([expect.stringContaining('at least 3 characters')]);
  await open(page, 'bob');
  await pick(page, codes);

  await tryButton(page).click();
  await page.getByText('Say how you verified the caller.').waitFor();

  const [method, time, ticket, reason] = await errorsIn(page);
  expect(method).toContain('Say how you verified the caller.');
  expect(time).toContain('press “Now”');
  expect(ticket).toContain('number of the ticket');
  expect(reason).toContain('in a few words');
  expect(await page.locator('[aria-required=true]').count()).toBe(4);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('method');
  await expectGoodState(page, 'help-desk-faults');
  await fillCall(page);
  await page.getByLabel('Ticket').fill('20461');
  await tryButton(page).click();
  await page.getByText('The ticket does not look like one of yours.').waitFor();
  expect(await errorsIn(page)).toEqual([expect.stringContaining('Check its letters and digits')]);
});

test('a part in another language says which', async () => {
  const { page } = await pages.visit({ as: 'bob', locale: 'de-DE' });
  await page.getByRole('heading', { name: 'Meine Geräte' }).waitFor();

  const parts = await page
    .locator('#root [lang]')
    .evaluateAll((all) => all.map((part) => `${part.getAttribute('lang')}: ${part.textContent}`));

  expect(parts).toEqual(
    expect.arrayContaining([
      'en: English',
      'de: Deutsch',
      'ar: العربية',
      // AM writes this time in English.
      expect.stringMatching(/^en: Nov 20, 2026/),
    ]),
  );
  const fallback = page.locator('.fallback [lang], noscript [lang]');
  const languages = await fallback.evaluateAll((all) =>
    all.map((part) => part.getAttribute('lang')),
  );
  expect(languages).toContain('ar');
});

test('the links and buttons around each page have the same names in the same order', async () => {
  const { page } = await pages.visit({ ...desk, expects: /404/ });
  await open(page, 'bob');
  const person = new URL(page.url()).pathname;
  const frames: string[][] = [];

  for (const path of ['/', '/help-desk', person, '/approvals', '/history', '/nothing']) {
    await page.goto(`${pages.origin}${path}`);
    await page.getByRole('button', { name: /^Account/ }).waitFor();
    const parts = page.locator('header :is(a, button), footer :is(a, button)');
    frames.push(await parts.evaluateAll((all) => all.map((one) => one.textContent)));
  }

  expect(frames[0]).toEqual([
    'identity-gateway',
    'My devices',
    'Help desk',
    'Approvals',
    'History',
    'Help',
    'Helen Example',
    'Sign out',
    'IT help desk, +44 20 7946 0118',
    'English',
    'Deutsch',
    'Français',
    'Español',
    'العربية',
    'Automatic',
    'Light',
    'Dark',
  ]);
  expect(frames).toEqual(frames.map(() => frames[0]));
});
