/** Loading, filtering, retries and the end of a session are announced (WCAG 4.1.3). */
import { expect, test } from '@jest/globals';
import { find } from './help-desk-page.ts';
import { recordAnnouncements, timesAnnounced } from './live-text.ts';
import { focused, listIsShown, result } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';

const pages = usePages();

test('a slow list is announced while it loads', async () => {
  const { page } = await pages.visit({ as: 'bob' });
  await listIsShown(page);
  await recordAnnouncements(page);
  await page.evaluate(() => history.pushState(null, '', '/nothing'));
  const slow = { kind: 'latency', ms: 2500 } as const;
  pages.sandbox.breakNext({ match: { method: 'GET', path: '/devices/2fa/oath' }, effect: slow });

  await page.evaluate(() => history.pushState(null, '', '/'));

  expect(await timesAnnounced(page, 'Loading your devices…')).toBeGreaterThan(0);
  await listIsShown(page);
});

test('the result of a search is announced, each time', async () => {
  const { page } = await pages.visit({ as: 'helen', path: '/help-desk' });
  await page.getByRole('searchbox').waitFor();
  await recordAnnouncements(page);

  await find(page, 'bob');
  expect(await timesAnnounced(page, '1 exact match')).toBeGreaterThan(0);
  await find(page, 'nobody');
  expect(await timesAnnounced(page, 'No exact match')).toBeGreaterThan(0);
});

test('the result of a filter is announced with its number, also if it stays the same', async () => {
  const { page } = await pages.visit({ as: 'rita', path: '/history' });
  await page.getByRole('button', { name: 'Show' }).waitFor();
  await recordAnnouncements(page);
  await page.getByRole('button', { name: 'Outcome: Refused' }).click();
  const times = await timesAnnounced(page, 'No change shown');

  await page.getByRole('button', { name: 'Show' }).click();

  expect(await timesAnnounced(page, 'No change shown', times)).toBeGreaterThan(times);
});

test('a retry that fails again is announced', async () => {
  const { page } = await pages.visit({ as: 'bob', expects: /Failed|503/ });
  await listIsShown(page);
  await pages.stopGateway();
  await page.evaluate(() => history.pushState(null, '', '/nothing'));
  await page.evaluate(() => history.pushState(null, '', '/'));
  await page.getByRole('heading', { name: 'Your devices could not be loaded' }).waitFor();
  await recordAnnouncements(page);

  await page.getByRole('button', { name: 'Try again' }).click();

  try {
    expect(await timesAnnounced(page, 'There was no answer.')).toBeGreaterThan(0);
  } finally {
    await pages.startGateway();
  }
  expect(await focused(page)).toBe('Try again');
});

test('the end of the session is announced by the focus on its heading', async () => {
  const { page, context } = await pages.visit({ as: 'bob', expects: /401/ });
  await listIsShown(page);
  await context.clearCookies();

  await page.getByRole('button', { name: "Remove Bob's laptop, trusted browser" }).click();
  await page.getByRole('button', { name: 'Remove this device' }).click();

  await page.getByRole('heading', { name: 'You have been signed out' }).waitFor();
  expect(await focused(page)).toBe('You have been signed out');
  expect(await result(page).count()).toBe(0);
});
