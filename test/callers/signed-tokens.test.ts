/** Signed access tokens (security A28, B8, H3): which are accepted, and their keys. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  AllMyDevicesDocument,
  ResetOathDevicesDocument,
} from '../../packages/client/operations.ts';
import { callsAboutPeople } from '../security/am-received.ts';
import { openSecondServer, type SecondServer } from '../security/second-server.ts';
import { codesOf } from '../support/gateway.ts';
import { onStage, openStage, type Stage } from '../support/stage.ts';
import { bearer, issuerEnv } from './bearers.ts';
import {
  makeKey,
  openIssuer,
  tokenOf,
  tokenSignedWithText,
  tokenWithSignature,
} from './token-issuer.ts';
import type { TokenIssuer, TokenParts } from './token-issuer.ts';

let issuer: TokenIssuer;
let elsewhere: SecondServer;
let stage: Stage;

beforeAll(async () => {
  [issuer, elsewhere] = await Promise.all([openIssuer(), openSecondServer()]);
  stage = await openStage('pingam', { env: issuerEnv(issuer) });
});
beforeEach(() => stage.restart());
afterAll(async () => {
  await stage?.close();
  await issuer?.close();
  await elsewhere?.close();
});

const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;
const claims = (told: TokenParts['claims'] = {}): string => tokenOf(issuer, { claims: told });
const header = (told: object): string => tokenOf(issuer, { header: told });
const codesWith = async (token: string, { gateway } = stage): Promise<string[]> =>
  codesOf(await gateway.send(AllMyDevicesDocument, {}, bearer(token)));

test.each<readonly [string, () => string]>([
  ['that is good', () => claims()],
  ['for several audiences', () => claims({ aud: ['shop', 'portal'] })],
  ['that expired within the tolerance', () => claims({ exp: seconds(-50) })],
  ['that begins within the tolerance', () => claims({ nbf: seconds(50) })],
  ['without a beginning', () => claims({ nbf: null, iat: null })],
  ['that does not name its key', () => header({ kid: undefined })],
  ['that says it is an access token (RFC 9068)', () => header({ typ: 'at+jwt' })],
  ['that does not say what it is', () => header({ typ: undefined })],
  ['of a sign-in within the tolerance', () => claims({ auth_time: seconds(50) })],
])('a token %s is accepted', async (_label, make) => {
  expect(await codesWith(make())).toEqual([]);
});

describe('a token is refused', () => {
  const evil = makeKey('first');
  const byEvil = (told: object = {}): string => tokenOf(issuer, { key: evil, header: told });
  const pem = (type: 'spki' | 'pkcs1'): string =>
    issuer.key.publicKey.export({ type, format: 'pem' }).toString();
  const elliptic = (): string => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return tokenOf(issuer, { key: { kid: 'first', ...pair }, header: { alg: 'ES256' } });
  };
  const withClaimsOfBob = (): string => {
    const [head, , signature] = claims().split('.');
    return [head, claims({ sub: '(usr!bob)', subname: 'bob' }).split('.')[1], signature].join('.');
  };

  test.each<readonly [label: string, make: () => string]>([
    ['without a signature', () => tokenWithSignature(issuer, '', { header: { alg: 'none' } })],
    ['with `none` and a true signature', () => header({ alg: 'none' })],
    ['without an algorithm', () => header({ alg: undefined })],
    ['signed with the public key in PEM', () => tokenSignedWithText(issuer, pem('spki'))],
    ['signed with the public key in PKCS 1', () => tokenSignedWithText(issuer, pem('pkcs1'))],
    ['that says HS256 of its signature', () => header({ alg: 'HS256' })],
    ['that says ES256 of an RSA key', () => header({ alg: 'ES256' })],
    ['with a critical header that nobody knows', () => header({ crit: ['x'], x: 1 })],
    ['of another issuer', () => claims({ iss: 'https://evil.test' })],
    ['of an issuer with a slash more', () => claims({ iss: `${issuer.issuer}/` })],
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
    ['of a key that there is not', () => header({ kid: 'second' })],
    ['of a key by its address', () => byEvil({ kid: `${elsewhere.origin}/key` })],
    ['with keys elsewhere', () => byEvil({ jku: `${elsewhere.origin}/keys` })],
    ['with a certificate elsewhere', () => byEvil({ x5u: `${elsewhere.origin}/cert` })],
    ['with its own key along', () => byEvil({ jwk: evil.publicKey.export({ format: 'jwk' }) })],
    ["signed with a stranger's key of the same name", () => byEvil()],
    ['signed with an elliptic key of the same name', elliptic],
    ['with a signature cut short', () => claims().slice(0, -20)],
    ['with an empty signature', () => tokenWithSignature(issuer, '')],
    ['with the claims of another', withClaimsOfBob],
    ['cut in the middle', () => claims().slice(0, 300)],
    ['of two parts', () => claims().split('.').slice(0, 2).join('.')],
    ['of 8 KB', () => claims({ padding: 'x'.repeat(8_000) })],
    ['that is for identification', () => claims({ tokenName: 'id_token', nonce: 'n' })],
    ['that is for logout', () => header({ typ: 'logout+jwt' })],
    ['of a sign-in a day ahead', () => claims({ auth_time: seconds(86_400) })],
    ['issued five minutes ahead', () => claims({ iat: seconds(300) })],
    ['of two people', () => claims({ sub: '(usr!zoe)' })],
    ['of an agent', () => claims({ sub: '(agt!alice)' })],
    ['of a client, told by azp', () => claims({ sub: 'alice', azp: 'alice' })],
    ['of a grant to a client', () => claims({ grant_type: 'client_credentials' })],
    ['that is bound to a key', () => claims({ cnf: { jkt: 'abc' } })],
    ['with which another party acts', () => claims({ act: { sub: 'helen' } })],
    ['that is for renewal', () => claims({ tokenName: 'refresh_token' })],
    ['whose kind is no text', () => claims({ tokenName: ['access_token'] })],
    ['of a client for itself', () => claims({ sub: '(age!portal)', subname: 'portal' })],
  ])('%s', async (_label, make) => {
    const token = make();
    const before = issuer.fetches();

    const seen = await codesWith(token);
    const reset = await stage.gateway.send(
      ResetOathDevicesDocument,
      { input: { target: { me: true } } },
      bearer(token),
    );

    expect([seen, codesOf(reset)]).toEqual([['UNAUTHENTICATED'], ['UNAUTHENTICATED']]);
    expect(reset.text).not.toContain(token.slice(-24));
    expect(callsAboutPeople(stage.sandbox)).toEqual([]);
    expect(elsewhere.received).toEqual([]);
    expect(issuer.fetches() - before).toBeLessThanOrEqual(1);
    expect(partsInLog(token)).toEqual([]);
  });

  test('of 100 KB, before it is parsed', async () => {
    const token = claims({ padding: 'x'.repeat(100_000) });

    const answer = await stage.gateway.fetch({
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(token) },
      body: '{"query":"{ me { id: amId } }"}',
    });

    expect(answer.status).toBe(431);
    expect(stage.sandbox.received()).toEqual([]);
    expect(partsInLog(token)).toEqual([]);
  });

  test.each(['Basic *', 'Token *', '*', 'Bearer', 'Bearer ', 'Bearer "*"'])(
    'in the header %s',
    async (form) => {
      const authorization = form.replace('*', claims());

      const answer = await stage.gateway.send(AllMyDevicesDocument, {}, { authorization });

      expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
      expect(callsAboutPeople(stage.sandbox)).toEqual([]);
    },
  );

  /** Returns the long parts of a token that the log contains. */
  function partsInLog(token: string): string[] {
    const all = stage.gateway.log.join('');
    return token.split('.').filter((part) => part.length > 12 && all.includes(part.slice(0, 200)));
  }
});

