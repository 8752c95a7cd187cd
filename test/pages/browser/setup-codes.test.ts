/** A setup code is shown once to the person who acted, and nowhere else: in both browsers. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { withLists } from '../../support/with-lists.ts';
import { decide, removeCodesWithoutBrowser, requestReset } from './approvals-page.ts';
import { launchChromium, launchFirefox } from './browsers.ts';
import {
  confirmWidest,
  deskRules,
  desktops,
  fillCall,
  fillIn,
  isDialogInView,
  remove,
  tryButton,
} from './help-desk-page.ts';
import { dialog, focused, listIsShown, result } from './my-devices-page.ts';
import { usePages, type PagesStage } from './pages-stage.ts';
import { expectGoodState, findingsOf } from './states.ts';

const secret = 'the-secret-of-the-script-and-the-gateway';
const rules = {
  ...deskRules,
  ...withLists({ enrolment: { rules: [{ method: 'ticket' }] } }),
  ENROLMENT_SECRET: secret,
};
const form = /^[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}$/;
const codes = /^Remove all authenticator-app codes/;
const gone = 'The setup code was shown once, to the person who made or approved the change.';

const shownCode = async (page: Page): Promise<string> =>
  (await page.locator('.setup-code-letters').textContent()) ?? '';

/** Everything that the browser keeps of a page, and what it asked the servers for. */
const keptBy = (page: Page): Promise<string> =>
  page.evaluate(() =>
    JSON.stringify([
      location.href,
      history.state,
      Object.entries(sessionStorage),
      Object.entries(localStorage),
      document.cookie,
      document.title,
      performance.getEntries().map(({ name }) => name),
    ]),
  );

/** A code as screen readers spell it. */
const spelled = (code: string): string => code.replaceAll('', ' ').trim();

/** The text that the browser prints. */
async function printedText(page: Page): Promise<string> {
  await page.emulateMedia({ media: 'print' });
  const text = await page.evaluate(() => document.body.innerText);
  await page.emulateMedia({ media: 'screen' });
  return text;
}

/** AM asks, and the user has typed a code. */
async function decisionAt({ origin, peer }: PagesStage, code: string): Promise<unknown> {
  const response = await fetch(`${origin}/enrolment/decisions`, {
    method: 'POST',
    headers: { 'x-enrolment-secret': secret },
    body: JSON.stringify({ realm: 'alpha', user: peer.idOf('bob'), kind: 'OATH', code }),
  });
  const answer: unknown = await response.json();
  return answer;
}

