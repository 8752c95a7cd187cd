/** What the pages say when a change does not simply succeed: nobody knows, not done, already gone, another device came. */
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { dialog, focused, kind, namesIn, result } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages();
const codes = 'Authenticator-app codes';
const removeAll = 'Remove all authenticator-app codes (2)';
const write = { path: '2fa/oath?_action=reset' };
const lists = { method: 'GET', path: '/devices/' };

async function removeAllCodes(page: Page): Promise<void> {
  await page.getByRole('button', { name: removeAll }).click();
  await page.getByRole('button', { name: 'Remove 2 devices' }).click();
}

describe('nobody knows', () => {
  test('it is said so; the devices are not confirmed; a check that has no answer leaves it, one that has tells', async () => {
    pages.sandbox.breakNext({ match: write, effect: { kind: 'cut', when: 'before' } });
    const { page } = await pages.visit({ as: 'bob', expects: /503|502|Failed to load/ });

    await removeAllCodes(page);

    await result(page).getByText('We don’t know yet if 2 authenticator-app codes went').waitFor();
    expect(await focused(page)).toContain('We don’t know yet');
    expect(await result(page).locator('dt').allTextContents()).toEqual([
      'May be gone',
      'Not touched',
      'What to do',
    ]);
    expect(await kind(page, codes).getByText('Not confirmed').count()).toBe(2);
    expect(await kind(page, codes).getByRole('button').count()).toBe(0);
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
    expect(await kind(page, codes).getByRole('button', { name: removeAll }).count()).toBe(1);
    await expectGoodState(page, 'my-devices-not-done');
  });

  test('a check that finds them gone tells so', async () => {
    pages.sandbox.breakNext({ match: write, effect: { kind: 'cut', when: 'before' } });
    const { page } = await pages.visit({ as: 'bob' });
    await removeAllCodes(page);
    await result(page).getByText('We don’t know yet').waitFor();
    await pages.removeAtAm('bob', 'OATH');

    await page.getByRole('button', { name: 'Check again' }).click();

    await result(page).getByText('2 authenticator-app codes removed').waitFor();
    expect(await focused(page)).toContain('2 authenticator-app codes removed');
    expect(await namesIn(page, codes)).toEqual([]);
  });

  test('an answer that is lost on the way is not a failure, and nothing is sent again', async () => {
    const { page } = await pages.visit({ as: 'bob', expects: /Failed to load resource/ });
    await page.getByRole('button', { name: removeAll }).click();
    pages.sandbox.clearReceived();
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('ResetDevices') === true) await route.fetch();
      await route.abort();
    });

    await page.getByRole('button', { name: 'Remove 2 devices' }).click();

    await result(page).getByText('We don’t know yet').waitFor();
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Check again' }).click();
    await result(page).getByText('2 authenticator-app codes removed').waitFor();
    const sent = pages.sandbox.received().filter(({ path }) => path.includes(write.path));
    expect(sent).toHaveLength(1);
  });
});

test('what AM refuses is said not to be done, with the number to quote', async () => {
  const refusal = { code: 403, message: 'Forbidden' };
  const effect = { kind: 'status', status: 403, body: refusal } as const;
  pages.sandbox.breakNext({ match: write, effect });
  const { page } = await pages.visit({ as: 'bob' });

  await removeAllCodes(page);

  await result(page).getByText('2 authenticator-app codes not removed').waitFor();
  const text = await result(page).getByRole('alert').textContent();
  expect(text).toContain('The sign-in service refused it. Checked at');
  expect(await result(page).locator('.reference-number').count()).toBe(1);
  expect(await namesIn(page, codes)).toHaveLength(2);
});

test('in two tabs, what went in one is already gone in the other', async () => {
  const { page, context } = await pages.visit({ as: 'bob' });
  await kind(page, codes).waitFor();
  const other = await context.newPage();
  await other.goto(pages.origin);
  await other
    .getByRole('button', { name: "Remove Bob's old phone, authenticator-app codes" })
    .click();
  await other.getByRole('button', { name: 'Remove this device' }).click();
  await result(other).getByText('1 authenticator-app code removed').waitFor();

  await page
    .getByRole('button', { name: "Remove Bob's old phone, authenticator-app codes" })
    .click();
  await page.getByRole('button', { name: 'Remove this device' }).click();

  await result(page).getByText('Already gone').waitFor();
  expect(await result(page).textContent()).toContain('nothing was changed');
  expect(await namesIn(page, codes)).toEqual(["Bob's phone"]);
  await expectGoodState(page, 'my-devices-already-gone');
});

test('where another device has come meanwhile nothing goes, and the dialog shows what would go now', async () => {
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
  await kind(page, codes).getByText("Bob's phone").waitFor();
  await page.unroute('**/graphql');
  expect(await namesIn(page, codes)).toEqual(["Bob's phone"]);
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
