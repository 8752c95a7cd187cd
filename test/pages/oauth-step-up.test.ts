/** The vendor's rule for own changes on the pages by OAuth: what it locks, and what opens it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { sessionAfter } from '../support/sign-ins.ts';
import { withLists } from '../support/with-lists.ts';
import type { Browser } from './browser.ts';
import { addressBack, json, oauthEnv, signIn, startOAuthGateway } from './oauth-browser.ts';

describe.each(['pingam', 'aic'] as const)('at %s', (flavor) => {
  let peer: SandboxPeer;
  let ledger: OpenLedger;
  let gateway: TestGateway;

  beforeAll(async () => {
    peer = await openSandboxPeer(flavor, { deviceManagement: 'SAME' });
    // AM writes `amr` only if it is mapped.
    peer.sandbox.configure({ signInClaims: 'ACR' });
    ledger = await openTestLedger({ now: Date.now });
    const env = {
      ...oauthEnv(peer),
      DEVICE_MANAGEMENT: 'SAME',
      ...withLists({
        secondFactor: { claims: [{ name: 'acr', value: 'twofactor', kind: 'OATH' }] },
      }),
    };
    gateway = await startOAuthGateway(peer, ledger, { now: Date.now, env });
  });
  afterAll(async () => {
    await gateway?.stop();
    await ledger?.close();
    await peer?.close();
  });

  const ask = async (browser: Browser, query: string): Promise<unknown> => {
    const { text } = await browser.post(`${gateway.url}/graphql`, json, JSON.stringify({ query }));
    return fieldAt(JSON.parse(text), 'data');
  };
  const manageable = async (browser: Browser): Promise<unknown[]> => {
    const data = await ask(browser, '{ me { oathDevices { canManage } } }');
    return listAt(data, 'me', 'oathDevices').map((device) => fieldAt(device, 'canManage'));
  };
  const reset = `mutation { resetOathDevices(input: { target: { me: true } }) {
    outcome errors { code stepUp { acrValues } }
  } }`;

  test('a password is not enough, and the sign-in that the refusal names is', async () => {
    const browser = await signIn({ gateway, peer }, { name: 'bob' });

    const before = await manageable(browser);
    const refused = await browser.post(
      `${gateway.url}/graphql`,
      json,
      JSON.stringify({ query: reset }),
    );

    expect(before).toEqual([false, false]);
    const [error] = listAt(JSON.parse(refused.text), 'errors');
    expect(fieldAt(error, 'extensions')).toMatchObject({
      code: 'STEP_UP_REQUIRED',
      acrValues: ['twofactor'],
    });

    const query = '?fresh=1&factor=OATH';
    const { headers } = await browser.get(`${gateway.url}/sign-in${query}`);
    const asked = new URL(textAt(headers, 'location')).searchParams;
    expect([asked.get('acr_values'), asked.get('prompt')]).toEqual(['twofactor', 'login']);
    const byCode = { ...peer, signIn: async () => sessionAfter(peer, 'bob', ['oath']) };
    await browser.get(
      await addressBack(browser, { gateway, peer: byCode }, { name: 'bob', query }),
    );

    expect(await manageable(browser)).toEqual([true, true]);
    expect(await ask(browser, reset)).toEqual({
      resetOathDevices: { outcome: 'DONE', errors: [] },
    });
    expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
  });
});
