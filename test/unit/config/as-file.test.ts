/** `config --as-file` prints the configuration in force as a file that means the same. */
import { expect, test } from '@jest/globals';
import { asFile } from '../../../src/config/source/as-file.ts';
import { variablesOf } from '../../../src/config/before-0.5/list-variables.ts';
import { isInFile } from '../../../src/config/source/file-schema.ts';
import { LiveValue } from '../../../src/config/values/live-value.ts';
import type { Environment } from '../../../src/config/load-config.ts';
import { openSource } from '../../../src/config/open-source.ts';
import { optionsByName } from '../../../src/config/options.ts';
import { useFolder } from '../../support/folder.ts';
import { beside, bearer, whsec } from './beside.ts';
import { configOf, problemsOf } from './problems.ts';

const { write } = useFolder();

/** A value that can be compared: what its functions return, and what is live. */
function plain(value: unknown): unknown {
  if (typeof value === 'function') return value.length === 0 ? plain(value()) : 'function';
  if (value instanceof LiveValue) return plain(value.current);
  if (value instanceof URL) return value.href;
  if (value instanceof Map || value instanceof Set || Array.isArray(value))
    return Array.from(value, plain);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  const { configFile: _path, ...members } = Object(value);
  return Object.fromEntries(Object.entries(members).map(([key, one]) => [key, plain(one)]));
}

/** A valid configuration, as variables, with a word of the deployment in many places. */
const environmentWith = (word: string): Environment => ({
  ...beside,
  AM_REALMS: 'alpha,b_2=/a b/c',
  PAGES_ISSUERS: 'alpha=https://x.example.com/?a=1&b',
  HELP_DESK_GROUPS: `${word},alpha:${word} 2`,
  HELP_DESK_SCOPES: '*a,agent:desk',
  HELP_DESK_PROPERTY: `role=${word}`,
  HELP_DESK_REALMS: 'alpha:b_2',
  ADMIN_GROUPS: `b_2:${word} 4`,
  ADMIN_SCOPES: '~',
  ADMIN_PROPERTY: `role=a=${word}`,
  AUDITOR_GROUPS: `${word} 3`,
  AUDITOR_SCOPES: 'null,a',
  AUDITOR_PROPERTY: 'role=2.5',
  PRIVILEGED_GROUPS: `${word},alpha:x`,
  APPROVAL_REQUIRED: `everyone,reset:privileged,remove:no-proof,changed=7,group=${word},by-scope=agent:desk`,
  AREA_STAFF: `n:help-desk:group=${word} 5,s:auditor:scope=a*b,n:administrator:property=area=${word}`,
  AREA_PEOPLE: `n:group=${word},s:l=${word}`,
  SECOND_FACTOR_PROPERTY: `factor=${word}`,
  SECOND_FACTOR_CLAIMS: `acr=${word},OATH:amr=${word},ALL:auth_level=2`,
  DEVICE_MANAGEMENT: 'ANY,b_2:NONE',
  PROOF_JOURNEYS: 'code=2.0,push=A b',
  ENROLMENT: 'ticket,ticket:realm=b_2:kind=PUSH:by=self',
  PAGES_ENROLMENT_URLS: 'OATH=https://x.example.com/,PUSH=https://x.example.com/?b',
  PAGES_SUPPORT: 'IT "desk" <mailto:a@b.example>',
  MAIL_FROM: 'IT #1 <a@example.com>',
  SECURITY_MAIL_TO: 'soc@example.com,b@example.com',
  REPORTS_MAIL_TO: 'desk@example.com',
  APPROVALS_MAIL_TO: 'desk@example.com',
  LIMIT_STAFF_CHANGES: 'none',
  LIMIT_PERSON_CHANGES: '1/9s,2/10m,3/24h',
  LIMIT_CLIENT_CHANGES: '1/9s',
  LIMIT_OWN_CHANGES: '2/10m',
  LIMIT_DRY_RUNS: '3/10m',
  LIMIT_SEARCHES: '4/10m',
  LIMIT_REPORTS: '5/24h',
  WORKING_HOURS: 'Mon-Fri 07:00-19:00 Europe/Berlin',
  WEBHOOKS: 'siem=https://x.example.com/,chat=https://x.example.com/b',
  WEBHOOK_SECRETS: `siem=${whsec},siem=${whsec},chat=${whsec}`,
  WEBHOOK_EVENTS: 'chat=approvals+security',
  SSF_STREAMS: 'okta=push:https://x.example.com/,siem=poll',
  SSF_AUDIENCES: 'okta=https://x.example.com/,siem=https://x.example.com/b',
  SSF_EVENTS: 'okta=credential-change,okta=session-revoked,siem=session-revoked',
  SSF_SUBJECT_FORMATS: 'siem=email',
  SSF_SUBJECT_ISSUERS: 'alpha=https://x.example.com/,b_2=https://x.example.com/b',
  SSF_TOKENS: `okta=${bearer},siem=${bearer}`,
  SSF_PUSH_AUTHORIZATION: 'okta=Bearer x',
});

const placed = [...optionsByName.values()].filter(isInFile);
/** The options with parts. */
const inFile = placed
  .filter(({ isPlain }) => isPlain !== true)
  .flatMap((option) => variablesOf(option, optionsByName.values()).map(({ name }) => name));

