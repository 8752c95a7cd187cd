/**
 * Readers without a session, with an ended session, or with one that is too old; and their choices.
 */
import { describe, expect, test } from '@jest/globals';
import { signOut } from './account.ts';
import { open } from './help-desk-page.ts';
import { dialog, focused, listIsShown, result } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages();
const removeAll = 'Remove all authenticator-app codes (2)';

test('a reader without a session is asked to sign in, and returns to the page', async () => {
  const { page } = await pages.visit();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();

  const link = page.getByRole('link', { name: 'Sign in' });

  const { pathname, searchParams } = new URL((await link.getAttribute('href')) ?? '', pages.origin);
  expect(pathname).toBe('/sign-in');
  expect(Object.fromEntries(searchParams)).toEqual({ realm: 'alpha', return: '/' });
  await expectGoodState(page, 'sign-in');
});

test('with a session, the addresses of a sign-in lead on to the pages', async () => {
  const { page } = await pages.visit({ as: 'bob', path: '/signed-in', expects: /404/ });
  await page.getByRole('heading', { name: 'You are still signed in' }).waitFor();
  await page.getByText('You are signed in as Bob Example.').waitFor();
  expect(await page.title()).toBe('You are still signed in – identity-gateway');
  await expectGoodState(page, 'still-signed-in');

  await page.getByRole('link', { name: 'Go on to My devices' }).press('Enter');

  await listIsShown(page);
});

test('a choice is kept through a sign-out and sign-in, and nothing is sent', async () => {
  const { page, context } = await pages.visit({ as: 'bob', expects: /401/ });
  await page.getByRole('button', { name: removeAll }).click();
  await context.clearCookies();

  await page.getByRole('button', { name: 'Remove 2 devices' }).click();

  await page.getByRole('heading', { name: 'You have been signed out' }).waitFor();
  expect(await focused(page)).toBe('You have been signed out');
  await page.getByText('so nothing was changed. Sign in to go on where you were').waitFor();
  expect(await result(page).count()).toBe(0);
  await expectGoodState(page, 'signed-out-midway');
  expect(await pages.peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  await pages.signIn(context, 'bob');
  await page.reload();
  await dialog(page).getByText('Remove 2 authenticator-app codes?').waitFor();
  expect(await focused(page)).toBe('Cancel');
  await page.getByRole('button', { name: 'Remove 2 devices' }).click();
  await result(page).getByText('2 authenticator-app codes removed').waitFor();
});

test('after a sign-out in another tab, the next answer of any kind clears the desk', async () => {
  const helen = { as: 'helen', path: '/signed-out', expects: /401/ };
  const { page, context } = await pages.visit(helen);
  await page.clock.install();
  await page.goto(`${pages.origin}/help-desk`);
  await open(page, 'bob');
  const other = await context.newPage();
  await other.goto(`${pages.origin}/help-desk`);
  await signOut(other);
  await other.getByRole('heading', { name: 'You are signed out' }).waitFor();
  // Without the answer about the viewer, the list of waiting requests is the first to say it.
  await page.route('**/graphql', (route) =>
    route.request().postData()?.includes('PageStart') === true ? undefined : route.continue(),
  );

  await page.clock.fastForward('01:10');
  await page.keyboard.press('Shift');

  await page.getByRole('heading', { name: 'You have been signed out' }).waitFor();
  expect(await page.locator('body').textContent()).not.toContain('Bob');
  expect(await page.title()).not.toContain('Bob');
});

test('a choice is not shown to another user who signs in in this tab', async () => {
  const { page, context } = await pages.visit({ as: 'bob' });
  await page.getByRole('button', { name: removeAll }).click();
  await dialog(page).waitFor();
  const kept = await page.evaluate(() => sessionStorage.getItem('kept:choice'));
  expect(kept).not.toContain("Bob's");
  await context.clearCookies();
  await pages.signIn(context, 'alice');

  await page.reload();
  await listIsShown(page);

  expect(await dialog(page).count()).toBe(0);
});

describe('AM requires a second factor', () => {
  test('the choice is kept, and the reader returns to it', async () => {
    pages.sandbox.configure({ deviceManagement: 'NONE' });
    const { page, context } = await pages.visit({ as: 'bob', byPassword: true });
    await page.getByRole('button', { name: removeAll }).click();
    pages.sandbox.configure({ deviceManagement: 'SAME' });

    await page.getByRole('button', { name: 'Remove 2 devices' }).click();

    await dialog(page).getByText('Please sign in again to remove 2 devices.').waitFor();

    const link = dialog(page).getByRole('link', { name: 'Sign in again' });
    const { searchParams } = new URL((await link.getAttribute('href')) ?? '', pages.origin);
    const wanted = { realm: 'alpha', return: '/', fresh: '1', factor: 'OATH' };
    expect(Object.fromEntries(searchParams)).toEqual(wanted);
    await expectGoodState(page, 'my-devices-step-up');
    await pages.signIn(context, 'bob');
    await page.reload();
    await dialog(page).getByText('Remove 2 authenticator-app codes?').waitFor();
    await page.getByRole('button', { name: 'Remove 2 devices' }).click();
    await result(page).getByText('2 authenticator-app codes removed').waitFor();
  });

  test('rows that this session cannot manage say why and what to do', async () => {
    const { page } = await pages.visit({ as: 'bob', byPassword: true });
    await listIsShown(page);

    expect(await page.locator('.device').getByText('Locked').count()).toBe(5);
    expect(await page.getByText('To change the locked ones yourself').count()).toBe(1);
    const links = page.getByRole('link', { name: /^Sign in: / });
    expect(await links.allTextContents()).toEqual([
      'Sign in: Authenticator-app codes',
      'Sign in: Phone approvals',
      'Sign in: Passkeys',
      'Sign in: Linked devices',
    ]);
    expect(await links.first().getAttribute('href')).toContain('fresh=1');
    expect(await page.getByRole('button', { name: removeAll }).count()).toBe(0);
    await expectGoodState(page, 'my-devices-locked');
  });
});

describe('AM unlocks every device after any second factor', () => {
  const any = usePages('pingam', { DEVICE_MANAGEMENT: 'ANY' });

  test('one sign-in with any of them is advised', async () => {
    any.sandbox.configure({ deviceManagement: 'ANY' });
    const { page, context } = await any.visit({ as: 'bob', byPassword: true });
    await listIsShown(page);

    await page.getByText('sign in once with any of these').waitFor();
    expect(await page.getByText('one of the same kind').count()).toBe(0);
    await expectGoodState(page, 'my-devices-locked-any');
    await any.signIn(context, 'bob');
    await page.reload();
    await listIsShown(page);
    expect(await page.locator('.device').getByText('Locked').count()).toBe(0);
  });
});
