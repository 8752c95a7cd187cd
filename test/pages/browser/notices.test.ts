/** Who is notified of a change: before it, in its result as mail is delivered, and in *History*. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { entryOf } from '../../access/members.ts';
import { makeCertificates, startMailServer, type MailServer } from '../../notices/mail-server.ts';
import {
  confirmRemoval,
  confirmWidest,
  deskRules,
  desktops,
  fillIn,
  isDialogInView,
  removeCodesOf,
  tryButton,
} from './help-desk-page.ts';
import { recordAnnouncements, timesAnnounced } from './live-text.ts';
import { dialog, focused, listIsShown, result } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const limits = deskRules;
const desk = { as: 'helen', path: '/help-desk' };
const codes = /^Remove all authenticator-app codes/;

describe('with a mail server', () => {
  let server: MailServer;
  beforeAll(async () => {
    server = await startMailServer(await makeCertificates(), {
      authOptional: true,
      hideSTARTTLS: true,
    });
  });
  const pages = usePages('pingam', () => ({
    ...limits,
    SMTP_URL: `smtp://127.0.0.1:${server.port}`,
    SMTP_TLS: 'off',
    MAIL_FROM: 'IT help desk <no-reply@example.org>',
    NOTIFY_MANAGER_ATTRIBUTE: 'manager',
  }));
  afterEach(() => server.answerWith(() => 250));
  afterAll(() => server?.stop());

  const lines = (of: Page | Locator): Promise<string[]> =>
    of.locator('.notices li').allTextContents();
  const line = (of: Page | Locator, text: string): Promise<void> =>
    of.locator('.notices li').filter({ hasText: text }).first().waitFor();

  test.each(desktops)(
    'at %j the widest removal is confirmed without scrolling',
    async (viewport) => {
      const { page } = await pages.visit({ as: 'helen', path: '/help-desk', viewport });
      await confirmWidest(page);

      expect(await isDialogInView(page, 'Who is notified')).toBe(true);
    },
  );

  test('the help desk sees who will be notified, and then when each was', async () => {
    await pages.peer.plant('bob', { manager: [entryOf(pages.peer, 'oscar')] });
    const { page } = await pages.visit(desk);
    await fillIn(page, 'bob', codes);
    await tryButton(page).click();
    await dialog(page).getByText('Who is notified').waitFor();
    await dialog(page)
      .getByText('the addresses on Bob’s account, and to a manager if the account names one.')
      .waitFor();
    await expectGoodState(page, 'notices-confirm');
    await recordAnnouncements(page);

    await confirmRemoval(page);
    await line(page, 'Notified:');
    await page.locator('.notices .mark-success').nth(1).waitFor();

    const seen = (await lines(page)).map((text) => text.replace(/\d\d:\d\d/, 'TIME'));
    expect(seen).toEqual([
      'Bob, at b•••@e•••.com: Notified: TIME',
      'The manager of Bob, at o•••@e•••.com: Notified: TIME',
    ]);
    expect(server.received.map(({ to }) => to.join()).toSorted()).toEqual([
      'bob@example.com',
      'oscar@example.com',
    ]);
    expect(await timesAnnounced(page, 'Bob, at b•••@e•••.com: Notified')).toBeGreaterThan(0);
    expect(await focused(page)).toContain('removed for Bob Example');
    expect(await page.getByRole('button', { name: /Refresh|Send the mail again/ }).count()).toBe(0);
    await expectGoodState(page, 'notices-desk-delivered');
  });

  test('staff have mail sent again by keyboard, also from History; auditors do not', async () => {
    server.answerWith(() => 550);
    const { page } = await pages.visit(desk);
    await removeCodesOf(page, 'bob');
    await line(page, 'The mail server refused it.');
    await expectGoodState(page, 'notices-desk-failed');
    const again = page.getByRole('button', { name: 'Send the mail again' });
    await again.press('Enter');
    await line(page, 'Could not be notified');
    await again.waitFor();

    const { page: ofRita } = await pages.visit({ as: 'rita', path: '/history' });
    await line(ofRita, 'Could not be notified');
    expect(await ofRita.getByRole('button', { name: 'Send the mail again' }).count()).toBe(0);
    const { page: ofOscar } = await pages.visit({ as: 'oscar', path: '/history' });
    const newest = ofOscar.locator('.history-table tbody tr').first();
    await line(newest, 'bob, at b•••@e•••.com: Could not be notified');
    await expectGoodState(ofOscar, 'notices-history');

    server.answerWith(() => 250);
    const before = server.received.length;
    await newest.getByRole('button', { name: 'Send the mail again' }).press('Enter');
    await newest.locator('.mark-success').nth(1).waitFor();
    expect(server.received).toHaveLength(before + 2);
    // The button is gone; the list has its focus.
    await ofOscar.waitForFunction(() => document.activeElement?.textContent?.includes('Notified'));
    await ofOscar.reload();
    await line(newest, 'Notified:');
  });

  test('a hidden page does not look, and a button looks', async () => {
    await server.stop();
    const { page } = await pages.visit(desk);
    await page.clock.install();
    await removeCodesOf(page, 'bob');
    await line(page, 'Not notified yet');
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await page.getByRole('button', { name: 'Refresh' }).waitFor();
    let requests = 0;
    page.on('request', () => (requests += 1));

    await page.clock.runFor(120_000);

    expect(requests).toBe(0);
    await server.start();
    await page.getByRole('button', { name: 'Refresh' }).press('Enter');
    await page.getByRole('button', { name: 'Checking…' }).waitFor();
    expect(requests).toBeGreaterThan(0);
  });

  test('a user reads it about their own change; without an address it says so', async () => {
    await pages.peer.plant('bob', { mail: [], manager: [] });
    const { page } = await pages.visit({ as: 'bob' });
    await listIsShown(page);
    await page
      .getByRole('button', { name: /^Remove all authenticator-app codes/ })
      .first()
      .click();
    await dialog(page)
      .getByText(
        'Mail about it goes to the addresses on your account, and to your manager if your account names one.',
      )
      .waitFor();
    await expectGoodState(page, 'notices-own-dialog');
    await confirmRemoval(page);
    await line(result(page), 'Could not be notified');

    expect(await lines(result(page))).toEqual([
      'Mail to you: Could not be notifiedThe account has no mail address.',
    ]);
    expect(await page.getByRole('button', { name: 'Send the mail again' }).count()).toBe(0);
    await expectGoodState(page, 'notices-own-failed');
  });
});
