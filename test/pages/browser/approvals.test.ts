/** *Approvals* in a real browser: a second person decides about a requested change, or cannot. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { ApproveChangeDocument } from '@identity-gateway/client';
import type { Route } from 'playwright-core';
import { places } from '../../reliability/am-traffic.ts';
import { withLists } from '../../support/with-lists.ts';
import { approvalsLink, clientOf, decide, ended, requestReset } from './approvals-page.ts';
import { dialog, focused, result, tabTo } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState, findingsOf } from './states.ts';

const unlimited = withLists({ limits: { staffChanges: [], personChanges: [] } });
const pages = usePages('pingam', {
  ...withLists({ approvals: [{ of: 'everyone' }] }),
  ...unlimited,
});

// Every test has its own ledger, so that no other request waits.
beforeEach(async () => {
  await pages.stopGateway();
  await pages.startGateway();
});

test('an empty list says when a request is here', async () => {
  const { page } = await pages.visit({ as: 'hugo', path: '/approvals' });
  await page
    .getByText(/^No request waits\. When a colleague asks for a second person, the request is here/)
    .waitFor();
  expect(await findingsOf(page)).toEqual([]);
});

test('a second person sees the whole request and approves it by keyboard (decision 68)', async () => {
  await requestReset(pages);
  const { page } = await pages.visit({ as: 'hugo' });
  await approvalsLink(page).getByText('1 request waits for you').waitFor();
  await approvalsLink(page).press('Enter');
  const row = page.getByRole('region', { name: 'Waiting requests, oldest first' });
  await row.getByText('Waits for you').waitFor();
  expect(await row.getByRole('listitem').count()).toBe(1);
  expect(await row.getByRole('link').textContent()).toMatch(
    /bob.*Remove all: authenticator-app codes.*helen, help desk\..*\d+ minutes left/,
  );
  await expectGoodState(page, 'approvals');

  await row.getByRole('link').press('Enter');
  const request = page.getByRole('region', { name: 'Requested change' });
  await request.waitFor();
  expect(await focused(page)).toBe('Bob Example');
  expect(await page.title()).toBe('Bob Example – Approvals – identity-gateway');
  const person = await page.getByRole('region', { name: 'Person' }).textContent();
  expect(person).toContain('b•••@');
  const facts = await request.textContent();
  expect(facts).toContain('helen, help desk.');
  expect(facts).toContain('Phone lost on Saturday.');
  expect(facts).toContain('INC-20461');
  expect(facts).toContain('Called back on the number on file');
  expect(facts).toMatch(/\d+ minutes left, until .*\d\d:\d\d/);
  expect(await request.getByRole('listitem').count()).toBe(2);
  await expectGoodState(page, 'approvals-request');

  await tabTo(page, 'Approve…');
  await page.keyboard.press('Enter');
  await dialog(page).getByRole('heading', { name: 'Remove 2 devices for Bob Example' }).waitFor();
  expect(await focused(page)).toBe('Cancel');
  await expectGoodState(page, 'approvals-confirm');
  await dialog(page).getByLabel('Note (optional)').fill('Called bob back.');
  await dialog(page).getByRole('button', { name: 'Approve and remove' }).press('Enter');
  await ended(page, 'Approved and done');
  expect(await focused(page)).toContain('2 devices were removed.');
  // The count is read again after the change.
  await approvalsLink(page).getByText('1 request waits for you').waitFor({ state: 'detached' });
  expect(await approvalsLink(page).textContent()).toBe('Approvals');
  await page.getByText('“Called bob back.”').first().waitFor();
  await expectGoodState(page, 'approvals-done');
});

test('approver and requester learn when it was checked, and what became of the sessions', async () => {
  const id = await requestReset(pages, { endSessions: true });
  const { page } = await pages.visit({ as: 'hugo', path: `/approvals/${id}` });
  await decide(page, 'Approve');
  await ended(page, 'Approved and done');
  const { page: byHelen } = await pages.visit({ as: 'helen', path: `/approvals/${id}` });

  for (const seen of [page, byHelen]) {
    await result(seen)
      .getByText(/^Checked at \d\d:\d\d/)
      .waitFor();
    await result(seen).getByText('Signed out', { exact: true }).waitFor();
    expect(await findingsOf(seen)).toEqual([]);
  }
});

test('a rejection with a note changes nothing, and the requester reads the note', async () => {
  const id = await requestReset(pages);
  const { page } = await pages.visit({ as: 'hugo', path: `/approvals/${id}` });

  await decide(page, 'Reject', 'Bob did not call.');

  await ended(page, 'Rejected');
  expect(await focused(page)).toContain('Nothing was changed.');
  const { page: byHelen } = await pages.visit({ as: 'helen', path: `/approvals/${id}` });
  await ended(byHelen, 'Rejected');
  await byHelen.getByText('“Bob did not call.”').waitFor();
  await byHelen.getByText('hugo, help desk.').waitFor();
  await expectGoodState(byHelen, 'approvals-rejected');
});

test('devices that go after the request end it without a change', async () => {
  const id = await requestReset(pages);
  const { page } = await pages.visit({ as: 'hugo', path: `/approvals/${id}` });
  await page.getByRole('button', { name: 'Approve…' }).waitFor();
  await pages.removeAtAm('bob', 'OATH');
  const { page: later } = await pages.visit({ as: 'hugo', path: `/approvals/${id}` });
  await later.getByText('Other devices are registered now than at the request.').waitFor();
  await expectGoodState(later, 'approvals-changed-since');

  await decide(page, 'Approve');

  await ended(page, 'Not needed any more: the devices are gone');
  expect(await focused(page)).toContain('nothing is left to do.');
});

test('a change that is only partly done is shown as such', async () => {
  const id = await requestReset(pages, { change: { reset: ['OATH', 'PUSH'] } });
  const { page } = await pages.visit({ as: 'hugo', path: `/approvals/${id}` });
  await page.getByRole('button', { name: 'Approve…' }).waitFor();
  const match = { method: 'POST', path: '/devices/2fa/push' };
  const body = { code: 403, message: 'Forbidden' };
  pages.sandbox.breakNext({ match, effect: { kind: 'status', status: 403, body } });

  await decide(page, 'Approve');

  await ended(page, 'Approved, and only partly done');
  expect(await focused(page)).toContain('2 devices were removed. Others are still registered.');
  await expectGoodState(page, 'approvals-partly');
});

test('a colleague who was faster is named, with what became of the change', async () => {
  const id = await requestReset(pages);
  const { page } = await pages.visit({ as: 'hugo', path: `/approvals/${id}` });
  await page.getByRole('button', { name: 'Reject…' }).waitFor();
  const oscar = await clientOf(pages, 'oscar');
  await oscar.request(ApproveChangeDocument, { input: { id } });

  await decide(page, 'Reject');

  await ended(page, 'Approved and done');
  expect(await focused(page)).toContain('2 devices were removed.');
  await page.getByText('Your decision changed nothing.').waitFor();
  await page.getByText('oscar, administrator.').waitFor();
});

test('the requester can only withdraw it, and the person concerned does not see it', async () => {
  const id = await requestReset(pages);
  const { page } = await pages.visit({ as: 'helen', path: '/approvals' });
  await page.getByText('Requested by you').waitFor();
  expect(await approvalsLink(page).textContent()).toBe('Approvals');
  await page.getByRole('link', { name: /^bob/ }).click();
  await page.getByText('so another member of staff has to decide').waitFor();
  expect(await page.getByRole('button', { name: 'Approve…' }).count()).toBe(0);
  await expectGoodState(page, 'approvals-own');
  await page.getByRole('button', { name: 'Withdraw…' }).click();
  await dialog(page).getByRole('button', { name: 'Withdraw' }).click();
  await ended(page, 'Withdrawn');

  const ofHugo = await requestReset(pages, { name: 'hugo' });
  const { page: byHugo } = await pages.visit({ as: 'hugo', path: `/approvals/${ofHugo}` });
  await byHugo.getByRole('heading', { name: 'There is no such request for you' }).waitFor();
  await expectGoodState(byHugo, 'approvals-not-yours');
  expect(id).not.toBe(ofHugo);
});

test('a request whose time is over is shown as expired', async () => {
  const id = await requestReset(pages);
  const { page } = await pages.visit({ as: 'hugo' });
  await page.clock.install();
  await page.goto(`${pages.origin}/approvals/${id}`);
  await page.getByRole('button', { name: 'Approve…' }).waitFor();

  await page.clock.fastForward('25:00:00');

  await page.getByText('The time is over.').first().waitFor();
  expect(await page.getByRole('button', { name: 'Approve…' }).count()).toBe(0);
  await page.route('**/graphql', async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    await route.fulfill({ response, body: text.replace('"WAITING"', '"EXPIRED"') });
  });
  await page.getByRole('button', { name: 'Look again' }).click();
  await ended(page, 'Expired');
  await page.getByText('It was not approved in time.').waitFor();
});

