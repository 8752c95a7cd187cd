/** AM asks the gateway before it registers a device. */
import { describe, expect, test } from '@jest/globals';
import { callsAbout, writesTo } from '../access/received.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { scrape, valueOf } from '../operations/exposition.ts';
import { fieldAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import { onStage } from '../support/stage.ts';
import { EnrolmentStage, secret } from './enrolment-stage.ts';
import { withLists } from '../support/with-lists.ts';

const on = new EnrolmentStage();

/** Opens a hold as a reset of the help desk does; returns its code. */
async function held(name = 'bob', realm = 'alpha'): Promise<string> {
  on.now += 10_000;
  return heldOn(on.ledger, { id: on.stage.peer.idOf(name), realm });
}

async function heldOn(
  ledger: Pick<OpenLedger, 'begin'>,
  { id, realm }: { readonly id: string; readonly realm: string },
): Promise<string> {
  const begun = await ledger.begin(
    {
      actor: {
        id: 'helen',
        realm,
        role: 'HELP_DESK',
        method: 'SESSION',
        signedInAt: null,
        clientId: null,
      },
      target: { id, realm, privileged: false },
      effect: 'reset',
      kinds: ['OATH'],
      options: {},
      dryRun: false,
      before: null,
      reason: null,
      ticket: null,
      verification: null,
      correlationId: 'c',
    },
    { limits: [], idempotencyKey: null, override: false, again: null },
  );
  const code = begun.kind === 'recorded' ? begun.setupCode?.code : undefined;
  if (code === undefined) throw new Error('expected a code');
  return code;
}

test('the story of a code: asked for, wrong, right, and a sentence for the person each time', async () => {
  expect(await on.asks('bob')).toBe('allow NOT_HELD');
  const code = await held();

  const { status, body } = await on.post({ realm: '/alpha', user: 'bob', kind: 'OATH' });
  expect(status).toBe(200);
  expect(body).toEqual({
    decision: 'ask',
    reason: 'CODE_NEEDED',
    until: null,
    message: 'Enter the setup code that the help desk gave you.',
  });
  expect(await on.asks('bob', { code: '22222-22222' })).toBe('ask CODE_WRONG');
  expect(await on.asks('bob', { code: code.toLowerCase() })).toBe('allow CODE_ACCEPTED');
  expect(await on.asks('bob', { code })).toBe('refuse JUST_ALLOWED');
});

test('a spelling of the name, and the default realm, are the same person', async () => {
  await held();

  const { body } = await on.post({ user: 'BOB', kind: 'OATH' });
  expect(fieldAt(body, 'reason')).toBe('CODE_NEEDED');
});

test('a person who does not exist gets the answer of a person without a hold', async () => {
  const ask = { realm: 'alpha', kind: 'OATH', code: '22222-22222' };
  const [nobody, alice] = await Promise.all([
    on.post({ ...ask, user: 'nobody-of-this-name' }),
    on.post({ ...ask, user: on.stage.peer.idOf('alice') }),
  ]);

  expect(nobody).toEqual(alice);
  expect(nobody.body).toMatchObject({ decision: 'allow', reason: 'NOT_HELD' });
});

test('the list of AM shows that the code was used', async () => {
  const code = await held();
  expect(await on.asks('bob', { code })).toBe('allow CODE_ACCEPTED');
  const stored = { uuid: 'new', deviceName: 'New phone', sharedSecret: '6f', counter: 0 };
  await on.stage.peer.plant('bob', { oathDeviceProfiles: [JSON.stringify(stored)] });
  on.now += 61_000;

  expect(await on.asks('bob', { code })).toBe('refuse JUST_REGISTERED');
  on.now += 15 * 60_000;
  expect(await on.asks('bob')).toBe('allow NOT_HELD');
});

describe('a question without the secret', () => {
  test.each([
    ['no secret', { 'x-enrolment-secret': '' }],
    ['a wrong one', { 'x-enrolment-secret': `${secret}x` }],
    ['it as a token', { 'x-enrolment-secret': '', authorization: `Bearer ${secret}` }],
  ])('with %s is refused, and AM is not asked', async (_, headers) => {
    await held();
    on.stage.sandbox.clearReceived();

    const answers = await Promise.all(
      ['bob', 'nobody-of-this-name'].map((user) => on.post({ user, kind: 'OATH' }, headers)),
    );

    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    const [one, other] = answers.map(({ body }) => fieldAt(body, 'errors', '0', 'message'));
    expect(one).toBe(other);
    expect(callsAbout(on.stage.sandbox, { id: 'bob', realm: 'alpha' })).toEqual([]);
  });
});

test.each([
  ['no JSON', 'not json', 400],
  ['a list', [], 400],
  ['a realm that is not served', { realm: 'gamma', user: 'bob', kind: 'OATH' }, 400],
  ['no user', { realm: 'alpha', kind: 'OATH' }, 400],
  ['a name that no user has', { realm: 'alpha', user: 'a*', kind: 'OATH' }, 400],
  ['another kind', { user: 'bob', kind: 'FAX' }, 400],
  ['a code that is no text', { user: 'bob', kind: 'OATH', code: 1 }, 400],
  ['a huge body', 'x'.repeat(5_000), 413],
])('a question with %s is refused', async (_, question, status) => {
  expect((await on.post(question)).status).toBe(status);
});

test('a flood of questions about one person is refused, and others are answered', async () => {
  const code = await held();
  const answers: string[] = [];
  for (let at = 0; at < 31; at += 1) answers.push(await on.asks('bob', { kind: 'PUSH' }));

  expect(answers.at(29)).toBe('ask CODE_NEEDED');
  expect(answers.at(30)).toBe('refuse TOO_MANY_QUESTIONS');
  expect(await on.asks('alice')).toBe('allow NOT_HELD');
  on.now += 60_000;
  expect(await on.asks('bob', { code })).toBe('allow CODE_ACCEPTED');
});

test('without holds the address does not exist', async () => {
  await onStage('pingam', {}, async ({ gateway }) => {
    const address = new URL('/enrolment/decisions', gateway.url);
    const { status } = await fetch(address, { method: 'POST', body: '{}' });
    expect(status).toBe(404);
  });
});

describe('in Advanced Identity Cloud', () => {
  const inCloud = new EnrolmentStage({ flavor: 'aic' });

  test('the name of a held user is refused, because people have ids there', async () => {
    await inCloud.reset('helen', 'bob');

    const ask = { realm: 'alpha', kind: 'OATH' };
    expect((await inCloud.post({ ...ask, user: 'bob' })).status).toBe(400);
    expect(await inCloud.asks('bob')).toBe('ask CODE_NEEDED');
  });
});

test('a question changes nothing at AM', async () => {
  const code = await held();
  await on.asks('bob', { code });

  expect(writesTo(on.stage.sandbox)).toEqual([]);
});

test.each([
  ['openam', 0],
  ['pingam', 2],
] as const)('on %s, of four requests for a code, %d are followed by one', async (flavor, codes) => {
  const rules = withLists({ enrolment: { rules: [{ method: 'ticket' }] } });
  const env = { ...rules, ENROLMENT_SECRET: secret, METRICS_PORT: '0' };
  const enrolment = { rules: [{}], holdMs: 72 * 3_600_000, key: () => secret };
  const ledger = await openTestLedger({ enrolment });
  await onStage(flavor, { env: (peer) => ({ ...peer.staffEnv(), ...env }), ledger }, async (at) => {
    const post = (code?: string): Promise<Response> =>
      fetch(new URL('/enrolment/decisions', at.gateway.url), {
        method: 'POST',
        headers: { 'x-enrolment-secret': secret },
        body: JSON.stringify({ realm: 'alpha', user: 'bob', kind: 'OATH', code }),
      });
    await heldOn(ledger, { id: 'bob', realm: 'alpha' });

    for (const code of [undefined, '22222-22222', undefined, '2'])
      expect((await post(code)).status).toBe(200);

    const samples = await scrape(at);
    const decisions = 'identity_gateway_enrolment_decisions_total';
    expect(valueOf(samples, decisions, { decision: 'ask' })).toBe(4);
    expect(valueOf(samples, 'identity_gateway_enrolment_codes_total', {})).toBe(codes);
  });
  await ledger.close();
});
