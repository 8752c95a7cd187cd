/** *My devices* in a real browser: the list and each action, by mouse and by keyboard only. */
import { describe, expect, test } from '@jest/globals';
import { dialog, focused, listIsShown, namesOf, result, rows, section } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState, findingsOf } from './states.ts';

const pages = usePages();
const codes = 'Authenticator app';
const removeAll = 'Remove all authenticator-app codes (2)';

/** Returns the writes to devices that AM received. */
function writes(): readonly string[] {
  const asked = pages.sandbox.received().filter(({ path }) => path.includes('devices/'));
  return asked.filter(({ method }) => method !== 'GET').map(({ path }) => path);
}

test('starts with the state in one line, which says of no change only what the record holds', async () => {
  const { page } = await pages.visit({ as: 'hugo' });
  await page
    .getByText(
      /^You have one way to prove it’s you\. The newest device was added on .+\. No change is on record for the last 30 days\.$/,
    )
    .waitFor();
  const denials = page.getByText(/^Nothing has been changed|No change is on record/);
  await denials.nth(1).waitFor();
  const recordIsRead = Promise.withResolvers<void>();
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('MyDevicesPage')) await recordIsRead.promise;
    await route.continue();
  });
  await page.getByRole('button', { name: /^Remove .*, authenticator-app codes/ }).click();
  await dialog(page).getByRole('button', { name: 'Remove this device' }).click();

  await page.getByText(/^You have no second step/).waitFor();
  expect(await denials.count()).toBe(0);
  recordIsRead.resolve();
  await page.getByText(/The last change was made today\.$/).waitFor();
  expect(await denials.count()).toBe(0);
});

test('one list names the kind of each device, in a fixed order, with its facts', async () => {
  const { page } = await pages.visit({ as: 'bob' });
  await listIsShown(page);

  expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
    'Your devices',
    'Recent changes',
  ]);
  const list = section(page, 'Your devices');
  expect(await list.getByRole('list').count()).toBe(1);
  expect(await list.getByRole('listitem').locator('.mark').allTextContents()).toEqual([
    codes,
    codes,
    'Phone approval',
    'Passkey',
    'Linked device',
    'Recognised device',
    'Trusted browser',
  ]);
  const drawings = await list
    .getByRole('listitem')
    .locator('.kind-shape > svg')
    .evaluateAll((icons) => icons.map((icon) => icon.innerHTML));
  expect(new Set(drawings).size).toBe(6);
  expect(await namesOf(page, codes)).toEqual(["Bob's phone", "Bob's old phone"]);
  // The last use of the trusted browser cannot be compared with the others.
  expect(await page.getByText('Most recent').count()).toBe(0);
  const row = rows(page, codes).first();
  expect(await row.getByText('added Jan 2026').count()).toBe(1);
  expect(await row.locator('time').last().getAttribute('datetime')).toMatch(/^\d{4}-.+Z$/);
  expect(await page.title()).toBe('My devices – identity-gateway');
  await expectGoodState(page, 'my-devices');
});

