/**
 * *Help desk* in a real browser: find, select, give a reason, preview, confirm, inform the caller.
 */
import { describe, expect, test } from '@jest/globals';
import { withLists } from '../../support/with-lists.ts';
import {
  confirmRemoval,
  fillCall,
  find,
  open,
  pick,
  results,
  tryButton,
} from './help-desk-page.ts';
import { dialog, focused } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { MovingPicture } from './moving-picture.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('pingam', {
  VERIFICATION_REQUIRED: 'help-desk,administrator',
  REASON_REQUIRED: 'help-desk,administrator',
  TICKET_PATTERN: 'INC-\\d{5}',
  ...withLists({ limits: { staffChanges: [], personChanges: [{ most: 2, within: '24h' }] } }),
  ADMINS_OVER_PRIVILEGED: 'on',
});
const codes = /^Remove all authenticator-app codes/;
const desk = { as: 'helen', path: '/help-desk' };

describe('finding the user', () => {
  test('shows and announces exact matches first, with masked mail addresses', async () => {
    const { page } = await pages.visit(desk);
    expect(
      await page.getByRole('searchbox').evaluate((field) => field === document.activeElement),
    ).toBe(true);

    await find(page, 'bob');

    const exact = page.getByRole('region', { name: 'Exact match' });
    expect(await exact.getByRole('link').textContent()).toContain('b•••@example.com');
    expect(await exact.textContent()).not.toContain('bob@example.com');
    expect(page.url()).toBe(`${pages.origin}/help-desk`);
    await expectGoodState(page, 'help-desk-search');
  });

  test('requires three characters, and reports an empty result', async () => {
    const { page } = await pages.visit(desk);

    await page.getByRole('searchbox').fill('bo');
    await page.getByRole('searchbox').press('Enter');
    await page.getByRole('alert').getByText('Type at least 3 characters.').waitFor();
    await expectGoodState(page, 'help-desk-search-short');

    await find(page, 'nobody');
    await page.getByText('No one in realm alpha has a name, user name or mail address').waitFor();
    expect(await page.getByRole('link', { name: /@/ }).count()).toBe(0);
    await expectGoodState(page, 'help-desk-search-nobody');
  });

  test('is only for staff', async () => {
    const { page } = await pages.visit({ as: 'alice', path: '/help-desk' });

    await page.getByText('Your account cannot search for other people.').waitFor();
    expect(await page.getByRole('searchbox').count()).toBe(0);
    await expectGoodState(page, 'help-desk-not-staff');
  });
});

