/** A change ends the page sessions at every gateway, whatever its own gateway serves (A26). */
import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import { askWho, signIn } from '../pages/oauth-browser.ts';
import { resetOfBob, signOutOfBob } from './ended-by-staff.ts';
import { useTwoGateways } from './two-gateways.ts';
import { withLists } from '../support/with-lists.ts';

/** Options of a gateway that cannot open the sessions of the other one. */
const others: Readonly<Record<string, Environment>> = {
  'no pages': { PAGES: 'off' },
  "AM's own session": { SIGN_IN: 'am' },
  'another secret': { PAGES_SECRET: 'another-secret-of-the-pages-with-more-than-32-bytes' },
};

describe.each(Object.entries(others))('at a gateway with %s', (_label, other) => {
  const both = useTwoGateways('pingam', () => ({}), other);

  test('a reset ends the sessions at the other gateway', async () => {
    const { peer, gateways } = both;
    const bob = await signIn({ gateway: gateways[0], peer }, { name: 'bob' });

    const ended = await resetOfBob(both);

    expect(ended).toMatchObject({ outcome: 'DONE', sessionsEnding: 'ENDED', sessionsEnded: 1 });
    expect(await askWho(gateways[0], bob)).toBe('UNAUTHENTICATED');
  });
});

describe('at a gateway that does not reach the issuer', () => {
  const issuer = 'https://am.invalid/oauth2/realms/root/realms/alpha';
  const both = useTwoGateways(
    'pingam',
    () => ({}),
    withLists({ pages: { issuers: ['alpha', 'beta'].map((realm) => ({ realm, issuer })) } }),
  );

  test('a sign-out everywhere ends the sessions, and cannot tell about their tokens', async () => {
    const { peer, gateways } = both;
    const bob = await signIn({ gateway: gateways[0], peer }, { name: 'bob' });

    const ended = await signOutOfBob(both);

    expect(ended).toMatchObject({ outcome: 'UNKNOWN', sessionsEnding: 'FAILED' });
    expect(await askWho(gateways[0], bob)).toBe('UNAUTHENTICATED');
  });
});
