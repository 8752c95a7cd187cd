/** The sandbox's own sign-in page, as somebody uses it. */
import type { Page } from 'playwright-core';
import { sandboxPassword } from '../../../src/sandbox/index.ts';

/** What a browser may do there beside the pages: AM is another site, and refuses codes by 401. */
export const atSandbox = /http:\/\/127\.0\.0\.1:\d+\/((?:open)?am|sandbox)\/|status of 401/;

/** From the pages' own card to AM's page: name and password. */
export async function signInAt(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password').fill(sandboxPassword);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** The code that a phone shows on the page of the people. */
export async function codeOn(page: Page, { origin, phone }: Phone): Promise<string> {
  await page.goto(`${origin}/sandbox/people`);
  const shown = await page.getByLabel(`Code on ${phone}`, { exact: true }).textContent();
  return shown?.replaceAll(/\D/g, '') ?? '';
}

/** Answers AM's question for a code. */
export async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
  await page.getByLabel('6-digit code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
}

interface Phone {
  /** The sandbox's. */
  readonly origin: string;
  readonly phone: string;
}
