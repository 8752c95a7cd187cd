/** `CONFIG_FILE`: what it means, and which problems it has. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from '@jest/globals';
import { RE2JS } from 're2js';
import { parse, stringify } from 'yaml';
import { fileSchema } from '../../../src/config/source/file-schema.ts';
import { options } from '../../../src/config/options.ts';
import { optionsIn } from '../../../src/config/values/option.ts';
import type { Schema } from '../../../src/config/values/reader.ts';
import { linesOf } from '../../../src/commands/config.ts';
import { useFolder } from '../../support/folder.ts';
import { withLists } from '../../support/with-lists.ts';
import { beside, bearer, whsec } from './beside.ts';
import { configOf, problemsOf } from './problems.ts';

const { path: folder, write } = useFolder();

const withParts = optionsIn(options).filter(({ file, isPlain }) => file && isPlain !== true);
/** Whether a key of the file is of an option with parts. */
const isOfParts = (key: string): boolean =>
  withParts.some(({ file }) => key === `.${file}` || key.startsWith(`.${file}.`));

describe('the sample with every key of options with parts', () => {
  const sample = readFileSync('deploy/config/gateway.yaml', 'utf8').replaceAll(
    '/run/secrets',
    folder,
  );
  const secrets = {
    SIEM_WEBHOOK_SECRET: whsec,
    CHAT_WEBHOOK_SECRET: whsec,
    EMEA_IDV_SECRET: 'a-secret-of-a-client',
    CHAT_WEBHOOK_URL: 'https://chat.example.com/x',
  };
  write('siem-webhook-next', whsec);
  write('okta-authorization', 'Bearer x');
  write('siem-token', bearer);
  write('idv-client', 'a-secret-of-a-client');
  const problemsIn = (text: string): readonly string[] =>
    problemsOf({ ...beside, ...secrets, CONFIG_FILE: write('sample.yaml', text) });
  const schema = fileSchema(options);

  test('is valid, and leaves no key out', () => {
    expect(problemsIn(sample)).toEqual([]);
    expect(new Set(keysIn(parse(sample)))).toEqual(new Set(keysOf(schema).filter(isOfParts)));
  });

  test('as it is shipped, lacks only what its reader has', () => {
    const problems = problemsOf({ CONFIG_FILE: 'deploy/config/gateway.yaml' });

    expect(problems.length).toBeGreaterThan(5);
    expect(
      problems.filter(
        (one) =>
          !/is (?:not )?set$|: there is no \/run|: missing beside |set (?:OIDC_ISSUER|AM_SERVICE_USERNAME)/.test(
            one,
          ),
      ),
    ).toEqual([]);
  });

  test.each([
    -1,
    0,
    1e9,
    '',
    ' ',
    'ä b',
    '=',
    ':,',
    true,
    null,
    {},
    [],
    ['x'],
    { file: 1 },
    'x'.repeat(600),
  ])('has a problem wherever the schema rejects %j', (odd) => {
    const wrong = withLeaves(parse(sample), odd);
    const validate = new Ajv({ allErrors: true, strictTypes: false }).compile(schema);
    const text = stringify(wrong, { aliasDuplicateObjects: false });

    expect(validate(wrong)).toBe(false);
    const paths = problemsIn(text).map((line) => line.split(': ')[2] ?? '');
    const rejected = (validate.errors ?? []).map(({ instancePath }) =>
      instancePath
        .slice(1)
        .replaceAll(/\/(\d+)/g, '[$1]')
        .replaceAll('/', '.'),
    );
    expect(rejected.length).toBeGreaterThan(5);
    expect(
      rejected.filter((path) => !paths.some((one) => one.startsWith(path) || path.startsWith(one))),
    ).toEqual([]);
  });

  test('the patterns of the schema are valid in RE2, by which Helm checks values', () => {
    const patterns = JSON.stringify(schema).match(/(?<="pattern":)"(?:[^"\\]|\\.)*"/g) ?? [];

    expect(patterns.length).toBeGreaterThan(10);
    for (const pattern of patterns) expect(() => RE2JS.compile(JSON.parse(pattern))).not.toThrow();
  });
});

/** The keys of a value of the file, as `.webhooks.name`. */
function keysIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => keysIn(item, path));
  const members = Object.entries(Object(value));
  const isLeaf =
    typeof value !== 'object' || members.some(([key]) => /^(?:file|variable|kty)$/.test(key));
  return isLeaf ? [path] : members.flatMap(([key, one]) => keysIn(one, `${path}.${key}`));
}

