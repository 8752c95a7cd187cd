/** The pages of a deployment that words sentences itself, with its logos and its statements. */
import { expect, test } from '@jest/globals';
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
const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#0e5a73" d="M0 0h8v8H0z"/></svg>';
const pages = usePages('pingam', {
  PAGES_MESSAGES: messages.path,
  PAGES_LOGO: logos.write('logo.svg', drawing),
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

test('the logo is shown in both themes, and the links of the deployment in the foot', async () => {
  const { page } = await pages.visit({ colorScheme: 'light' });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();

  const foot = page.getByRole('contentinfo').locator('a[href^="https"]');
  expect(await foot.allTextContents()).toEqual(['Privacy', 'Accessibility']);
  const logo = page.locator('img.brand-sign');
  expect(await logo.getAttribute('src')).toMatch(/\/assets\/logo-/);
  await page.getByRole('button', { name: 'Dark' }).click();
  expect(await logo.isVisible()).toBe(true);
});
