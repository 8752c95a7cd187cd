/** Every page on a phone of 360 px, in every language: nothing scrolls sideways or is cut off. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { proofEnv } from '../../support/peer.ts';
import { withLists } from '../../support/with-lists.ts';
import { removeCodesWithoutBrowser, requestReset } from './approvals-page.ts';
import { createCampaignStore, type CampaignStore } from './campaign-pages.ts';
import { misfitsOf } from './misfits.ts';
import { usePages } from './pages-stage.ts';

let store: CampaignStore;
beforeAll(async () => {
  store = await createCampaignStore();
});
const pages = usePages('pingam', () => ({
  ...proofEnv,
  DATABASE_URL: store.url,
  VERIFICATION_REQUIRED: 'help-desk',
  ...withLists({ limits: { staffChanges: [], personChanges: [] } }),
}));
afterAll(() => store.remove());
let rows: Readonly<Record<string, Row>>;
beforeAll(async () => {
  await removeCodesWithoutBrowser(pages, 'alice');
  const request = await requestReset(pages, { name: 'bob' });
  const campaign = await store.create(pages.peer, 'ada', { lines });
  await store.check(pages, campaign);
  rows = rowsOf({ campaign, request });
});

const lines = ['bob', 'BOB', 'alice', 'no-such-user', 'vera'];

/** A page, its reader, and what is pressed there, one after the other. */
interface Row {
  readonly as?: string;
  readonly path: string;
  readonly shows: string;
  readonly press?: readonly string[];
}

/** Each page, by the name of its picture. */
const rowsOf = ({
  campaign,
  request,
}: Readonly<Record<'campaign' | 'request', string>>): Readonly<Record<string, Row>> => ({
  'sign-in': { path: '/', shows: 'h1' },
  'my-devices': { as: 'bob', path: '/', shows: '.device' },
  removal: {
    as: 'bob',
    path: '/',
    shows: '.device',
    press: ['main [aria-haspopup=dialog]:visible'],
  },
  desk: { as: 'helen', path: '/help-desk', shows: '[type=search]' },
  person: { as: 'helen', path: '/help-desk/?person=bob', shows: 'form.desk-form [type=submit]' },
  approvals: { as: 'oscar', path: '/approvals', shows: '.people a' },
  request: { as: 'oscar', path: `/approvals/${request}`, shows: 'h2' },
  history: { as: 'oscar', path: '/history', shows: 'main tbody tr' },
  insights: { as: 'oscar', path: '/insights', shows: '.chart' },
  level: { as: 'oscar', path: '/threat-level', shows: '.level-card' },
  campaigns: { as: 'oscar', path: '/campaigns', shows: '.campaign-entry' },
  campaign: { as: 'oscar', path: `/campaigns/${campaign}`, shows: '.stepper' },
  'new-campaign': { as: 'oscar', path: '/campaigns/new', shows: 'form' },
  unknown: { as: 'bob', path: '/no-such-page', shows: 'h1' },
});

async function show(page: Page, { shows, press = [] }: Row): Promise<void> {
  await page.locator(shows).first().waitFor();
  for (const button of press) await page.locator(button).first().click();
}

test.each(['en-GB', 'de-DE', 'fr-FR', 'es-ES', 'ar-EG'])('in %s', async (locale) => {
  const found: string[] = [];
  for (const [name, row] of Object.entries(rows)) {
    const visit = { ...row, locale, viewport: { width: 360, height: 740 } };
    const { page, context } = await pages.visit({ ...visit, expects: /404/ });
    await show(page, row);
    const misfits = await misfitsOf(page, `360-${locale}-${name}`);
    found.push(...misfits.map((misfit) => `${name}: ${misfit}`));
    await context.close();
  }
  expect(found).toEqual([]);
});
