/** *Approvals* in a real browser: a second person decides about a requested change, or cannot. */
import { beforeEach, expect, test } from '@jest/globals';
import { places } from '../../reliability/am-traffic.ts';
import { approvalsLink, decide, ended, requestReset } from './approvals-page.ts';
import { dialog, focused, tabTo } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const unlimited = { LIMIT_STAFF_CHANGES: 'none', LIMIT_PERSON_CHANGES: 'none' };
const pages = usePages('pingam', { APPROVAL_REQUIRED: 'everyone', ...unlimited });

// Every test has its own ledger, so that no other request waits.
beforeEach(async () => {
  await pages.stopGateway();
  await pages.startGateway();
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
  expect(await approvalsLink(page).textContent()).toBe('Approvals');
  await page.getByText('“Called bob back.”').first().waitFor();
  await expectGoodState(page, 'approvals-done');
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

test('devices that change after the request end it without a change', async () => {
  const id = await requestReset(pages);
  const { page } = await pages.visit({ as: 'hugo', path: `/approvals/${id}` });
  await page.getByRole('button', { name: 'Approve…' }).waitFor();
  await pages.removeAtAm('bob', 'OATH');
  const { page: later } = await pages.visit({ as: 'hugo', path: `/approvals/${id}` });
  await later.getByText('Other devices are registered now than at the request.').waitFor();
  await expectGoodState(later, 'approvals-changed-since');

  await decide(page, 'Approve');

  await ended(page, 'Not carried out: the devices have changed');
  expect(await focused(page)).toContain('It has to be requested again.');
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
