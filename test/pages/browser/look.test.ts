/** The look of the pages: languages, themes, forced colours, print, no script. */
import { mkdir } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { dialog, result, section } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState, pictures, takePicture } from './states.ts';

const pages = usePages();

describe.each([
  {
    locale: 'de-DE',
    title: 'Meine Geräte',
    remove: /^Alle Codes der Authenticator-App/,
    dir: 'ltr',
  },
  {
    locale: 'fr-CA',
    title: 'Mes appareils',
    remove: /^Supprimer tous les codes d’application/,
    dir: 'ltr',
  },
  {
    locale: 'es-MX',
    title: 'Mis dispositivos',
    remove: /^Eliminar todos los códigos/,
    dir: 'ltr',
  },
  { locale: 'ar-EG', title: 'أجهزتي', remove: /^إزالة كل رموز/, dir: 'rtl' },
])('in $locale', ({ locale, title, remove, dir }) => {
  const language = locale.slice(0, 2);

  test('the page has the browser’s language and its direction', async () => {
    const { page } = await pages.visit({ as: 'bob', locale });
    await page.getByRole('heading', { name: title }).waitFor();
    await page.getByRole('button', { name: remove }).waitFor();

    const root = page.locator('html');

    expect(await root.getAttribute('lang')).toBe(language);
    expect(await root.getAttribute('dir')).toBe(dir);
    await expectGoodState(page, `my-devices-${language}`);
    await page.getByRole('button', { name: remove }).click();
    await expectGoodState(page, `my-devices-confirm-${language}`);
    await dialog(page).locator('.button-danger').click();
    await result(page).locator('.seal-done').waitFor();
    await expectGoodState(page, `my-devices-done-${language}`);
  });
});

test('the help desk is in Arabic from right to left, and typed text keeps its own direction', async () => {
  const { page } = await pages.visit({ as: 'helen', path: '/help-desk', locale: 'ar-EG' });
  await page.getByRole('heading', { name: 'البحث عن شخص' }).waitFor();
  await page.getByRole('searchbox').fill('bob');
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('link', { name: 'Bob Example' }).click();
  await page.getByRole('checkbox', { name: /^إزالة كل رموز تطبيق المصادقة/ }).check();
  const reason = page.locator('[name=reason]');
  await reason.fill('Phone lost.');

  expect(await reason.evaluate((field) => getComputedStyle(field).direction)).toBe('ltr');
  await expectGoodState(page, 'help-desk-ar');
  await page.getByRole('button', { name: /^إزالة جهازين لـ/ }).click();
  await dialog(page).locator('.button-danger').click();
  await page.getByRole('heading', { name: /^أُزيل جهازان لـ/ }).waitFor();
  await expectGoodState(page, 'help-desk-done-ar');
});

test('the chosen language and theme are kept for the next visit', async () => {
  const { page } = await pages.visit({ as: 'bob' });
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await page.getByRole('heading', { name: 'Meine Geräte' }).waitFor();
  await page.getByRole('button', { name: 'Dunkel' }).click();

  await page.reload();

  await page.getByRole('heading', { name: 'Meine Geräte' }).waitFor();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  expect(await page.getByRole('button', { name: 'Dunkel' }).getAttribute('aria-pressed')).toBe(
    'true',
  );
  expect(await background(page)).toBe('rgb(15, 21, 24)');
});

function background(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

test('forced colours of the system are used', async () => {
  const { page } = await pages.visit({ as: 'bob', forcedColors: 'active' });
  await page.getByRole('button', { name: /^Remove all/ }).click();
  await dialog(page).waitFor();
  await takePicture(page, 'my-devices-confirm.forced-colours');
  await page.getByRole('button', { name: 'Remove 2 devices' }).click();
  await result(page).getByText('2 authenticator-app codes removed').waitFor();

  await takePicture(page, 'my-devices-done.forced-colours');

  const border = await result(page).evaluate((panel) => getComputedStyle(panel).borderTopStyle);
  expect(border).toBe('solid');
});

test('the result can be printed: light, with the removed devices, without buttons', async () => {
  const { page } = await pages.visit({ as: 'bob', colorScheme: 'dark' });
  await page.getByRole('button', { name: /^Remove all/ }).click();
  await page.getByRole('button', { name: 'Remove 2 devices' }).click();
  await result(page).getByText('2 authenticator-app codes removed').waitFor();

  await page.emulateMedia({ media: 'print' });

  expect(await page.getByRole('button', { name: 'Sign out', exact: true }).isVisible()).toBe(false);
  expect(await result(page).getByRole('button').count()).toBe(0);
  await section(page, 'Recent changes').waitFor();
  await mkdir(pictures, { recursive: true });
  await page.pdf({ path: `${pictures}/my-devices-done.pdf` });
  await takePicture(page, 'my-devices-done.print');
});

test('without JavaScript the page says that it needs JavaScript', async () => {
  const { page } = await pages.visit({ javaScriptEnabled: false });

  expect(await page.getByRole('heading').textContent()).toBe('These pages need JavaScript');
  expect(await page.locator('noscript [lang=de]').textContent()).toContain('Ohne JavaScript');
  await takePicture(page, 'no-javascript');
});

test('nothing moves if the reader prefers reduced motion', async () => {
  const { page } = await pages.visit({ as: 'bob', reducedMotion: 'reduce' });
  await page.getByRole('button', { name: /^Remove all/ }).click();
  await dialog(page).waitFor();

  const animations = await page.evaluate(() => document.getAnimations().length);

  expect(animations).toBe(0);
});