/** Answers that leave open whether an approval was recorded: none, and a commit without a reply. */
const openAnswers = {
  'is lost': (route: Route) => route.abort(),
  'leaves open what was recorded': (route: Route) => {
    const extensions = { code: 'AUDIT_UNAVAILABLE', mayBeRecorded: true };
    const errors = [{ message: 'It is not known.', path: ['approveDeviceChange'], extensions }];
    return route.fulfill({ json: { data: { approveDeviceChange: null }, errors } });
  },
};

test.each(Object.entries(openAnswers))(
  'an answer that %s is replaced by the request',
  async (_, answer) => {
    const id = await requestReset(pages);
    const { page } = await pages.visit({
      as: 'hugo',
      path: `/approvals/${id}`,
      expects: /Failed to load/,
    });
    await page.getByRole('button', { name: 'Approve…' }).waitFor();
    let isFirst = true;
    await page.route('**/graphql', async (route) => {
      const response = await route.fetch();
      const isLost = isFirst && route.request().postData()?.includes('"note"') === true;
      if (isLost) isFirst = false;
      await (isLost ? answer(route) : route.fulfill({ response }));
    });

    await decide(page, 'Approve');

    await ended(page, 'Approved and done');
    expect(await focused(page)).toContain('2 devices were removed.');
  },
);

