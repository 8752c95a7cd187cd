/** *My devices* in a real browser: every state, by mouse and by keyboard alone. */
import { describe, expect, test } from '@jest/globals';
import { dialog, focused, kind, listIsShown, namesIn, result } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages();
const codes = 'Authenticator-app codes';

test('the list is grouped by kind in words, in one order, with what is known of each device', async () => {
  const { page } = await pages.visit({ as: 'bob' });
  await listIsShown(page);

  expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
    codes,
    'Phone approvals',
    'Passkeys',
    'Linked devices',
    'Recognised devices',
    'Trusted browsers',
    'Recent changes',
  ]);
  expect(await namesIn(page, codes)).toEqual(["Bob's phone", "Bob's old phone"]);
  expect(await page.getByText('Most recent').count()).toBe(1);
  const row = kind(page, codes).getByRole('listitem').first();
  expect(await row.getByText('Added 5 January 2026').count()).toBe(1);
  expect(await row.locator('time').last().getAttribute('datetime')).toMatch(/^\d{4}-.+Z$/);
  await page.getByRole('button', { name: "Remove Bob's phone, authenticator-app codes" }).waitFor();
  await page.getByRole('button', { name: "Rename Bob's security key, passkey" }).waitFor();
  expect(await page.title()).toBe('My devices – identity-gateway');
  await expectGoodState(page, 'my-devices');
});

describe('all codes are removed', () => {
  test('by mouse: before, after, and nothing sent twice by a double click', async () => {
    const { page } = await pages.visit({ as: 'bob' });
    await page.getByRole('button', { name: 'Remove all authenticator-app codes (2)' }).click();

    await dialog(page)
      .getByRole('heading', { name: 'Remove 2 authenticator-app codes?' })
      .waitFor();
    expect(await focused(page)).toBe('Cancel');
    expect(await dialog(page).locator('dt').allTextContents()).toEqual([
      'Goes',
      'Stays',
      'Next time you sign in',
      'Who is told',
    ]);
    await dialog(page).getByText('You keep 3 other ways to prove it’s you.').waitFor();
    await expectGoodState(page, 'my-devices-confirm');
    pages.sandbox.clearReceived();
    await page.getByRole('button', { name: 'Remove 2 devices' }).dblclick();

    await result(page)
      .getByRole('heading', { name: '2 authenticator-app codes removed' })
      .waitFor();
    expect(await focused(page)).toContain('2 authenticator-app codes removed');
    expect(await result(page).getByRole('status').textContent()).toMatch(
      /Checked at \d\d:\d\d: neither is on your account any more\./,
    );
    expect(await result(page).getByRole('status').isVisible()).toBe(true);
    expect(await result(page).locator('.reference-number').textContent()).toMatch(
      /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/,
    );
    expect(await kind(page, codes).textContent()).toContain('None set up.');
    await kind(page, 'Recent changes').getByText("Bob's phone").waitFor();
    expect(await kind(page, 'Recent changes').textContent()).toContain('by you');
    expect(writes()).toHaveLength(1);
    expect(await pages.peer.deviceIds('bob', 'OATH')).toEqual([]);
    await expectGoodState(page, 'my-devices-done');
  });

  test('by keyboard alone', async () => {
    const { page } = await pages.visit({ as: 'bob' });
    await listIsShown(page);

    await tabTo('Remove all authenticator-app codes (2)');
    await page.keyboard.press('Enter');
    await dialog(page).waitFor();
    expect(await focused(page)).toBe('Cancel');
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Remove all authenticator-app codes (2)');
    await page.keyboard.press('Enter');
    await tabTo('Remove 2 devices');
    await page.keyboard.press('Space');
    await result(page)
      .getByRole('heading', { name: '2 authenticator-app codes removed' })
      .waitFor();
    expect(await focused(page)).toContain('2 authenticator-app codes removed');

    async function tabTo(text: string): Promise<void> {
      for (let presses = 0; presses < 40; presses += 1) {
        if ((await focused(page)) === text) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`${text} cannot be reached by Tab; the focus is on ${await focused(page)}`);
    }
  });

  function writes() {
    return pages.sandbox
      .received()
      .filter(({ method, path }) => method !== 'GET' && path.includes('devices'));
  }
});
