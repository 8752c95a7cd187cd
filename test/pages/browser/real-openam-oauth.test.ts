/**
 * The sign-in by OAuth, with the real OpenAM as provider. It requires a running `npm run openam`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type OAuthClient, registerClient } from '../../openam/oauth-client.ts';
import { openRealOpenAm, type Peer } from '../../support/peer.ts';
import { PASSWORD } from '../../openam/layout.ts';
import { dialog, listIsShown, result } from './my-devices-page.ts';
import { atOpenAm, removesCodesAndSignsOut, signInAtAm } from './openam-page.ts';
import { allowForBrowser, type OpenedPages, openPages } from './pages-stage.ts';

const clientId = 'identity-gateway-pages';
const removeAll = 'Remove all authenticator-app codes (2)';
/** The minimum. */
const stepUpSeconds = 60;

let peer: Peer;
let client: OAuthClient;
let pages: OpenedPages;
let atAm: RegExp;

allowForBrowser();
beforeAll(async () => {
  peer = await openRealOpenAm();
  pages = await openPages(peer, {
    SIGN_IN: 'oauth',
    PAGES_CLIENT_ID: clientId,
    PAGES_CLIENT_SECRET: PASSWORD,
    PAGES_ISSUERS: `alpha=${peer.url}/oauth2/realms/root/realms/alpha`,
    PAGES_SECRET: 'a secret of the pages of more than 32 bytes',
    STEP_UP_MAX_AGE: `${stepUpSeconds}`,
  });
  client = await registerClient(peer.rest, {
    id: clientId,
    redirectUri: `${pages.origin}/signed-in`,
    scopes: ['openid', 'devices:read', 'devices:reset'],
  });
  atAm = atOpenAm(peer);
}, 120_000);
beforeEach(() => peer.restore());
afterEach(() => pages.endVisits());
afterAll(async () => {
  await pages?.close();
  await client?.remove();
  await peer.restore();
});

test('a user signs in at OpenAM, removes their codes, and signs out of both', async () => {
  await removesCodesAndSignsOut(pages, peer);

  expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
});

test('a sign-in that is too old for a change is repeated, and the choice is kept', async () => {
  const { page } = await pages.visit({ expects: atAm });
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signInAtAm(page, 'bob');
  await listIsShown(page);
  await sleep(stepUpSeconds * 1000);

  await page.getByRole('button', { name: removeAll }).click();
  await page.getByRole('button', { name: 'Remove 2 devices' }).click();
  await dialog(page).getByText('Please sign in again to remove 2 devices.').waitFor();
  expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  await dialog(page).getByRole('link', { name: 'Sign in again' }).click();
  await signInAtAm(page, 'bob');

  await dialog(page).getByText('Remove 2 authenticator-app codes?').waitFor();
  await page.getByRole('button', { name: 'Remove 2 devices' }).click();
  await result(page).getByText('2 authenticator-app codes removed').waitFor();
  expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
});