test('a page in use counts again within a minute, and a page left alone sends nothing', async () => {
  const { page } = await pages.visit({ as: 'hugo' });
  await page.clock.install();
  await page.goto(`${pages.origin}/`);
  await approvalsLink(page).waitFor();
  await page.waitForLoadState('networkidle');
  await requestReset(pages);
  let requests = 0;
  page.on('request', (request) => (requests += request.url().endsWith('/graphql') ? 1 : 0));

  await page.clock.runFor(10 * 60_000);
  expect(requests).toBe(0);
  await page.keyboard.press('Tab');
  await approvalsLink(page).getByText('1 request waits for you').waitFor();

  // The reports and the threat level are looked for, too.
  await page.clock.runFor(10 * 60_000);
  expect(requests).toBe(3);
});

test('a fresh sign-in that AM wants for an approval keeps the decision and its note', async () => {
  const id = await requestReset(pages);
  const { page, context } = await pages.visit({ as: 'hugo', path: `/approvals/${id}` });
  await page.getByRole('button', { name: 'Approve…' }).waitFor();
  const body = { code: 403, reason: 'Forbidden', message: 'User not permitted.' };
  const effect = { kind: 'status', status: 403, body } as const;
  pages.sandbox.breakNext({ match: places.oathList, effect });

  await decide(page, 'Approve', 'Called bob back.');

  await dialog(page).getByText('Please sign in again to approve the removal.').waitFor();
  const link = dialog(page).getByRole('link', { name: 'Sign in again' });
  const { searchParams } = new URL((await link.getAttribute('href')) ?? '', pages.origin);
  expect(searchParams.get('fresh')).toBe('1');
  expect(searchParams.get('return')).toBe(`/approvals/${id}`);
  await expectGoodState(page, 'approvals-step-up');
  await pages.signIn(context, 'hugo');
  await page.reload();
  const note = dialog(page).getByLabel('Note (optional)');
  await note.waitFor();
  expect(await note.inputValue()).toBe('Called bob back.');
  await dialog(page).getByRole('button', { name: 'Approve and remove' }).click();
  await ended(page, 'Approved and done');
  await page.getByText('“Called bob back.”').first().waitFor();
  await page.reload();
  await ended(page, 'Approved and done');
  expect(await dialog(page).count()).toBe(0);
});

test('auditors and users are not offered the page', async () => {
  for (const as of ['rita', 'alice']) {
    const { page } = await pages.visit({ as, path: '/approvals' });
    await page.getByText('Requests are for staff').waitFor();
    expect(await approvalsLink(page).count()).toBe(0);
  }
});

describe('where a limit is reached', () => {
  const limited = usePages(
    'pingam',
    withLists({
      approvals: [{ of: 'everyone' }],
      limits: { staffChanges: [{ most: 1, within: '1h' }], personChanges: [] },
    }),
  );

  test('the request continues to wait', async () => {
    const [first, second] = [
      await requestReset(limited),
      await requestReset(limited, { name: 'dave' }),
    ];
    const oscar = await clientOf(limited, 'oscar');
    await oscar.request(ApproveChangeDocument, { input: { id: first } });
    const { page } = await limited.visit({ as: 'hugo', path: `/approvals/${second}` });

    await decide(page, 'Approve');

    await page.getByText('The request continues to wait.').waitFor();
    await page.getByText('A limit of changes refuses this').waitFor();
    expect(await focused(page)).toBe('Approve…');
    await expectGoodState(page, 'approvals-limited');
  });
});
