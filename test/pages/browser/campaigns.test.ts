/** *Campaigns* in a real browser, on a real PostgreSQL: follow and steer one, save its results. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { CampaignDocument } from '../../../packages/client/operations.ts';
import { barLink, openByBar } from './account.ts';
import {
  confirm,
  countsOf,
  createCampaignStore,
  openCampaign,
  progress,
  startWith,
  state,
  takeStep,
  type CampaignStore,
} from './campaign-pages.ts';
import { commandResult } from '../../support/run-command.ts';
import { usePages } from './pages-stage.ts';
import { setLevel } from './threat-page.ts';
import { expectGoodState } from './states.ts';

let store: CampaignStore;
beforeAll(async () => {
  store = await createCampaignStore();
});
const pages = usePages('pingam', () => ({ DATABASE_URL: store.url }));
afterAll(() => store.remove());

const everyone = ['bob', 'BOB', 'alice', '=2+3', 'no-such-user', 'vera'];

const answer = (page: Page) => page.getByRole('region', { name: 'Steps' }).getByRole('status');
const create = (as: string, plan: Parameters<CampaignStore['create']>[2]) =>
  store.create(pages.peer, as, plan);

async function checked(plan: Parameters<CampaignStore['create']>[2]): Promise<string> {
  const id = await create('ada', plan);
  await store.check(pages, id);
  return id;
}

/** Starts a campaign that resets few people a minute. */
async function startedSlowly(lines = everyone, pace = 1): Promise<string> {
  const id = await checked({ lines });
  await store.slowDown(id, pace);
  await store.start(pages, id);
  return id;
}

test('an administrator starts it by keyboard, sees it end without a reload, and saves results', async () => {
  const id = await checked({ lines: everyone });
  const { page } = await pages.visit({ as: 'oscar', path: '/' });
  await openByBar(page, 'Campaigns');
  await page.getByRole('heading', { name: 'Campaigns', exact: true }).waitFor();
  await page.getByText(id).waitFor();
  await expectGoodState(page, 'campaigns');
  await openCampaign(page, id);
  await state(page, 'Ready to start').waitFor();
  expect(await countsOf(page, 'What the dry run found')).toEqual([
    ['People read', '4'],
    ['Authenticator-app codes', '3'],
    ['Phone approvals', '2'],
    ['Left out: privileged', '1'],
    ['Left out: unknown name', '1'],
  ]);
  await page.getByText('as stated on the command line').waitFor();
  await expectGoodState(page, 'campaign-ready');

  await takeStep(page, 'Start');
  await page.getByRole('dialog').getByText('This can’t be undone.').waitFor();
  expect(await page.getByRole('dialog').locator('dl > div').allTextContents()).toEqual([
    'People to reset2',
    'Authenticator-app codes3',
    'Phone approvals2',
    'Left out: privileged1',
    'Left out: unknown name1',
    'Sessionsare ended',
    'Paceat most 6,000 people a minute',
    'Time until the endat least 1 minute',
  ]);
  await confirm(page, 'Start');
  await page.getByRole('dialog').getByText('This is not the number of people: 2.').waitFor();
  await expectGoodState(page, 'campaign-start');
  await page.keyboard.type('2');
  await confirm(page, 'Start');
  await answer(page).getByText('The campaign is started.').waitFor();
  expect(await answer(page).evaluate((element) => element === document.activeElement)).toBe(true);
  await state(page, 'Ended').waitFor();

  const bar = page.getByRole('progressbar', { name: 'Progress' });
  expect(await bar.evaluate((element) => element.getAttribute('value'))).toBe('6');
  await progress(page).getByText('6 of 6 lines').waitFor();
  expect(await countsOf(page, 'Results')).toEqual([
    ['Removed', '2'],
    ['Left out: not a name', '1'],
    ['Left out: named twice', '1'],
    ['Left out: privileged', '1'],
    ['Left out: unknown name', '1'],
  ]);
  await page.getByText(/by oscar$/).waitFor();
  await expectGoodState(page, 'campaign-ended');
  const rows = await savedRows(page);
  expect(rows.map((row) => row.slice(0, 4).join(' '))).toEqual([
    'number name state result',
    '1 bob DONE DONE',
    '2 BOB SKIPPED DUPLICATE',
    '3 alice DONE DONE',
    "4 '=2+3 SKIPPED BAD_LINE",
    '5 no-such-user SKIPPED UNKNOWN_NAME',
    '6 vera SKIPPED PRIVILEGED',
  ]);
  await page.getByText('The results are saved: 6 lines.').waitFor();
});

