/** The first steps of the README, in a browser. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { sandboxPassword } from '../../../src/sandbox/index.ts';
import { signOut } from './account.ts';
import { open, pick, remove } from './help-desk-page.ts';
import { dialog, listIsShown, result } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { atSandbox, codeOn, signInAt, typeCode } from './sandbox-sign-in.ts';

const readme = readFileSync('README.md', 'utf8');
const pages = usePages();

test('lead a newcomer through both pages', async () => {
  const { page: phones } = await pages.visit({ path: '/signed-out', expects: atSandbox });
  const { page } = await pages.visit({ expects: atSandbox });
  expect(readme).toContain(`sign in as \`bob\` with the password \`${sandboxPassword}\``);
  await signInAt(page, 'bob');
  expect(readme).toContain("/sandbox/people> in another tab: it shows the code on _Bob's phone_");
  const { origin } = pages.sandbox;
  await typeCode(page, await codeOn(phones, { origin, phone: "Bob's phone" }));

  await listIsShown(page);
  expect(readme).toContain("lists Bob's seven devices");
  expect(await page.locator('.device-name').count()).toBe(7);
  await page.getByRole('button', { name: "Remove Bob's laptop" }).click();
  await dialog(page).getByText('Stays').waitFor();
  await dialog(page).getByRole('button', { name: 'Remove this device' }).click();
  await result(page).getByText('Reference').waitFor();

  await signOut(page);
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await signInAt(page, 'helen');
  expect(readme).toContain('choose _Skip this step_');
  await page.getByRole('button', { name: 'Skip this step', exact: true }).click();
  await page.getByRole('link', { name: 'Help desk', exact: true }).click();
  await open(page, 'bob');
  await pick(page, /^Remove all phone approvals/);
  await remove(page);
  await page.getByRole('heading', { name: '1 device removed for Bob Example' }).waitFor();
});
