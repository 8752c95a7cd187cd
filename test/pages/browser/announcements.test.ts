/** Loading, filtering, retries and the end of a session are announced (WCAG 4.1.3). */
import { expect, test } from '@jest/globals';
import { find } from './help-desk-page.ts';
import { recordAnnouncements, timesAnnounced } from './live-text.ts';
import { focused, listIsShown } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';

const pages = usePages();

test('the result of a search is announced, each time', async () => {
  const { page } = await pages.visit({ as: 'helen', path: '/help-desk' });
  await page.getByRole('searchbox').waitFor();
  await recordAnnouncements(page);

  await find(page, 'bob');
  expect(await timesAnnounced(page, '1 exact match')).toBeGreaterThan(0);
  await find(page, 'nobody');
  expect(await timesAnnounced(page, 'No exact match')).toBeGreaterThan(0);
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