/** Moves what it can to a file, which must mean the same; returns the names that stay variables. */
function moveToFile(environment: Environment): readonly string[] {
  const text = asFile(openSource(environment), optionsByName.values());
  const [, staying = ''] = /^# These options stay variables: (.*)$/m.exec(text) ?? [];
  const left = staying.split(', ').filter((name) => name !== '');
  const names = placed.flatMap((option) =>
    variablesOf(option, optionsByName.values()).map(({ name }) => name),
  );
  const moved = names.filter((name) => !left.includes(name));
  const rest = Object.entries(environment).filter(([name]) => !moved.includes(name));
  const again = {
    ...Object.fromEntries(rest),
    ...secretsOf(environment),
    CONFIG_FILE: write('again.yaml', text),
  };

  expect(plain(configOf(again))).toEqual(plain(configOf(environment)));
  const unset = /^# Set these .*\n/m;
  expect(asFile(openSource(again), optionsByName.values())).toBe(text.replace(unset, ''));
  expect(text).not.toMatch(/AAAA|tttt|Bearer/);
  expect(left.filter((name) => !(name in environment))).toEqual([]);
  return inFile.filter((name) => !moved.includes(name) || !(name in environment));
}

/** The variables that the printed file refers to, for the secrets of lists. */
function secretsOf(environment: Environment): Environment {
  const secrets = ['WEBHOOKS', 'WEBHOOK_SECRETS', 'SSF_TOKENS', 'SSF_PUSH_AUTHORIZATION'];
  const ofLists = secrets.flatMap((name) =>
    (environment[name]?.split(',') ?? []).map((item, index) => [
      `${name}_${index + 1}`,
      item.replace(/^\w+=/, ''),
    ]),
  );
  const [, push] = /=push:([^,]+)/.exec(environment['SSF_STREAMS'] ?? '') ?? [];
  return { ...Object.fromEntries(ofLists), SSF_STREAMS_1: push };
}

// Texts that YAML reads as something else.
test.each(['desk', 'true', '~', '1.5', 'null', "#a 'b", '*a', '&a', '- a', '@a', '%"a'])(
  'config --as-file prints what means the same, with the word %j',
  (word) => {
    expect(moveToFile(environmentWith(word))).toEqual([]);
  },
);

test('the secrets of lists become references, which a comment names', () => {
  const text = asFile(openSource(environmentWith('desk')), optionsByName.values());

  expect(text.match(/^# Set these .*$/m)?.[0]).toBe(
    '# Set these to the secrets of the variables of 0.3, in their order: WEBHOOKS_1, WEBHOOK_SECRETS_1, WEBHOOK_SECRETS_2, WEBHOOKS_2, WEBHOOK_SECRETS_3, SSF_STREAMS_1, SSF_TOKENS_1, SSF_PUSH_AUTHORIZATION_1, SSF_TOKENS_2',
  );
});

const without = (name: string): Environment =>
  Object.fromEntries(Object.entries(environmentWith('desk')).filter(([one]) => one !== name));

test.each(inFile.filter((name) => problemsOf(without(name)).length === 0))(
  'config --as-file prints what means the same without %s',
  (name) => {
    expect(moveToFile(without(name))).toContain(name);
  },
);

test('every other option means the same in the file, and a secret is a reference there', () => {
  const plainOnes = placed.filter(({ isPlain }) => isPlain === true);
  const given = plainOnes.flatMap(({ name, default: preset = '' }) =>
    preset === '' ? [] : [[name, preset]],
  );
  const secret = plainOnes.filter(({ secret: isSecret }) => isSecret === true);
  const nested = secret.map(({ file }) =>
    file
      .split('.')
      .reduceRight<unknown>((inner, key) => ({ [key]: inner }), { variable: 'ABSENT' }),
  );
  const problems = nested.flatMap((file) => problemsOf({ CONFIG_FILE: write('one.json', file) }));

  expect(plainOnes.length).toBeGreaterThan(90);
  expect(given.length).toBeGreaterThan(40);
  const { AM_REALMS, PROOF_JOURNEYS, MAIL_FROM, ENROLMENT } = environmentWith('desk');
  const needed = { AM_REALMS, PROOF_JOURNEYS, MAIL_FROM, ENROLMENT };
  moveToFile({ ...beside, ...needed, ...Object.fromEntries(given) });
  const paths = secret.map(({ file }) => expect.stringContaining(`${file}: the variable ABSENT`));
  expect(problems).toEqual(expect.arrayContaining(paths));
});

test('defaults are written out', () => {
  expect(asFile(openSource({}), optionsByName.values())).toContain('searches:');
});

test('keys of a file can stand in any order', () => {
  const reversed = {
    CONFIG_FILE: write('reversed.yaml', {
      realms: [{ path: '/b', name: 'b' }],
      webhooks: [
        {
          events: ['security'],
          secrets: [{ variable: 'KEY' }],
          url: 'https://x.example.com',
          name: 'siem',
        },
      ],
    }),
    KEY: whsec,
  };

  const text = asFile(openSource(reversed), optionsByName.values());

  const again = { ...reversed, CONFIG_FILE: write('again.yaml', text) };
  expect(plain(configOf(again))).toEqual(plain(configOf(reversed)));
  expect(text.match(/name: (?:b|siem)$/gm)).toHaveLength(2);
});
