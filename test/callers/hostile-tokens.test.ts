/** Access tokens that only look like ones (security H3, B8): refused, and nothing is fetched for them. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AllMyDevicesDocument, ResetOathDevicesDocument } from '../../src/client/operations.ts';
import { codesOf } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { callsAboutPeople } from '../security/am-received.ts';
import { openSecondServer } from '../security/second-server.ts';
import type { SecondServer } from '../security/second-server.ts';
import { bearer, gatewayFor } from './bearers.ts';
import {
  makeKey,
  openIssuer,
  tokenOf,
  tokenSignedWithText,
  tokenWithSignature,
} from './token-issuer.ts';
import type { TokenIssuer, TokenParts } from './token-issuer.ts';

let peer: SandboxPeer;
let issuer: TokenIssuer;
let elsewhere: SecondServer;
let gateway: TestGateway;

beforeAll(async () => {
  [peer, issuer, elsewhere] = await Promise.all([
    openSandboxPeer(),
    openIssuer(),
    openSecondServer(),
  ]);
});
beforeEach(async () => {
  await peer.restore();
  gateway = await gatewayFor(peer, issuer);
});
afterEach(() => gateway.stop());
afterAll(async () => {
  await peer?.close();
  await issuer?.close();
  await elsewhere?.close();
});

const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;
const codesWith = async (token: string): Promise<string[]> =>
  codesOf(await gateway.send(AllMyDevicesDocument, {}, bearer(token)));

describe('a token is accepted', () => {
  test.each<{ label: string; parts: () => TokenParts }>([
    { label: 'that is good', parts: () => ({}) },
    { label: 'for several audiences', parts: () => ({ claims: { aud: ['shop', 'portal'] } }) },
    {
      label: 'that expired within the tolerance',
      parts: () => ({ claims: { exp: seconds(-50) } }),
    },
    { label: 'that begins within the tolerance', parts: () => ({ claims: { nbf: seconds(50) } }) },
    { label: 'without a beginning', parts: () => ({ claims: { nbf: null, iat: null } }) },
    { label: 'that does not name its key', parts: () => ({ header: { kid: undefined } }) },
  ])('$label', async ({ parts }) => {
    expect(await codesWith(tokenOf(issuer, parts()))).toEqual([]);
  });
});

describe('a token is refused', () => {
  const evil = makeKey('first');
  type Row = readonly [label: string, make: () => string];
  const rows: readonly Row[] = [
    ['without a signature', () => tokenWithSignature(issuer, '', { header: { alg: 'none' } })],
    ['with `None`', () => tokenWithSignature(issuer, '', { header: { alg: 'None' } })],
    ['with `none` and a true signature', () => tokenOf(issuer, { header: { alg: 'none' } })],
    ['without an algorithm', () => tokenOf(issuer, { header: { alg: undefined } })],
    ['signed with the public key in PEM', () => tokenSignedWithText(issuer, publicPem('spki'))],
    ['signed with the public key in PKCS 1', () => tokenSignedWithText(issuer, publicPem('pkcs1'))],
    ['signed with an empty text', () => tokenSignedWithText(issuer, '')],
    ['that says HS256 of its signature', () => tokenOf(issuer, { header: { alg: 'HS256' } })],
    ['that says ES256 of an RSA key', () => tokenOf(issuer, { header: { alg: 'ES256' } })],
    [
      'with a critical header that nobody knows',
      () => tokenOf(issuer, { header: { crit: ['x'], x: 1 } }),
    ],
    ['of another issuer', () => claims({ iss: 'https://evil.test' })],
    ['of an issuer with a slash more', () => claims({ iss: `${issuer.issuer}/` })],
    ['of an issuer in capitals', () => claims({ iss: issuer.issuer.toUpperCase() })],
    ['of no issuer', () => claims({ iss: null })],
    ['for another audience', () => claims({ aud: 'kiosk' })],
    ['for audiences without ours', () => claims({ aud: ['kiosk', 'portal2'] })],
    ['for an audience that begins alike', () => claims({ aud: 'portal-admin' })],
    ['for no audience', () => claims({ aud: null })],
    ['for an empty list of audiences', () => claims({ aud: [] })],
    ['that expired 61 seconds ago', () => claims({ exp: seconds(-61) })],
    ['that expired long ago', () => claims({ exp: 0 })],
    ['that never expires', () => claims({ exp: null })],
    ['that expires in a text', () => claims({ exp: String(seconds(600)) })],
    ['that begins in 61 seconds', () => claims({ nbf: seconds(62) })],
    ['that begins in a text', () => claims({ nbf: 'now' })],
    ['of a key that there is not', () => tokenOf(issuer, { header: { kid: 'second' } })],
    ['of a key by a path', () => tokenOf(issuer, { header: { kid: '../../keys/first' } })],
    ['of a key by a file', () => tokenOf(issuer, { header: { kid: '/dev/null' } })],
    [
      'of a key by its address',
      () => tokenOf(issuer, { key: evil, header: { kid: `${elsewhere.origin}/key` } }),
    ],
    ['of a key by a statement', () => tokenOf(issuer, { header: { kid: "first' OR '1'='1" } })],
    [
      'with keys elsewhere',
      () => tokenOf(issuer, { key: evil, header: { jku: `${elsewhere.origin}/keys` } }),
    ],
    [
      'with a certificate elsewhere',
      () => tokenOf(issuer, { key: evil, header: { x5u: `${elsewhere.origin}/cert` } }),
    ],
    [
      'with its own key along',
      () =>
        tokenOf(issuer, { key: evil, header: { jwk: evil.publicKey.export({ format: 'jwk' }) } }),
    ],
    ["signed with a stranger's key of the same name", () => tokenOf(issuer, { key: evil })],
    ['signed with an elliptic key of the same name', () => ellipticToken()],
    ['with a signature cut short', () => tokenOf(issuer).slice(0, -20)],
    ['with an empty signature', () => tokenWithSignature(issuer, '')],
    ['with the claims of another', () => swapped()],
    ['cut in the middle', () => tokenOf(issuer).slice(0, 300)],
    ['of two parts', () => tokenOf(issuer).split('.').slice(0, 2).join('.')],
    ['of five parts', () => `${tokenOf(issuer)}.a.b`],
    ['of three words', () => 'not.a.token'],
    ['of dots', () => '..'],
    ['of garbage', () => 'garbage'],
    ['of 8 KB', () => claims({ padding: 'x'.repeat(8_000) })],
    [
      'that is for identification',
      () => claims({ tokenName: 'id_token', nonce: 'n', at_hash: 'h' }),
    ],
    ['that is for renewal', () => claims({ tokenName: 'refresh_token' })],
    ['whose kind is no text', () => claims({ tokenName: ['access_token'] })],
    ['of a client for itself', () => claims({ sub: '(age!portal)', subname: 'portal' })],
  ];

  test.each(rows)('%s', async (_label, make) => {
    const token = make();
    const before = issuer.fetches();

    const codes = await codesWith(token);
    const reset = await gateway.send(ResetOathDevicesDocument, { input: {} }, bearer(token));

    expect([codes, codesOf(reset)]).toEqual([['UNAUTHENTICATED'], ['UNAUTHENTICATED']]);
    expect(reset.text).not.toContain(token.slice(-24) || 'nothing');
    expect(callsAboutPeople(peer.sandbox)).toEqual([]);
    expect(elsewhere.received).toEqual([]);
    expect(issuer.fetches() - before).toBeLessThanOrEqual(1);
    expect(partsIn(gateway.log, token)).toEqual([]);
  });

  test('of 100 KB, before it is looked at', async () => {
    const token = claims({ padding: 'x'.repeat(100_000) });

    const answer = await gateway.fetch({
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(token) },
      body: '{"query":"{ me { id } }"}',
    });

    expect(answer.status).toBe(431);
    expect(peer.sandbox.received()).toEqual([]);
    expect(partsIn(gateway.log, token)).toEqual([]);
  });

  test('whatever else comes in the header', async () => {
    const good = tokenOf(issuer);
    const headers = [
      `Basic ${good}`,
      `Token ${good}`,
      good,
      'Bearer',
      'Bearer ',
      `Bearer "${good}"`,
    ];
    for (const authorization of headers) {
      const answer = await gateway.send(AllMyDevicesDocument, {}, { authorization });

      expect([authorization.slice(0, 9), codesOf(answer)]).toEqual([
        authorization.slice(0, 9),
        ['UNAUTHENTICATED'],
      ]);
    }
    expect(callsAboutPeople(peer.sandbox)).toEqual([]);
  });

  function claims(told: Readonly<Record<string, unknown>>): string {
    return tokenOf(issuer, { claims: told });
  }

  function publicPem(type: 'spki' | 'pkcs1'): string {
    return issuer.key.publicKey.export({ type, format: 'pem' }).toString();
  }

  function ellipticToken(): string {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return tokenOf(issuer, { key: { kid: 'first', ...pair }, header: { alg: 'ES256' } });
  }

  function swapped(): string {
    const [header, , signature] = tokenOf(issuer).split('.');
    const [, bobs] = claims({ sub: '(usr!bob)', subname: 'bob' }).split('.');
    return [header, bobs, signature].join('.');
  }
});

/** The long parts of a token that are somewhere in a log. */
function partsIn(log: readonly string[], token: string): string[] {
  const all = log.join('');
  return token.split('.').filter((part) => part.length > 12 && all.includes(part.slice(0, 200)));
}