/** Saves the results by keyboard, and returns the cells of the file. */
async function savedRows(page: Page): Promise<string[][]> {
  const download = page.waitForEvent('download');
  await takeStep(page, 'Save the results as CSV');
  const text = await readFile(await (await download).path(), 'utf8');
  const lines = text.replace('\uFEFF', '').trimEnd().split('\r\n');
  return lines.map((line) => line.split(','));
}

test('the creator sees why they cannot start it, and another administrator can', async () => {
  const id = await create('Oscar', { lines: ['bob'] });
  const { page } = await pages.visit({ as: 'oscar', path: `/campaigns/${id}` });
  await state(page, 'Created').waitFor();
  expect(await page.getByRole('progressbar').count()).toBe(0);
  await store.check(pages, id);
  await page.reload();

  await page.getByText('The creator, Oscar, cannot start this campaign').waitFor();
  expect(await page.getByRole('button', { name: 'Start', exact: true }).count()).toBe(0);
  await page.getByRole('button', { name: 'Abort', exact: true }).waitFor();
  await expectGoodState(page, 'campaign-creator');
  const { page: other } = await pages.visit({ as: 'amadmin', path: `/campaigns/${id}` });
  await other.getByRole('button', { name: 'Start', exact: true }).waitFor();
});

test('it is paused, resumed and aborted for good by keyboard', async () => {
  const strangers = Array.from({ length: 12 }, (_, number) => `stranger-${number}`);
  const id = await startedSlowly([...strangers, ...everyone], 6);
  const { page } = await pages.visit({ as: 'oscar', path: `/campaigns/${id}` });
  await state(page, 'Running').waitFor();
  await progress(page)
    .getByText(/people a minute; at most 6/)
    .waitFor();
  await expectGoodState(page, 'campaign-running');

  await takeStep(page, 'Pause');
  await state(page, 'Paused').waitFor();
  await expectGoodState(page, 'campaign-paused');
  await takeStep(page, 'Resume');
  await state(page, 'Running').waitFor();
  await takeStep(page, 'Abort');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await state(page, 'Running').waitFor();
  await takeStep(page, 'Abort');
  await expectGoodState(page, 'campaign-abort');
  await confirm(page, 'Abort');
  await state(page, 'Aborted').waitFor();
  expect(await page.getByRole('button', { name: 'Abort', exact: true }).count()).toBe(0);
});

test('a frozen realm holds it; the page says so, and that it goes on', async () => {
  const id = await checked({ lines: everyone });
  const oscar = await pages.visit({ as: 'oscar', path: '/threat-level' });
  await setLevel(oscar.page, 'Frozen');
  await store.start(pages, id);

  await oscar.page.goto(`${pages.origin}/campaigns/${id}`);
  await progress(oscar.page).getByText('the threat level stops all changes').waitFor();
  expect(await progress(oscar.page).getByText('people a minute').count()).toBe(0);
  await expectGoodState(oscar.page, 'campaign-held');
  const lifting = ['threat', 'set', 'alpha', 'normal', '--reason', 'all clear'];
  expect(await commandResult(lifting, { DATABASE_URL: store.url })).toMatchObject({ code: 0 });
  await oscar.page.reload();
  await progress(oscar.page).getByText('6 of 6 lines').waitFor();
  expect(await progress(oscar.page).getByText('the threat level stops').count()).toBe(0);
});

test('failures of AM hold it; the page says so', async () => {
  const id = await startedSlowly();
  await store.hold(id, 'AM_FAILS');
  const { page } = await pages.visit({ as: 'oscar', path: `/campaigns/${id}` });

  await progress(page)
    .getByText(/the sign-in service fails/)
    .waitFor();
  expect(await state(page, 'Running').count()).toBe(1);
  await expectGoodState(page, 'campaign-am-fails');
  await store.abort(pages, id);
});

