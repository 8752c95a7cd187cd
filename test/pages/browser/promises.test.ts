/** What one page promises, another one keeps: in Chromium and in Firefox. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { ReportUnrecognisedChangeDocument, ResetDevicesDocument } from '@identity-gateway/client';
import type { Page } from 'playwright-core';
import { withLists } from '../../support/with-lists.ts';
import { clientOf, decide, ended, requestReset } from './approvals-page.ts';
import { launchChromium, launchFirefox } from './browsers.ts';
import { open, pick, remove, tryButton } from './help-desk-page.ts';
import { dialog, listIsShown, result, rows } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import type { PagesStage } from './pages-stage.ts';
import { findingsOf } from './states.ts';

const rules = withLists({
  approvals: [{ changedDays: 7 }],
  limits: { staffChanges: [], personChanges: [] },
});
const codes = /^Remove all authenticator-app codes/;

/** Removes bob's passkeys as helen, and reports that as bob. Returns the reference. */
async function reportedChange(pages: PagesStage): Promise<string> {
  const target = { user: { id: pages.peer.idOf('bob') } };
  const reset = await (
    await clientOf(pages, 'helen')
  ).request(ResetDevicesDocument, { input: { target, kinds: ['WEB_AUTHN'], reason: 'A call.' } });
  const reference = reset.data?.resetDevices?.change?.reference;
  if (reference === undefined) throw new Error('Nothing was changed.');
  const bob = await clientOf(pages, 'bob');
  const { data } = await bob.request(ReportUnrecognisedChangeDocument, { input: { reference } });
  expect(data?.reportUnrecognisedDeviceChange?.change?.report?.state).toBe('OPEN');
  return reference;
}

const historyLink = (page: Page) =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /^History/ });

