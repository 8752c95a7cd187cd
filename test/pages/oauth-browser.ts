/** The sign-in by OAuth in a simulated browser, with the sandbox as AM. */
import type { Environment } from '../../src/config/load-config.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { Browser } from './browser.ts';
import { buildPages } from './built-pages.ts';
import { withLists } from '../support/with-lists.ts';

/** The secret that seals sessions. */
export const secret = 'a secret of the pages of more than 32 bytes';

/** The headers of a request that the pages send. */
export const ours = { 'x-requested-with': 'identity-gateway', 'sec-fetch-site': 'same-origin' };
export const json = { ...ours, 'content-type': 'application/json' };

/** The body of a query for the signed-in user. */
export const asks = JSON.stringify({
  query: '{ me { id: amId } gatewayCaller { credential realm } }',
});

/** The gateway and its AM. */
export interface Place {
  readonly gateway: Pick<TestGateway, 'url'>;
  readonly peer: SandboxPeer;
}

/** The user who signs in, and the query of `/sign-in`. */
interface Who {
  readonly name: string;
  readonly query?: string;
}

/** Returns the options of a gateway with a sign-in by OAuth in two realms. */
export function oauthEnv(peer: SandboxPeer): Record<string, string> {
  const issuerOf = (realm: string): string => peer.sandbox.issuer.replace(/alpha$/, realm);
  return {
    ...peer.staffEnv(),
    SIGN_IN: 'oauth',
    PAGES_CLIENT_ID: 'identity-gateway-pages',
    PAGES_CLIENT_SECRET: 'sandbox-password',
    ...withLists({
      pages: {
        issuers: ['alpha', 'beta'].map((realm) => ({ realm, issuer: issuerOf(realm) })),
      },
    }),
    PAGES_SECRET: secret,
    AM_REALMS: 'alpha,beta',
  };
}

/** Starts a gateway with a sign-in by OAuth, on a clock. */
export function startOAuthGateway(
  peer: SandboxPeer,
  ledger: OpenLedger,
  { now, env }: { readonly now: () => number; readonly env: Environment },
): Promise<TestGateway> {
  const options = { env, now, elapsed: now, ledger, pagesFolder: buildPages() };
  return startTestGateway(peer, options);
}

/** Starts a sign-in and returns the address to which AM redirects the browser. */
export async function addressBack(
  browser: Browser,
  { gateway, peer }: Place,
  { name, query = '' }: Who,
): Promise<URL> {
  const realm = new URLSearchParams(query).get('realm') ?? 'alpha';
  const am = new Browser();
  const signInAtAm = async (): Promise<void> => {
    const [cookie = '', token = ''] = Object.entries(await peer.signIn(name, realm))[0] ?? [];
    am.cookies.set(cookie, token);
  };
  await signInAtAm();
  const start = await browser.get(`${gateway.url}/sign-in${query}`);
  let { location = '' } = (await am.get(start.headers.location ?? '')).headers;
  // AM's page asks for the password and redirects.
  const goto = new URL(location, peer.url).searchParams.get('goto');
  if (goto !== null) {
    await signInAtAm();
    ({ location = '' } = (await am.get(goto)).headers);
  }
  return new URL(location);
}

/** Returns a browser with a session. */
export async function signIn(place: Place, who: Who): Promise<Browser> {
  const browser = new Browser();
  await browser.get(await addressBack(browser, place, who));
  return browser;
}

/** Returns AM's id of the signed-in user, or the code of the error. */
export async function askWho(
  { url }: Pick<TestGateway, 'url'>,
  browser: Browser,
  headers: Readonly<Record<string, string>> = json,
): Promise<unknown> {
  const { text } = await browser.post(`${url}/graphql`, headers, asks);
  const { data, errors } = JSON.parse(text);
  return data?.me?.id ?? errors?.[0]?.extensions.code;
}
