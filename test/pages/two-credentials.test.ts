/** A request with two credentials, of one person or of two, is refused (security A27). */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { openTestLedger } from '../support/ledger.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { bearer } from '../support/stage.ts';
import type { TestGateway } from '../support/gateway.ts';
import { Browser } from './browser.ts';
import {
  addressBack,
  asks,
  askWho,
  json,
  oauthEnv,
  signIn,
  startOAuthGateway,
} from './oauth-browser.ts';

let peer: SandboxPeer;
let ledger: OpenLedger;
let gateway: TestGateway;

beforeAll(async () => {
  peer = await openSandboxPeer();
  ledger = await openTestLedger();
  gateway = await startOAuthGateway(peer, ledger, { now: Date.now, env: oauthEnv(peer) });
});
beforeEach(() => peer.sandbox.reset());
afterAll(async () => {
  await gateway.stop();
  await ledger.close();
  await peer.close();
});

const inCookie = (name: string, value: string | undefined): Record<string, string> => ({
  cookie: `${name}=${value}`,
});

/** Credentials of a person, by where they are sent. */
const credentials: readonly [string, (name: string) => Promise<Record<string, string>>][] = [
  [
    'a page cookie',
    async (name) => {
      const { cookies } = await signIn({ gateway, peer }, { name });
      return inCookie('pages', cookies.get('pages'));
    },
  ],
  ['an access token', async (name) => bearer(peer.sandbox, name)],
  ["AM's session in the header", async (name) => peer.signIn(name)],
  [
    "AM's session in the cookie",
    async (name) => inCookie(peer.cookieName, Object.values(await peer.signIn(name))[0]),
  ],
];
const pairs = credentials.flatMap(([one, first], at) =>
  credentials
    .slice(at + 1)
    .flatMap(([other, second]) =>
      ['alice', 'bob'].map((name) => ({ one, other, name, first, second })),
    ),
);

test.each(pairs)(
  '$one of alice and $other of $name are refused, and AM is not called',
  async ({ name, ...pair }) => {
    const [first, second] = [await pair.first('alice'), await pair.second(name)];
    const cookie = [first, second].flatMap((headers) => headers['cookie'] ?? []).join('; ');
    peer.sandbox.clearReceived();

    const browser = new Browser();
    const headers = { ...json, ...first, ...second, ...(cookie !== '' && { cookie }) };
    const answer = await browser.post(`${gateway.url}/graphql`, headers, asks);

    expect(JSON.parse(answer.text)).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
    expect([answer.status, answer.text]).toEqual([400, expect.not.stringMatching(/alice|bob/)]);
    expect(peer.sandbox.received()).toEqual([]);
  },
);

test("AM's cookie is accepted beside the session to which it led, and no other is", async () => {
  const browser = new Browser();
  const back = await addressBack(browser, { gateway, peer }, { name: 'alice' });
  const cookieOf = async (name: string): Promise<string> =>
    Object.values(await peer.signIn(name))[0] ?? '';
  browser.cookies.set(peer.cookieName, await cookieOf('alice'));
  await browser.get(back);

  expect(await askWho(gateway, browser)).toBe('alice');
  browser.cookies.set(peer.cookieName, await cookieOf('bob'));
  expect(await askWho(gateway, browser)).toBe('BAD_REQUEST');
  browser.cookies.delete(peer.cookieName);
  expect(await askWho(gateway, browser)).toBe('alice');
});
