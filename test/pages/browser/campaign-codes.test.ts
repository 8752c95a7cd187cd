/** A campaign in a realm with holds says, before the start and after, who calls for a code. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { withLists } from '../../support/with-lists.ts';
import {
  confirm,
  createCampaignStore,
  openCampaign,
  state,
  takeStep,
  type CampaignStore,
} from './campaign-pages.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

let store: CampaignStore;
beforeAll(async () => {
  store = await createCampaignStore();
});
const pages = usePages('pingam', () => ({
  DATABASE_URL: store.url,
  ...withLists({ enrolment: { rules: [{ method: 'ticket' }] } }),
  ENROLMENT_SECRET: 'the-secret-of-the-script-and-the-gateway',
}));
afterAll(() => store.remove());

const call = 'these people have to call the help desk for one';

test('before the start, in its dialog and with the result', async () => {
  const id = await store.create(pages.peer, 'ada', { lines: ['bob'] });
  await store.check(pages, id);
  const { page } = await pages.visit({ as: 'oscar', path: '/campaigns' });
  await openCampaign(page, id);
  await state(page, 'Ready to start').waitFor();
  await page.getByRole('main').getByText(call).waitFor();

  await takeStep(page, 'Start');
  await page.getByRole('dialog').getByText(call).waitFor();
  await expectGoodState(page, 'campaign-codes');
  await page.keyboard.type('1');
  await confirm(page, 'Start');

  await state(page, 'Ended').waitFor();
  expect(await page.getByRole('main').getByText(call).count()).toBe(1);
});
