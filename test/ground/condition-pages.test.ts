/** The pages show each condition of a change: by name, or among those that they do not know. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { conditionNames } from '../../src/domain/conditions/condition.ts';

/** Conditions that the pages leave out of the others, and do not ask for by name. */
const reasons: Readonly<Record<string, string>> = {
  POLICY: '`isAllowed` and `reason` of the same permission say it.',
  AREA: '`reason` says it.',
  PRIVILEGE: '`reason` and `isTargetPrivileged` say it.',
  OWN_ACCOUNT: '`reason` says it.',
  SIGN_IN: 'It is about own devices, where the refusal leads to the sign-in.',
  ASSURANCE: 'It is about own devices, where the refusal leads to the sign-in.',
  OPERATION: 'A page changes one person in an operation.',
  PROOF: 'It is decided when the proof is named.',
};

const unasked = conditionNames.filter((name) => Object.hasOwn(reasons, name));

/** The conditions that the documents of the pages name in an argument of `obstacles`. */
function named(argument: 'of' | 'except'): ReadonlySet<string> {
  const files = globSync('schema/{fragments,operations}/*.graphql');
  const form = new RegExp(`obstacles\\(\\s*${argument}: \\[([A-Z_,\\s]+)\\]`, 'g');
  const lists = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(form)]);
  return new Set(lists.flatMap(([, list = '']) => list.trim().split(/[\s,]+/)));
}

test('what the pages leave out is asked for by name, or is on the list with a reason', () => {
  expect(named('of').size).toBeGreaterThan(4);
  expect([...named('except')].toSorted()).toEqual([...named('of'), ...unasked].toSorted());
});

test.each([
  ['help-desk-person', ['RESET', 'REMOVE', 'RENAME', 'END_SESSIONS']],
  ['my-devices-page', ['RESET', 'REMOVE', 'RENAME', 'END_SESSIONS']],
])('%s asks for the others of each change', (name, actions) => {
  const text = readFileSync(`schema/operations/${name}.graphql`, 'utf8');

  const asking = [...text.matchAll(/callerCan\(action: (\w+)\) \{[^}]*\.{3}OtherObstacles/g)];

  expect(asking.map(([, action]) => action)).toEqual(actions);
});
