/** What shows a second factor in a guarded realm, without an option (contract §18.5, §19). */
import { describe, expect, test } from '@jest/globals';
import type { OwnChangeRule } from '../../src/domain/people/assurance.ts';
import { changes } from '../access/changes.ts';
import { sessionAfter } from '../support/sign-ins.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { ThreatStage } from './threat-stage.ts';

const [resetOath] = changes;
if (resetOath === undefined) throw new Error('changes are missing');
const stepUp = 'STEP_UP_REQUIRED';
const never = 'THREAT_LEVEL';
const signIn = '{ gatewayCaller { hasSecondFactor canShowSecondFactor } }';
const helps = '{ me { callerCan(action: RESET) { obstacles(of: [THREAT_LEVEL]) { remedies } } } }';
const remedies = { done: undefined, [stepUp]: 'SIGN_IN_AGAIN', [never]: 'ASK_THE_HELP_DESK' };

const rows: readonly (readonly [
  OwnChangeRule,
  readonly ['oath'] | readonly [],
  keyof typeof remedies,
])[] = [
  ['SAME', ['oath'], 'done'],
  ['SAME', [], stepUp],
  ['ANY', ['oath'], 'done'],
  ['ANY', [], stepUp],
  // Every session can manage every device, which shows nothing.
  ['NONE', ['oath'], never],
  ['NONE', [], never],
];

describe.each(rows)('with AM’s rule %s, a session after %j', (rule, factors, code) => {
  const threats = new ThreatStage('pingam', { DEVICE_MANAGEMENT: rule });

  test(`in a guarded realm is answered ${code}`, async () => {
    threats.stage.sandbox.configure({ deviceManagement: rule });
    const session = sessionAfter(threats.stage.peer, 'bob', factors);
    const before = await threats.ask(signIn, session);
    await threats.level('GUARDED');

    const shown = await threats.ask(signIn, session);

    const [obstacle] = listAt(
      (await threats.ask(helps, session)).data,
      'me',
      'callerCan',
      'obstacles',
    );
    expect(fieldAt(obstacle, 'remedies', '0')).toBe(remedies[code]);
    expect(fieldAt(before.data, 'gatewayCaller', 'hasSecondFactor')).toBe(false);
    expect(shown.data).toEqual({
      gatewayCaller: { hasSecondFactor: code === 'done', canShowSecondFactor: code !== never },
    });
    expect(await threats.change(session, resetOath)).toBe(code);
  });
});

describe('on OpenAM', () => {
  const threats = new ThreatStage('openam');

  test.each([
    ['mandatory', ['oath'], 'done'],
    ['mandatory', [], stepUp],
    // Users can have the module succeed without a question.
    ['skippable', ['oath'], never],
    ['skippable', [], never],
  ] as const)(
    'where a second factor is %s, a session after %j: %s',
    async (rule, factors, code) => {
      threats.stage.sandbox.configure({ secondFactorMandatory: rule === 'mandatory' });
      threats.now += 600_000;
      const session = sessionAfter(threats.stage.peer, 'bob', factors);
      await threats.level('GUARDED');

      const shown = await threats.ask(signIn, session);

      expect(shown.data).toEqual({
        gatewayCaller: { hasSecondFactor: code === 'done', canShowSecondFactor: code !== never },
      });
      expect(await threats.change(session, resetOath)).toBe(code);
    },
  );

  test('the gateway’s account reads it once for a session, and no log has the token', async () => {
    threats.stage.sandbox.configure({ secondFactorMandatory: true });
    threats.now += 600_000;
    const session = sessionAfter(threats.stage.peer, 'bob', ['oath']);
    threats.stage.sandbox.clearReceived();

    const [first, second] = [
      await threats.ask('{ gatewayCaller { signedInAt } }', session),
      await threats.ask('{ gatewayCaller { signedInAt } }', session),
    ];

    const read = threats.stage.sandbox
      .received()
      .filter(({ path }) => path.includes('_action=getProperty'));
    const signedInAt = fieldAt(first.data, 'gatewayCaller', 'signedInAt');
    const [token = ''] = Object.values(session);
    expect(typeof signedInAt).toBe('string');
    expect(second.data).toEqual(first.data);
    expect(read).toHaveLength(1);
    expect(threats.stage.gateway.log.filter((line) => line.includes(token))).toEqual([]);
    expect(threats.stage.gateway.log.join('\n')).not.toContain(encodeURIComponent(token));
  });
});
