/**
 * Rules of a deployment: reasons and tickets (B4), verification (B5), realms, privileged people,
 * own accounts (U22).
 */
import { afterAll, describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { actAs, everyCallerEnv, onStage, type Stage } from '../support/stage.ts';
import { changeDocument, changes } from './changes.ts';
import { callsAbout, credentialOf, writesTo } from './received.ts';
import { staffScopes } from './scene.ts';
import { Stages } from './stages.ts';
import { withLists } from '../support/with-lists.ts';

const stages = new Stages();
afterAll(() => stages.close());

const mutation =
  'mutation ($input: ResetDevicesOfKindInput!) { resetOathDevices(input: $input) { outcome errors { code } } }';

/** Resets a person's devices; returns the codes of the refusals, and checks that none wrote. */
async function resetBy(
  { gateway, peer, sandbox }: Stage,
  name: string,
  { userId, realm, ...more }: Readonly<Record<string, unknown>>,
): Promise<{ readonly codes: string[]; readonly path: unknown }> {
  const header = await peer.signIn(name);
  sandbox.clearReceived();
  const answer = await gateway.ask(mutation, header, {
    input: { target: userId === null ? { me: true } : { user: { id: userId, realm } }, ...more },
  });
  const codes = codesOf(answer);
  const isDone = codes.length === 0;
  expect(fieldAt(answer.data, 'resetOathDevices', 'errors')).toEqual(isDone ? [] : undefined);
  expect(isDone ? [] : writesTo(sandbox)).toEqual([]);
  return { codes, path: answer.errors[0]?.extensions['path'] };
}

describe('security B4, G13: a reason', () => {
  const demanded = { REASON_REQUIRED: 'help-desk,administrator' };
  const formed = { TICKET_PATTERN: 'INC-[0-9]{4}' };
  const ticketed = { ...demanded, ...formed };
  const lost = 'lost phone';

  test.each([
    ['is missing', demanded, {}, 'reason'],
    ['is empty', demanded, { reason: '' }, 'reason'],
    ['is blank', demanded, { reason: ' \t ' }, 'reason'],
    ['has 501 characters', demanded, { reason: 'x'.repeat(501) }, 'reason'],
    ['has nothing but a zero-width space', {}, { reason: '\u200b' }, 'reason'],
    ['has nothing but a Hangul filler', {}, { reason: '\u3164\u2800' }, 'reason'],
    ['has a bidi control', {}, { reason: `${lost}\u202e` }, 'reason'],
    ['has a code with a full stop', {}, { reason: 'She read 123.456 to me' }, 'reason'],
    ['has a ticket that is a code', {}, { reason: lost, ticket: '123/456' }, 'ticket'],
    ['has several lines and an emoji', {}, { reason: 'lost\n👩‍💻 phone' }, undefined],
    ['has a longer number', {}, { reason: 'Order 1234567, 2026-11-25' }, undefined],
    ['has a ticket of six digits', {}, { reason: lost, ticket: 'INC-123456' }, undefined],
    ['misses its ticket', ticketed, { reason: lost }, 'ticket'],
    ['has another ticket', ticketed, { reason: lost, ticket: 'CHG-1234' }, 'ticket'],
    ['has a ticket on a line', ticketed, { reason: lost, ticket: 'x\nINC-1234' }, 'ticket'],
    ['has a long ticket', demanded, { reason: lost, ticket: 'x'.repeat(101) }, 'ticket'],
    ['has 500 characters', demanded, { reason: 'x'.repeat(500) }, undefined],
    ['has its ticket', ticketed, { reason: lost, ticket: 'INC-1234' }, undefined],
    ['is not there where nobody demands one', {}, {}, undefined],
    ['is empty though nobody demands one', {}, { reason: '' }, 'reason'],
    ['has 500 characters between blanks', {}, { reason: ` ${'x'.repeat(500)} ` }, undefined],
    ['has a ticket of 100 characters', {}, { ticket: 'x'.repeat(100) }, undefined],
    ['has a ticket between blanks', formed, { ticket: ' INC-1234 ' }, undefined],
    ['has an empty ticket where tickets have a form', formed, { ticket: '' }, undefined],
  ] as const)('that %s: what is at fault', async (_label, env, more, argument) => {
    const stage = await stages.with(env);

    const told = await resetBy(stage, 'helen', { userId: 'bob', ...more });

    const isDone = argument === undefined;
    const path = isDone ? undefined : ['input', argument];
    expect(told).toEqual({ codes: isDone ? [] : ['BAD_USER_INPUT'], path });
    expect(await stage.peer.deviceIds('bob', 'OATH')).toHaveLength(isDone ? 0 : 2);
  });

  test.each([
    { who: 'administrator', name: 'oscar', userId: 'bob', codes: ['BAD_USER_INPUT'] },
    { who: 'help-desk', name: 'oscar', userId: 'bob', codes: [] },
    { who: 'administrator', name: 'helen', userId: 'bob', codes: [] },
    { who: 'help-desk', name: 'helen', userId: null, codes: [] },
    { who: 'help-desk,administrator', name: 'alice', userId: null, codes: [] },
    { who: 'help-desk,administrator', name: 'amadmin', userId: 'bob', codes: [] },
  ])('of $who is asked of those alone: $name for $userId', async (one) => {
    const stage = await stages.with({ REASON_REQUIRED: one.who });

    const { codes } = await resetBy(stage, one.name, { userId: one.userId });

    expect(codes).toEqual(one.codes);
  });

  test('is asked for every mutation alike', async () => {
    const { gateway, peer, sandbox } = await stages.with(demanded);

    const answer = await gateway.ask(
      `mutation {
        resetOathDevices(input: { target: { user: { id: "bob" } } }) { outcome }
        resetPushDevices(input: { target: { user: { id: "bob" } }, dryRun: true }) { outcome }
        resetDevices(input: { target: { user: { id: "bob" } }, kinds: [TRUSTED] }) { results { outcome } }
        removeDevice(input: { target: { user: { id: "bob" } }, kind: OATH, deviceId: "x" }) { outcome }
        renameDevice(input: { target: { user: { id: "bob" } }, kind: OATH, deviceId: "x", name: "y" }) { outcome }
      }`,
      await peer.signIn('oscar'),
    );

    expect(codesOf(answer)).toEqual(Array.from({ length: 5 }, () => 'BAD_USER_INPUT'));
    expect(writesTo(sandbox)).toEqual([]);
  });
});

describe('security B5: a verification', () => {
  const demanded = { VERIFICATION_REQUIRED: 'help-desk', VERIFICATION_METHODS: 'call-back,video' };
  const longer = { ...demanded, VERIFICATION_MAX_AGE: '1200' };
  const ago = (seconds: number) => ({ at: new Date(Date.now() - seconds * 1000).toISOString() });
  const about = (reference: string | null) => ({ reference });
  const no = 'VERIFICATION_REQUIRED';
  const bad = 'BAD_USER_INPUT';

  test.each<readonly [string, object, string, object | null | undefined, string?]>([
    ['that is missing', demanded, 'helen', undefined, no],
    ['that is null', demanded, 'helen', null, no],
    ['without a reference', demanded, 'helen', about(null)],
    ['of 14 minutes ago', demanded, 'helen', ago(840)],
    ['of 16 minutes ago', demanded, 'helen', ago(960), no],
    ['of 16 minutes ago, where 20 may pass', longer, 'helen', ago(960)],
    ['half a minute ahead', demanded, 'helen', ago(-30)],
    ['two minutes ahead', demanded, 'helen', ago(-120), bad],
    ['by another method', demanded, 'helen', { method: 'email' }, bad],
    ['with a code of six digits', demanded, 'helen', about('code 123456'), bad],
    ['with a code and a stroke', demanded, 'helen', about('told 123-456.'), bad],
    ['with nothing visible', demanded, 'helen', about('\u3164'), bad],
    ['with a code in wide digits', demanded, 'helen', about('１２３４５６'), bad],
    ['with the number of a phone', demanded, 'helen', about('030 123 456 78')],
    ['with a date', demanded, 'helen', about('on 2026-11-25')],
    ['with a number of seven digits', demanded, 'helen', about('1234567')],
    ['with a long reference', demanded, 'helen', about('x'.repeat(101)), bad],
    ['that nobody demands of an administrator', demanded, 'oscar', undefined],
    [
      'that is demanded of administrators',
      { VERIFICATION_REQUIRED: 'administrator' },
      'oscar',
      undefined,
      no,
    ],
    ['that nobody demands', {}, 'helen', undefined],
  ])('%s', async (...[, env, name, given, code]) => {
    const stage = await stages.with({ ...env });
    const good = { method: 'call-back', ...ago(60), reference: 'CASE-7' };

    const verification = given && { ...good, ...given };
    const { codes } = await resetBy(stage, name, { userId: 'bob', verification });

    expect(codes[0]).toBe(code);
    expect(writesTo(stage.sandbox)).toHaveLength(code === undefined ? 1 : 0);
  });

  test.each([
    ['helen', ['call-back', 'video']],
    ['oscar', []],
    ['alice', []],
  ])('that is demanded can be read beforehand by %s: %j', async (name, verificationMethods) => {
    const { gateway, peer } = await stages.with(demanded);

    const { data } = await gateway.ask(
      '{ gatewayCaller { verificationMethods } }',
      await peer.signIn(name),
    );
    expect(data).toEqual({ gatewayCaller: { verificationMethods } });
  });
});

const over = { ADMINS_OVER_PRIVILEGED: 'on' };
const realms = (staffOf: string, actIn: string) =>
  withLists({ access: { acrossRealms: [{ staffOf, actIn }] } });
const no = ['FORBIDDEN'];
const privileged = ['TARGET_PRIVILEGED'];
const own = ['OWN_ACCOUNT'];
const bella = { userId: 'bella', realm: 'beta' };
const bob = { userId: 'bob', realm: 'alpha' };

test.each([
  ['administrators may be over privileged people', over, 'oscar', { userId: 'vera' }, []],
  ['administrators may be over administrators', over, 'oscar', { userId: 'ada' }, []],
  ['the help desk never is', over, 'helen', { userId: 'vera' }, privileged],
  ['in capitals they are privileged, too', {}, 'helen', { userId: 'VERA' }, privileged],
  ['in wide letters they are privileged, too', {}, 'helen', { userId: 'Ｖera' }, privileged],
  ['one’s own account, over privileged people', over, 'oscar', { userId: 'oscar' }, own],
  ['help desk’s own account in capitals', over, 'helen', { userId: 'HELEN' }, own],
  ['of realms, staff have those told', realms('alpha', 'beta'), 'helen', bella, []],
  ['whichever it is', realms('beta', 'alpha'), 'hektor', bob, []],
  ['and no other', realms('alpha', 'beta'), 'hektor', bob, no],
  [
    'privileged there, too',
    realms('beta', 'alpha'),
    'hektor',
    { ...bob, userId: 'vera' },
    privileged,
  ],
  ['a realm of staff is none of people’s', realms('alpha', 'beta'), 'alice', bella, no],
  ['nor of people of another realm', realms('beta', 'alpha'), 'mallory', bob, no],
] as const)('%s: %j, %s for %j', async (...[, env, name, input, codes]) => {
  expect((await resetBy(await stages.with(env), name, input)).codes).toEqual(codes);
});

test.each(['pingam', 'openam'] as const)(
  'the own account of staff is theirs under whatever name they signed in: %s',
  async (flavor) => {
    await onStage(flavor, { env: everyCallerEnv() }, async (stage) => {
      expect((await resetBy(stage, 'HELEN', { userId: 'helen' })).codes).toEqual(own);
    });
  },
);

/** Each has a character that directories drop (RFC 4518 §2.2) and the gateway’s folding keeps. */
const oddly = { helen: 'hele\uFE0Fn', oscar: 'OS\u034FCAR' };

test.each([
  'helen',
  'helen devices:read devices:reset devices:help-desk',
  'oscar',
  'oscar devices:read devices:reset devices:admin',
])('%s by another spelling sees themselves, and cannot change themselves', async (who) => {
  const stage = await stages.with(staffScopes);
  const as = await actAs(stage, who);
  const name = who.startsWith('helen') ? 'helen' : 'oscar';
  const id = oddly[name];
  stage.sandbox.clearReceived();

  const query = 'query ($id: ID!) { user(id: $id) { id: amId oathDevices { id } } }';
  const seen = await stage.gateway.ask(query, as, { id });

  expect(seen).toMatchObject({ errors: [], data: { user: { id: name, oathDevices: [] } } });
  const calls = callsAbout(stage.sandbox, { id: name, realm: 'alpha' });
  const lists = calls.filter(({ path }) => path.includes('/devices/'));
  const credential = who === name ? 'own' : 'service';
  expect(lists.map((call) => credentialOf(call, as))).toEqual([credential]);
  for (const change of changes) {
    const answer = await stage.gateway.ask(changeDocument([change], { id }), as);
    const isPermitted = name === 'oscar' || !/^(remove|rename)/.test(change.name);
    expect([change.name, codesOf(answer)]).toEqual([change.name, isPermitted ? own : no]);
  }
  expect(writesTo(stage.sandbox)).toEqual([]);
});
