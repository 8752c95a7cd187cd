/** The demo on PostgreSQL has a campaign, which is started and followed to its end. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { launchChromium, launchFirefox } from './browsers.ts';
import { createCampaignStore, startWith, takeStep, type CampaignStore } from './campaign-pages.ts';
import { begin, expectFits, openDemo, type OpenDemo } from './demo-page.ts';
import { allowForBrowser } from './pages-stage.ts';

allowForBrowser();

describe.each([
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
])('in %s', (_browser, launch) => {
  let store: CampaignStore;
  let demo: OpenDemo;

  beforeAll(async () => {
    store = await createCampaignStore();
    demo = await openDemo(launch, { DATABASE_URL: store.url });
  }, 120_000);
  beforeEach(() => demo.startOver());
  afterAll(async () => {
    await demo?.close();
    await store?.remove();
  });

  test('a campaign', async () => {
    const page = await demo.visit();

    await begin(page, 'A campaign');
    const campaigns = page.getByRole('main').getByRole('link', { name: /Seeds of the vendor/ });
    await campaigns.first().waitFor();
    expect(await campaigns.count()).toBe(1);
    await expectFits(page);
    await campaigns.click();
    await startWith(page, 3);
    await takeStep(page, 'Pause');
    await page.getByText('The campaign is paused.').waitFor();
    await takeStep(page, 'Resume');

    await page
      .getByRole('region', { name: 'Progress' })
      .locator('[aria-current=step]')
      .and(page.getByText('Ended', { exact: true }))
      .waitFor({ timeout: 90_000 });
    await expectFits(page);
  });
});