describe.each([
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
])('in %s', (browser, launch) => {
  const pages = usePages('pingam', rules, launch);

  // Every test has its own ledger, so that no one is held before.
  beforeEach(async () => {
    await pages.stopGateway();
    await pages.startGateway();
  });

  /** Firefox takes no pictures here: the content policy forbids what they need. */
  const expectGood = async (page: Page, name: string): Promise<void> => {
    if (browser === 'Chromium') await expectGoodState(page, name);
    else expect(await findingsOf(page)).toEqual([]);
  };

  test.each(desktops)(
    'at %j the widest removal is confirmed without scrolling',
    async (viewport) => {
      const { page } = await pages.visit({ as: 'helen', path: '/help-desk', viewport });
      await confirmWidest(page);

      expect(await isDialogInView(page, 'Setup code')).toBe(true);
    },
  );

  test('the desk reads it out, copies it, loses it by leaving, and makes a new one', async () => {
    const { page } = await pages.visit({ as: 'helen', path: '/help-desk' });
    await fillIn(page, 'bob', codes);
    await tryButton(page).click();
    await dialog(page)
      .getByText('Bob needs it to set up a new device: read it out to the caller.')
      .waitFor();
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await remove(page);

    const card = page.getByRole('region', { name: 'Setup code' });
    await card.getByText('Read this out to the caller.').waitFor();
    const first = await shownCode(page);
    expect(first).toMatch(form);
    expect(await card.textContent()).toContain(spelled(first));
    expect(await card.textContent()).toMatch(/It works for one device, until .*\d\d:\d\d\./);
    const say = page.getByRole('region', { name: 'Tell the caller' });
    expect(await say.textContent()).toContain('you need a setup code, which I read out');
    expect(await say.textContent()).not.toContain(first);
    expect(await keptBy(page)).not.toContain(first);
    await page.evaluate(() => {
      navigator.clipboard.writeText = async (text) => {
        document.documentElement.dataset['copied'] = text;
      };
    });
    await card.getByRole('button', { name: 'Copy code' }).click();
    await card.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset['copied'])).toBe(first);
    await expectGood(page, 'setup-code');
    const printed = browser === 'Chromium' ? await printedText(page) : 'not known in Firefox';
    expect(printed).toContain(browser === 'Chromium' ? '2 devices removed' : 'not known');
    expect(printed).not.toMatch(new RegExp(`${first}|${spelled(first)}`));

    await page.reload();
    await page.getByText(gone).waitFor();
    expect(await page.locator('.setup-code-letters').count()).toBe(0);
    await page.getByRole('button', { name: 'Back to Bob’s devices' }).click();
    await page
      .getByRole('region', { name: 'Earlier changes' })
      .getByText(/A new device needs the setup code until/)
      .waitFor();
    await page.getByRole('button', { name: 'New setup code…' }).click();
    expect(await dialog(page).count()).toBe(0);
    await fillCall(page);
    await page.getByRole('button', { name: 'New setup code…' }).click();
    await dialog(page).getByText('Make a new setup code for Bob Example?').waitFor();
    expect(await focused(page)).toBe('Cancel');
    await expectGood(page, 'setup-code-dialog');
    await dialog(page).getByRole('button', { name: 'Make the code' }).click();

    await page.getByRole('heading', { name: 'New setup code for Bob Example' }).waitFor();
    const second = await shownCode(page);
    expect(second).toMatch(form);
    await expectGood(page, 'setup-code-new');
    expect(await decisionAt(pages, first)).toMatchObject({ reason: 'CODE_WRONG' });
    expect(await decisionAt(pages, second)).toMatchObject({ reason: 'CODE_ACCEPTED' });
  });

  test('a page that the browser kept shows it no more at Back', async () => {
    const { page } = await pages.visit({ as: 'helen', path: '/help-desk' });
    await fillIn(page, 'bob', codes);
    await remove(page);
    await page.getByRole('region', { name: 'Setup code' }).waitFor();

    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));

    expect(await page.locator('.setup-code-letters').count()).toBe(0);
    await page.getByText(gone).waitFor();
  });

  test('My devices: a held user is led to the help desk', async () => {
    const { page: before } = await pages.visit({ as: 'bob' });
    await listIsShown(before);
    expect(await before.getByText(/you need a setup code/).count()).toBe(0);
    await removeCodesWithoutBrowser(pages, 'bob');
    const { page } = await pages.visit({ as: 'bob', byPassword: true });

    await page.getByText(/^Until .*, you need a setup code to set up a new device\./).waitFor();
    await page
      .getByRole('link', { name: /^Ask the help desk: .*0118/ })
      .first()
      .waitFor();
    await page
      .getByRole('region', { name: 'Recent changes' })
      .getByText(/A new device needs the setup code until/)
      .waitFor();
    await expectGood(page, 'my-devices-held');
  });

  test('My devices: who removes the last device gets the code there', async () => {
    const { page } = await pages.visit({ as: 'bob' });
    await listIsShown(page);
    await pages.peer.plant('bob', {
      pushDeviceProfiles: [],
      webauthnDeviceProfiles: [],
      boundDeviceProfiles: [],
    });
    await page.reload();
    await page.getByRole('button', { name: codes }).click();
    await dialog(page)
      .getByRole('button', { name: /^Remove 2/ })
      .click();

    await result(page).getByText('Write this down now.').waitFor();
    const code = await shownCode(page);
    expect(code).toMatch(form);
    expect(await keptBy(page)).not.toContain(code);
    await expectGood(page, 'my-devices-setup-code');
    expect(await decisionAt(pages, code)).toMatchObject({ reason: 'CODE_ACCEPTED' });
    await page.reload();
    await page.getByText(/you need a setup code to set up a new device/).waitFor();
    expect(await page.locator('.setup-code-letters').count()).toBe(0);
  });

  test('a second person gets the code of the change that they approve', async () => {
    const id = await requestReset(pages);
    const { page } = await pages.visit({ as: 'hugo', path: `/approvals/${id}` });
    await decide(page, 'Approve', 'Called back.');

    await page.getByText('Give this to the person yourself.').waitFor();
    const code = await shownCode(page);
    expect(code).toMatch(form);
    expect(await keptBy(page)).not.toContain(code);
    await expectGood(page, 'approval-setup-code');
    const { page: byHelen } = await pages.visit({ as: 'helen', path: `/approvals/${id}` });
    await byHelen.getByText(gone).waitFor();
    expect(await byHelen.textContent('body')).not.toContain(code);
  });
});