describe("the issuer's keys", () => {
  const minute = 60_000;
  /** The uptime of the gateway, and the error of its clock. */
  let elapsed: number;
  let off: number;
  beforeEach(() => {
    [elapsed, off] = [5_000, 0];
  });

  /** Runs with a gateway that has not fetched keys yet. */
  const onFresh = (act: (fresh: Stage) => Promise<void>, of = issuer): Promise<void> =>
    onStage(
      'pingam',
      { env: issuerEnv(of), now: () => Date.now() + off, elapsed: () => elapsed },
      act,
    );
  afterEach(() => issuer.serve({}));

  test('are fetched once for many tokens', () =>
    onFresh(async (fresh) => {
      const before = issuer.fetches();
      await codesWith(claims(), fresh);

      const unknown = header({ kid: 'nobody-knows' });
      const tokens = Array.from({ length: 40 }, (_, n) => (n < 20 ? claims() : unknown));
      const codes = await Promise.all(tokens.map((token) => codesWith(token, fresh)));

      expect(codes.flat()).toEqual(Array.from({ length: 20 }, () => 'UNAUTHENTICATED'));
      expect(issuer.fetches() - before).toBe(1);
    }));

  test.each([
    ['goes on', 0],
    ['is set back by an hour', -60 * minute],
    ['is set forward by an hour', 60 * minute],
  ])(
    'may change: a new key is found, the old one is good for ten minutes more, where the time of day %s',
    (_label, byMs) =>
      onFresh(async (fresh) => {
        const second = makeKey('second');
        const dated = (key = issuer.key): string => {
          const time = seconds(off / 1000);
          return tokenOf(issuer, {
            key,
            claims: { auth_time: time, nbf: time, iat: time, exp: time + 600 },
          });
        };
        const both = async (): Promise<string[][]> => [
          await codesWith(dated(second), fresh),
          await codesWith(dated(), fresh),
        ];
        expect(await codesWith(dated(), fresh)).toEqual([]);

        issuer.serve({ keys: [issuer.key, second] });
        off = byMs;
        elapsed += minute;
        const found = await both();
        issuer.serve({ keys: [second] });
        off = 0;
        elapsed += 9 * minute;
        const kept = await both();
        off = byMs;
        elapsed += 2 * minute;

        expect([found, kept, await both()]).toEqual([
          [[], []],
          [[], []],
          [[], ['UNAUTHENTICATED']],
        ]);
      }),
  );

  test.each([
    ['an error', { status: 500, body: '{}' }],
    ['no set of keys', { body: '{}' }],
    ['a page', { body: '<html></html>' }],
    ['nothing in time', { stopsAt: 'head' }],
    ['half a body in time', { stopsAt: 'body' }],
  ] as const)('that cannot be fetched are no fault of a token: %s', (_label, answer) =>
    onFresh(async (fresh) => {
      issuer.serve(answer);
      const first = await codesWith(claims(), fresh);
      issuer.serve({});
      const again = await codesWith(claims(), fresh);
      issuer.serve(answer);
      elapsed += minute;
      const unknown = tokenOf(issuer, { key: makeKey('second') });
      const later = [await codesWith(unknown, fresh), await codesWith(claims(), fresh)];

      const failed = ['UPSTREAM_UNAVAILABLE'];
      expect([first, again, ...later]).toEqual([failed, [], failed, []]);
    }),
  );

  test('that are unavailable are an upstream failure, and other callers are not affected', async () => {
    const gone = await openIssuer();
    await gone.close();
    await onFresh(async (fresh) => {
      const alice = await fresh.peer.signIn('alice');

      expect(await codesWith(claims(), fresh)).toEqual(['UPSTREAM_UNAVAILABLE']);
      expect(codesOf(await fresh.gateway.send(AllMyDevicesDocument, {}, alice))).toEqual([]);
    }, gone);
  });
});
