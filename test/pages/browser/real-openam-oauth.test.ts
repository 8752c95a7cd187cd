/**
 * The sign-in by OAuth, with the real OpenAM as provider. It requires a running `npm run openam`.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type OAuthClient, registerClient } from '../../openam/oauth-client.ts';
import { openRealOpenAm, type Peer } from '../../support/peer.ts';
import { PASSWORD } from '../../openam/layout.ts';
import { removesCodesAndSignsOut } from './openam-page.ts';
import { allowForBrowser, type OpenedPages, openPages } from './pages-stage.ts';
import { withLists } from '../../support/with-lists.ts';

const clientId = 'identity-gateway-pages';
/** The minimum. */
const stepUpSeconds = 60;

let peer: Peer;
let client: OAuthClient;
let pages: OpenedPages;

allowForBrowser();
beforeAll(async () => {
  peer = await openRealOpenAm();
  pages = await openPages(peer, {
    SIGN_IN: 'oauth',
    PAGES_CLIENT_ID: clientId,
    PAGES_CLIENT_SECRET: PASSWORD,
    ...withLists({
      pages: {
        issuers: [{ realm: 'alpha', issuer: `${peer.url}/oauth2/realms/root/realms/alpha` }],
      },
    }),
    PAGES_SECRET: 'a secret of the pages of more than 32 bytes',
    STEP_UP_MAX_AGE: `${stepUpSeconds}`,
  });
  client = await registerClient(peer.rest, {
    id: clientId,
    redirectUri: `${pages.origin}/signed-in`,
    scopes: ['openid', 'devices:read', 'devices:reset'],
  });
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
