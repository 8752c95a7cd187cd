/** Every change obeys the threat level of its realm, and a refusal writes nothing (decision 67). */
import { describe, expect, test } from '@jest/globals';
import { changes } from '../access/changes.ts';
import { writesTo } from '../access/received.ts';
import { ProofStage } from '../proofs/proof-stage.ts';
import { bearer } from '../support/stage.ts';
import { ThreatStage } from './threat-stage.ts';

const [resetOath, , , remove] = changes;
if (resetOath === undefined || remove === undefined) throw new Error('changes are missing');
const stepUp = 'STEP_UP_REQUIRED';
const verify = 'VERIFICATION_REQUIRED';
const approve = 'APPROVAL_REQUIRED';
const never = 'THREAT_LEVEL';

describe('at each level', () => {
  const threats = new ThreatStage('pingam', { AM_REALMS: 'alpha' });

  test.each(changes)('$name is refused, without a write or an intent', async (change) => {
    const isSignOut = change.name === 'endSessions';
    const helpDesk = change.name.startsWith('reset') ? null : 'FORBIDDEN';
    const [bob, helen, oscar, amadmin] = await Promise.all(
      ['bob', 'helen', 'oscar', 'amadmin'].map((name) => threats.signIn(name)),
    );
    threats.stage.sandbox.clearReceived();
    const codes: Record<string, unknown> = {};
    for (const level of ['GUARDED', 'LOCKED', 'FROZEN'] as const) {
      if (isSignOut && level !== 'FROZEN') continue;
      await threats.level(level);
      codes[level] = [
        await threats.change(bob ?? {}, change),
        await threats.change(helen ?? {}, change, { id: 'bob' }),
        await threats.change(oscar ?? {}, change, { id: 'bob' }),
        await threats.change(amadmin ?? {}, change, { id: 'bob' }),
      ];
    }

    expect(codes).toEqual({
      ...(!isSignOut && {
        GUARDED: [stepUp, helpDesk ?? verify, verify, verify],
        LOCKED: [never, helpDesk ?? approve, approve, approve],
      }),
      FROZEN: [never, isSignOut ? never : (helpDesk ?? never), never, never],
    });
    expect(writesTo(threats.stage.sandbox)).toEqual([]);
    const { changes: recorded } = await threats.ledger.history({ realm: 'alpha', first: 100 });
    expect(recorded.filter(({ refusal }) => refusal === null)).toEqual([]);
  });

  test.each(['GUARDED', 'LOCKED'] as const)(
    'staff can sign a person out in a realm that is %s, but people not themselves',
    async (level) => {
      const signOut = changes.find(({ name }) => name === 'endSessions') ?? resetOath;
      const [bob, helen] = [await threats.signIn('bob'), await threats.signIn('helen')];
      await threats.level(level);

      const own = await threats.change(bob, signOut);
      expect(own).toBe(level === 'GUARDED' ? stepUp : never);
      expect(await threats.change(helen, signOut, { id: 'bob' })).toBe('done');
    },
  );

  test.each(['GUARDED', 'LOCKED', 'FROZEN'] as const)(
    'a dry run in a realm that is %s is refused as its change is',
    async (level) => {
      const helen = await threats.signIn('helen');
      await threats.level(level);

      const code = await threats.change(helen, resetOath, { id: 'bob', given: 'dryRun: true' });
      expect(code).toBe(await threats.change(helen, resetOath, { id: 'bob' }));
    },
  );

  test('the level in force ends by itself', async () => {
    const bob = await threats.signIn('bob');
    await threats.level('FROZEN');
    expect(await threats.change(bob, resetOath)).toBe(never);

    threats.now += 3_600_000;
    expect(await threats.change(await threats.signIn('bob'), resetOath)).toBe('done');
  });

  test('a level adds no call to AM', async () => {
    const helen = await threats.signIn('helen');
    const signOut = changes.find(({ name }) => name === 'endSessions') ?? resetOath;
    const callsOf = async (): Promise<number> => {
      threats.now += 60_000;
      threats.stage.sandbox.clearReceived();
      expect(await threats.change(helen, signOut, { id: 'bob' })).toBe('done');
      return threats.stage.sandbox.received().length;
    };
    await callsOf();
    const without = await callsOf();

    await threats.level('GUARDED');
    expect(await callsOf()).toBe(without);
  });
});

