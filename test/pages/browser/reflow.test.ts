/**
 * Long names on a small phone, in print, and at 200 % text: nothing scrolls sideways, nothing is
 * cut off (WCAG 1.4.4, 1.4.10).
 */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { deviceIds } from '../../../src/sandbox/index.ts';
import { find, pick, tryButton } from './help-desk-page.ts';
import { misfitsOf } from './misfits.ts';
import { dialog, listIsShown, result } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';

const pages = usePages();
const small = { viewport: { width: 320, height: 640 } };
/** As long as Rename almost allows, with no place to break. */
const longName = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewisse';
const longDevice = `${longName.slice(0, 60)}!!`;
const codes = /^Remove all authenticator-app codes/;

/** Gives bob and his two codes names of 62 letters. */
async function plantLongNames(): Promise<void> {
  const ids = [deviceIds.bobOath, deviceIds.bobOathSecond];
  await pages.peer.plant('bob', {
    cn: [longName],
    oathDeviceProfiles: ids.map((uuid) => JSON.stringify({ uuid, deviceName: longDevice })),
  });
}

const misfits = (page: Page, picture: string): Promise<readonly string[]> =>
  misfitsOf(page, `reflow-${picture}`, longName);

test('on My devices: list, dialog, result, print', async () => {
  await plantLongNames();
  const { page } = await pages.visit({ as: 'bob', ...small });
  await listIsShown(page);
  expect(await misfits(page, 'my-devices')).toEqual([]);
  await page
    .getByRole('button', { name: /^Actions for/ })
    .first()
    .click();
  expect(await misfits(page, 'row-menu')).toEqual([]);
  await page
    .getByRole('button', { name: /^Rename/ })
    .first()
    .click();
  await dialog(page).waitFor();
  expect(await misfits(page, 'rename')).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: codes }).click();
  await dialog(page).waitFor();
  expect(await misfits(page, 'confirm')).toEqual([]);
  await page.getByRole('button', { name: 'Remove 2 devices' }).click();
  await result(page).getByText('2 authenticator-app codes removed').waitFor();
  expect(await misfits(page, 'done')).toEqual([]);
  await page.emulateMedia({ media: 'print' });
  expect(await misfits(page, 'print')).toEqual([]);
});

test('at the help desk: search, header, list, dialog, result, record, print', async () => {
  await plantLongNames();
  const { page } = await pages.visit({ as: 'helen', path: '/help-desk', ...small });
  await find(page, 'bob');
  expect(await misfits(page, 'search')).toEqual([]);
  await page.getByRole('region', { name: 'Exact match' }).getByRole('link').click();
  await page.getByRole('region', { name: 'Person' }).waitFor();
  await pick(page, codes);
  expect(await misfits(page, 'person')).toEqual([]);
  await tryButton(page).click();
  await dialog(page).waitFor();
  expect(await misfits(page, 'desk-confirm')).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Remove 2 devices' }).click();
  await page.getByRole('heading', { name: /^2 devices removed/ }).waitFor();
  expect(await misfits(page, 'desk-done')).toEqual([]);
  await page.emulateMedia({ media: 'print' });
  expect(await misfits(page, 'desk-print')).toEqual([]);
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByText(longDevice).first().waitFor();
  expect(await misfits(page, 'history')).toEqual([]);
});

test.each([
  { as: 'bob', path: '/', shows: 'Recent changes' },
  { as: 'helen', path: '/help-desk', shows: 'Find a person' },
  { as: 'helen', path: '/history', shows: 'History' },
])('with text at 200 %: $path', async ({ as, path, shows }) => {
  await plantLongNames();
  const { page } = await pages.visit({ as, path, viewport: { width: 1280, height: 900 } });
  await page.getByRole('heading', { name: shows, exact: true }).waitFor();
  const size = (): Promise<number> =>
    page
      .getByRole('heading', { level: 1 })
      .evaluate((heading) => heading.getBoundingClientRect().height);
  const before = await size();

  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));

  expect(await size()).toBeGreaterThan(1.5 * before);
  expect(await misfits(page, `200.${shows}`)).toEqual([]);
});

test('the header of the person covers at most a third of a small phone', async () => {
  await plantLongNames();
  const { page } = await pages.visit({ as: 'helen', path: '/help-desk', ...small });
  await find(page, 'bob');
  await page.getByRole('region', { name: 'Exact match' }).getByRole('link').click();
  const header = page.getByRole('region', { name: 'Person' });
  await header.waitFor();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));

  const covered = await header.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return Math.max(0, bottom - Math.max(0, top)) / innerHeight;
  });

  expect(covered).toBeLessThan(1 / 3);
});
