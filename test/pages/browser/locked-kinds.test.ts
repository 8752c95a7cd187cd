/** What limits refuse is locked in the list, and every preview is a dry run (design D21). */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { withLists } from '../../support/with-lists.ts';
import {
  fillCall,
  fillIn,
  open,
  pick,
  remove,
  removeCodesOf,
  tryButton,
} from './help-desk-page.ts';
import { dialog, listIsShown, section } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('pingam', {
  ...withLists({
    limits: {
      personChanges: [{ most: 1, within: '24h' }],
      ownChanges: [{ most: 1, within: '1h' }],
    },
  }),
  TICKET_PATTERN: 'INC-[0-9]+',
  TICKET_EXAMPLE: 'INC-20461',
  REASON_REQUIRED: 'help-desk,administrator',
  VERIFICATION_REQUIRED: 'help-desk,administrator',
});
const codes = 'Authenticator-app codes';
const deviceWrites = () =>
  pages.sandbox
    .received()
    .filter(({ method, path }) => method !== 'GET' && path.includes('/devices/'));
const desk = { as: 'helen', path: '/help-desk' };

/** Removes a person's codes at the help desk, and registers them at AM again. */
async function removeAndPlantAgain(page: Page, name: string): Promise<void> {
  await removeCodesOf(page, name);
  pages.sandbox.reset();
}

test('a kind that a limit refuses is locked, with its time and the last removal', async () => {
  const { page, context } = await pages.visit(desk);
  await removeAndPlantAgain(page, 'dave');
  const reference = await page.locator('.reference-number').textContent();
  await pages.signIn(context, 'helen');
  await page.goto(`${pages.origin}/help-desk`);
  await open(page, 'dave');

  const locked = section(page, codes);
  await locked.getByText(/^Can’t be removed before .* An administrator can lift it\./).waitFor();
  expect(await locked.textContent()).toMatch(
    new RegExp(`Last removed: (?:today|yesterday) at \\d\\d:\\d\\d, reference ${reference}\\.`),
  );
  expect(await locked.getByRole('checkbox').count()).toBe(0);
  expect(await section(page, 'Passkeys').getByRole('checkbox').count()).toBeLessThan(2);
  await expectGoodState(page, 'help-desk-locked');

  const { page: other } = await pages.visit({ ...desk, as: 'oscar' });
  await open(other, 'dave');
  await section(other, codes).getByText('You can override the limit.').waitFor();
  await pick(other, /^Remove all authenticator-app codes/);
  await fillCall(other);
  await tryButton(other).click();
  await other
    .getByText(/Dave’s devices can’t be removed before .* You can override the limit\./)
    .waitFor();
  await other.getByText('It concerns: Authenticator-app codes.').waitFor();
  expect(await other.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe(
    'Phone lost on Saturday.',
  );
  await expectGoodState(other, 'help-desk-limit');
  await other.getByRole('checkbox', { name: /^Override the limit/ }).check();
  await remove(other);
  await other.getByRole('heading', { name: '1 device removed for Dave Example' }).waitFor();
});

test('a preview meets a limit that was reached after the page was read', async () => {
  const { page } = await pages.visit(desk);
  await fillIn(page, 'alice', /^Remove all authenticator-app codes/);
  const { page: other } = await pages.visit(desk);
  await removeAndPlantAgain(other, 'alice');
  await pages.signIn(page.context(), 'helen');
  pages.sandbox.clearReceived();

  await tryButton(page).click();

  await page.getByText(/Alice’s devices can’t be removed before/).waitFor();
  expect(await dialog(page).count()).toBe(0);
  expect(deviceWrites()).toEqual([]);
});

test('a single device is tried out; one that is gone meanwhile is not offered', async () => {
  const { page } = await pages.visit({ ...desk, as: 'oscar' });
  await fillIn(page, 'bob', /^Remove only this one: Bob's old phone/);
  pages.sandbox.clearReceived();
  await tryButton(page).click();
  await dialog(page)
    .getByText(/^Tried out at \d\d:\d\d on the live account/)
    .waitFor();
  expect(deviceWrites()).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await pages.removeAtAm('bob', 'OATH');

  await tryButton(page).click();

  await page.getByText('The devices have changed since you saw them').waitFor();
  expect(await dialog(page).count()).toBe(0);
});

test('people see from when on they can remove devices again', async () => {
  const { page } = await pages.visit({ as: 'bob' });
  // Sign-ins whose strength was not asked, and those with a second factor, have a limit each.
  for (const [device, removed] of [
    ["Bob's old phone", '1 authenticator-app code removed'],
    ["Bob's push phone", '1 phone approval removed'],
  ] as const) {
    await page.getByRole('button', { name: new RegExp(`^Remove ${device}`) }).click();
    await dialog(page).getByRole('button', { name: 'Remove this device' }).click();
    await page.getByText(removed).waitFor();
  }

  await page.reload();

  await page.getByText(/^You have removed devices too often lately\./).waitFor();
  await listIsShown(page);
  expect(await page.getByRole('button', { name: /^Remove Bob/ }).count()).toBe(0);
  await expectGoodState(page, 'my-devices-limit');
});
