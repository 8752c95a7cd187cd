/** Another product proves the identity of a caller and posts a signed result (security B11). */
import { describe, expect, test } from '@jest/globals';
import { UnsecuredJWT, type JWTPayload } from 'jose';
import { writesTo } from '../access/received.ts';
import { fieldAt } from '../support/json.ts';
import { withLists } from '../support/with-lists.ts';
import { ProofStage } from './proof-stage.ts';
import { newKey, signedBy } from './verifier.ts';

const no = 'VERIFICATION_REQUIRED';
const issuer = 'https://verify.example.com';

const acme = newKey('a');
const globex = newKey('a');
const stranger = newKey('a');

const proofs = new ProofStage('pingam', {
  VERIFICATION_REQUIRED: 'proof',
  ...withLists({ limits: { personChanges: [] } }),
  VERIFIERS: JSON.stringify({
    acme: { issuer, keys: [acme.jwk] },
    globex: { issuer: 'https://globex.example.com', keys: [globex.jwk] },
  }),
  VERIFIER_AUDIENCE: 'gateway-of-the-test',
});

let number = 0;

/** The claims of a good proof: bob, for helen. */
function claims(): JWTPayload {
  number += 1;
  const iat = Math.floor(proofs.now / 1000);
  return {
    iss: issuer,
    aud: 'gateway-of-the-test',
    jti: `proof-${number}`,
    iat,
    sub: proofs.stage.peer.idOf('bob'),
    agent: proofs.stage.peer.idOf('helen'),
    method: 'document-and-selfie',
  };
}

const signed = (more: JWTPayload = {}, key = acme): Promise<string> =>
  signedBy({ ...claims(), ...more }, key);
/** A proof without one of its claims. */
const without = (name: string): Promise<string> => signed({ [name]: undefined });

