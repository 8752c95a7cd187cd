/** The sandbox's own sign-in page. */
import type { Page } from 'playwright-core';
import { sandboxPassword } from '../../../src/sandbox/index.ts';

/** Matches the expected complaints: AM is another site, and rejects codes with 401. */
export const atSandbox = /http:\/\/127\.0\.0\.1:\d+\/((?:open)?am|sandbox)\/|status of 401/;

/** Goes from the pages' sign-in card to AM's page and types name and password. */
export async function signInAt(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password').fill(sandboxPassword);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Returns the code of a phone on the page of the users. */
export async function codeOn(page: Page, { origin, phone }: Phone): Promise<string> {
  await page.goto(`${origin}/sandbox/people`);
  const shown = await page.getByLabel(`Code on ${phone}`, { exact: true }).textContent();
  return shown?.replaceAll(/\D/g, '') ?? '';
}

/** Types a code into AM's page. */
export async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
  await page.getByLabel('6-digit code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
}

interface Phone {
  /** The sandbox's origin. */
  readonly origin: string;
  readonly phone: string;
}
