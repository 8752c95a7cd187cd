/** Staff of an area in a real browser: the people they find, and the areas that were searched. */
import { expect, test } from '@jest/globals';
import { withLists } from '../../support/with-lists.ts';
import { openAccount } from './account.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('pingam', {
  HELP_DESK_GROUPS: 'alpha:executives',
  ADMIN_GROUPS: '',
  ...withLists({
    roles: [
      { area: 'north', role: 'help-desk', group: 'helpdesk' },
      { area: 'north', role: 'administrator', group: 'admins' },
    ],
    areas: { people: [{ area: 'north', attribute: 'givenName', value: 'bob' }] },
  }),
});

test('an administrator of an area sees no page about everyone of a realm', async () => {
  const { page } = await pages.visit({ as: 'oscar', path: '/history' });
  const links = page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { includeHidden: true });
  await links.getByText('History').waitFor();

  expect(await links.allInnerTexts()).toEqual(['My devices', 'Help desk', 'Approvals', 'History']);
  expect(await page.getByRole('heading', { name: /threat level/i }).count()).toBe(0);
});

test('an agent of an area finds its people, and sees which areas were searched', async () => {
  const { page } = await pages.visit({ as: 'helen', path: '/help-desk' });
  await openAccount(page);
  await page.getByRole('banner').getByText('north').waitFor();
  await expectGoodState(page, 'help-desk-areas');

  await page.getByRole('searchbox').fill('alice');
  await page.keyboard.press('Enter');
  const none = page.locator('.card-empty');
  await none.getByText('No one in your areas (north)').waitFor();
  expect(await none.innerText()).toContain('another desk helps them');
  await expectGoodState(page, 'help-desk-areas-none');

  await page.getByRole('searchbox').fill('bob');
  await page.keyboard.press('Enter');
  await page
    .getByRole('link', { name: /Bob Example/ })
    .first()
    .click();
  await page.getByRole('heading', { name: 'Bob Example' }).waitFor();
  const facts = page.locator('.facts').filter({ hasText: 'User name' });
  await facts.getByText('Area', { exact: true }).waitFor();
  expect(await facts.innerText()).toMatch(/Area\s+north/);
});
