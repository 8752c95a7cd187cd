/**
 * Two served realms on one directory: the top realm, served as `tenant`, and its sub-realm alpha,
 * which copied the top realm's data store (contract §14.5). Each person is one person (security
 * A24). beta has a data store of its own. In AIC no realms share a directory. How limits and keys
 * count them is in test/access/shared-directory.test.ts.
 */
import { describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import { peers } from '../support/peer.ts';
import { withLists } from '../support/with-lists.ts';
import { usePeer } from './peer-stage.ts';

const env = {
  AM_REALMS: 'tenant=/,alpha,beta',
  ...withLists({ access: { acrossRealms: [{ staffOf: 'tenant', actIn: 'alpha' }] } }),
  ADMIN_GROUPS: 'tenant:admins',
  PRIVILEGED_GROUPS: 'tenant:executives',
};
const reset =
  'mutation ($input: ResetDevicesOfKindInput!) { resetOathDevices(input: $input) { outcome } }';

describe.each(peers.filter(({ name }) => !name.includes('aic')))('on $name', (one) => {
  const on = usePeer(one, (peer) => ({ ...peer.staffEnv(), ...env }));

  test.each([
    ['hugo', 'alpha', ['OWN_ACCOUNT']],
    ['hugo', 'tenant', ['OWN_ACCOUNT']],
    ['bob', 'alpha', []],
  ])('hugo of the help desk resets %s in %s: %j', async (name, realm, codes) => {
    const hugo = await on.peer.signIn('hugo', '/');
    const target = { user: { id: on.peer.idOf(name), realm } };

    expect(codesOf(await on.gateway.ask(reset, hugo, { input: { target } }))).toEqual(codes);
    expect(await on.peer.deviceIds('hugo', 'OATH')).toEqual([deviceIds.hugoOath]);
  });
});
