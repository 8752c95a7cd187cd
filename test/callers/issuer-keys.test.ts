/** The keys that access tokens are checked with: fetched seldom, changed by their issuer, not always to be had. */
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import { AllMyDevicesDocument } from '../../src/client/operations.ts';
import { codesOf } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { bearer, gatewayFor } from './bearers.ts';
import { makeKey, openIssuer, tokenOf } from './token-issuer.ts';
import type { TokenIssuer } from './token-issuer.ts';

let peer: SandboxPeer;
let issuer: TokenIssuer;
let gateway: TestGateway;

beforeAll(async () => {
  [peer, issuer] = await Promise.all([openSandboxPeer(), openIssuer()]);
});
beforeEach(async () => {
  await peer.restore();
  issuer.serve({});
  gateway = await gatewayFor(peer, issuer);
});
afterEach(async () => {
  jest.useRealTimers();
  await gateway.stop();
});
afterAll(async () => {
  await peer?.close();
  await issuer?.close();
});

const codesWith = async (token: string): Promise<string[]> =>
  codesOf(await gateway.send(AllMyDevicesDocument, {}, bearer(token)));

describe("the issuer's keys", () => {
  test('are fetched once for many tokens', async () => {
    const before = issuer.fetches();
    await codesWith(tokenOf(issuer));

    await Promise.all(Array.from({ length: 20 }, () => codesWith(tokenOf(issuer))));
    const unknown = tokenOf(issuer, { header: { kid: 'nobody-knows' } });
    await Promise.all(Array.from({ length: 20 }, () => codesWith(unknown)));

    expect(issuer.fetches() - before).toBe(1);
  });

  test('may change: a new key is found, the old one is good as long as it is told', async () => {
    const second = makeKey('second');
    const old = tokenOf(issuer);
    const fresh = (): string => tokenOf(issuer, { key: second });
    expect(await codesWith(old)).toEqual([]);
    issuer.serve({ keys: [issuer.key, second] });

    inMinutes(1);
    const found = [await codesWith(fresh()), await codesWith(tokenOf(issuer))];
    issuer.serve({ keys: [second] });
    inMinutes(12);
    const after = [await codesWith(fresh()), await codesWith(tokenOf(issuer))];

    expect(found).toEqual([[], []]);
    expect(after).toEqual([[], ['UNAUTHENTICATED']]);
  });

  test.each([
    ['an error', { status: 500, body: '{}' }],
    ['nothing there', { status: 404, body: '{}' }],
    ['no set of keys', { body: '{}' }],
    ['a set that is no list', { body: '{"keys":{}}' }],
    ['a page', { body: '<html></html>' }],
  ])('that cannot be had are a breakage, not a refusal: %s', async (_label, answer) => {
    issuer.serve(answer);

    expect(await codesWith(tokenOf(issuer))).toEqual(['UPSTREAM_UNAVAILABLE']);
    issuer.serve({});
    expect(await codesWith(tokenOf(issuer))).toEqual([]);
  });

  test('that nobody serves are a breakage, and other callers do not notice', async () => {
    const gone = await openIssuer();
    await gone.close();
    const alone = await gatewayFor(peer, gone);
    const alice = await peer.signIn('alice');

    const asBearer = await alone.send(AllMyDevicesDocument, {}, bearer(tokenOf(issuer)));
    const asSession = await alone.send(AllMyDevicesDocument, {}, alice);
    await alone.stop();

    expect(codesOf(asBearer)).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(codesOf(asSession)).toEqual([]);
  });
});

/** Moves the clock of this process on; timers run as ever. */
function inMinutes(minutes: number): void {
  const now = Date.now() + minutes * 60_000;
  jest.useFakeTimers({
    now,
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
}
