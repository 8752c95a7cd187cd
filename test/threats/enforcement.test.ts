/**
 * Every change obeys the threat level of its realm, and a refusal writes nothing (decision 67).
 * What each level demands is in `test/unit/domain/conditions.test.ts`.
 */
import { describe, expect, test } from '@jest/globals';
import { changeDocument, changes } from '../access/changes.ts';
import { writesTo } from '../access/received.ts';
import { bearer } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { ThreatStage } from './threat-stage.ts';

const [resetOath, , , , , signOut] = changes;
if (resetOath === undefined || signOut === undefined) throw new Error('changes are missing');
const stepUp = 'STEP_UP_REQUIRED';
const verify = 'VERIFICATION_REQUIRED';
const approve = 'APPROVAL_REQUIRED';
const never = 'THREAT_LEVEL';
const bob = { id: 'bob' };

const threats = new ThreatStage('pingam', { AM_REALMS: 'alpha', ...factorEnv() });

function factorEnv(): Readonly<Record<string, string>> {
  return {
    SECOND_FACTOR_PROPERTY: 'factor=2',
    ...withLists({
      secondFactor: {
        claims: [
          { name: 'amr', value: 'mfa' },
          { name: 'acr', value: 'urn:example:mfa' },
          { name: 'auth_level', value: '20' },
        ],
      },
    }),
  };
}

test.each(changes)(
  '$name is refused at each level, without a write or an intent',
  async (change) => {
    const isSignOut = change === signOut;
    const helpDesk = isSignOut || change.name.startsWith('reset') ? null : 'FORBIDDEN';
    const codes: Record<string, unknown> = {};
    for (const level of ['GUARDED', 'LOCKED', 'FROZEN'] as const) {
      if (isSignOut && level !== 'FROZEN') continue;
      await threats.level(level);
      codes[level] = [
        await threats.change('bob', change),
        await threats.change('helen', change, bob),
        await threats.change('oscar', change, bob),
        await threats.change('amadmin', change, bob),
      ];
    }

    expect(codes).toEqual({
      ...(!isSignOut && {
        GUARDED: [stepUp, helpDesk ?? verify, verify, verify],
        LOCKED: [never, helpDesk ?? approve, approve, approve],
      }),
      FROZEN: [never, helpDesk ?? never, never, never],
    });
    expect(writesTo(threats.stage.sandbox)).toEqual([]);
    const { changes: recorded } = await threats.ledger.history({ realm: 'alpha', first: 100 });
    expect(recorded.filter(({ refusal }) => refusal === null)).toEqual([]);
  },
);

test('the level in force ends by itself', async () => {
  await threats.level('FROZEN');
  threats.now += 3_599_999;
  expect(await threats.change('bob', resetOath)).toBe(never);

  threats.now += 1;
  expect(await threats.change('bob', resetOath)).toBe('done');
});

test('a level adds no call to AM', async () => {
  const helen = await threats.signIn('helen');
  const callsOf = async (): Promise<number> => {
    threats.now += 60_000;
    threats.stage.sandbox.clearReceived();
    expect(await threats.change(helen, signOut, bob)).toBe('done');
    return threats.stage.sandbox.received().length;
  };
  await callsOf();
  const without = await callsOf();

  await threats.level('GUARDED');
  expect(await callsOf()).toBe(without);
});

describe('a second factor in a guarded realm', () => {
  const setFactor = (name: string, value: string): void =>
    threats.stage.sandbox.setSessionProperty(name, 'factor', value);

  test.each([
    ['2', 'done'],
    ['1', stepUp],
  ])('is shown by a session property: %s', async (value, code) => {
    setFactor('bob', value);
    await threats.level('GUARDED');

    expect(await threats.change('bob', resetOath)).toBe(code);
  });

  test.each([
    ['amr among others', { amr: ['pwd', 'mfa'] }, 'done'],
    ['other amr', { amr: ['pwd'] }, stepUp],
    ['acr', { acr: 'urn:example:mfa' }, 'done'],
    ['another acr', { acr: '0' }, stepUp],
    ['auth_level', { auth_level: 20 }, 'done'],
    ['a part of an auth_level', { auth_level: 2 }, stepUp],
    ['the value of another claim', { amr: '20', auth_level: 'mfa' }, stepUp],
    ['none', {}, stepUp],
  ])('is shown by a claim of a token: %s', async (_label, claims, code) => {
    const scopes = ['devices:reset', 'devices:read'];
    await threats.level('GUARDED');

    const as = bearer(threats.stage.sandbox, 'bob', { scopes, claims });
    expect(await threats.change(as, resetOath)).toBe(code);
  });
});

describe.each(['openam', 'pingam'] as const)('realms that share a directory on %s', (flavor) => {
  const shared = new ThreatStage(flavor, {
    AM_REALMS: 'tenant=/,alpha,beta',
    ...withLists({ access: { acrossRealms: [{ staffOf: 'alpha', actIn: 'tenant' }] } }),
  });

  test.each([
    ['tenant', 'alpha', never],
    ['alpha', 'tenant', never],
    ['beta', 'alpha', 'done'],
  ])('a level of %s holds in %s: %s', async (of, realm, code) => {
    await shared.level('FROZEN', of);

    expect(await shared.change('amadmin', resetOath, { ...bob, realm })).toBe(code);
    expect(await shared.shown('amadmin', realm)).toMatchObject(
      code === never ? { realm: of, level: 'FROZEN' } : { realm, level: 'NORMAL' },
    );
  });

  test('the stricter of two levels holds, and the refusal tells its end', async () => {
    await shared.level('GUARDED', 'alpha');
    await shared.level('LOCKED', 'tenant');

    const answer = await shared.ask(changeDocument([resetOath], bob), 'helen');

    const extensions = { code: approve, level: 'LOCKED', until: shared.end };
    expect(answer.errors).toMatchObject([{ extensions }]);
  });
});

describe('`callerCan` shows the level of the person', () => {
  const on = new ThreatStage(
    'openam',
    withLists({ access: { acrossRealms: [{ staffOf: 'alpha', actIn: 'beta' }] } }),
  );

  test("not that of the caller's realm", async () => {
    await on.level('FROZEN', 'beta');

    const reset = 'callerCan(action: RESET) { obstacles(of: [THREAT_LEVEL]) { code until } }';
    const { data } = await on.ask(
      `{ bob: user(id: "bob", realm: "alpha") { ${reset} }
         bella: user(id: "bella", realm: "beta") { ${reset} } }`,
      'amadmin',
    );

    const frozen = { code: 'THREAT_LEVEL', until: on.end };
    expect(data).toEqual({
      bob: { callerCan: { obstacles: [] } },
      bella: { callerCan: { obstacles: [frozen] } },
    });
  });
});
