/**
 * The gateway as a relying party: what it sends to a vendor that is strict in the contract, and
 * which answers prove something. The vendor is the sandbox's.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newBrowserValue, secretsOf } from '../../src/identity-checks/check-secrets.ts';
import type { CheckSecrets } from '../../src/identity-checks/check-secrets.ts';
import { VendorClient, type VendorSettings } from '../../src/identity-checks/vendor-client.ts';
import { VendorProblem } from '../../src/identity-checks/vendor-problem.ts';
import { startVendor, vendorClient } from '../../src/sandbox/index.ts';
import type { SandboxVendor, VendorOutcome } from '../../src/sandbox/index.ts';
import { nextRsaKeyPair } from '../support/rsa-keys.ts';

let vendor: SandboxVendor;
beforeAll(async () => {
  vendor = await startVendor({ createKeyPair: nextRsaKeyPair });
});
beforeEach(() => vendor.reset());
afterAll(() => vendor.close());

const redirectUri = 'https://devices.example.com/verify/callback/test';
const names = { given_name: 'Robert', family_name: "O'Neil" };

function clientOf(more: Partial<VendorSettings> = {}): VendorClient {
  const settings: VendorSettings = {
    name: 'test',
    title: 'Test',
    claims: { given_name: 'givenName', family_name: 'sn' },
    issuer: vendor.issuer,
    clientId: vendorClient.id,
    clientSecret: () => vendorClient.secret,
    authentication: 'basic',
    allowsPrivate: true,
    ...more,
  };
  return new VendorClient(settings, () => performance.now());
}

interface Visit {
  readonly client: VendorClient;
  readonly secrets: CheckSecrets;
  /** Where the vendor sends the browser. */
  readonly address: URL;
}

/** Pushes a request, and goes through the vendor's pages as a browser. */
async function visit(outcome: VendorOutcome, more: Partial<VendorSettings> = {}): Promise<Visit> {
  const client = clientOf(more);
  const secrets = secretsOf(newBrowserValue());
  vendor.configure({ next: outcome });
  const loginHint = 'a-stable-reference';
  const url = await client.push({ names, loginHint, redirectUri, secrets });
  const answer = await fetch(url, { redirect: 'manual' });
  return { client, secrets, address: new URL(answer.headers.get('location') ?? 'about:blank') };
}

async function endOf({ client, secrets, address }: Visit): Promise<unknown> {
  try {
    return await client.resultOf({ address, secrets });
  } catch (error) {
    if (error instanceof VendorProblem) return error.kind;
    throw error;
  }
}

test('the request is pushed with what the contract has, and nothing else', async () => {
  await visit('verified', { flow: 'full.1' });

  const [pushed] = vendor.calls();
  const { claims = '', code_challenge: challenge, state, nonce, ...rest } = pushed?.form ?? {};
  expect(rest).toEqual({
    client_id: vendorClient.id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile identity_assurance idv_flow_full.1',
    code_challenge_method: 'S256',
    login_hint: 'a-stable-reference',
  });
  expect(new Set([challenge, state, nonce]).size).toBe(3);
  expect(JSON.parse(claims)).toEqual({
    id_token: {
      verified_claims: [
        {
          verification: {
            trust_framework: { value: 'IDV-DELEGATED', essential: true },
            assurance_level: { value: 'VERIFIED', essential: true },
          },
          claims: {
            given_name: { value: 'Robert', fuzzy: true },
            family_name: { value: "O'Neil", fuzzy: true },
          },
        },
      ],
    },
  });
});

test.each(['verified', 'emptyClaims', 'matched', 'oneObject'] as const)(
  'the answer "%s" proves the identity, and nothing of its claims is kept',
  async (outcome) => {
    const result = { isVerified: true, process: 'sandbox-process-1' };

    expect(await endOf(await visit(outcome))).toEqual(result);
  },
);

test.each([
  'failed',
  'otherPerson',
  'otherFramework',
  'levelNull',
  'levelOther',
  'bothLevels',
  'noClaims',
] as const)('the answer "%s" proves nothing', async (outcome) => {
  expect(await endOf(await visit(outcome))).toMatchObject({ isVerified: false });
});

test.each([
  'wrongNonce',
  'otherClient',
  'expired',
  'otherIssuer',
  'noIssuer',
  'unsigned',
  'hmac',
  'otherKey',
  'serverError',
  'noToken',
] as const)('the answer "%s" is no answer', async (outcome) => {
  expect(await endOf(await visit(outcome))).toBe('no answer');
});

test('a person who gives up differs from a vendor without an answer', async () => {
  expect(await endOf(await visit('gaveUp'))).toBe('gave up');
});

describe('an answer belongs to one browser', () => {
  test('another state, nonce or verifier is refused', async () => {
    const other = secretsOf(newBrowserValue());

    for (const part of ['state', 'nonce', 'verifier'] as const) {
      const visited = await visit('verified');
      const secrets = { ...visited.secrets, [part]: other[part] };
      expect(await endOf({ ...visited, secrets })).toBe('no answer');
    }
  });

  test('a code works once', async () => {
    const visited = await visit('verified');

    expect(await endOf(visited)).toMatchObject({ isVerified: true });
    expect(await endOf(visited)).toBe('no answer');
  });

  test('a value of a cookie always gives the same secrets, which do not disclose it', () => {
    const value = newBrowserValue();

    expect(secretsOf(value)).toEqual(secretsOf(value));
    expect(JSON.stringify(secretsOf(value))).not.toContain(value);
  });
});

describe('a vendor changes', () => {
  test('its key is replaced between two checks', async () => {
    const first = await visit('verified');
    expect(await endOf(first)).toMatchObject({ isVerified: true });
    vendor.rotateKey();

    expect(await endOf(await visit('verified'))).toMatchObject({ isVerified: true });
  });

  test('without discovery the four addresses are enough', async () => {
    const at = (path: string): URL => new URL(`${vendor.issuer}${path}`);
    const addresses = {
      push: at('/par'),
      authorization: at('/authorize'),
      token: at('/token'),
      keys: at('/jwks'),
    };

    const visited = await visit('verified', { addresses, authentication: 'post' });
    expect(await endOf(visited)).toMatchObject({ isVerified: true });
  });

  test.each([400, 401, 500])(
    'a pushed request that is refused with %d is no answer',
    async (pushStatus) => {
      vendor.configure({ pushStatus });

      await expect(visit('verified')).rejects.toMatchObject({ kind: 'no answer' });
    },
  );

  test('a wrong secret of the client is no answer', async () => {
    const clientSecret = (): string => 'another-secret-of-the-client';

    await expect(visit('verified', { clientSecret })).rejects.toMatchObject({ kind: 'no answer' });
  });
});

test('a vendor at a private address is not called, unless private addresses are allowed', async () => {
  const before = vendor.calls().length;

  await expect(visit('verified', { allowsPrivate: false })).rejects.toMatchObject({
    kind: 'no answer',
    message: expect.stringContaining('its address is not a public one'),
  });
  expect(vendor.calls()).toHaveLength(before);
});

test('what an operator reads has the words of the vendor on one line, and no code', async () => {
  const visited = await visit('gaveUp');
  visited.address.searchParams.set('error_description', 'a\nforged: line\u2028\u001B[2J');

  const error: unknown = await visited.client.resultOf(visited).catch((one: unknown) => one);
  const { message } = error instanceof Error ? error : new Error('no error');
  expect(message).toMatch(/^[\x20-\x7e]+$/);
  expect(message).not.toContain(visited.secrets.state);
});
