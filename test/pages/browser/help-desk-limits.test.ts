/** *Help desk* in a real browser: denials, limits and interruptions. */
import { describe, expect, test } from '@jest/globals';
import { places } from '../../reliability/am-traffic.ts';
import { fillCall, fillIn, open, pick, remove, tryButton } from './help-desk-page.ts';
import { dialog } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('pingam', {
  VERIFICATION_REQUIRED: 'help-desk,administrator',
  REASON_REQUIRED: 'help-desk,administrator',
  TICKET_PATTERN: 'INC-\\d{5}',
  LIMIT_STAFF_CHANGES: 'none',
  LIMIT_PERSON_CHANGES: '2/24h',
});
const codes = /^Remove all authenticator-app codes/;
const desk = { as: 'helen', path: '/help-desk' };

describe('denials and limits', () => {
  test.each([
    {
      name: 'vera',
      because: 'This is a privileged account',
      record: 'is not shown at the help desk',
    },
    { name: 'helen', because: 'This is your own account.', record: 'Nothing was changed before.' },
  ])('$name: a reason replaces the form', async ({ name, because, record }) => {
    const { page } = await pages.visit(desk);
    await open(page, name);

    await page.getByText(because).waitFor();
    await page.getByText(record).waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Remove/ }).count()).toBe(0);
    await expectGoodState(page, `help-desk-not-${name}`);
  });
});

test('an administrator renames a device after filling in the verification', async () => {
  const { page } = await pages.visit({ ...desk, as: 'oscar' });
  await open(page, 'bob');
  const button = page.getByRole('button', { name: "Rename Bob's old phone, authenticator-app" });
  await button.click();
  await page.getByLabel('New name').fill('Spare phone');
  await dialog(page).getByRole('button', { name: 'Rename' }).click();
  await dialog(page).getByText('First say in the form how the caller was verified').waitFor();
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  expect(await pages.peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  await fillCall(page, 'Two phones of one name.');
  await button.click();
  await page.getByLabel('New name').fill('Spare phone');
  await expectGoodState(page, 'help-desk-rename');
  await dialog(page).getByRole('button', { name: 'Rename' }).click();

  await page.getByRole('heading', { name: 'Renamed to Spare phone' }).waitFor();
  await page.getByText("“Bob's old phone” renamed to “Spare phone”").waitFor();
  await page.getByRole('checkbox', { name: /^Remove only this one: Spare phone/ }).waitFor();
  await page.getByText('oscar, administrator. INC-20461. “Two phones of one name.”').waitFor();
  await expectGoodState(page, 'help-desk-renamed');
  await pick(page, codes);
  expect(await page.getByRole('heading', { name: 'Renamed to Spare phone' }).count()).toBe(0);

  const { page: other } = await pages.visit(desk);
  await open(other, 'bob');
  expect(await other.getByRole('button', { name: /^Rename/ }).count()).toBe(0);
});

describe('interruptions', () => {
  test('a new sign-in that AM requires keeps everything that was typed', async () => {
    const { page, context } = await pages.visit(desk);
    await fillIn(page, 'bob', codes, 'Typed before the fresh sign-in.');
    const body = { code: 403, reason: 'Forbidden', message: 'User not permitted.' };
    const effect = { kind: 'status', status: 403, body } as const;
    pages.sandbox.breakNext({ match: places.oathReset, effect });
    await remove(page);

    await dialog(page).getByText('Please sign in again to remove 2 devices.').waitFor();
    const link = dialog(page).getByRole('link', { name: 'Sign in again' });
    const { searchParams } = new URL((await link.getAttribute('href')) ?? '', pages.origin);
    expect(searchParams.get('fresh')).toBe('1');
    expect(searchParams.get('return')).toBe(new URL(page.url()).pathname);
    await expectGoodState(page, 'help-desk-step-up');
    await pages.signIn(context, 'helen');
    await page.reload();
    await page.getByRole('checkbox', { name: codes }).waitFor();
    expect(await page.getByRole('checkbox', { name: codes }).isChecked()).toBe(true);
    await remove(page);
    await page.getByRole('heading', { name: '2 devices removed for Bob Example' }).waitFor();
    await page.getByRole('button', { name: 'Back to Bob’s devices' }).click();
    await page.getByText('“Typed before the fresh sign-in.”').first().waitFor();
  });

  test('a sign-out in between keeps what this agent typed for this user', async () => {
    const { page, context } = await pages.visit({ ...desk, expects: /401|UNAUTHENTICATED/ });
    await fillIn(page, 'alice', codes, 'Typed before the session ended.');
    await context.clearCookies();
    await tryButton(page).click();
    await page.getByRole('heading', { name: 'You have been signed out' }).waitFor();

    await pages.signIn(context, 'helen');
    await page.reload();
    await page.getByRole('region', { name: 'Person' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe(
      'Typed before the session ended.',
    );
    expect(await page.getByRole('checkbox', { name: codes }).isChecked()).toBe(true);

    await pages.signIn(context, 'hugo');
    await page.reload();
    await page.getByRole('region', { name: 'Person' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('');
  });

  test('an idle page asks after 13 minutes and closes the user after 15', async () => {
    const { page } = await pages.visit({ ...desk, path: '/signed-out' });
    await page.clock.install();
    await page.goto(`${pages.origin}/help-desk`);
    await open(page, 'bob');
    await fillCall(page, 'Idle.');
    await page.clock.fastForward('13:10');
    await dialog(page)
      .getByRole('heading', { name: 'Bob Example’s details close in 2 minutes' })
      .waitFor();
    await page.clock.resume();
    await expectGoodState(page, 'help-desk-idle');
    await dialog(page).getByRole('button', { name: 'Keep it open' }).click();
    expect(await page.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('Idle.');

    await page.clock.fastForward('13:10');
    await dialog(page).waitFor();
    await page.clock.fastForward('02:10');
    await page.getByRole('heading', { name: 'Find a person' }).waitFor();
    expect(await page.locator('body').textContent()).not.toContain('Bob');
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });
});
