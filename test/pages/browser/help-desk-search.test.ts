/**
 * Finding the caller in a real browser: names, Enter, Back, recent people and links. None of them
 * is stored (security E12).
 */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { withLists } from '../../support/with-lists.ts';
import { open } from './help-desk-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('pingam', {
  ...withLists({ limits: { searches: [] } }),
  VERIFICATION_REQUIRED: 'help-desk',
});

const desk = { as: 'helen', path: '/help-desk' };

/** Searches by keyboard alone. The search field has the focus. */
async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: text }).waitFor();
}

const person = (page: Page) => page.getByRole('region', { name: 'Person' });

/** How often AM was searched. */
function searches(): number {
  return pages.sandbox.received().filter(({ path }) => path.includes('uid%20sw')).length;
}

test('a name as a caller says it: Enter finds, and Enter again opens the only exact match', async () => {
  const { page } = await pages.visit(desk);
  await page.getByRole('searchbox').waitFor();

  await type(page, 'Example, Bob');
  await page.getByText('Press Enter again to open Bob Example.').waitFor();
  await expectGoodState(page, 'help-desk-exact-name');
  await page.keyboard.press('Enter');

  await person(page).getByRole('heading', { name: 'Bob Example' }).waitFor();
  expect(page.url()).toContain('/help-desk/');
});

test('the next call starts with an empty field, ready to type, and the last person below', async () => {
  const { page } = await pages.visit(desk);
  await open(page, 'bob');
  await person(page).getByRole('link', { name: 'Change person' }).click();

  const field = page.getByRole('searchbox');
  await field.waitFor();
  expect(await field.inputValue()).toBe('');
  expect(await page.getByRole('region', { name: 'Exact match' }).count()).toBe(0);
  await page.getByRole('region', { name: 'Opened before' }).getByText('Bob Example').waitFor();
  await type(page, 'dave');
  await page.keyboard.press('Enter');
  await person(page).getByRole('heading', { name: 'Dave Example' }).waitFor();
});

test('several matches are not opened by Enter', async () => {
  const { page } = await pages.visit(desk);
  await page.getByRole('searchbox').waitFor();

  await type(page, 'Example');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Others' }).waitFor();

  expect(await page.getByText('Press Enter again').count()).toBe(0);
  expect(await person(page).count()).toBe(0);
});

test('the search survives Back without another one', async () => {
  const { page } = await pages.visit(desk);
  await open(page, 'bob');
  const sent = searches();
  await page.goBack();

  await page.getByRole('region', { name: 'Exact match' }).waitFor();
  expect(await page.getByRole('searchbox').inputValue()).toBe('bob');
  expect(await page.getByRole('searchbox').evaluate((field) => field.matches(':focus'))).toBe(true);
  expect(searches()).toBe(sent);
  await page.getByRole('searchbox').fill('dave');
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('region', { name: 'Exact match' }).getByText('dave').first().waitFor();
  expect(searches()).toBeGreaterThan(sent);
});

test('opened people are listed until the page is loaded again, and nothing of them is stored', async () => {
  const { page } = await pages.visit(desk);
  await open(page, 'bob');
  await person(page).getByRole('link', { name: 'Change person' }).click();

  const recent = page.getByRole('region', { name: 'Opened before' });
  await recent.getByRole('link', { name: 'Bob Example' }).waitFor();
  await expectGoodState(page, 'help-desk-recent');
  const stored = await page.evaluate(() =>
    JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]),
  );
  expect(stored).not.toMatch(/bob/i);
  await recent.getByRole('link').click();
  await person(page).waitFor();
  await page.goBack();
  await page.reload();
  await page.getByRole('searchbox').waitFor();
  expect(await recent.count()).toBe(0);
});

test('a link of a ticket system opens the person, fills in the ticket and leaves the address', async () => {
  const { page } = await pages.visit({ ...desk, path: '/help-desk/?person=bob&ticket=INC-77' });

  await person(page).getByRole('heading', { name: 'Bob Example' }).waitFor();
  expect(await page.getByLabel('Ticket').inputValue()).toBe('INC-77');
  await page.goBack();
  await page.getByRole('searchbox').waitFor();
  expect(page.url()).toBe(`${pages.origin}/help-desk`);
});

test('a second Enter while the search is in flight sends no second search', async () => {
  const { page } = await pages.visit(desk);
  await page.getByRole('searchbox').waitFor();
  const { promise, resolve } = Promise.withResolvers<void>();
  const effect = { kind: 'hook', run: () => promise } as const;
  pages.sandbox.breakNext({ match: { path: 'uid%20sw' }, effect });
  const sent: string[] = [];
  page.on('request', (request) => void (/graphql/.test(request.url()) && sent.push(request.url())));

  await page.keyboard.type('bob');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Find', exact: true }).dblclick();
  resolve();
  await page.getByRole('status').filter({ hasText: 'bob' }).waitFor();

  expect(sent).toHaveLength(1);
});

test('a link that means several people shows the search', async () => {
  const { page } = await pages.visit({ ...desk, path: '/help-desk/?person=Example&ticket=INC-77' });

  await page.getByRole('region', { name: 'Others' }).waitFor();
  await page.getByRole('region', { name: 'Others' }).getByRole('link', { name: 'Dave' }).click();
  await person(page).waitFor();
  expect(await page.getByLabel('Ticket').inputValue()).toBe('INC-77');
});
