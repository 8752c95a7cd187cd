/**
 * The sign-in by OAuth at each self-managed product: the user, the age of the sign-in, the
 * sign-out.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { codesOf, type TestGateway } from '../support/gateway.ts';
import { openTestLedger } from '../support/ledger.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { Browser } from './browser.ts';
import {
  addressBack,
  askWho,
  json,
  oauthEnv,
  ours,
  signIn,
  startOAuthGateway,
} from './oauth-browser.ts';

const minute = 60_000;
const reset = JSON.stringify({
  query: 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }',
});

describe.each(['pingam', 'openam'] as const)('at %s', (flavor) => {
  let clock: number;
  let peer: SandboxPeer;
  let ledger: OpenLedger;
  let gateway: TestGateway;

  beforeAll(async () => {
    clock = Date.now();
    peer = await openSandboxPeer(flavor, { now: () => clock });
    ledger = await openTestLedger({ now: () => clock });
    const env = { ...oauthEnv(peer), STEP_UP_MAX_AGE: '300' };
    gateway = await startOAuthGateway(peer, ledger, { now: () => clock, env });
  });
  beforeEach(() => peer.sandbox.reset());
  afterAll(async () => {
    await gateway?.stop();
    await ledger?.close();
    await peer?.close();
  });

  const change = async (browser: Browser): Promise<unknown> => {
    const { text } = await browser.post(`${gateway.url}/graphql`, json, reset);
    const { data, errors = [] } = JSON.parse(text);
    return codesOf({ errors })[0] ?? data.resetOathDevices.outcome;
  };

  test('a sign-in that is too old for a change must be repeated', async () => {
    const browser = await signIn({ gateway, peer }, { name: 'alice' });
    clock += 6 * minute;
    expect(await change(browser)).toBe('STEP_UP_REQUIRED');
    expect(await peer.deviceIds('alice', 'OATH')).toHaveLength(1);

    await browser.get(
      await addressBack(browser, { gateway, peer }, { name: 'alice', query: '?fresh=1' }),
    );

    expect(await change(browser)).toBe('DONE');
  });

  test('an old sign-in does not count as new, whatever the browser omits', async () => {
    const [cookie = '', token = ''] = Object.entries(await peer.signIn('alice'))[0] ?? [];
    clock += 6 * minute;
    const [browser, am] = [new Browser(), new Browser()];
    am.cookies.set(cookie, token);
    const { headers } = await browser.get(`${gateway.url}/sign-in?fresh=1`);
    const asked = new URL(headers.location ?? '');
    for (const name of ['prompt', 'max_age']) asked.searchParams.delete(name);

    const { location = '' } = (await am.get(asked)).headers;
    const { status } = await browser.get(location);

    expect(new URL(location).searchParams.get('code')).not.toBeNull();
    expect(status).toBe(400);
    expect(browser.cookies.has('pages')).toBe(false);
  });

  test('signing out ends AM’s session', async () => {
    const browser = await signIn({ gateway, peer }, { name: 'alice' });
    const live = peer.sandbox.received().length;

    const { status } = await browser.post(`${gateway.url}/sign-out`, ours);

    expect(status).toBe(200);
    expect(await askWho(gateway, browser)).toBe('UNAUTHENTICATED');
    const asked = peer.sandbox.received().slice(live);
    const places = asked.map(
      ({ method, path }) => `${method} ${path.replace(/^.*alpha\/|\?.*$/g, '')}`,
    );
    expect(places).toEqual([
      'POST token/revoke',
      'POST connect/endSession',
      ...(flavor === 'openam' ? ['GET connect/endSession'] : []),
    ]);
  });
});
