/**
 * A token never has more rights than its scopes, whatever groups its user belongs to (security A18,
 * A20).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bearer } from '../callers/bearers.ts';
import { openIssuer, type TokenIssuer, tokenOf } from '../callers/token-issuer.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Peer, peers, type SessionHeader } from '../support/peer.ts';

const reset =
  'mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) { outcome } }';
const no = 'FORBIDDEN';
const scope = 'INSUFFICIENT_SCOPE';

describe.each(peers)('on $name', ({ open }) => {
  let peer: Peer;
  let issuer: TokenIssuer;
  let gateway: TestGateway;

  beforeAll(async () => {
    [peer, issuer] = await Promise.all([open(), openIssuer()]);
    const tokens = {
      OIDC_ISSUER: issuer.issuer,
      OIDC_AUDIENCE: 'portal',
      OIDC_JWKS_URL: issuer.jwksUrl,
      HELP_DESK_SCOPES: 'staff',
      ADMIN_SCOPES: 'admin',
    };
    gateway = await startTestGateway(peer, { env: { ...peer.staffEnv(), ...tokens } });
  });
  beforeEach(() => peer.restore());
  afterAll(async () => {
    await gateway?.stop();
    await issuer?.close();
    await peer?.close();
  });

  function tokenFor(name: string, scopes: string): SessionHeader {
    const claims = { sub: `(usr!${peer.idOf(name)})`, subname: peer.idOf(name), scope: scopes };
    return bearer(tokenOf(issuer, { claims: { ...claims, realm: '/alpha' } }));
  }

  test.each<readonly [string, string, string | undefined]>([
    ['helen', 'profile', no],
    ['helen', 'devices:read devices:reset', no],
    ['oscar', 'openid', no],
    ['oscar', 'devices:read devices:reset', no],
    ['helen', 'staff', undefined],
    ['oscar', 'admin', undefined],
    ['alice', 'staff', undefined],
  ])('a token of %s with %s resets bob: %s', async (name, scopes, code) => {
    const input = { target: { user: { id: peer.idOf('bob') } } };

    const answer = await gateway.ask(reset, tokenFor(name, scopes), { input });

    expect(codesOf(answer)[0]).toBe(code);
    expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(code === undefined ? 0 : 2);
  });

  test.each<readonly [string, string, string | undefined]>([
    ['hugo', 'staff', scope],
    ['hugo', 'staff devices:read', scope],
    ['ada', 'admin', scope],
    ['hugo', 'staff devices:reset', undefined],
    ['ada', 'admin devices:reset', undefined],
  ])('a token of %s with %s resets its own devices: %s', async (name, scopes, code) => {
    const answer = await gateway.ask(reset, tokenFor(name, scopes), {
      input: { target: { me: true } },
    });

    expect(codesOf(answer)[0]).toBe(code);
    expect(await peer.deviceIds(name, 'OATH')).toHaveLength(code === undefined ? 0 : 1);
  });
});
