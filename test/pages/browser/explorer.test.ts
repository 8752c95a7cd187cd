/** The explorer in a browser, in front of the sandbox, as `npm start` shows it. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { start, type StartedGateway } from '../../support/started-gateway.ts';
import { launchChromium } from './browsers.ts';
import { findingsOf } from './states.ts';

jest.setTimeout(180_000);

let gateway: StartedGateway;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  gateway = await start({ command: process.execPath, args: ['dist/main.js', 'sandbox'] });
  browser = await launchChromium();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await gateway?.stop();
});

/** Opens the explorer in a browser that has not visited it. */
async function open(): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000); // for a busy machine
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(line.text());
  });
  await page.goto(`http://127.0.0.1:${gateway.port}/graphql`);
  return page;
}

/** Waits until the editor shows an operation: a click before that is lost. */
const shown = (page: Page, operation: string): Promise<void> =>
  page.locator('.graphiql-query-editor').getByText(operation, { exact: true }).waitFor();

const signInAs = async (page: Page, name: string): Promise<void> => {
  await page.getByLabel('Sign in as').selectOption(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText(`You are ${name}.`).waitFor();
  await shown(page, 'ResetOathDevices');
};

/** Sends the operation of the open tab. */
async function run(page: Page): Promise<string> {
  const answer = page.waitForResponse((response) =>
    /\bmutation\b/.test(response.request().postData() ?? ''),
  );
  const isSent = answer.then(() => true);
  // GraphiQL learns which operation a tab has a moment after it shows the tab.
  const early = page.getByText('Cannot infer operation').first();
  const isEarly = (): Promise<boolean> =>
    early.waitFor().then(
      () => false,
      () => true,
    );
  do await page.getByRole('button', { name: /^Execute query/ }).click();
  while (!(await Promise.race([isSent, isEarly()])));
  return (await answer).text();
}

test('three clicks reset the one-time passwords of a demo user', async () => {
  const page = await open();
  await page.getByText('You are not signed in.').waitFor();

  await signInAs(page, 'alice');
  const answer = await run(page);

  expect(answer).toContain('"outcome":"DONE"');
  await page.getByText('"Alice\'s phone"').waitFor();
  expect(complaints).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'axe finds nothing in the %s explorer, its documentation and an answer',
  async (colorScheme) => {
    const page = await open();
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await shown(page, 'ResetOathDevices');
    const found: (readonly string[])[] = [await findingsOf(page)];

    await signInAs(page, 'alice');
    await run(page);
    await page.locator('.result-window').getByText('"outcome"').first().waitFor();
    found.push(await findingsOf(page));
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByText('All Schema Types').waitFor();
    found.push(await findingsOf(page));

    expect(found).toEqual([[], [], []]);
  },
);

test('the operations are in groups whose names are seen', async () => {
  const page = await open();
  await shown(page, 'ResetOathDevices');
  const tabs = page.getByRole('group', { name: 'Operations' });
  await tabs.getByRole('button', { name: 'RealmInsights', exact: true }).waitFor();

  const heads = await tabs
    .locator('[data-group]')
    .evaluateAll((all) => all.map((tab) => [tab.getAttribute('data-group'), tab.textContent]));

  expect(heads).toEqual([
    ['Resets', 'ResetOathDevices'],
    ['Look first', 'WhoAmI'],
    ['Changes', 'ResetDevices'],
    ['Staff', 'PersonActions'],
    ['A second person', 'RequestChange'],
    ['Proofs', 'StartPushProof'],
    ['All others', expect.any(String)],
  ]);
});