describe('removing a user’s devices', () => {
  test('of a privileged person asks an administrator for the name, for one device, too', async () => {
    const { page } = await pages.visit({ as: 'oscar', path: '/help-desk' });
    await open(page, 'vera');
    await page.getByRole('region', { name: 'Person' }).getByText('Privileged account').waitFor();
    await pick(page, codes);
    await fillCall(page);
    await tryButton(page).click();
    await confirmRemoval(page);
    await dialog(page).getByText('This is not the user name vera.').waitFor();
    await expectGoodState(page, 'help-desk-privileged');

    await dialog(page).getByRole('textbox').fill('vera');
    await confirmRemoval(page);

    await page.getByRole('heading', { name: /^1 device removed for/ }).waitFor();
    expect(await results(page)).toHaveLength(1);
  });

  test('by mouse: previewed, sent once by a double click, with a result for each kind', async () => {
    const { page } = await pages.visit(desk);
    await open(page, 'bob');
    await expectGoodState(page, 'help-desk-person');
    const picture = new MovingPicture();
    await picture.take(page);
    await pick(page, codes);
    await pick(page, /^Remove all phone approvals/);
    await fillCall(page);
    await picture.take(page);
    await expectGoodState(page, 'help-desk-person-filled');
    pages.sandbox.clearReceived();

    await tryButton(page).click();
    await dialog(page).getByRole('heading', { name: 'Remove 3 devices for Bob Example' }).waitFor();
    expect(await focused(page)).toBe('Cancel');
    const steps = dialog(page).getByRole('region', { name: 'What will happen' });
    const terms = await steps.getByRole('term').allTextContents();
    expect(terms.slice(0, 4)).toEqual(['Goes', 'Stays', 'Signed out', 'At the next sign-in']);
    expect(await steps.getByRole('list').last().getByRole('listitem').count()).toBe(4);
    expect(await dialog(page).textContent()).toMatch(/Tried out at \d\d:\d\d on the live account/);
    expect(writes()).toEqual([]);
    await picture.take(page);
    await expectGoodState(page, 'help-desk-confirm');
    await dialog(page).getByRole('button', { name: 'Remove 3 devices' }).dblclick();

    await page.getByRole('heading', { name: '3 devices removed for Bob Example' }).waitFor();
    expect(await focused(page)).toContain('3 devices removed for Bob Example');
    expect(await results(page)).toEqual([
      ["Authenticator-app codesBob's phone and Bob's old phone", 'Removed, checked'],
      ["Phone approvalsBob's push phone", 'Removed, checked'],
      ["PasskeysBob's security key", 'Not touched'],
      ["Linked devicesBob's bound phone", 'Not touched'],
      ["Recognised devicesBob's browser", 'Not touched'],
      ["Trusted browsersBob's laptop", 'Not touched'],
    ]);
    const table = page.getByRole('table', { name: /./ });
    expect(await table.getByRole('columnheader').allTextContents()).toEqual([
      'Kind and devices',
      'Result',
    ]);
    expect(await table.getByRole('rowheader').count()).toBe(6);
    const reference = await page.locator('.reference-number').textContent();
    expect(await page.getByRole('blockquote').textContent()).toContain(
      `Your reference is ${reference}`,
    );
    expect(writes()).toHaveLength(2);
    expect(await pages.peer.deviceIds('bob', 'OATH')).toEqual([]);
    await picture.take(page);
    await picture.write('help-desk-call');
    await expectGoodState(page, 'help-desk-done');
    await page.getByRole('button', { name: 'Back to Bob’s devices' }).click();
    await page.getByText('helen, help desk. INC-20461. “Phone lost on Saturday.”').waitFor();
  });

  test('by keyboard only: search, user, reset, reason, result', async () => {
    const { page } = await pages.visit(desk);
    const press = (key: string): Promise<void> => page.keyboard.press(key);
    const type = (text: string): Promise<void> => page.keyboard.type(text);
    const tabTo = async (wanted: string): Promise<void> => {
      for (let tabs = 0; tabs < 40; tabs += 1) {
        const name = await page.evaluate(
          () =>
            document.activeElement?.getAttribute('aria-label') ??
            document.activeElement?.getAttribute('name') ??
            document.activeElement?.closest('label, a, button')?.textContent ??
            '',
        );
        if (name.includes(wanted)) return;
        await press('Tab');
      }
      throw new Error(`${wanted} cannot be reached by Tab`);
    };
    await page.getByRole('searchbox').waitFor();
    await type('alice');
    await press('Enter');
    await page.getByRole('region', { name: 'Exact match' }).waitFor();
    await tabTo('Alice Example');
    await press('Enter');
    await page.getByRole('region', { name: 'Person' }).waitFor();
    await tabTo('authenticator-app codes');
    await press('Space');
    await tabTo('method');
    await type('Called');
    await tabTo('Now');
    await press('Enter');
    await tabTo('ticket');
    await type('INC-20461');
    await press('Tab');
    await type('Codes out of step.');
    await press('Control+Enter');
    await dialog(page).waitFor();
    await tabTo('Remove this device');
    await press('Enter');
    await page.getByRole('heading', { name: '1 device removed for Alice Example' }).waitFor();

    expect(await pages.peer.deviceIds('alice', 'OATH')).toEqual([]);
  });

  test('asks for the user name before it removes all devices', async () => {
    const { page } = await pages.visit(desk);
    await open(page, 'alice');
    await pick(page, /^Remove all phone approvals/);
    await pick(page, codes);
    await fillCall(page);
    await tryButton(page).click();
    const field = dialog(page).getByLabel('To remove both devices, type the user name alice');
    await field.fill('bob');
    await field.press('Enter');

    await dialog(page).getByText('This is not the user name alice.').waitFor();
    await expectGoodState(page, 'help-desk-confirm-all');
    expect(await pages.peer.deviceIds('alice', 'PUSH')).toHaveLength(1);
    await field.fill('alice');
    await field.press('Enter');
    await page.getByRole('heading', { name: '2 devices removed for Alice Example' }).waitFor();
    expect(await page.getByRole('blockquote').textContent()).toContain(
      'use your password. You may be asked',
    );
  });
});

function writes() {
  return pages.sandbox
    .received()
    .filter(({ method, path }) => method !== 'GET' && path.includes('devices'));
}
