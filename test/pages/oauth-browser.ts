/** Signing in to the pages by OAuth, as a browser does it, with the sandbox as AM. */
import type { TestGateway } from '../support/gateway.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { Browser } from './browser.ts';

/** What sessions are sealed with. */
export const secret = 'a secret of the pages of more than 32 bytes';

/** Headers of a request that the pages send themselves. */
export const ours = { 'x-requested-with': 'identity-gateway', 'sec-fetch-site': 'same-origin' };
export const json = { ...ours, 'content-type': 'application/json' };

/** The body of a question who is signed in. */
export const asks = JSON.stringify({ query: '{ me { id: amId } caller { method realm } }' });

/** The gateway and its AM. */
export interface Place {
  readonly gateway: Pick<TestGateway, 'url'>;
  readonly peer: SandboxPeer;
}

/** Who signs in, and the query of `/sign-in`. */
interface Who {
  readonly name: string;
  readonly query?: string;
}

/** Options of a gateway whose pages people sign in to by OAuth, in two realms. */
export function oauthEnv(peer: SandboxPeer): Record<string, string> {
  const issuerOf = (realm: string): string => peer.sandbox.issuer.replace(/alpha$/, realm);
  return {
    ...peer.staffEnv(),
    SIGN_IN: 'oauth',
    PAGES_CLIENT_ID: 'identity-gateway-pages',
    PAGES_CLIENT_SECRET: 'sandbox-password',
    PAGES_ISSUERS: `alpha=${issuerOf('alpha')},beta=${issuerOf('beta')}`,
    PAGES_SECRET: secret,
    AM_REALMS: 'alpha,beta',
  };
}

/** Begins a sign-in, and goes up to the address at which AM sends the browser back. */
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
  // AM's page asks, and goes on.
  const goto = new URL(location, peer.url).searchParams.get('goto');
  if (goto !== null) {
    await signInAtAm();
    ({ location = '' } = (await am.get(goto)).headers);
  }
  return new URL(location);
}

/** A browser that is signed in. */
export async function signIn(place: Place, who: Who): Promise<Browser> {
  const browser = new Browser();
  await browser.get(await addressBack(browser, place, who));
  return browser;
}

/** AM's id of who is signed in, or the code of the refusal. */
export async function askWho(
  { url }: Pick<TestGateway, 'url'>,
  browser: Browser,
  headers: Readonly<Record<string, string>> = json,
): Promise<unknown> {
  const { text } = await browser.post(`${url}/graphql`, headers, asks);
  const { data, errors } = JSON.parse(text);
  return data?.me?.id ?? errors?.[0]?.extensions.code;
}