describe('a second factor in a guarded realm', () => {
  const threats = new ThreatStage('pingam', {
    AM_REALMS: 'alpha',
    SECOND_FACTOR_PROPERTY: 'factor=2',
    SECOND_FACTOR_CLAIMS: 'amr=mfa,acr=urn:example:mfa,auth_level=20',
  });
  const scopes = ['devices:reset', 'devices:read'];

  test.each([
    ['2', 'done'],
    ['1', stepUp],
  ])('is shown by a session property: %s', async (value, code) => {
    threats.stage.sandbox.setSessionProperty('bob', 'factor', value);
    const bob = await threats.signIn('bob');
    await threats.level('GUARDED');

    expect(await threats.change(bob, resetOath)).toBe(code);
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
    const bob = bearer(threats.stage.sandbox, 'bob', { scopes, claims });
    await threats.level('GUARDED');

    expect(await threats.change(bob, resetOath)).toBe(code);
  });

  test('does not open a locked realm, and is no proof for staff', async () => {
    threats.stage.sandbox.setSessionProperty('bob', 'factor', '2');
    threats.stage.sandbox.setSessionProperty('helen', 'factor', '2');
    const [bob, helen] = [await threats.signIn('bob'), await threats.signIn('helen')];
    await threats.level('GUARDED');
    expect(await threats.change(helen, resetOath, { id: 'bob' })).toBe(verify);

    await threats.level('LOCKED');
    expect(await threats.change(bob, resetOath)).toBe(never);
  });
});

describe('a proof in a guarded realm', () => {
  const proofs = new ProofStage();
  const level = async (name: 'GUARDED' | 'LOCKED'): Promise<void> => {
    const until = new Date(proofs.now + 3_600_000).toISOString();
    const by = { actor: null, correlationId: null };
    await proofs.ledger.threats?.set({ realm: 'alpha', level: name, until, reason: 'test', ...by });
  };

  test('permits the change, a statement does not', async () => {
    const helen = await proofs.signIn('helen');
    await level('GUARDED');
    const verification = { method: 'call-back', at: new Date(proofs.now).toISOString() };
    expect(await proofs.reset(helen, 'bob', { verification })).toBe(verify);

    const proofId = await proofs.provenByPush(helen);
    expect(await proofs.reset(helen, 'bob', { proofId })).toMatchObject({ outcome: 'DONE' });
  });

  test('is not enough in a locked realm, and is not used up there', async () => {
    const helen = await proofs.signIn('helen');
    const proofId = await proofs.provenByPush(helen);
    await level('LOCKED');
    expect(await proofs.reset(helen, 'bob', { proofId })).toBe(approve);

    await level('GUARDED');
    expect(await proofs.reset(helen, 'bob', { proofId })).toMatchObject({ outcome: 'DONE' });
  });
});

describe.each(['openam', 'pingam'] as const)('realms that share a directory on %s', (flavor) => {
  const threats = new ThreatStage(flavor, {
    AM_REALMS: 'tenant=/,alpha,beta',
    HELP_DESK_REALMS: 'alpha:tenant',
  });

  test.each([
    ['tenant', 'alpha', never],
    ['alpha', 'tenant', never],
    ['beta', 'alpha', 'done'],
  ])('a level of %s holds in %s: %s', async (of, through, code) => {
    const amadmin = await threats.signIn('amadmin');
    await threats.level('FROZEN', of);

    const person = { id: 'bob', realm: through };
    expect(await threats.change(amadmin, resetOath, person)).toBe(code);
    expect(await threats.shown(amadmin, through)).toMatchObject(
      code === never ? { realm: of, level: 'FROZEN' } : { realm: through, level: 'NORMAL' },
    );
  });
});