/** The same of the schema. */
function keysOf({ items, properties, maxProperties }: Schema, path = ''): string[] {
  if (items !== undefined) return keysOf(items, path);
  if (properties === undefined || maxProperties !== undefined) return [path];
  return Object.entries(properties)
    .filter(([key]) => key !== '$schema')
    .flatMap(([key, one]) => keysOf(one, `${path}.${key}`));
}

/** Replaces every text and number. */
function withLeaves(value: unknown, odd: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withLeaves(item, odd));
  if (typeof value !== 'object' || value === null) return odd;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withLeaves(one, odd)]));
}

/** Each line has nine times as many items as the line before. */
const aliases = Array.from('bcdefghij')
  .map(
    (name, index) =>
      `${name}: &${name} [${Array(9)
        .fill(`*${'abcdefghi'.charAt(index)}`)
        .join()}]`,
  )
  .toSpliced(0, 0, 'a: &a [x]')
  .join('\n');

describe('problems', () => {
  const at = (text: string): string => write('wrong.yaml', text);

  test.each([
    [
      'realms: [{ name: a',
      '1:19: Flow map in block collection must be sufficiently indented and end with a }',
    ],
    ['realms: []\nrealms: []', '2:1: Map keys must be unique'],
    ['# nothing', ': the file is empty'],
    ['realms: !x []', '1:9: Unresolved tag: !x'],
    ['a: 1\n---\nb: 1', '2:1: the file has more than one document'],
    ['- 1', '1:1: expected an object'],
    ['realms: *a', 'Unresolved alias (the anchor must be set before the alias): a'],
    [aliases, 'Excessive alias count'],
    ['realm: []', '1:1: realm: unknown key; did you mean "realms"?'],
    ['people: []', '1:1: people: unknown key; the keys are $schema, gateway'],
    ['PORT: 4000', '1:1: PORT: the option is called gateway.port in this file'],
    ['NODE_ENV: test', '1:1: NODE_ENV: the option is a variable; it cannot stand in this file'],
    ['gateway: { port: http }', '1:12: gateway.port: expected a whole number'],
    ['callers: { oidc: { introspection: { clientSecret: pa55 } } }', 'a secret does not stand'],
    [
      'access:\n  privilegedGroups: [desk]',
      '2:22: access.privilegedGroups[0]: expected an object with name',
    ],
    ['realms: alpha', '1:1: realms: expected a list'],
    ['realms:\n  - name: 1', '2:5: realms[0].name: expected a text; put it into quotes'],
    ['realms:\n  - path: /a', '2:5: realms[0]: "name" is missing'],
    [
      'approvals: [{ of: everyone, changedDays: 7 }]',
      '1:13: approvals[0]: expected one of of, group, changedDays, byScope',
    ],
    [
      'approvals: [{ changedDays: 366 }]',
      '1:15: approvals[0].changedDays: expected a whole number from 1 to 365, got "366"',
    ],
    [
      'limits: { searches: [{ most: 1, within: 3d }] }',
      '1:33: limits.searches[0].within: expected a time of at most 48h, like 10m, got "3d"',
    ],
    [
      'proofJourneys: [{ method: push, journey: a }, { method: push, journey: b }]',
      '1:1: proofJourneys: "PUSH" is given twice',
    ],
    [
      `webhooks: [{ name: siem, url: 'https://x.example.com', secrets: [${whsec}] }]`,
      'webhooks[0].secrets[0]: a secret does not stand in this file; write { file: PATH }, { variable: NAME } or { credential: NAME }',
    ],
    [
      `webhooks: [{ name: siem, url: { variable: ABSENT } }]`,
      '1:26: webhooks[0].url: neither the variable ABSENT nor ABSENT_FILE is set',
    ],
    [
      `webhooks: [{ name: siem, url: { file: /nonexistent } }]`,
      '1:26: webhooks[0].url: cannot read the file: there is no /nonexistent',
    ],
    [
      `webhooks: [{ name: siem, url: 'https://me:pa55@x.example.com' }]`,
      '1:26: webhooks[0].url: expected an http or https address',
    ],
    ['webhooks: [{ name: siem, events: [security] }]', '1:12: webhooks[0]: "url" is missing'],
    [
      'streams: [{ name: siem, audience: x }]',
      '1:11: streams[0]: no "tokens" and no "push", so its receiver cannot poll',
    ],
    [
      'access: { privilegedGroups: [{ name: a, realm: b }] }',
      '1:11: access.privilegedGroups: realms has no "b"',
    ],
  ])('%j', (text, problem) => {
    const problems = problemsOf({ CONFIG_FILE: at(text) }).join('\n');

    expect(problems).toContain(`CONFIG_FILE: ${folder}/wrong.yaml`);
    expect(problems).toContain(problem);
    expect(problems).not.toMatch(/pa55|AAAA/);
  });

  test('of the file itself', () => {
    const latin = write('latin.yaml', new Uint8Array([97, 58, 32, 0xff]));

    expect(problemsOf({ CONFIG_FILE: latin })).toEqual([
      `CONFIG_FILE: ${latin}: the file is not UTF-8`,
    ]);
    expect(problemsOf({ CONFIG_FILE: '/nonexistent' })[0]).toContain(
      'CONFIG_FILE: cannot read the file: there is no /nonexistent',
    );
  });
});

