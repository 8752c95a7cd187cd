/** How the pages look and speak: languages, themes, the system's own colours, print, no script, what a first visit loads. */
import { mkdir } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { dialog, kind, listIsShown, result } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState, findingsOf, pictures, takePicture } from './states.ts';

const pages = usePages();
const forms = usePages('pingam', { VERIFICATION_REQUIRED: 'help-desk,administrator' });

describe.each([
  {
    locale: 'de-DE',
    title: 'Meine Geräte',
    remove: /^Alle Codes der Authenticator-App/,
    dir: 'ltr',
  },
  { locale: 'ar-EG', title: 'أجهزتي', remove: /^إزالة كل رموز/, dir: 'rtl' },
])('in $locale', ({ locale, title, remove, dir }) => {
  const language = locale.slice(0, 2);

  test('the page is in the language of the browser, and in its direction', async () => {
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

test('the help desk is in Arabic from right to left, and what is typed keeps its own direction', async () => {
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

test('the language and the theme can be chosen, and are the same at the next visit', async () => {
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

test("the system's own colours are taken where it forces them", async () => {
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

test.each(['en-GB', 'ar-EG'])(
  'what is said of a call has the whole width of a small telephone, in %s',
  async (locale) => {
    const { page } = await forms.visit({ as: 'helen', path: '/help-desk', locale });
    await page.getByRole('searchbox').fill('bob');
    await page.getByRole('searchbox').press('Enter');
    await page.getByRole('link', { name: 'Bob Example' }).click();
    const fields = page.locator('[name=method], [name=verifiedAt], [name=ticket], [name=reason]');
    await fields.first().waitFor();
    const widths = (): Promise<number[]> =>
      fields.evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().width)));

    const wide = await widths();
    await page.setViewportSize({ width: 320, height: 900 });
    const narrow = await widths();

    expect(new Set(narrow).size).toBe(1);
    expect(narrow[0]).toBeGreaterThan(220);
    expect(wide[1]).toBeLessThan(Number(wide[0]));
    expect(wide[2]).toBeLessThan(Number(wide[3]));
  },
);

test('at 400 % of a low window a dialog is read from its head, and its buttons can be reached', async () => {
  const { page } = await pages.visit({ as: 'bob', viewport: { width: 320, height: 256 } });
  await page.getByRole('button', { name: /^Remove all/ }).click();
  await dialog(page).waitFor();

  expect(await dialog(page).getByRole('heading').first().isVisible()).toBe(true);
  expect(await dialog(page).evaluate((element) => element.scrollTop)).toBe(0);
  expect(await findingsOf(page)).toEqual([]);
  await takePicture(page, 'my-devices-confirm.400');
  await page.getByRole('button', { name: 'Remove 2 devices' }).click();
  await result(page).getByText('2 authenticator-app codes removed').waitFor();
});

test('the result can be printed: in light, with what went, without buttons', async () => {
  const { page } = await pages.visit({ as: 'bob', colorScheme: 'dark' });
  await page.getByRole('button', { name: /^Remove all/ }).click();
  await page.getByRole('button', { name: 'Remove 2 devices' }).click();
  await result(page).getByText('2 authenticator-app codes removed').waitFor();

  await page.emulateMedia({ media: 'print' });

  expect(await page.getByRole('button', { name: 'Sign out' }).isVisible()).toBe(false);
  expect(await result(page).getByRole('button').count()).toBe(0);
  await kind(page, 'Recent changes').waitFor();
  await mkdir(pictures, { recursive: true });
  await page.pdf({ path: `${pictures}/my-devices-done.pdf` });
  await takePicture(page, 'my-devices-done.print');
});

test('without JavaScript the page says so, and that nothing else works', async () => {
  const { page } = await pages.visit({ javaScriptEnabled: false });

  expect(await page.getByRole('heading').textContent()).toBe('These pages need JavaScript');
  expect(await page.locator('[lang=de]').textContent()).toContain('Ohne JavaScript');
  await takePicture(page, 'no-javascript');
});

test('a first visit loads at most 120 kB of script and 20 kB of style, compressed, and nothing from elsewhere', async () => {
  const { page, context } = await pages.visit({ as: 'bob', path: '/signed-out' });
  await page.getByRole('link', { name: 'Sign in' }).waitFor();
  const fresh = await context.newPage();
  const session = await context.newCDPSession(fresh);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const urls = new Map<string, string>();
  const sizes = { js: 0, css: 0 };
  session.on('Network.responseReceived', ({ requestId, response }) =>
    urls.set(requestId, response.url),
  );
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const url = urls.get(requestId) ?? '';
    if (url.endsWith('.js')) sizes.js += encodedDataLength;
    if (url.endsWith('.css')) sizes.css += encodedDataLength;
  });

  await fresh.goto(pages.origin);
  await listIsShown(fresh);

  expect([...urls.values()].filter((url) => !url.startsWith(`${pages.origin}/`))).toEqual([]);
  expect(sizes.js).toBeGreaterThan(50_000);
  expect(sizes.js).toBeLessThanOrEqual(120_000);
  expect(sizes.css).toBeGreaterThan(3000);
  expect(sizes.css).toBeLessThanOrEqual(20_000);
});

test('nothing moves for a reader who asked for less motion', async () => {
  const { page } = await pages.visit({ as: 'bob', reducedMotion: 'reduce' });
  await page.getByRole('button', { name: /^Remove all/ }).click();
  await dialog(page).waitFor();

  const animations = await page.evaluate(() => document.getAnimations().length);

  expect(animations).toBe(0);
});
