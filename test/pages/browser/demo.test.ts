/** The demo of `npm start`: six things to try, each walked to its end in both browsers. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxPassword } from '../../../src/sandbox/index.ts';
import { decide, ended } from './approvals-page.ts';
import { launchChromium, launchFirefox } from './browsers.ts';
import { begin, expectFits, openDemo, type OpenDemo } from './demo-page.ts';
import { fillCall, pick, remove } from './help-desk-page.ts';
import { dialog, listIsShown, namesOf, result } from './my-devices-page.ts';
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

  test('a lost phone', async () => {
    const page = await demo.visit();
    await expectFits(page);

    await begin(page, 'A lost phone');
    await listIsShown(page);
    await page.getByRole('button', { name: "Remove Bob's old phone" }).click();
    await dialog(page).getByRole('button', { name: 'Remove this device' }).click();

    await result(page).getByText('Reference').waitFor();
    expect(await namesOf(page, 'Authenticator app')).toEqual(["Bob's phone"]);
    await expectFits(page);
  });

  test('a caller at the desk, whose ticket is filled in', async () => {
    const page = await demo.visit();

    await begin(page, 'A caller at the desk');
    await page.getByRole('region', { name: 'Person' }).getByText('Bob Example').waitFor();
    expect(await page.getByLabel('Ticket').inputValue()).toBe('INC-20461');
    await pick(page, /^Remove all phone approvals/);
    await fillCall(page);
    await remove(page);

    await page.getByRole('heading', { name: '1 device removed for Bob Example' }).waitFor();
    await page.getByRole('region', { name: 'Tell the caller' }).waitFor();
    await expectFits(page);
  });

  test('a change that needs a second person: one request waits', async () => {
    const page = await demo.visit();

    await begin(page, 'A change that needs a second person');
    await page.getByRole('link', { name: /^vera/ }).click();
    await page.getByRole('region', { name: 'Requested change' }).getByText('INC-20455').waitFor();
    await decide(page, 'Approve', 'Called her.');

    await ended(page, 'Approved and done');
    expect(await page.getByRole('button', { name: /^(?:Approve|Reject)/ }).count()).toBe(0);
    await expectFits(page);
  });

  test('a report: one is open, in a history of several changes', async () => {
    const page = await demo.visit();

    await begin(page, 'A report');
    const reports = page.getByRole('region', { name: 'Reported by users' });
    await reports.getByRole('button', { name: /^Take the report/ }).click();

    await reports.getByText('hugo took it up').waitFor();
    const changes = page.getByRole('region', { name: 'Changes, newest first' });
    for (const device of ['Peter’s phone', 'Carol’s phone', 'Rita’s tablet'])
      expect(await changes.getByText(device).count()).toBe(1);
    await expectFits(page);
  });

  test('a bad day, until the demo starts over', async () => {
    const page = await demo.visit();
    const notice = page.getByRole('complementary', { name: 'Incident' });

    await begin(page, 'A bad day');
    await setLevel(page, 'Frozen');
    await page.getByText('identity-gateway threat set alpha normal').waitFor();
    await expectFits(page);
    await page.goto(demo.startPage);
    await begin(page, 'A lost phone');
    await notice.getByText('not even the help desk').waitFor();

    await page.goto(demo.startPage);
    await page.getByRole('button', { name: 'Start over' }).click();
    await page.waitForURL(demo.startPage);
    await begin(page, 'A lost phone');
    await page.getByRole('button', { name: "Remove Bob's old phone" }).waitFor();
    expect(await notice.count()).toBe(0);
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
