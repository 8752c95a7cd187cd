/** How each story of the demo is followed to its end. A story without a walk does not compile. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { StoryId } from '../../../src/sandbox/browser/stories.ts';
import { decide, ended } from './approvals-page.ts';
import { startWith, takeStep } from './campaign-pages.ts';
import { begin, expectFits, type OpenDemo } from './demo-page.ts';
import { fillCall, find, open, pick, remove } from './help-desk-page.ts';
import { dialog, namesOf, result } from './my-devices-page.ts';
import { setLevel } from './threat-page.ts';

/** Follows a story whose person has just been signed in by the button of its card. */
type Walk = (page: Page, demo: OpenDemo) => Promise<void>;

async function lostPhone(page: Page): Promise<void> {
  await page.getByRole('button', { name: "Remove Bob's old phone" }).click();
  await dialog(page).getByRole('button', { name: 'Remove this device' }).click();

  await result(page).getByText('Reference').waitFor();
  expect(await namesOf(page, 'Authenticator app')).toEqual(["Bob's phone"]);
}

async function caller(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Person' }).getByText('Bob Example').waitFor();
  // The address of the story fills it in.
  expect(await page.getByLabel('Ticket').inputValue()).toBe('INC-20461');
  await pick(page, /^Remove all phone approvals/);
  await fillCall(page);
  await remove(page);

  await page.getByRole('heading', { name: '1 device removed for Bob Example' }).waitFor();
  await page.getByRole('region', { name: 'Tell the caller' }).waitFor();
}

async function lostAnswer(page: Page): Promise<void> {
  await page.getByRole('button', { name: "Remove Tom's old tablet" }).click();
  await dialog(page).getByRole('button', { name: 'Remove this device' }).click();

  await result(page).getByText('May be gone').waitFor();
  await expectFits(page);
  const checkAgain = result(page).getByRole('button', { name: 'Check again' });
  const known = result(page).getByText('1 authenticator-app code removed');
  do await Promise.any([known.waitFor(), checkAgain.click()]);
  while (!(await known.isVisible()));
  await result(page).getByText("Tom's old tablet").waitFor();

  expect(await namesOf(page, 'Authenticator app')).toEqual(["Tom's phone"]);
}

async function area(page: Page): Promise<void> {
  await open(page, 'bob');
  const facts = page.locator('.facts').filter({ hasText: 'User name' });
  await facts.getByText('Area', { exact: true }).waitFor();
  expect(await facts.innerText()).toMatch(/Area\s+north/);
  await expectFits(page);

  await page.getByRole('link', { name: 'Help desk', exact: true }).click();
  await find(page, 'alice');
  const none = page.locator('.card-empty');
  await none.getByText('No one in your areas (north)').waitFor();

  await page.getByRole('link', { name: /^History/ }).click();
  const changes = page.getByRole('region', { name: 'Changes, newest first' });
  await changes.getByText('Carol’s phone').waitFor();
  expect(await page.getByText('Peter’s phone').count()).toBe(0);
}

async function secondPerson(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^vera/ }).click();
  await page.getByRole('region', { name: 'Requested change' }).getByText('INC-20455').waitFor();
  await decide(page, 'Approve', 'Called her.');

  await ended(page, 'Approved and done');
  expect(await page.getByRole('button', { name: /^(?:Approve|Reject)/ }).count()).toBe(0);
}

async function agent(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^alice/ }).click();
  const change = page.getByRole('region', { name: 'Requested change' });
  await change.getByText('INC-20458').waitFor();
  await change.getByText('desk-assistant').waitFor();
  await decide(page, 'Approve', 'Helen told me.');

  await ended(page, 'Approved and done');
}

async function report(page: Page): Promise<void> {
  const reports = page.getByRole('region', { name: 'Reported by users' });
  await reports.getByRole('button', { name: /^Take the report/ }).click();

  await reports.getByText('hugo took it up').waitFor();
  const changes = page.getByRole('region', { name: 'Changes, newest first' });
  for (const device of ['Peter’s phone', 'Carol’s phone', 'Rita’s tablet'])
    expect(await changes.getByText(device).count()).toBe(1);
}

async function badDay(page: Page, { startPage }: OpenDemo): Promise<void> {
  const notice = page.getByRole('complementary', { name: 'Incident' });
  await setLevel(page, 'Frozen');
  await expectFits(page);
  await page.goto(startPage);
  await begin(page, 'A lost phone');
  await notice.getByText('not even the help desk').waitFor();
  await page.goto(startPage);
  const card = page.getByRole('listitem').filter({ hasText: 'A bad day' });
  const command = await card.getByRole('code').innerText();

  await promisify(execFile)('sh', ['-c', command], { env: shellEnvironment() });

  await begin(page, 'A lost phone');
  await page.getByRole('button', { name: "Remove Bob's old phone" }).waitFor();
  expect(await notice.count()).toBe(0);
}

/** The shell of a reader: it knows where programs are, and no option of the gateway. */
function shellEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] };
}

async function campaign(page: Page): Promise<void> {
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
}

export const walks: Readonly<Record<StoryId, Walk>> = {
  'lost-phone': lostPhone,
  caller,
  'lost-answer': lostAnswer,
  area,
  'second-person': secondPerson,
  agent,
  report,
  'bad-day': badDay,
  campaign,
};

/** Signs in as the person of a story, and follows it to its end. */
export async function follow(
  demo: OpenDemo,
  { id, title }: { readonly id: StoryId; readonly title: string },
): Promise<Page> {
  const page = await demo.visit();
  await begin(page, title);
  await walks[id](page, demo);
  return page;
}
