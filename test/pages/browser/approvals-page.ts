/** Requested changes in the browser tests: requests of colleagues, and the page *Approvals*. */
import {
  createClient,
  RequestChangeDocument,
  ResetDevicesDocument,
} from '@identity-gateway/client';
import type { GatewayClient, RequestDeviceChangeInput } from '@identity-gateway/client';
import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import type { PagesStage } from './pages-stage.ts';

/** Returns a client of a colleague without a browser. */
export async function clientOf({ origin, peer }: PagesStage, as: string): Promise<GatewayClient> {
  const headers = { ...(await peer.signIn(as)), 'x-requested-with': 'test' };
  return createClient({ url: `${origin}/graphql`, documents: 'id', headers });
}

/** Requests the removal of a person's authenticator-app codes; returns the id of the request. */
export async function requestReset(
  pages: PagesStage,
  { as = 'helen', name = 'bob', ...about }: Partial<RequestDeviceChangeInput> & RequestedBy = {},
): Promise<string> {
  const client = await clientOf(pages, as);
  const { data } = await client.request(RequestChangeDocument, {
    input: {
      target: { user: { id: pages.peer.idOf(name) } },
      change: { reset: ['OATH'] },
      reason: 'Phone lost on Saturday.',
      ticket: 'INC-20461',
      verification: { method: 'call-back', at: new Date().toISOString() },
      ...about,
    },
  });
  const id = data?.requestDeviceChange?.pendingChange?.id;
  if (id === undefined) throw new Error('The change was not requested.');
  return id;
}

/** Tries a removal of a person's authenticator-app codes as helen, and then removes them. */
export async function removeCodesWithoutBrowser(pages: PagesStage, name: string): Promise<void> {
  const helen = await clientOf(pages, 'helen');
  const about = {
    target: { user: { id: pages.peer.idOf(name) } },
    kinds: ['OATH' as const],
    reason: `For ${name}.`,
    ticket: 'INC-20461',
    verification: { method: 'call-back', at: new Date().toISOString() },
  };
  for (const dryRun of [true, false]) {
    const { data } = await helen.request(ResetDevicesDocument, { input: { ...about, dryRun } });
    expect(data?.resetDevices?.errors).toEqual([]);
  }
}

interface RequestedBy {
  readonly as?: string;
  readonly name?: string;
}

/** Returns the link to *Approvals*, with the count of requests that wait for the reader. */
export function approvalsLink(page: Page): Locator {
  return page.getByRole('link', { name: /^Approvals/ });
}

/** Opens the dialog of a decision, and confirms it. */
export async function decide(page: Page, decision: 'Approve' | 'Reject', note = ''): Promise<void> {
  await page.getByRole('button', { name: `${decision}…` }).click();
  const dialog = page.getByRole('dialog');
  if (note !== '') await dialog.getByLabel('Note (optional)').fill(note);
  await dialog.getByRole('button', { name: new RegExp(`^${decision}`) }).click();
}

/** Waits for the end of a request. */
export async function ended(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { name: heading, exact: true }).waitFor();
}
