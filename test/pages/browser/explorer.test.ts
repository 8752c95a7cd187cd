/** The explorer in a browser, in front of the sandbox, as `npm start` shows it. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { start, type StartedGateway } from '../../support/started-gateway.ts';
import { launchChromium } from './browsers.ts';

jest.setTimeout(60_000);

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
