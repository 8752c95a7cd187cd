/** The demo of `npm start`: each thing to try is followed to its end in both browsers. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { stories } from '../../../src/sandbox/browser/stories.ts';
import { sandboxPassword } from '../../../src/sandbox/index.ts';
import { launchChromium, launchFirefox } from './browsers.ts';
import { begin, expectFits, openDemo, type OpenDemo } from './demo-page.ts';
import { follow } from './demo-walks.ts';
import { allowForBrowser } from './pages-stage.ts';
import { codeOn, typeCode } from './sandbox-sign-in.ts';
import { expectGoodState } from './states.ts';
import { setLevel } from './threat-page.ts';

allowForBrowser();

describe.each([
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
])('in %s', (_browser, launch) => {
  let demo: OpenDemo;

  beforeAll(async () => {
    demo = await openDemo(launch);
  }, 120_000);
  beforeEach(() => demo.startOver());
  afterAll(() => demo?.close());

  test.each(stories.filter(({ needsPostgres }) => needsPostgres !== true))(
    '$title is followed to its end',
    async (story) => {
      const page = await follow(demo, story);

      expect(new URL(page.url()).port).toBe(`${demo.gateway.port}`);
      await expectFits(page);
    },
  );

  test('the demo starts over: nothing is left of a bad day', async () => {
    const page = await demo.visit();
    await expectFits(page);
    await begin(page, 'A bad day');
    await setLevel(page, 'Locked');

    await page.goto(demo.startPage);
    await page.getByRole('button', { name: 'Start over' }).click();
    await page.waitForURL(demo.startPage);

    await begin(page, 'A lost phone');
    await page.getByRole('button', { name: "Remove Bob's old phone" }).waitFor();
    expect(await page.getByRole('complementary', { name: 'Incident' }).count()).toBe(0);
  });

  test.each([
    ['bob', "Bob's phone", 'My devices'],
    ['ada', "Ada's phone", 'Approvals'],
  ])('the card of %s leads to the pages, after password and code', async (name, phone, heading) => {
    const page = await demo.visit();
    const code = await codeOn(page, { origin: new URL(demo.startPage).origin, phone });
    expect(await page.locator('h2').first().textContent()).toBe('bob');
    await expectFits(page);

    await page.getByRole('link', { name: `Sign in as ${name}` }).click();
    await page.getByLabel('User name').fill(name);
    await page.getByLabel('Password').fill(sandboxPassword);
    await page.getByRole('button', { name: 'Continue' }).click();
    await typeCode(page, code);

    await page.getByRole('heading', { name: heading, exact: true }).waitFor();
    expect(new URL(page.url()).port).toBe(`${demo.gateway.port}`);
  });
});

test('the pages of the sandbox look good in each look', async () => {
  const demo = await openDemo(launchChromium);
  try {
    const page = await demo.visit();
    await expectGoodState(page, 'demo-start');
    await page.getByRole('link', { name: 'People and their phones' }).first().click();
    await page.getByRole('heading', { name: 'People and their phones' }).waitFor();
    await expectGoodState(page, 'demo-people');
    expect(await page.getByText('which this gateway does not serve').count()).toBe(3);
  } finally {
    await demo.close();
  }
});
