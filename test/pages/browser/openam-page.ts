/** OpenAM's own page, as somebody signs in at it. */
import type { Page } from 'playwright-core';
import { PASSWORD } from '../../openam/layout.ts';
import type { Peer } from '../../support/peer.ts';

/** Types name and password into it. */
export async function signInAtAm(page: Page, name: string): Promise<void> {
  await page.waitForURL((url) => url.pathname.startsWith('/openam/XUI/'));
  await page.getByPlaceholder('User Name').fill(name);
  await page.getByPlaceholder('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log In' }).click();
}

/** It is another site here; it asks for files that are not there, and who is signed in. */
export function atOpenAm({ url }: Peer): RegExp {
  return new RegExp(`${new URL(url).origin}/|status of 40[14]`);
}