test('failures have their reasons, and are tried again by another person than the creator', async () => {
  const id = await checked({ lines: ['bob', 'alice'], options: ['--kinds=oath'] });
  pages.sandbox.breakNext({
    // Her only device is removed by a reset, or by itself.
    match: { path: /users\/alice\/devices\/2fa\/oath(?:\?_action=reset|\/)/ },
    times: 3,
    effect: { kind: 'status', status: 400, body: { code: 400 } },
  });
  const { page } = await pages.visit({ as: 'oscar', path: `/campaigns/${id}` });
  await startWith(page, 2);
  await state(page, 'Ended').waitFor();
  expect(await countsOf(page, 'Results')).toEqual([
    ['Removed', '1'],
    ['Failed', '1'],
  ]);
  await page.getByText('Unexpected answer of the sign-in service').waitFor();
  await expectGoodState(page, 'campaign-failed');

  await takeStep(page, 'Retry failures');
  await confirm(page, 'Retry failures');
  await page.getByText('No one has failed.').waitFor();
  await state(page, 'Ended').waitFor();
  expect(await countsOf(page, 'Results')).toEqual([['Removed', '2']]);
});

describe('it is read again by itself', () => {
  test('every five seconds while it runs, neither hidden nor switched off nor after its end', async () => {
    const id = await startedSlowly();
    const { page } = await pages.visit({ as: 'oscar' });
    await page.clock.install();
    const { hash } = CampaignDocument.__meta__;
    let reads = 0;
    page.on('request', (request) => {
      if (request.postData()?.includes(hash) === true) reads += 1;
    });
    const passFiveSeconds = async (): Promise<number> => {
      await page.clock.runFor(5_000);
      await page.waitForLoadState('networkidle');
      return reads;
    };
    const readsWithinHalfAMinute = async (): Promise<number> => {
      reads = 0;
      for (let passed = 0; passed < 30; passed += 5) await passFiveSeconds();
      return reads;
    };
    await page.goto(`${pages.origin}/campaigns/${id}`);
    await state(page, 'Running').waitFor();

    // A slow answer delays the next read: its five seconds begin at the answer.
    for (let passed = 0; passed < 30 && (await passFiveSeconds()) < 2; passed += 5);
    const whileItRuns = reads;
    await hide(page, true);
    const whileHidden = await readsWithinHalfAMinute();
    await hide(page, false);
    await page.getByRole('button', { name: 'Live updates', pressed: true }).click();
    const whileOff = await readsWithinHalfAMinute();
    await page.getByRole('button', { name: 'Live updates', pressed: false }).click();
    await store.abort(pages, id);
    await page.clock.runFor(5_000);
    await state(page, 'Aborted').waitFor();
    const afterItsEnd = await readsWithinHalfAMinute();

    expect({ whileItRuns, whileHidden, whileOff, afterItsEnd }).toEqual({
      whileItRuns: 2,
      whileHidden: 0,
      whileOff: 0,
      afterItsEnd: 0,
    });
  });

  test('and what was read stays if a read fails', async () => {
    const id = await startedSlowly();
    const { page } = await pages.visit({
      as: 'oscar',
      path: `/campaigns/${id}`,
      expects: /ERR_FAILED/,
    });
    await state(page, 'Running').waitFor();

    await page.route('**/graphql', (route) => route.abort());
    await page.getByText('These figures may be old:').waitFor();
    await state(page, 'Running').waitFor();
    await expectGoodState(page, 'campaign-old');
    // Otherwise the page's own next read may come before the click.
    await page.getByRole('button', { name: 'Live updates', pressed: true }).click();
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Read again' }).click();
    await page.getByText('These figures may be old:').waitFor({ state: 'detached' });
    expect(await state(page, 'Running').count()).toBe(1);
  });
});

async function hide(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    const value = hidden ? 'hidden' : 'visible';
    Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
}

test('the help desk gets a hint and no link, and an unknown number is said to be unknown', async () => {
  const { page } = await pages.visit({ as: 'helen', path: '/campaigns' });
  await page.getByText('Campaigns are for administrators').waitFor();
  expect(await barLink(page, 'Campaigns').count()).toBe(0);

  const { page: byOscar } = await pages.visit({ as: 'oscar', path: '/campaigns/none' });
  await byOscar.getByText('There is no campaign with this number').waitFor();
  await expectGoodState(byOscar, 'campaign-unknown');
});

describe('on SQLite', () => {
  const withoutCampaigns = usePages();

  test('administrators see no link to campaigns', async () => {
    const { page } = await withoutCampaigns.visit({ as: 'oscar', path: '/campaigns' });

    await page.getByText('need a gateway with PostgreSQL').waitFor();
    expect(await barLink(page, 'Campaigns').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'History' }).count()).toBe(1);
  });
});
