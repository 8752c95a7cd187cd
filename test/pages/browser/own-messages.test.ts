/** The pages of a deployment that words sentences itself, with its logos and its statements. */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { useFolder } from '../../support/folder.ts';
import { dialog } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const messages = useFolder();
messages.write('en.json', {
  'devices.title': "Devices of '<'b>Example & Co'<'/b>",
  'device.removeLong': "Remove {name} for good, '<'i>{kind}'<'/i>",
  'remove.button': '{count, plural, one {Off with it} other {Off with all #}}',
});
messages.write('de.json', { 'devices.title': 'Die Geräte der Beispiel AG' });

const logos = useFolder();
const logo = (colour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="${colour}" d="M0 0h8v8H0z"/></svg>`;
const pages = usePages('pingam', {
  PAGES_MESSAGES: messages.path,
  PAGES_LOGO: logos.write('light.svg', logo('#0e5a73')),
  PAGES_LOGO_DARK: logos.write('dark.svg', logo('#ffd400')),
  PAGES_PRIVACY_URL: 'https://www.example.com/privacy',
  PAGES_ACCESSIBILITY_URL: 'https://www.example.com/accessibility',
});

test('own sentences are shown as text: in headings, names, plurals, and in another language', async () => {
  const { page } = await pages.visit({ as: 'bob' });
  await page.getByRole('heading', { name: 'Devices of <b>Example & Co</b>' }).waitFor();
  await page
    .getByRole('button', { name: "Remove Bob's phone for good, <i>authenticator-app codes</i>" })
    .waitFor();
  await expectGoodState(page, 'own-messages');

  await page.getByRole('button', { name: /^Remove all authenticator/ }).click();
  await dialog(page).getByRole('button', { name: 'Off with all 2' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Deutsch' }).click();

  await page.getByRole('heading', { name: 'Die Geräte der Beispiel AG' }).waitFor();
  expect(
    await page.getByRole('button', { name: /^Alle Codes der Authenticator-App/ }).count(),
  ).toBe(1);
});

test('a browser in light has its logo, the dark theme has the other, and paper the first', async () => {
  const { page } = await pages.visit({ colorScheme: 'light' });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();

  const foot = page.getByRole('contentinfo').locator('a[href^="https"]');
  expect(await foot.allTextContents()).toEqual(['Privacy', 'Accessibility']);
  const first = await shownLogo(page);
  await page.getByRole('button', { name: 'Dark' }).click();
  const second = await shownLogo(page);
  await page.emulateMedia({ media: 'print' });
  const printed = await shownLogo(page);

  expect(second).toMatch(/\/assets\/logo-dark-/);
  expect(first).not.toBe(second);
  expect(printed).toBe(first);
});

/** Returns the address of the only logo that is shown. */
async function shownLogo(page: Page): Promise<string> {
  const shown = await page
    .locator('img.brand-sign')
    .evaluateAll((all) =>
      all
        .filter((one) => getComputedStyle(one).display !== 'none')
        .map((one) => one.getAttribute('src')),
    );
  expect(shown).toHaveLength(1);
  return shown[0] ?? '';
}
