/** An obstacle that the pages do not know, as a later gateway can have one. */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { open } from './help-desk-page.ts';
import { usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';

const pages = usePages('pingam');
const sentence = 'Changes are made between 7 and 19 only.';

/** Lets each answer have an obstacle that no page asks for by name. */
async function standInTheWay(page: Page): Promise<void> {
  const obstacle = JSON.stringify({
    __typename: 'DeviceChangeObstacle',
    condition: 'LIMITS',
    message: sentence,
    remedies: ['WAIT', 'ASK_AN_ADMINISTRATOR'],
    until: new Date(Date.now() + 3_600_000).toISOString(),
  });
  await page.route('**/graphql', async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    await route.fulfill({
      response,
      body: text.replaceAll('"others":[]', `"others":[${obstacle}]`),
    });
  });
}

test('the help desk shows it once, until when, and what helps', async () => {
  const { page } = await pages.visit({ as: 'helen', path: '/signed-out' });
  await standInTheWay(page);
  await page.goto(`${pages.origin}/help-desk`);
  await open(page, 'bob');

  const line = page.getByText(sentence);
  await line.waitFor();
  expect(await line.count()).toBe(1);
  const note = page.locator('.note', { hasText: sentence });
  expect(await note.textContent()).toMatch(
    /Changes can be refused now:.*Until .*\. Try again later\. Ask an administrator\.$/,
  );
  await expectGoodState(page, 'help-desk-other-obstacle');
});

test('so do the own devices, above the list', async () => {
  const { page } = await pages.visit({ as: 'bob', path: '/signed-out' });
  await standInTheWay(page);
  await page.goto(`${pages.origin}/`);

  const line = page.getByText(sentence);
  await line.waitFor();
  expect(await line.count()).toBe(1);
  await expectGoodState(page, 'my-devices-other-obstacle');
});
