/**
 * The pages in front of the real OpenAM and its sign-in page. It requires a running `npm run
 * openam`.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openRealOpenAm, type Peer } from '../../support/peer.ts';
import { withLists } from '../../support/with-lists.ts';
import { fillIn, remove } from './help-desk-page.ts';
import { atOpenAm, removesCodesAndSignsOut, signInAtAm } from './openam-page.ts';
import { allowForBrowser, type OpenedPages, openPages } from './pages-stage.ts';

let peer: Peer;
let pages: OpenedPages;
let atAm: RegExp;

allowForBrowser();
beforeAll(async () => {
  peer = await openRealOpenAm();
  pages = await openPages(peer, {
    VERIFICATION_REQUIRED: 'help-desk,administrator',
    ...withLists({ limits: { staffChanges: [], personChanges: [] } }),
  });
  atAm = atOpenAm(peer);
}, 120_000);
beforeEach(() => peer.restore());
afterEach(() => pages.endVisits());
afterAll(async () => {
  await pages?.close();
  await peer.restore();
});

test('a user signs in at OpenAM, removes their codes, and signs out of both', async () => {
  await removesCodesAndSignsOut(pages, peer);

  expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
});

test('an agent signs in at OpenAM, and removes another user’s codes', async () => {
  const { page } = await pages.visit({ path: '/help-desk', expects: atAm });
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signInAtAm(page, 'helen');
  await page.getByRole('searchbox').waitFor();
  expect(page.url()).toBe(`${pages.origin}/help-desk`);

  await fillIn(page, 'bob', /^Remove all authenticator-app codes/);
  await remove(page);

  await page.getByRole('heading', { name: '2 devices removed for Bob Example' }).waitFor();
  expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
  await page.getByRole('button', { name: 'Back to Bob’s devices' }).click();
  await page.getByText('helen, help desk. INC-20461. “Phone lost on Saturday.”').waitFor();
});
