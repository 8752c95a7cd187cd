/** The pages if something cannot be read: they never show an empty list instead. */
import { describe, expect, test } from '@jest/globals';
import { dialog, focused, listIsShown, namesOf, result, rows, section } from './my-devices-page.ts';
import { recordAnnouncements, timesAnnounced } from './live-text.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState, findingsOf } from './states.ts';

const pages = usePages();
const codes = 'Authenticator app';

test('without devices the page says that the list was read and is empty', async () => {
  const { page } = await pages.visit({ as: 'carol' });

  await page.getByRole('heading', { name: 'No devices registered' }).waitFor();

  expect(await page.getByRole('link', { name: 'Set up a device' }).count()).toBe(1);
  await page.getByText('Nothing has been changed since the record began.').waitFor();
  await expectGoodState(page, 'my-devices-empty');
});

test('a kind that cannot be read does not affect the others, and can be retried', async () => {
  const match = { method: 'GET', path: '/devices/2fa/push' };
  pages.sandbox.breakNext({ match, times: Infinity, effect: { kind: 'status', status: 500 } });
  const { page } = await pages.visit({ as: 'bob' });
  await listIsShown(page);

  const approvals = rows(page, 'Phone approvals');
  await approvals.getByText('These could not be loaded.').waitFor();
  expect(await page.getByText(/^Not set up/).count()).toBe(0);
  expect(await approvals.locator('.reference-number').count()).toBe(1);
  expect(await namesOf(page, codes)).toHaveLength(2);
  await expectGoodState(page, 'my-devices-one-kind-failed');
  await page.getByRole('button', { name: /^Remove all/ }).click();
  await dialog(page).getByText('Not every device could be read').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();

  pages.sandbox.reset();
  await pages.signIn(page.context(), 'bob');
  await approvals.getByRole('button', { name: 'Try again' }).click();

  await rows(page, 'Phone approval').getByText("Bob's push phone").waitFor();
  expect(await focused(page)).toBe('Your devices');
});

test('kinds that all fail are one panel, and its retry opens no dialog that removes', async () => {
  const { page } = await pages.visit({ as: 'bob' });
  await page.getByRole('button', { name: /^Remove all authenticator/ }).click();
  await dialog(page).waitFor();
  const match = { method: 'GET', path: /\/devices\// };
  pages.sandbox.breakNext({ match, times: Infinity, effect: { kind: 'status', status: 500 } });

  await page.reload();

  await page.getByRole('heading', { name: 'Your devices could not be loaded' }).waitFor();
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(1);
  expect(await findingsOf(page)).toEqual([]);
  pages.sandbox.reset();
  await pages.signIn(page.context(), 'bob');
  await page.getByRole('button', { name: 'Try again' }).click();
  await rows(page, codes).first().waitFor();
  expect(await dialog(page).count()).toBe(0);
});

test('without the gateway the page says that nothing was changed, and recovers later', async () => {
  const { page } = await pages.visit({ as: 'bob', expects: /Failed to load resource/ });
  await listIsShown(page);
  await page.getByRole('button', { name: "Remove Bob's laptop, trusted browser" }).click();
  await pages.stopGateway();

  await page.getByRole('button', { name: 'Remove this device' }).click();

  await result(page).getByText('We don’t know yet').waitFor();
  await page.getByRole('heading', { name: 'Your devices could not be loaded' }).waitFor();
  await expectGoodState(page, 'my-devices-gateway-gone');
  await recordAnnouncements(page);
  await page.getByRole('button', { name: 'Try again' }).click();
  expect(await timesAnnounced(page, 'There was no answer.')).toBeGreaterThan(0);
  expect(await focused(page)).toBe('Try again');
  await pages.startGateway();
  await page.getByRole('button', { name: 'Try again' }).click();
  await rows(page, 'Trusted browser').getByText('Not confirmed').waitFor();
  await page.getByRole('button', { name: 'Check again' }).click();
  await result(page).getByText('1 trusted browser not removed').waitFor();
  expect(await namesOf(page, 'Trusted browser')).toEqual(["Bob's laptop"]);
});

test('with a slow AM a text appears after a second, and the button shows that it is busy', async () => {
  const slow = { kind: 'latency', ms: 2500 } as const;
  pages.sandbox.breakNext({ match: { method: 'GET', path: '/devices/2fa/oath' }, effect: slow });
  const { page } = await pages.visit({ as: 'bob' });
  await page.getByText('Loading your devices…').waitFor();
  await expectGoodState(page, 'my-devices-loading');
  await listIsShown(page);

  pages.sandbox.breakNext({ match: { path: '_action=reset' }, effect: slow });
  await page.getByRole('button', { name: /^Remove all/ }).click();
  await page.getByRole('button', { name: 'Remove 2 devices' }).click();
  const busy = page.getByRole('button', { name: 'Removing 2 devices…' });
  await busy.waitFor();
  expect(await busy.getAttribute('aria-disabled')).toBe('true');
  await busy.click({ force: true });
  await page.keyboard.press('Escape');
  expect(await dialog(page).isVisible()).toBe(true);

  await result(page).getByText('2 authenticator-app codes removed').waitFor();
});

test('without AM the page shows one sentence, a reference, and a retry button', async () => {
  const down = { kind: 'status', status: 503 } as const;
  const { page, context } = await pages.visit();
  await pages.signIn(context, 'bob');
  pages.sandbox.breakNext({ times: Infinity, effect: down });

  await page.reload();

  await page.getByRole('heading', { name: /could not be loaded/ }).waitFor();
  await expectGoodState(page, 'my-devices-am-gone');
  pages.sandbox.reset();
  await pages.signIn(context, 'bob');
  // The gateway retries a failed part of AM once a second, so the first click may be too early.
  const again = page.getByRole('button', { name: 'Try again' });
  const list = page.getByRole('heading', { name: 'Recent changes' });
  for (let presses = 0; presses < 8 && !(await list.isVisible()); presses += 1) {
    if (await again.isVisible()) await again.click();
    await list.waitFor({ timeout: 2_000 }).catch(() => undefined);
  }
  await listIsShown(page);
  expect(await focused(page)).toBe('My devices');
  expect(await namesOf(page, codes)).toHaveLength(2);
});

describe('without a support contact', () => {
  const alone = usePages('pingam', { PAGES_SUPPORT: '' });

  test('no link leads nowhere, the result is reported, a page for others leads to My devices', async () => {
    const { page } = await alone.visit({ as: 'bob', path: '/help-desk' });
    const nowhere = page.locator('main a[href="#help"]');
    await page.getByRole('main').getByRole('link', { name: 'My devices' }).click();
    await page.getByRole('button', { name: "Remove Bob's laptop, trusted browser" }).click();
    await page.getByRole('button', { name: 'Remove this device' }).click();

    await result(page).getByRole('button', { name: 'This wasn’t me' }).click();
    await dialog(page).getByRole('button', { name: 'Report this change' }).press('Enter');
    await dialog(page).getByRole('status').getByText('Reported').waitFor();
    expect(await findingsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await section(page, 'Recent changes').getByText('The help desk sees it first.').waitFor();

    expect(await nowhere.count()).toBe(0);
    await page.context().clearCookies();
    await page.reload();
    await page.getByRole('heading', { name: 'Lost your phone?' }).waitFor();
    expect(await nowhere.count()).toBe(0);
  });
});
