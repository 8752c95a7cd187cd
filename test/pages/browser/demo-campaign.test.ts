/** The demo on PostgreSQL has a campaign, which is started and followed to its end. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { stories } from '../../../src/sandbox/browser/stories.ts';
import { launchChromium, launchFirefox } from './browsers.ts';
import { createCampaignStore, type CampaignStore } from './campaign-pages.ts';
import { expectFits, openDemo, type OpenDemo } from './demo-page.ts';
import { follow } from './demo-walks.ts';
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

  test.each(stories.filter(({ needsPostgres }) => needsPostgres === true))(
    '$title is followed to its end',
    async (story) => {
      const page = await follow(demo, story);

      expect(new URL(page.url()).port).toBe(`${demo.gateway.port}`);
      await expectFits(page);
    },
  );
});