async function post(token: unknown): Promise<{ status: number; proofId: unknown; code: unknown }> {
  const response = await fetch(new URL('/verifications', proofs.stage.gateway.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const body: unknown = await response.json();
  const code = fieldAt(body, 'errors', '0', 'extensions', 'code');
  return { status: response.status, proofId: fieldAt(body, 'proofId'), code };
}

async function accepted(more: JWTPayload = {}): Promise<string> {
  const { status, proofId } = await post(await signed(more));
  if (status !== 201 || typeof proofId !== 'string') throw new Error(`refused with ${status}`);
  return proofId;
}

test('a signed proof permits one change, and the record names method and product', async () => {
  const proofId = await accepted();

  const changed = await proofs.reset('helen', 'bob', { proofId });

  expect(changed).toMatchObject({
    outcome: 'DONE',
    change: {
      verification: { method: 'document-and-selfie', reference: proofId, provenBy: 'acme' },
    },
  });
  const again = { proofId, idempotencyKey: 'another change' };
  expect(await proofs.reset('helen', 'bob', again)).toBe(no);
});

test('a signed proof permits nothing after its own end, however it is found', async () => {
  const seconds = Math.floor(proofs.now / 1000);
  const until = async (end: number): Promise<string> => accepted({ exp: seconds + end });
  const [short, long] = [await until(30), await until(120)];
  proofs.now = (seconds + 30) * 1000;

  expect(await proofs.reset('helen', 'bob', { proofId: short })).toBe(no);
  expect(writesTo(proofs.stage.sandbox)).toEqual([]);
  expect(await proofs.reset('helen', 'bob', { proofId: long })).toMatchObject({ outcome: 'DONE' });
});

describe('an agent finds the proof without its id', () => {
  const find =
    'mutation ($input: DeviceOwnerProofInput!) { checkSignedDeviceOwnerProof(input: $input) { proof { proofId method state provenBy expiresAt } } }';
  const found = async (as: string, name = 'bob'): Promise<unknown> => {
    const input = { user: proofs.user(name) };
    const answer = await proofs.ask(find, as, { input });
    return fieldAt(answer.data, 'checkSignedDeviceOwnerProof', 'proof');
  };

  test('the newest of the user for this agent', async () => {
    await accepted({ iat: Math.floor(proofs.now / 1000) - 60 });
    const proofId = await accepted();
    await accepted({ iat: Math.floor(proofs.now / 1000) - 30 });

    expect(await found('helen')).toMatchObject({
      proofId,
      method: 'SIGNED',
      state: 'PROVEN',
      provenBy: 'acme',
    });
    expect(await found('helen', 'alice')).toBeNull();
    expect(await found('hugo')).toBeNull();
  });

  test('with its own end, and not after it', async () => {
    const end = Math.floor(proofs.now / 1000) + 30;
    const proofId = await accepted({ exp: end });
    expect(await found('helen')).toMatchObject({
      proofId,
      expiresAt: new Date(end * 1000).toISOString(),
    });

    proofs.now = end * 1000;
    expect(await found('helen')).toBeNull();
  });

  test('none that was used, is too old, or is by AM', async () => {
    await proofs.provenByPush('helen');
    expect(await found('helen')).toBeNull();

    await proofs.reset('helen', 'bob', { proofId: await accepted() });
    expect(await found('helen')).toBeNull();

    await accepted();
    proofs.now += 601_000;
    expect(await found('helen')).toBeNull();
  });

  test('and the gateway says beforehand that it accepts such proofs', async () => {
    const asked = '{ gatewayCaller { proofMethods } }';
    const { data } = await proofs.ask(asked, 'helen');

    expect(data).toEqual({ gatewayCaller: { proofMethods: ['PUSH', 'CODE', 'SIGNED'] } });
  });
});

test('the record of a signed proof is an event of the audit log', async () => {
  const { trail } = proofs.ledger;
  await trail.next();
  const proofId = await accepted();

  const page = await trail.next();

  const events = page?.lines.map((line): unknown => JSON.parse(line)) ?? [];
  expect(events).toEqual([
    expect.objectContaining({
      status_code: 'PROVEN',
      actor: {
        user: expect.objectContaining({ uid: proofs.stage.peer.idOf('helen'), type_id: 0 }),
      },
      user: expect.objectContaining({ uid: proofs.stage.peer.idOf('bob') }),
      unmapped: {
        effect: 'prove',
        proof: proofId,
        proofMethod: 'document-and-selfie',
        provenBy: 'acme',
      },
    }),
  ]);
});

test('it works only for its agent and its person, by AM’s own names', async () => {
  const spelled = claims();
  const proofId = await accepted({ ...spelled, sub: String(spelled.sub).toUpperCase() });

  expect(await proofs.reset('hugo', 'bob', { proofId })).toBe(no);
  expect(await proofs.reset('helen', 'alice', { proofId })).toBe(no);
  expect(writesTo(proofs.stage.sandbox)).toEqual([]);
  expect(await proofs.reset('helen', 'bob', { proofId })).toMatchObject({
    outcome: 'DONE',
  });
});

test('it works until ten minutes after the person was verified', async () => {
  const earlier = { ...claims(), iat: Math.floor(proofs.now / 1000) - 300 };
  const proofId = await accepted(earlier);

  proofs.now += 301_000;

  expect(await proofs.reset('helen', 'bob', { proofId })).toBe(no);
});

test('a proof is stored once, however often it is sent', async () => {
  const token = await signed();

  const [one, two] = await Promise.all([post(token), post(token)]);
  const third = await post(token);

  expect(new Set([one.status, two.status])).toEqual(new Set([201, 409]));
  expect(third.status).toBe(409);
});

test('two products may use the same number', async () => {
  const payload = claims();
  const first = await accepted(payload);

  const second = await post(
    await signed({ ...payload, iss: 'https://globex.example.com' }, globex),
  );

  expect(second.status).toBe(201);
  expect(second.proofId).not.toBe(first);
});

describe('refused', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['another key', () => signed({}, stranger)],
    ['the key of another product', () => signed({}, globex)],
    ['another issuer', () => signed({ iss: 'https://other.example.com' })],
    ['no issuer', () => without('iss')],
    ['another audience', () => signed({ aud: 'identity-gateway' })],
    ['another type', () => signedBy(claims(), acme, 'JWT')],
    ['no signature', async () => new UnsecuredJWT(claims()).encode()],
    ['no number', () => without('jti')],
    ['no agent', () => without('agent')],
    ['no person', () => without('sub')],
    ['no method', () => without('method')],
    ['a method with markup', () => signed({ method: '<b>x</b>' })],
    ['no time', () => without('iat')],
    ['an age of eleven minutes', () => signed({ iat: proofs.now / 1000 - 661 })],
    ['a time in the future', () => signed({ iat: proofs.now / 1000 + 61 })],
    ['its own end', () => signed({ exp: proofs.now / 1000 - 1 })],
    ['no token', async () => 'x'],
  ])('with %s, as one message', async (_label, token) => {
    expect(await post(await token())).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  test.each([
    ['the person', { sub: 'nosuch' }],
    ['the agent', { agent: 'nosuch' }],
    ['the realm', { realm: 'nosuch' }],
    ['a name with a path', { sub: '../bob' }],
  ])('if AM does not know %s', async (_label, change) => {
    expect(await post(await signed({ ...change }))).toMatchObject({
      status: 422,
      code: 'BAD_USER_INPUT',
    });
  });

  test('without a token, or by GET', async () => {
    expect(await post(7)).toMatchObject({ status: 400 });
    const url = new URL('/verifications', proofs.stage.gateway.url);
    const response = await fetch(url);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});