describe.each([
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
])('in %s', (_name, launch) => {
  const pages = usePages('pingam', rules, launch);

  // Every test has its own ledger, so that no other request or report waits.
  beforeEach(async () => {
    await pages.stopGateway();
    await pages.startGateway();
  });

  test('the help desk sees a report: count, person, change, approval, until it is taken', async () => {
    await reportedChange(pages);
    const { page } = await pages.visit({ as: 'hugo', path: '/help-desk' });
    await historyLink(page).getByText('1 report waits').waitFor();
    const queue = page.getByRole('region', { name: 'Waiting for you' });
    await queue.getByRole('link', { name: /^bob.*Reported as not recognised/ }).waitFor();
    expect(await findingsOf(page)).toEqual([]);
    await open(page, 'bob');
    const person = page.getByRole('region', { name: 'Person' });
    await person.getByText('Reported a change').waitFor();
    const earlier = page.getByRole('region', { name: 'Earlier changes' });
    await earlier.getByText(/^Reported as not recognised/).waitFor();
    expect(await findingsOf(page)).toEqual([]);

    const id = await requestReset(pages);
    await page.goto(`${pages.origin}/approvals/${id}`);
    const request = page.getByRole('region', { name: 'Requested change' });
    await request.getByText('Bob Example has reported a change').waitFor();
    await person.getByText('Reported a change').waitFor();
    expect(await findingsOf(page)).toEqual([]);

    await request.getByRole('link', { name: 'Show it in History' }).press('Enter');
    const listed = page.getByRole('region', { name: 'Changes, newest first' });
    await listed.getByText('No one has taken it up yet.').waitFor();
    await page.getByRole('button', { name: /^Take the report/ }).press('Enter');

    await listed.getByText('hugo took it up').waitFor();
    await historyLink(page).getByText('1 report waits').waitFor({ state: 'detached' });
    await page.goBack();
    await request.waitFor();
    expect(await page.getByText('has reported a change').count()).toBe(0);
    await earlier.getByText('hugo took it up').waitFor();
  });

  test('a sign-out everywhere else is offered only where it works, and said before', async () => {
    const { page } = await pages.visit({ as: 'bob' });
    await listIsShown(page);
    await page.getByRole('button', { name: /^I lost everything/ }).click();
    await dialog(page).getByText('You stay signed in elsewhere').waitFor();
    expect(await dialog(page).getByLabel('Also sign me out everywhere else').count()).toBe(0);
    expect(await findingsOf(page)).toEqual([]);

    await dialog(page)
      .getByRole('checkbox', { name: /^Passkeys/ })
      .check();
    await dialog(page)
      .getByRole('button', { name: /^Remove/ })
      .click();

    await result(page)
      .getByText(/^\d+ devices? removed$/)
      .waitFor();
    expect(await result(page).textContent()).not.toMatch(/signed in/i);
  });

  test('a second person is announced before the first step, and asked at once', async () => {
    const { page } = await pages.visit({ as: 'helen', path: '/help-desk' });
    await open(page, 'bob');
    await pick(page, codes);
    await tryButton(page).waitFor();
    expect(await page.getByText('needs a second person').count()).toBe(0);
    await reportedChange(pages);

    await page.reload();

    await page.getByText('A removal for Bob Example needs a second person.').waitFor();
    const ask = page.getByRole('button', { name: 'Ask a second person to remove 2 devices…' });
    expect(await findingsOf(page)).toEqual([]);
    await ask.click();
    await dialog(page)
      .getByRole('heading', { name: 'A second person has to approve this' })
      .waitFor();
  });

  test('after an approval the page shows the change among the earlier ones', async () => {
    await requestReset(pages);
    const { page } = await pages.visit({ as: 'hugo', path: '/help-desk' });
    const queue = page.getByRole('region', { name: 'Waiting for you' });
    await queue.getByRole('link', { name: /^bob.*Remove all/ }).click();
    await decide(page, 'Approve');

    await ended(page, 'Approved and done');

    const earlier = page.getByRole('region', { name: 'Earlier changes' });
    await earlier.getByText('approved by hugo.').waitFor();
    expect(await earlier.getByRole('listitem').count()).toBe(1);
  });

  test('the result and the text for the caller survive reload, Back and Forward', async () => {
    const { page } = await pages.visit({ as: 'helen', path: '/help-desk' });
    await open(page, 'bob');
    await pick(page, codes);
    await page.getByLabel('Ticket').pressSequentially('INC-20461');
    await remove(page);
    await page.getByRole('heading', { name: '2 devices removed for Bob Example' }).waitFor();
    const say = page.getByRole('region', { name: 'Tell the caller' });
    const said = await say.textContent();

    const isKept = async (): Promise<void> => {
      await page.getByRole('heading', { name: '2 devices removed for Bob Example' }).waitFor();
      expect(await say.textContent()).toBe(said);
      await result(page).getByText('INC-20461').waitFor();
    };
    await page.reload();
    await isKept();
    await page.getByRole('link', { name: 'Find another person' }).click();
    await page.getByRole('searchbox').waitFor();
    await page.goBack();
    await isKept();
    await page.goBack();
    await page.getByRole('searchbox').waitFor();
    await page.goForward();
    await isKept();

    await page.getByRole('button', { name: 'Back to Bob’s devices' }).click();
    await page.getByRole('region', { name: 'Earlier changes' }).waitFor();
    await page.reload();
    await page.getByRole('region', { name: 'Earlier changes' }).waitFor();
    expect(await say.count()).toBe(0);
  });

  test('while an outcome is open, a failed read says nothing about changes', async () => {
    const { page } = await pages.visit({ as: 'bob', expects: /503|502|Failed to load/ });
    pages.sandbox.breakNext({
      match: { path: /2fa\/oath(?:\?_action=reset|\/)/ },
      effect: { kind: 'cut', when: 'before' },
    });
    await page.getByRole('button', { name: codes }).click();
    await dialog(page).getByRole('button', { name: 'Remove 2 devices' }).click();
    await result(page).getByText('We don’t know yet').waitFor();
    pages.sandbox.breakNext({
      match: { method: 'GET', path: '/devices/2fa/oath' },
      times: Infinity,
      effect: { kind: 'status', status: 500 },
    });

    await page.reload();

    await result(page).getByText('May be gone').waitFor();
    await result(page).getByText('Device whose name was not read').first().waitFor();
    const unread = rows(page, 'Authenticator-app codes');
    await unread.getByText('These could not be loaded.').waitFor();
    await unread.getByText('can’t be read').waitFor();
    expect(await page.getByRole('main').textContent()).not.toMatch(/nothing was changed/i);
    expect(await findingsOf(page)).toEqual([]);
  });
});
