/** The pages ask for each condition of a change, or this list says why they do not. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { conditionNames } from '../../src/domain/conditions/condition.ts';

/** Conditions for which no page asks beforehand, and why. */
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

/** The conditions that the fragments and operations of the pages ask for. */
function asked(): ReadonlySet<string> {
  const files = globSync('schema/{fragments,operations}/*.graphql');
  const lists = files.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/obstacles\(of: \[([A-Z_, ]+)\]\)/g),
  ]);
  return new Set(lists.flatMap(([, list = '']) => list.split(', ')));
}

test('each condition is asked for, or is on the list with a reason, and not both', () => {
  const names = [...asked(), ...unasked];

  expect(asked().size).toBeGreaterThan(4);
  expect(names.toSorted((one, other) => (one < other ? -1 : 1))).toEqual(
    conditionNames.toSorted((one, other) => (one < other ? -1 : 1)),
  );
});