test('in a narrow list the buttons of a row are in its menu, by keyboard and by mouse', async () => {
  const { page } = await pages.visit({ as: 'bob', viewport: { width: 360, height: 740 } });
  await listIsShown(page);
  const remove = page.getByRole('button', { name: "Remove Bob's push phone, phone approvals" });
  const menu = page.getByRole('button', { name: "Actions for Bob's push phone, phone approvals" });
  expect(await remove.count()).toBe(0);

  await menu.press('Enter');
  await remove.waitFor();
  expect(await menu.getAttribute('aria-expanded')).toBe('true');
  expect(await findingsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await remove.count()).toBe(0);
  expect(await menu.evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await dialog(page)
    .getByText(/^Remove/)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  expect(await menu.evaluate((one) => one === document.activeElement)).toBe(true);

  await menu.click();
  await remove.waitFor();
  await page.getByRole('heading', { name: 'My devices' }).click();
  expect(await remove.count()).toBe(0);
});

describe('all codes are removed', () => {
  test('by mouse: preview, result, and one request for a double click', async () => {
    const { page } = await pages.visit({ as: 'bob' });
    await page.getByRole('button', { name: removeAll }).click();

    await dialog(page).getByText('Remove 2 authenticator-app codes?').waitFor();
    expect(await focused(page)).toBe('Cancel');
    expect(await dialog(page).locator('dt').allTextContents()).toEqual([
      'Goes',
      'Stays',
      'Next time you sign in',
      'On record',
    ]);
    await dialog(page).getByText('You keep 3 other ways to prove it’s you.').waitFor();
    await expectGoodState(page, 'my-devices-confirm');
    pages.sandbox.clearReceived();
    await page.getByRole('button', { name: 'Remove 2 devices' }).dblclick();

    await result(page).getByText('2 authenticator-app codes removed').waitFor();
    expect(await focused(page)).toContain('2 authenticator-app codes removed');
    expect(await result(page).getByRole('status').textContent()).toMatch(
      /Checked at \d\d:\d\d: neither is on your account any more\./,
    );
    expect(await result(page).locator('dt').allTextContents()).toEqual(['Gone', 'Stayed', 'Next']);
    const number = await result(page).locator('.reference-number').textContent();
    expect(number).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    await page.getByText('Not set up: Authenticator-app codes', { exact: true }).waitFor();
    await section(page, 'Recent changes').getByText("Bob's phone").waitFor();
    expect(await section(page, 'Recent changes').textContent()).toContain('by you');
    expect(writes()).toHaveLength(1);
    expect(await pages.peer.deviceIds('bob', 'OATH')).toEqual([]);
    await expectGoodState(page, 'my-devices-done');
  });
});

test('the removal of the last method warns that nothing else stays', async () => {
  const { page } = await pages.visit({ as: 'hugo' });
  await page.getByRole('button', { name: /^Remove .*authenticator-app codes$/ }).click();

  await dialog(page).getByText('Until you set up a device again').waitFor();

  expect(await dialog(page).textContent()).toContain('Nothing else.');
  await expectGoodState(page, 'my-devices-last');
});

test('a device is renamed; an invalid name is reported at the field and kept', async () => {
  const { page } = await pages.visit({ as: 'bob' });
  await page.getByRole('button', { name: "Rename Bob's security key, passkey" }).click();
  const field = page.getByLabel('New name');
  expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);

  await field.fill(' ');
  await page.keyboard.press('Enter');
  await dialog(page).getByText('Enter a name, for example “Work laptop”.').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.fill('n'.repeat(65));
  await dialog(page).getByRole('button', { name: 'Rename' }).click();
  await dialog(page).getByText('Shorten the name to at most 64 characters.').waitFor();
  await expectGoodState(page, 'my-devices-rename');
  await page.mouse.click(5, 400);
  expect(await field.inputValue()).toHaveLength(65);
  await field.fill('Blue key');
  await dialog(page).getByRole('button', { name: 'Rename' }).click();

  await result(page).getByText('Renamed to Blue key').waitFor();
  expect(await focused(page)).toContain('Renamed to Blue key');
  await section(page, 'Recent changes').getByText('” renamed to “').waitFor();
  expect(await namesOf(page, 'Passkey')).toEqual(['Blue key']);
  await page.getByRole('button', { name: removeAll }).click();
  expect(await page.getByRole('heading', { name: 'Renamed to Blue key' }).count()).toBe(0);
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await listIsShown(page);
  expect(await page.getByRole('heading', { name: 'Renamed to Blue key' }).count()).toBe(0);
});

test('rejected codes have their own entry: a check that removes nothing, then the removal', async () => {
  const { page } = await pages.visit({ as: 'alice' });
  await page.getByRole('button', { name: /^My codes are not accepted/ }).click();
  await dialog(page).getByText('None of them removes anything.').waitFor();
  expect(await focused(page)).toBe('Close');
  await expectGoodState(page, 'my-devices-check');

  await page.getByRole('button', { name: 'Still not accepted' }).click();
  await dialog(page).getByText('Remove 1 authenticator-app code?').waitFor();
  expect(await focused(page)).toBe('Cancel');
  await page.getByRole('button', { name: 'Remove this device' }).click();

  await result(page).getByText('1 authenticator-app code removed').waitFor();
  await result(page).getByRole('link', { name: 'Set up an authenticator app' }).waitFor();
  expect(await pages.peer.deviceIds('alice', 'OATH')).toEqual([]);
});

test('a name with markup is shown as text everywhere', async () => {
  const { page } = await pages.visit({ as: 'bob' });
  const name = '<img src=x onerror=alert(1)> <b>bold</b> {count}';
  await page.getByRole('button', { name: "Rename Bob's phone, authenticator-app codes" }).click();
  await page.getByLabel('New name').fill(name);
  await dialog(page).getByRole('button', { name: 'Rename' }).click();
  await result(page).getByText(`Renamed to ${name}`).waitFor();

  await rows(page, codes).getByText(name).waitFor();
  await page.getByRole('button', { name: removeAll }).click();

  await dialog(page).getByText(name).waitFor();
  expect(await page.locator('img[src=x], #root b').count()).toBe(0);
});
