/** `callerCan` says what the threat level of the person requires for each change (decision 67). */
import { describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { ThreatStage } from './threat-stage.ts';

const actions = ['RESET', 'REMOVE', 'RENAME', 'END_SESSIONS', 'VIEW_DEVICES'] as const;
const callerCan = actions
  .map((action) => `${action}: callerCan(action: ${action}) { isAllowed threatLevelRule }`)
  .join(' ');

/** The rule of each action, after `no` if the policy does not permit it. */
async function rulesOf(threats: ThreatStage, as: SessionHeader, who: string): Promise<unknown> {
  const answer = await threats.stage.gateway.ask(`{ person: ${who} { ${callerCan} } }`, as);
  expect(codesOf(answer)).toEqual([]);
  return actions.map((action) => {
    const can = fieldAt(answer.data, 'person', action);
    const rule = fieldAt(can, 'threatLevelRule');
    return fieldAt(can, 'isAllowed') === true ? rule : ['no', rule];
  });
}

describe('in a realm', () => {
  const threats = new ThreatStage('openam');
  const plain = 'PERMITTED';
  const proof = 'PROOF_OR_APPROVAL';
  const no = ['no', null];

  test.each([
    ['NORMAL', plain, plain, plain],
    ['GUARDED', 'SECOND_FACTOR', proof, plain],
    ['LOCKED', 'REFUSED', 'APPROVAL', plain],
    ['FROZEN', 'REFUSED', 'REFUSED', 'REFUSED'],
  ] as const)('at level %s', async (level, own, staff, signOut) => {
    const [bob, helen, oscar] = [
      await threats.signIn('bob'),
      await threats.signIn('helen'),
      await threats.signIn('oscar'),
    ];
    await threats.level(level);

    expect(await rulesOf(threats, bob, 'me')).toEqual([own, own, no, own, null]);
    expect(await rulesOf(threats, helen, 'user(id: "bob")')).toEqual([
      staff,
      no,
      no,
      signOut,
      null,
    ]);
    expect(await rulesOf(threats, oscar, 'user(id: "bob")')).toEqual([
      staff,
      staff,
      no,
      signOut,
      null,
    ]);
  });
});

describe('in two realms', () => {
  const threats = new ThreatStage('pingam', {
    AM_REALMS: 'alpha,beta',
    HELP_DESK_REALMS: 'alpha:beta',
  });

  test("the level of the person's realm counts, not that of the caller's", async () => {
    const amadmin = await threats.signIn('amadmin');
    await threats.level('FROZEN', 'beta');

    const reset = async (id: string, realm: string): Promise<unknown> => {
      const query = `{ user(id: "${id}", realm: "${realm}") { callerCan(action: RESET) { threatLevelRule } } }`;
      const answer = await threats.stage.gateway.ask(query, amadmin);
      return fieldAt(answer.data, 'user', 'callerCan', 'threatLevelRule');
    };
    expect(await reset('bob', 'alpha')).toBe('PERMITTED');
    expect(await reset('bella', 'beta')).toBe('REFUSED');
  });
});
