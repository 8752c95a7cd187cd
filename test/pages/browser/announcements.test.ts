/** Loading, filtering, retries and the end of a session are announced (WCAG 4.1.3). */
import { expect, test } from '@jest/globals';
import { find } from './help-desk-page.ts';
import { recordAnnouncements, timesAnnounced } from './live-text.ts';
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
