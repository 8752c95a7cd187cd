/** *New campaign* in real browsers: create of a file, a group or a search, dry run, and start. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { launchFirefox } from './browsers.ts';
import {
  countsOf,
  createCampaignStore,
  startWith,
  state,
  type CampaignStore,
} from './campaign-pages.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState, findingsOf } from './states.ts';

let store: CampaignStore;
beforeAll(async () => {
  store = await createCampaignStore();
});
const pages = usePages('pingam', () => ({ DATABASE_URL: store.url }));
afterAll(() => store.remove());

const fileOf = (text: string | Uint8Array) => ({
  name: 'people.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
});

async function fill(page: Page): Promise<void> {
  await page.getByLabel('Authenticator-app codes').check();
  await page.getByLabel('Reason').fill('Seeds of the vendor were stolen.');
}
const create = (page: Page) => page.getByRole('button', { name: 'Create', exact: true }).click();

test('an administrator creates it of a hostile file and checks it, and another one starts it', async () => {
  const { page } = await pages.visit({ as: 'oscar', path: '/campaigns' });
  await page.getByText(/^No campaign .* “New campaign” creates one/).waitFor();
  await page.getByRole('link', { name: 'New campaign' }).click();
  await page.getByRole('heading', { name: 'New campaign', level: 1 }).waitFor();
  expect(await page.title()).toBe('New campaign – identity-gateway');
  await expectGoodState(page, 'new-campaign');
  await create(page);
  await page.getByText('Choose a file.').waitFor();
  await page.getByText('Choose at least one kind.').waitFor();
  await expectGoodState(page, 'new-campaign-faults');

  await fill(page);
  await page
    .getByLabel('File with one person')
    .setInputFiles(fileOf('\uFEFFuser\n"bob";x\n=1+1|\nBOB\nalice\n'));
  await create(page);
  await page.getByText('2 lines name no person.').waitFor();
  expect(await page.locator('.bad-lines li').allTextContents()).toEqual([
    'Line 3: =1+1| (Left out: not a name)',
    'Line 4: BOB (Left out: named twice)',
  ]);
  expect(await page.getByLabel('Reason').inputValue()).toBe('Seeds of the vendor were stolen.');
  await expectGoodState(page, 'new-campaign-bad-lines');

  await page.getByRole('button', { name: 'Create without these lines' }).click();
  await state(page, 'Created').waitFor();
  await expectGoodState(page, 'new-campaign-created');
  await page.getByRole('button', { name: 'Start the dry run' }).click();
  await state(page, 'Ready to start').waitFor();
  expect(await countsOf(page, 'What the dry run found')).toEqual([
    ['People read', '2'],
    ['Authenticator-app codes', '3'],
  ]);
  await page.getByText('The creator, oscar, cannot start').waitFor();

  const { page: other } = await pages.visit({ as: 'amadmin', path: new URL(page.url()).pathname });
  await startWith(other, 2);
  await state(other, 'Ended').waitFor();
  const campaign = (await other.getByText(/^Campaign /).textContent()) ?? '';
  await other.goto(`${pages.origin}/history`);
  await other.getByText(`${campaign}.`).first().waitFor();
  expect(await other.title()).toBe('History – identity-gateway');
  await other.goto(`${pages.origin}/insights`);
  const staff = other.getByRole('region', { name: 'Most changes by staff' });
  await staff.getByRole('rowheader', { name: campaign }).waitFor();
  expect(await other.title()).toBe('Insights – identity-gateway');
});

test.each([
  ['too large', 'x\n'.repeat(30_000), 'more than 50 KB'],
  ['no text', new Uint8Array([0x50, 0x4b, 3, 4, 0xff, 0xfe]), 'no text in UTF-8'],
  ['empty', ' \n', 'This file is empty'],
])('a file that is %s is refused at once', async (_label, text, message) => {
  const { page } = await pages.visit({ as: 'oscar', path: '/campaigns/new' });
  await page.getByLabel('File with one person').setInputFiles(fileOf(text));
  await page.getByText(message).waitFor();
  await fill(page);
  await create(page);
  expect(await page.getByText(message).count()).toBe(1);
});

test.each([
  ['group', 'Members of a group', 'Name of the group', 'helpdesk'],
  ['search', 'Search', 'Start of a user name', 'bob'],
])('a %s names the people; one that names no one is refused', async (_kind, by, label, name) => {
  const { page } = await pages.visit({ as: 'oscar', path: '/campaigns/new' });
  await page.getByLabel('People', { exact: true }).selectOption(by);
  await fill(page);
  await page.getByLabel(label).fill('no-such-thing');
  await create(page);
  await page.getByText('This list cannot be used').waitFor();

  await page.getByLabel(label).fill(name);
  await create(page);
  await state(page, 'Created').waitFor();
  expect(await page.getByText('Seeds of the vendor were stolen.').count()).toBe(1);
});

test('the help desk gets a hint', async () => {
  const { page } = await pages.visit({ as: 'helen', path: '/campaigns/new' });
  await page.getByText('Campaigns are for administrators').waitFor();
  expect(await page.getByRole('button', { name: 'Create' }).count()).toBe(0);
});

describe('in Firefox', () => {
  const those = usePages('pingam', () => ({ DATABASE_URL: store.url }), launchFirefox);
  const reason = (page: Page) => page.getByLabel('Reason');

  test('it is created of a file and checked', async () => {
    const { page } = await those.visit({ as: 'oscar', path: '/campaigns/new' });
    await page.getByLabel('File with one person').setInputFiles(fileOf('bob\nalice\n'));
    await page.getByLabel('Authenticator-app codes').check();
    await reason(page).click();
    await page.keyboard.type('Stolen seeds.');
    expect(await findingsOf(page)).toEqual([]);
    await create(page);
    await page.getByRole('button', { name: 'Start the dry run' }).click();
    await state(page, 'Ready to start').waitFor();
  });

  test.each([
    // A password manager's script sets the value in the same way.
    ['is filled in by a script', (page: Page) => reason(page).fill('Stolen seeds.')],
    [
      'is pasted',
      async (page: Page) => {
        await page.getByLabel('Ticket').click();
        await page.keyboard.type('Stolen seeds.');
        await page.keyboard.press('ControlOrMeta+A');
        await page.keyboard.press('ControlOrMeta+X');
        await reason(page).click();
        await page.keyboard.press('ControlOrMeta+V');
      },
    ],
  ])('a reason that %s counts as typed', async (_label, give) => {
    const { page } = await those.visit({ as: 'oscar', path: '/campaigns/new' });
    await give(page);
    expect(await reason(page).inputValue()).toBe('Stolen seeds.');

    await create(page);

    await page.getByText('Choose a file.').waitFor();
    expect(await page.getByText('Give a reason.').count()).toBe(0);
    expect(await reason(page).inputValue()).toBe('Stolen seeds.');
  });
});