test('a list in the file has no item of the sandbox', () => {
  const file = write('lists.yaml', 'approvals: [{ of: everyone }]');

  const { access } = configOf(
    { CONFIG_FILE: file },
    withLists({ approvals: [{ of: 'privileged' }] }),
  );
  expect(access.approval.rules).toMatchObject([{ when: { kind: 'everyone' } }]);
});

test('a problem beside the place of a variable is that of the file', () => {
  const environment = {
    PAGES_NAME: 'Example',
    CONFIG_FILE: write('beside.yaml', 'pages:\n  enrolmentUrl: [x]\n'),
  };

  expect(problemsOf(environment)).toEqual([
    expect.stringMatching(/^CONFIG_FILE: .*: pages\.enrolmentUrl: /),
  ]);
});

test('a variable takes precedence, option by option, and config says where each value is from', () => {
  const file = write('some.json', {
    $schema: 'config.schema.json',
    roles: [{ role: 'help-desk', group: 'desk' }],
    gateway: { drainSeconds: 20, drainDelaySeconds: 5 },
    webhooks: [
      {
        name: 'siem',
        url: 'https://x.example.com',
        events: ['security'],
        secrets: [{ variable: 'SIEM' }],
      },
    ],
  });
  const environment = {
    AM_SERVICE_USERNAME: 'amadmin',
    AM_SERVICE_PASSWORD: 'password',
    CONFIG_FILE: file,
    SIEM: whsec,
    DRAIN_SECONDS: '30',
  };

  const { access, webhooks, drainSeconds, drainDelaySeconds } = configOf(environment, {
    HELP_DESK_GROUPS: 'sandbox',
    ADMIN_GROUPS: 'admins',
  });

  expect([drainSeconds, drainDelaySeconds]).toEqual([30, 5]);
  expect([access.helpDesk.groups, access.administrators.groups]).toEqual([['desk'], []]);
  expect(webhooks).toMatchObject([{ name: 'siem', kinds: ['report', 'security'] }]);
  expect(linesOf(environment)).toEqual(
    expect.arrayContaining([
      'CONFIG_FILE  roles=[{"role":"help-desk","group":"desk"}]',
      'CONFIG_FILE  webhooks=[secret]',
      'environment  DRAIN_SECONDS=30',
      'default      ADMIN_GROUPS=',
    ]),
  );
});

test('the file of a company, first on the page, is a whole configuration of production', () => {
  const page = readFileSync('docs/configuration.md', 'utf8');
  const [, company = ''] = /^```yaml file=company\.yaml\n(.*?)^```/ms.exec(page) ?? [];
  write('am-password', 'password');
  write('database-url', 'postgres://g:p@db.example.com/ledger?sslmode=verify-full');
  const file = write('company.yaml', company.replaceAll('/run/secrets', folder));
  const { am, ledger, callers, pages } = configOf({ NODE_ENV: 'production', CONFIG_FILE: file });

  expect(company.trim().split('\n').length).toBeLessThanOrEqual(15);
  expect([am.url?.href, callers.service?.kind, pages.on]).toEqual([
    'https://am.example.com/am',
    'password',
    true,
  ]);
  expect(ledger.postgres?.url).toContain('db.example.com');
});

test('a rule of approvals holds for the effect and the days that it names', () => {
  const { access } = configOf(withLists({ approvals: [{ effect: 'reset', changedDays: 365 }] }));

  expect(access.approval.rules).toEqual([
    { effects: ['reset'], when: { kind: 'changed', days: 365 } },
  ]);
});
