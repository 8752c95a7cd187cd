/** The errors that the client knows: its codes, and one switch over the typed errors of a payload. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { errorCodes, switchError } from '../../src/client/index.ts';
import type { ErrorCases, RemoveDeviceMutation } from '../../src/client/index.ts';
import { errorCodes as codesOfFailures } from '../../src/domain/failure.ts';
import { requestErrorCodes } from '../../src/execution/mask-errors.ts';

test('the client knows every code that it can meet, and no other', () => {
  const codes = new Set<string>([...codesOfFailures, ...requestErrorCodes]);

  expect(Object.keys(errorCodes).toSorted()).toEqual([...codes].toSorted());
  expect(Object.values(errorCodes)).toEqual(Object.keys(errorCodes));
});

type RemoveError = NonNullable<RemoveDeviceMutation['removeDevice']>['errors'][number];

const cases: ErrorCases<RemoveError, string> = {
  UserNotFound: () => 'nobody',
  StepUpRequired: ({ acceptedKinds }) => `sign in with ${acceptedKinds.join(' or ')}`,
  NotSupportedUpstream: () => 'not here',
  ChangeRefused: ({ message }) => message,
  ChangeNotDone: () => 'again',
  ChangeOutcomeUnknown: () => 'look first',
  DeviceNotFound: ({ path }) => `gone: ${path?.join('.')}`,
  default: ({ __typename, message }) => `${__typename}: ${message}`,
};

function anError<Kind extends string>(__typename: Kind) {
  return { __typename, message: 'Why.', path: ['input', 'deviceId'] };
}

test.each<{ error: RemoveError; answer: string }>([
  { error: anError('UserNotFound'), answer: 'nobody' },
  {
    error: { ...anError('StepUpRequired'), acceptedKinds: ['OATH', 'PUSH'] },
    answer: 'sign in with OATH or PUSH',
  },
  { error: anError('ChangeRefused'), answer: 'Why.' },
  { error: anError('DeviceNotFound'), answer: 'gone: input.deviceId' },
])('$error.__typename goes to its case', ({ error, answer }) => {
  expect(switchError(error, cases)).toBe(answer);
});

test.each(['DeviceLocked', 'toString', 'constructor', '__proto__'])(
  'a kind that a newer gateway sends goes to default: %s',
  (kind) => {
    const fromOutside: RemoveError = JSON.parse(JSON.stringify(anError(kind)));

    expect(switchError(fromOutside, cases)).toBe(`${kind}: Why.`);
  },
);

test('the compiler asks for every case and knows its members', async () => {
  const complaints = await compile(`
    import type { ErrorCases, RemoveDeviceMutation } from '${resolve('src/client/index.ts')}';
    type RemoveError = NonNullable<RemoveDeviceMutation['removeDevice']>['errors'][number];
    type Cases = ErrorCases<RemoveError, unknown>;
    declare const cases: Cases;
    const { default: otherwise, ...known } = cases;
    const { ChangeRefused, ...some } = cases;

    export const complete: Cases = { ...known, ChangeRefused, default: otherwise };
    export const withoutDefault: Cases = known;
    export const withoutOne: Cases = some;
    export const wrongMember: Cases['ChangeRefused'] = (error) => error.acceptedKinds;
  `);

  expect(complaints).toEqual([
    "Property 'default' is missing",
    "Property 'ChangeRefused' is missing",
    "Property 'acceptedKinds' does not exist",
  ]);
});

/** What the compiler says of a program about properties, in the order of its lines. */
async function compile(program: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'switch-error-'));
  await writeFile(join(folder, 'program.mts'), program);
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  const settings = {
    extends: resolve('tsconfig.json'),
    compilerOptions: { rewriteRelativeImportExtensions: false },
    files: ['program.mts'],
    include: [],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  const { stdout } = spawnSync('npx', ['tsc', '-p', folder, '--pretty', 'false'], {
    encoding: 'utf8',
  });
  await rm(folder, { recursive: true });
  const complaints = stdout.split(/ error \w+: /).slice(1);
  return complaints.map(
    (one) => /Property '\w+' (is missing|does not exist)/.exec(one)?.[0] ?? one,
  );
}
