/**
 * Calls that are needed and permitted go out at once. docs/operations.md counts the calls of every
 * operation; these rows have each way in which calls wait for each other.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { operations } from '../ground/operations/documented.ts';
import { codesOf } from '../support/gateway.ts';
import { begin, openStage, type Stage, type Who } from './wave-stage.ts';
import { wavesOf } from './waves.ts';

const everyKind = [
  'bound bob + oath bob + person bob + profile bob + push bob + trusted bob + webAuthn bob',
];
const staff = ['session', 'group admins + group helpdesk + person helen'];
const everyGroup = 'group admins + group auditors + group helpdesk';
const change = ['person bob', 'oath bob', 'change bob', 'oath bob'];
/** The lists after the resets are known already. */
const resetTwo = [...change, 'trusted bob', 'change bob', 'trusted bob', 'person bob'];
const privileged = 'group executives';
/** Whether the person is privileged is read with the person. */
const byStaff = [`${privileged} + person bob`, 'oath bob', 'change bob', 'oath bob', 'end'];
/** The desk is an auditor, too, only by this group: then the history has refused changes. */
const refusals = 'group auditors';
const bySuperUser = [`group admins + ${privileged} + person bob`, ...byStaff.slice(1)];

/** `new`: nothing is cached; a mutation reads session and groups in any case. */
test.each<readonly [operation: string, by: Who, 'known' | 'new', waves: readonly string[]]>([
  ['WhoAmI', 'bob', 'known', ['person bob']],
  ['WhoAmI', 'helen', 'new', ['session', `${everyGroup} + person helen`]],
  ['WhoAmI', 'a bearer', 'new', []],
  ['AllMyDevices', 'bob', 'known', everyKind],
  ['AllMyDevices', 'bob', 'new', ['session', ...everyKind]],
  ['AllMyDevices', 'a bearer', 'new', everyKind],
  ['SearchPeople', 'helen', 'new', [...staff, 'search']],
  ['PersonDevices', 'helen', 'known', ['person helen', 'person bob', 'oath bob + push bob']],
  ['PersonDevices', 'helen', 'new', [...staff, byStaff[0] ?? '', 'oath bob + push bob']],
  ['PersonActions', 'helen', 'new', [...staff, 'person bob', privileged]],
  ['RealmHistory', 'helen', 'new', ['session', `${everyGroup} + person helen`, privileged]],
  ['ResetOathDevices', 'bob', 'known', ['session', ...change, 'person bob']],
  ['ResetOathDevices', 'helen', 'new', [...staff, ...byStaff, 'person bob', refusals]],
  ['ResetOathDevices', 'amadmin', 'known', ['session', ...bySuperUser, 'person bob']],
  ['ResetDevices', 'bob', 'known', ['session', ...resetTwo]],
  [
    'RenameDevice',
    'bob',
    'known',
    ['session', ...change.toSpliced(2, 0, 'oath bob'), 'person bob'],
  ],
  ['EndSessions', 'helen', 'new', [...staff, byStaff[0] ?? '', 'end', refusals]],
  ['RequestChange', 'helen', 'new', [...staff, byStaff[0] ?? '', 'oath bob']],
  // The first journey of a process is tried without the secret before.
  [
    'StartPushProof',
    'helen',
    'new',
    [...staff, byStaff[0] ?? '', 'push bob', 'journey', 'journey'],
  ],
])('%s by %s, %s', async (operation, by, known, waves) => {
  const as = await begin(stage, by, { known: known === 'known', slow: true });
  const documented = operations.find(({ name }) => name === operation);

  const answer = await stage.gateway.ask(
    documented?.text ?? '',
    as,
    variablesFor(operation, by === 'bob' || by === 'a bearer' ? null : 'bob'),
  );

  expect(codesOf(answer)).toEqual([]);
  expect(wavesOf(stage.peer.sandbox)).toEqual(waves);
});

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

/** What differs from the documented variables, so that the rows are as short as can be. */
const otherVariables: Readonly<Record<string, object>> = {
  RequestChange: { change: { reset: ['OATH'] } },
  RenameDevice: { kind: 'OATH' },
};

function variablesFor(operation: string, id: string | null): object {
  const documented = operations.find(({ name }) => name === operation);
  const variables = documented?.variables(id) ?? {};
  return 'input' in variables
    ? { input: { ...Object(variables.input), ...otherVariables[operation] } }
    : variables;
}
