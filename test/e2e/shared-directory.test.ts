/**
 * Two served realms on one directory: the top realm, served as `tenant`, and its sub-realm alpha,
 * which copied the top realm's data store (contract §14.5). Each person is one person (security
 * A24). beta has a data store of its own. In AIC no realms share a directory.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import { type Peer, peers, type SessionHeader } from '../support/peer.ts';

const env = {
  AM_REALMS: 'tenant=/,alpha,beta',
  HELP_DESK_REALMS: 'tenant:alpha',
  ADMIN_GROUPS: 'tenant:admins',
  PRIVILEGED_GROUPS: 'tenant:executives',
  LIMIT_PERSON_CHANGES: '1/24h',
};
const reset = `mutation ($input: ResetOathDevicesInput!) {
  resetOathDevices(input: $input) { outcome isReplayed change { id: reference } } }`;

describe.each(peers.filter(({ name }) => !name.includes('aic')))('on $name', ({ open }) => {
  let peer: Peer;
  let ledger: OpenLedger;
  let gateway: TestGateway;
  let now: number;

  beforeAll(async () => {
    peer = await open();
  });
  beforeEach(async () => {
    await peer.restore();
    now = Date.now();
    ledger = await openTestLedger({ now: () => now });
    gateway = await startTestGateway(peer, { env: { ...peer.staffEnv(), ...env }, ledger });
  });
  afterEach(async () => {
    await gateway?.stop();
    await ledger?.close();
  });
  afterAll(() => peer?.close());

  test('hugo of the help desk cannot reset his own device through the other realm', async () => {
    const hugo = await peer.signIn('hugo', '/');

    expect(await resetBy(hugo, 'hugo', 'alpha')).toBe('OWN_ACCOUNT');
    expect(await resetBy(hugo, 'hugo', 'tenant')).toBe('OWN_ACCOUNT');
    expect(await peer.deviceIds('hugo', 'OATH')).toEqual([deviceIds.hugoOath]);
  });

  test('limits and keys count a person and an actor once', async () => {
    const helen = await peer.signIn('helen', '/');

    expect(await resetBy(helen, 'bob', 'tenant', 'key-1')).toBe('DONE');
    expect(await resetBy(helen, 'bob', 'alpha', 'key-1')).toBe('DONE again');
    expect(await resetBy(await peer.signIn('helen'), 'bob', 'alpha')).toBe('RATE_LIMITED');
    expect(await resetBy(helen, 'dave', 'alpha')).toBe('DONE');
  });

  /** The outcome of a reset, or the code of its refusal; no two are one double click. */
  async function resetBy(
    as: SessionHeader,
    name: string,
    realm: string,
    idempotencyKey?: string,
  ): Promise<string> {
    now += 10_000;
    const user = { id: peer.idOf(name), realm };
    const answer = await gateway.ask(reset, as, { input: { target: { user }, idempotencyKey } });
    if (answer.errors.length > 0) return codesOf(answer).join();
    const isReplayed = fieldAt(answer.data, 'resetOathDevices', 'isReplayed') === true;
    return `${String(fieldAt(answer.data, 'resetOathDevices', 'outcome'))}${isReplayed ? ' again' : ''}`;
  }
});
