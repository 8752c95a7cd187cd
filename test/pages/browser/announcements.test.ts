/**
 * Loading and filtering are announced (WCAG 4.1.3); a retry in `trouble.test.ts`, the end of a
 * session by the focus in `signing-in.test.ts`.
 */
import { expect, test } from '@jest/globals';
import { find } from './help-desk-page.ts';
import { recordAnnouncements, timesAnnounced } from './live-text.ts';
import { listIsShown } from './my-devices-page.ts';
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
