/**
 * One rule for the focus: a change of view moves it to the heading of the new view, and gives the
 * browser's tab a title that names the view and the person (design D15, WCAG 2.4.2, 2.4.3).
 */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { signOut } from './account.ts';
import { deskRules, open } from './help-desk-page.ts';
import { usePages } from './pages-stage.ts';

const pages = usePages('pingam', deskRules);
const desk = { as: 'helen', path: '/help-desk' };

/** Waits for the focus on the heading of a view; returns where it is, and the title of the tab. */
async function viewOf(page: Page, heading: string): Promise<readonly string[]> {
  const isThere = (text: string): boolean =>
    document.activeElement?.matches('main h1') === true &&
    document.activeElement.textContent === text;
  // If it does not come there, the test fails for where it is.
  await page.waitForFunction(isThere, heading).catch(() => undefined);
  const place = await page.evaluate(() => {
    const { activeElement: element } = document;
    return `${element?.localName} ${element?.textContent.slice(0, 60)}`;
  });
  return [place, await page.title()];
}

/** Goes to an address as a link of the pages does. */
async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate((address) => history.pushState(null, '', address), path);
}

test.each([
  {
    view: 'another page',
    go: (page: Page) => page.getByRole('link', { name: 'History' }).click(),
    heading: 'History',
  },
  {
    view: 'a person',
    go: (page: Page) => open(page, 'bob'),
    heading: 'Bob Example',
    title: 'Bob Example – Help desk',
  },
  {
    view: 'a person who is not there',
    go: (page: Page) => follow(page, '/help-desk/none'),
    heading: 'There is no such person',
  },
  {
    view: 'an unknown address',
    go: (page: Page) => follow(page, '/nothing'),
    heading: 'There is no such page',
  },
  {
    view: 'the way back',
    go: async (page: Page) => {
      await open(page, 'bob');
      await page.goBack();
    },
    heading: 'Find a person',
    // The search field: the next caller is typed at once.
    place: 'input ',
  },
  {
    view: 'the sign-out',
    go: signOut,
    heading: 'You are signed out',
  },
  {
    view: 'the end of the session',
    go: async (page: Page) => {
      await page.context().clearCookies();
      await page.getByRole('link', { name: 'My devices' }).click();
    },
    heading: 'You have been signed out',
  },
  {
    view: 'a page that does not load',
    go: async (page: Page) => {
      await page.route(/assets\/history-.*\.js$/, (route) => route.abort());
      await page.getByRole('link', { name: 'History' }).click();
    },
    heading: 'identity-gateway',
    title: 'This page has a fault',
  },
])('$view gets the focus and a title', async ({ go, heading, title, place = `h1 ${heading}` }) => {
  const { page } = await pages.visit({ ...desk, expects: /401|404|Failed|dynamically|Error/ });
  await page.getByRole('searchbox').waitFor();

  await go(page);

  expect(await viewOf(page, heading)).toEqual([place, `${title ?? heading} – identity-gateway`]);
});
