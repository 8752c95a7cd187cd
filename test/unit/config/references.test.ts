/** References of `CONFIG_FILE`: files, variables with `NAME_FILE`, credentials of systemd. */
import { mkdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { useFolder } from '../../support/folder.ts';
import { whsec } from './beside.ts';
import { configOf, problemsOf } from './problems.ts';

const { path: folder, write } = useFolder();
mkdirSync(`${folder}/credentials`);
write('credentials/hook', `${whsec}\n`);
write('hook', whsec);
write('empty', '\n');

const credentials = { CREDENTIALS_DIRECTORY: `${folder}/credentials` };
const fileWith = (secret: string): string =>
  write(
    'file.yaml',
    `webhooks: [{ name: siem, url: 'https://x.example.com', events: [security], secrets: [${secret}] }]`,
  );

test.each([
  ['{ variable: HOOK }', { HOOK: whsec }],
  ['{ variable: HOOK }', { HOOK_FILE: `${folder}/hook` }],
  ['{ variable: HOOK }', { ...credentials, HOOK_FILE: '$CREDENTIALS_DIRECTORY/hook' }],
  ['{ credential: hook }', credentials],
  ['{ file: $CREDENTIALS_DIRECTORY/hook }', credentials],
  ['{ file: "${CREDENTIALS_DIRECTORY}/hook" }', credentials],
])('%s with %j is the secret', (secret, environment) => {
  const { webhooks } = configOf({ ...environment, CONFIG_FILE: fileWith(secret) });

  expect(webhooks[0]?.keys()).toHaveLength(1);
});

describe('one problem, at its place', () => {
  test.each([
    ['{ variable: HOOK }', {}, 'neither the variable HOOK nor HOOK_FILE is set'],
    ['{ variable: HOOK }', { HOOK_FILE: '/absent' }, 'cannot read the file: there is no /absent'],
    ['{ variable: HOOK }', { HOOK_FILE: `${folder}/empty` }, 'the value is empty'],
    [
      '{ variable: HOOK }',
      { HOOK: whsec, HOOK_FILE: `${folder}/hook` },
      'give HOOK, or HOOK_FILE, not both',
    ],
    [
      '{ credential: hook }',
      {},
      'CREDENTIALS_DIRECTORY is not set; systemd sets it with LoadCredential',
    ],
    [
      '{ credential: absent }',
      credentials,
      `cannot read the file: there is no ${folder}/credentials/absent`,
    ],
    [
      '{ credential: ../hook }',
      credentials,
      'a credential has a name, and no path; a path is { file: PATH }',
    ],
    [
      '{ file: $CREDENTIALS_DIRECTORY/absent }',
      credentials,
      `cannot read the file: there is no ${folder}/credentials/absent`,
    ],
  ])('%s with %j', (secret, environment, problem) => {
    const problems = problemsOf({ ...environment, CONFIG_FILE: fileWith(secret) });

    expect(problems).toEqual([
      expect.stringMatching(/^CONFIG_FILE: .*\.yaml:1:\d+: webhooks\[0\]\.secrets\[0\]: /),
    ]);
    expect(problems[0]?.slice(-problem.length)).toBe(problem);
  });
});

test('a path of an option may begin with the folder of credentials, too', () => {
  const environment = { ...credentials, AM_CA_FILE: '$CREDENTIALS_DIRECTORY/absent.pem' };
  const file = write('ca.yaml', 'am: { ca: $CREDENTIALS_DIRECTORY/absent.pem }');
  const problem = `cannot read the file: there is no ${folder}/credentials/absent.pem`;

  expect(problemsOf(environment)).toEqual([`AM_CA_FILE: ${problem}`]);
  expect(problemsOf({ ...credentials, CONFIG_FILE: file })[0]).toContain(`am.ca: ${problem}`);
  expect(problemsOf({ AM_CA_FILE: '$HOME/absent.pem' })[0]).toContain('there is no $HOME/absent');
});
