/** "I lost everything": choose what is gone, see what stays, one change, set-up (design D23). */
import { describe, expect, test } from '@jest/globals';
import { fillCall, open, tryButton } from './help-desk-page.ts';
import { dialog, focused, listIsShown, result, rows, tabTo } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';
import { withLists } from '../../support/with-lists.ts';

const journey = 'https://am.example.com/am/XUI/?realm=/alpha&service=';

describe('with a journey for each kind', () => {
  const pages = usePages('openam', {
    PAGES_ENROLMENT_URL: '',
    ...withLists({
      pages: {
        enrolment: [
          { kind: 'OATH', url: `${journey}Oath` },
          { kind: 'PUSH', url: `${journey}Push` },
        ],
      },
    }),
    PAGES_RECOVERY_URL: 'https://am.example.com/recover',
  });

  test('people remove what they lost by one change, by keyboard, and set it up again', async () => {
    const { page } = await pages.visit({ as: 'bob' });
    await listIsShown(page);
    await tabTo(
      page,
      'I lost everythingChoose what is gone. You see what stays before anything is removed.',
    );
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('heading', { name: 'What did you lose?' }).waitFor();
    await dialog(page).getByRole('button', { name: 'Remove devices' }).click();
    await dialog(page).getByText('Tick at least one of them. Nothing was removed.').waitFor();
    await expectGoodState(page, 'everything-lost-nothing');

    await dialog(page)
      .getByRole('checkbox', { name: /^Authenticator-app codes/ })
      .focus();
    await page.keyboard.press('Space');
    await dialog(page)
      .getByRole('checkbox', { name: /^Phone approvals/ })
      .check();
    const steps = dialog(page).locator('dd');
    expect(await steps.first().textContent()).toContain("Bob's old phone");
    expect(await steps.nth(1).textContent()).not.toContain("Bob's old phone");
    const signOut = dialog(page).getByRole('checkbox', { name: /^Also sign me out/ });
    expect(await signOut.isChecked()).toBe(true);
    await expectGoodState(page, 'everything-lost');
    pages.sandbox.clearReceived();
    const changes: string[] = [];
    page.on('request', (request) => {
      if (request.postData()?.includes('idempotencyKey') === true) changes.push(request.url());
    });
    await tabTo(page, 'Remove 3 devices');
    await page.keyboard.press('Enter');

    await result(page).getByText('3 devices removed').waitFor();
    expect(await focused(page)).toContain('3 devices removed');
    expect(changes).toHaveLength(1);
    expect(await pages.peer.deviceIds('bob', 'OATH')).toEqual([]);
    expect(await pages.peer.deviceIds('bob', 'PUSH')).toEqual([]);
    expect(await result(page).textContent()).toMatch(/signed (?:out|in nowhere)/i);
    const links = await result(page)
      .getByRole('link', { name: /^Set up/ })
      .all();
    const addresses = await Promise.all(links.map((link) => link.getAttribute('href')));
    expect(addresses).toEqual([`${journey}Oath`, `${journey}Push`]);
    await expectGoodState(page, 'everything-lost-done');
  });

  test('an empty list and an empty kind link to the journeys, too', async () => {
    const { page } = await pages.visit({ as: 'carol' });
    await page.getByText('No devices registered').waitFor();

    const names = await page.getByRole('link', { name: /^Set up/ }).allTextContents();

    expect(names).toEqual(['Set up an authenticator app', 'Set up phone approvals']);
    await expectGoodState(page, 'my-devices-empty-journeys');
  });
});

describe('at the help desk', () => {
  const pages = usePages('pingam', { VERIFICATION_REQUIRED: 'help-desk' });

  test('one button ticks every kind and the sign-out, for one change', async () => {
    const { page } = await pages.visit({ as: 'helen', path: '/help-desk' });
    await open(page, 'bob');
    await page.getByRole('checkbox', { name: /^Sign Bob out everywhere/ }).uncheck();

    await page.getByRole('button', { name: 'Tick everything' }).click();

    const boxes = page.getByRole('checkbox', { name: /^(?:Remove all|Sign Bob out)/ });
    expect(await boxes.count()).toBeGreaterThan(3);
    for (const box of await boxes.all()) expect(await box.isChecked()).toBe(true);
    await page.getByText('No other way to prove identity would be left.').first().waitFor();
    await expectGoodState(page, 'help-desk-everything');
    await fillCall(page);
    await tryButton(page).click();
    await dialog(page)
      .getByLabel(/type the user name/)
      .fill('bob');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /devices removed for Bob Example/ }).waitFor();
    expect(await rows(page, 'Passkey').count()).toBe(0);
    expect(await pages.peer.deviceIds('bob', 'OATH')).toEqual([]);
  });
});
