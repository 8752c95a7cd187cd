/**
 * The outcomes of a removal that does not succeed: unknown, not done, already gone, changed list.
 */
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { dialog, focused, namesOf, result, rows } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages();
const codes = 'Authenticator app';
const removeAll = 'Remove all authenticator-app codes (2)';
/** AM gets one reset, or a removal of each device if an earlier reset is unclear (ADR 55). */
const write = { path: /2fa\/oath(?:\?_action=reset|\/)/ };
const lists = { method: 'GET', path: '/devices/' };

async function removeAllCodes(page: Page): Promise<void> {
  await page.getByRole('button', { name: removeAll }).click();
  await page.getByRole('button', { name: 'Remove 2 devices' }).click();
}

describe('an unknown outcome', () => {
  test('is shown, with unconfirmed devices, until a check gets an answer', async () => {
    pages.sandbox.breakNext({ match: write, effect: { kind: 'cut', when: 'before' } });
    const { page } = await pages.visit({ as: 'bob', expects: /503|502|Failed to load/ });

    await removeAllCodes(page);

    await result(page)
      .getByText('We don’t know yet whether this removed 2 authenticator-app codes')
      .waitFor();
    expect(await focused(page)).toContain('We don’t know yet');
    expect(await result(page).locator('dt').allTextContents()).toEqual([
      'May be gone',
      'Not touched',
      'What to do',
    ]);
    expect(await rows(page, codes).getByText('Not confirmed').count()).toBe(2);
    expect(await rows(page, codes).getByRole('button').count()).toBe(0);
    await expectGoodState(page, 'my-devices-unknown');

    pages.sandbox.breakNext({
      match: lists,
      times: Infinity,
      effect: { kind: 'status', status: 500 },
    });
    await page.getByRole('button', { name: 'Check again' }).click();
    await result(page)
      .getByText(/^Last checked at \d\d:\d\d: no answer$/)
      .waitFor();
    expect(await result(page).textContent()).toContain('We don’t know yet');

    pages.sandbox.reset();
    await pages.signIn(page.context(), 'bob');
    await page.getByRole('button', { name: 'Check again' }).click();
    await result(page).getByText('2 authenticator-app codes not removed').waitFor();
    expect(await result(page).textContent()).toContain('still on your account');
    expect(await page.getByRole('button', { name: removeAll }).count()).toBe(1);
    await expectGoodState(page, 'my-devices-not-done');
  });
});

test('if another device was registered meanwhile, nothing is removed and the dialog shows the new list', async () => {
  const { page } = await pages.visit({ as: 'bob' });
  await page
    .getByRole('button', { name: "Remove Bob's old phone, authenticator-app codes" })
    .waitFor();
  // The page was read before the second device was registered.
  await page.route('**/graphql', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: withoutOldPhone(await answer.text()) });
  });
  await page.reload();
  await rows(page, codes).getByText("Bob's phone").waitFor();
  await page.unroute('**/graphql');
  expect(await namesOf(page, codes)).toEqual(["Bob's phone"]);
  await page.getByRole('button', { name: /^My codes are not accepted/ }).click();
  await page.getByRole('button', { name: 'Still not accepted' }).click();

  await page.getByRole('button', { name: 'Remove this device' }).click();

  await dialog(page).getByText('Your devices have changed since you opened this.').waitFor();
  await dialog(page).getByText("Bob's old phone").waitFor();
  expect(await pages.peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  await expectGoodState(page, 'my-devices-stale');
  await page.getByRole('button', { name: 'Remove 2 devices' }).click();
  await result(page).getByText('2 authenticator-app codes removed').waitFor();
});

function withoutOldPhone(text: string): string {
  const isOld = (name: unknown): boolean => name === "Bob's old phone";
  return JSON.stringify(
    JSON.parse(text, (key, value: unknown) =>
      key === 'devices' && Array.isArray(value)
        ? value.filter((device: { readonly name: unknown }) => !isOld(device.name))
        : value,
    ),
  );
}
