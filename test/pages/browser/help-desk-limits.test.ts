/** *Help desk* in a real browser: denials, limits and interruptions. */
import { describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../../src/sandbox/index.ts';
import { places } from '../../reliability/am-traffic.ts';
import { withLists } from '../../support/with-lists.ts';
import {
  confirmRemoval,
  fillCall,
  fillIn,
  open,
  pick,
  remove,
  results,
  tryButton,
} from './help-desk-page.ts';
import { dialog } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('pingam', {
  VERIFICATION_REQUIRED: 'help-desk,administrator',
  REASON_REQUIRED: 'help-desk,administrator',
  TICKET_PATTERN: 'INC-\\d{5}',
  ...withLists({ limits: { staffChanges: [], personChanges: [{ most: 2, within: '24h' }] } }),
});
const codes = /^Remove all authenticator-app codes/;
const oathIds = [
  deviceIds.bobOath,
  deviceIds.bobOathSecond,
  '00000000-0a70-4000-8000-0000000000aa',
];
const desk = { as: 'helen', path: '/help-desk' };

describe('denials and limits', () => {
  test.each([
    {
      name: 'vera',
      because: 'This is a privileged account',
      record: 'is not shown at the help desk',
    },
    {
      name: 'helen',
      because: 'This is your own account.',
      record: 'No earlier change is on record.',
    },
  ])('$name: a reason replaces the form', async ({ name, because, record }) => {
    const { page } = await pages.visit(desk);
    await open(page, name);

    await page.getByText(because).waitFor();
    await page.getByText(record).waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Remove/ }).count()).toBe(0);
    await expectGoodState(page, `help-desk-not-${name}`);
  });

  test('only an administrator can select a single device', async () => {
    const one = /^Remove only this one: Bob's old phone/;
    const { page } = await pages.visit(desk);
    await open(page, 'bob');
    expect(await page.getByRole('checkbox', { name: one }).count()).toBe(0);

    const { page: other } = await pages.visit({ ...desk, as: 'oscar' });
    await fillIn(other, 'bob', one);
    await tryButton(other).click();
    await other.getByRole('button', { name: 'Remove this device' }).click();

    await other.getByRole('heading', { name: '1 device removed for Bob Example' }).waitFor();
    expect(await other.getByRole('blockquote').textContent()).toContain(
      'One of your authenticator-app codes can no longer be used to sign in; the other one still works.',
    );
    expect(await pages.peer.deviceIds('bob', 'OATH')).toHaveLength(1);
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

test('a limit on a renaming shows its end, and may be exceeded once', async () => {
  const { page } = await pages.visit({ ...desk, as: 'oscar' });
  await open(page, 'alice');
  await fillCall(page, 'Names mixed up.');
  const rename = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: /^Rename .*, authenticator-app/ }).click();
    await page.getByLabel('New name').fill(name);
    await dialog(page).getByRole('button', { name: 'Rename' }).click();
  };
  for (const name of ['First', 'Second']) {
    await rename(name);
    await page.getByRole('heading', { name: `Renamed to ${name}` }).waitFor();
  }

  await rename('Third');

  await dialog(page)
    .getByText(/Alice’s devices can’t be renamed before .* You can override the limit\./)
    .waitFor();
  await expectGoodState(page, 'help-desk-rename-limit');
  await dialog(page)
    .getByRole('checkbox', { name: /^Override the limit/ })
    .check();
  await dialog(page).getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('heading', { name: 'Renamed to Third' }).waitFor();
  await rename('Fourth');
  await dialog(page)
    .getByText(/can’t be renamed before/)
    .waitFor();
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  expect(await page.getByRole('button', { name: /^Rename Third, authenticator-app/ }).count()).toBe(
    1,
  );
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

  test('a device that was registered meanwhile stays, and the page reads the list again', async () => {
    const { page } = await pages.visit(desk);
    await fillIn(page, 'bob', codes, 'Another phone meanwhile.');
    await tryButton(page).click();
    await dialog(page).waitFor();
    await pages.peer.plant('bob', {
      oathDeviceProfiles: ['Bob’s phone', 'Bob’s old phone', 'Bob’s new phone'].map(
        (deviceName, place) => JSON.stringify({ uuid: oathIds[place], deviceName }),
      ),
    });
    await confirmRemoval(page);

    await page
      .getByRole('alert')
      .getByText('The devices have changed since you saw them')
      .waitFor();
    await page.getByRole('checkbox', { name: 'Remove all authenticator-app codes (3)' }).waitFor();
    expect(await pages.peer.deviceIds('bob', 'OATH')).toHaveLength(3);
    expect(await page.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe(
      'Another phone meanwhile.',
    );
    await expectGoodState(page, 'help-desk-look-again');
  });

  test('a lost answer is not reported as a failure', async () => {
    const { page } = await pages.visit(desk);
    await fillIn(page, 'alice', codes, 'Lost answer.');
    await tryButton(page).click();
    await dialog(page).waitFor();
    const { sandbox } = pages;
    // The list before the write is read. The answer to the write is lost, and so is every later
    // list.
    sandbox.breakNext({ match: places.oathList, effect: { kind: 'hook', run: () => undefined } });
    sandbox.breakNext({ match: places.oathReset, effect: { kind: 'cut', when: 'after' } });
    sandbox.breakNext({
      match: places.oathList,
      effect: { kind: 'status', status: 500 },
      times: 6,
    });
    await confirmRemoval(page);

    await page.getByRole('heading', { name: 'We don’t know yet whether it was done' }).waitFor();
    expect(await results(page)).toContainEqual([expect.stringContaining('codes'), 'Not known yet']);
    await expectGoodState(page, 'help-desk-unknown');
    sandbox.reset();
    await pages.signIn(page.context(), 'helen');
    await page.getByRole('button', { name: 'Look at the devices' }).click();
    await page.getByRole('checkbox', { name: codes }).waitFor();
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
