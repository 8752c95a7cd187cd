/** What the page of a person offers the help desk at each threat level, and of the own account. */
import { expect, test } from '@jest/globals';
import { sampleAnswers } from '../../../packages/client/sample-answers.ts';
import type { Threat } from '../../../web/src/data/threat-rules.ts';
import { permittedNow, withOwnAccountBlocked } from '../../../web/src/help-desk/permitted-now.ts';
import type { Person } from '../../../web/src/help-desk/person.ts';

const { user } = sampleAnswers.HelpDeskPerson;
if (user === null) throw new Error('The sample has no user.');
const actions = ['reset', 'remove', 'rename', 'endSessions'] as const;
const sample: Person = user;
const person: Person = {
  ...sample,
  reset: { ...sample.reset, isAllowed: true },
  remove: { ...sample.remove, isAllowed: true },
  rename: { ...sample.rename, isAllowed: true },
  endSessions: { ...sample.endSessions, isAllowed: true },
};

const offered = (shown: Person): readonly string[] =>
  actions.filter((action) => shown[action].isAllowed);

const rules = [
  ['ready', actions],
  ['proof', actions],
  ['secondPerson', ['reset', 'remove', 'endSessions']],
  ['refused', []],
] as const satisfies readonly (readonly [Threat['staff'], readonly string[]])[];

test.each(rules)('where the level says %s', (rule, expected) => {
  expect(offered(permittedNow(person, rule))).toEqual(expected);
});

test('agents neither reset their own devices nor end their own sessions here', () => {
  expect(offered(withOwnAccountBlocked(person, person.id))).toEqual(['remove', 'rename']);
  expect(offered(withOwnAccountBlocked(person, 'another'))).toEqual(actions);
  expect(offered(withOwnAccountBlocked(person, null))).toEqual(actions);
});
