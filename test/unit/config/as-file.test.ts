/** `config --as-file` prints the configuration in force as a file that means the same. */
import { expect, test } from '@jest/globals';
import {
  assert,
  gen,
  integer,
  pre,
  property,
  stringMatching,
  uniqueArray,
  type Arbitrary,
  type GeneratorValue,
} from 'fast-check';
import { asFile } from '../../../src/config/source/as-file.ts';
import { isInFile } from '../../../src/config/source/file-schema.ts';
import { LiveValue } from '../../../src/config/values/live-value.ts';
import { loadConfig, type Environment } from '../../../src/config/load-config.ts';
import { openSource } from '../../../src/config/open-source.ts';
import { optionsByName } from '../../../src/config/options.ts';
import { useFolder } from '../../support/folder.ts';
import { beside, bearer, rsa, whsec } from './beside.ts';
import { problemsOf } from './problems.ts';

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

interface Texts {
  readonly one: () => Arbitrary<string>;
  readonly several: () => Arbitrary<string[]>;
}

const textsLike = new Map<string, Texts>();

/** Functions of a pattern, because the generator takes all patterns for equal. */
function texts(pattern: RegExp): Texts {
  const found = textsLike.get(pattern.source);
  if (found !== undefined) return found;
  const text = stringMatching(pattern);
  const made = {
    one: () => text,
    several: () => uniqueArray(text, { minLength: 1, maxLength: 3 }),
  };
  textsLike.set(pattern.source, made);
  return made;
}

/** Draws a valid configuration, as variables. */
function draw(g: GeneratorValue): Environment {
  const listOf = <T>(item: () => T, most = 3): T[] =>
    Array.from({ length: g(integer, { min: 1, max: most }) }, item);
  const oneOf = (...values: readonly string[]): string =>
    values[g(integer, { min: 0, max: values.length - 1 })] ?? '';
  const like = (pattern: RegExp): string => g(texts(pattern).one);
  const unique = (pattern: RegExp): string[] => g(texts(pattern).several);
  // Texts that YAML reads as something else.
  const word = () =>
    oneOf(like(/^[a-z#&*!|%@~-][A-Za-z "'#]{0,8}[a-z]$/), 'true', '~', '1.5', 'null');
  const path = () => `https://x.example.com/${like(/^[a-z?=&]{0,6}$/)}`;
  const joined = (items: readonly string[]): string => items.join(',');

  const realms = unique(/^[A-Za-z0-9_-]{1,6}$/);
  const names = unique(/^[a-z0-9-]{1,8}$/);
  const groups = () => joined(listOf(() => oneOf(word(), `${oneOf(...realms)}:${word()}`)));
  const rates = () =>
    oneOf(
      'none',
      joined(listOf(() => `${g(integer, { min: 1, max: 9 })}/${oneOf('9s', '10m', '24h')}`)),
    );
  const push = (name: string): string => oneOf(`${name}=poll`, `${name}=push:${path()}`);
  const all: Environment = {
    AM_REALMS: joined(realms.map((name) => oneOf(name, `${name}=/a b/${name}`))),
    PAGES_ISSUERS: `${oneOf(...realms)}=${path()}`,
    ...Object.fromEntries(
      ['HELP_DESK', 'ADMIN', 'AUDITOR'].flatMap((role) => [
        [`${role}_GROUPS`, groups()],
        [`${role}_SCOPES`, joined(listOf(word))],
        [`${role}_PROPERTY`, `role=${word()}`],
      ]),
    ),
    PRIVILEGED_GROUPS: groups(),
    HELP_DESK_REALMS: `${oneOf(...realms)}:${oneOf(...realms)}`,
    HELP_DESK_SCOPES: joined([...listOf(word), 'agent:desk']),
    APPROVAL_REQUIRED: joined(
      listOf(() =>
        oneOf(
          'by-scope=agent:desk',
          `${oneOf('', 'reset:', 'remove:')}${oneOf('everyone', 'privileged', 'no-proof', 'changed=7', `group=${word()}`)}`,
        ),
      ),
    ),
    AREA_STAFF: joined(
      names.map((name) =>
        oneOf(
          `${name}:help-desk:group=${word()}`,
          `${name}:auditor:scope=${word()}`,
          `${name}:administrator:property=area=${word()}`,
        ),
      ),
    ),
    AREA_PEOPLE: joined(names.map((name) => `${name}:${oneOf(`group=${word()}`, `l=${word()}`)}`)),
    SECOND_FACTOR_PROPERTY: `factor=${word()}`,
    SECOND_FACTOR_CLAIMS: joined(
      listOf(() => `${oneOf('', 'OATH:', 'ALL:')}${oneOf('acr', 'amr', 'auth_level')}=${word()}`),
    ),
    DEVICE_MANAGEMENT: oneOf('SAME', 'ANY,beta:NONE', 'alpha:SAME'),
    PROOF_JOURNEYS: oneOf('push=A b', 'code=1', 'code=2.0,push=x'),
    VERIFIERS: JSON.stringify(
      Object.fromEntries(
        names.map((name) => [
          `v${name}`,
          { issuer: `https://${name}`, keys: [rsa.publicKey.export({ format: 'jwk' })] },
        ]),
      ),
    ),
    PAGES_ENROLMENT_URLS: joined(listOf(() => `${oneOf('OATH', 'PUSH')}=${path()}`)),
    PAGES_SUPPORT: oneOf('tel:+49301', `${like(/^[a-z]["'a-z ]{0,9}[a-z]$/)} <mailto:a@b.example>`),
    MAIL_FROM: oneOf('a@example.com', 'IT #1 <a@example.com>'),
    ...Object.fromEntries(
      [
        'STAFF_CHANGES',
        'PERSON_CHANGES',
        'CLIENT_CHANGES',
        'OWN_CHANGES',
        'DRY_RUNS',
        'SEARCHES',
        'REPORTS',
      ].map((name) => [`LIMIT_${name}`, rates()]),
    ),
    WORKING_HOURS: oneOf('Mon-Fri 07:00-19:00 Europe/Berlin', 'Sun 00:00-24:00 UTC'),
    WEBHOOKS: joined(names.map((name) => `${name}=${path()}`)),
    WEBHOOK_SECRETS: joined(names.flatMap((name) => listOf(() => `${name}=${whsec}`, 2))),
    WEBHOOK_EVENTS: joined(
      names.slice(1).map((name) => `${name}=${oneOf('changes', 'approvals+security')}`),
    ),
    SSF_STREAMS: joined(names.map(push)),
    SSF_AUDIENCES: joined(names.map((name) => `${name}=${path()}`)),
    SSF_EVENTS: joined(
      listOf(() => `${oneOf(...names)}=${oneOf('credential-change', 'session-revoked')}`),
    ),
    SSF_SUBJECT_FORMATS: joined(
      names.slice(1).map((name) => `${name}=${oneOf('email', 'iss_sub')}`),
    ),
    SSF_SUBJECT_ISSUERS: joined(realms.map((name) => `${name}=${path()}`)),
    SSF_TOKENS: joined(names.flatMap((name) => listOf(() => `${name}=${bearer}`, 2))),
    SSF_PUSH_AUTHORIZATION: joined(names.map((name) => `${name}=Bearer x`)),
  };
  const left = Object.entries(all).filter(() => g(integer, { min: 0, max: 9 }) > 0);
  return { ...beside, ...Object.fromEntries(left) };
}

test('config --as-file prints drawn configurations, and they mean the same', () => {
  const inFile = [...optionsByName.values()].filter(isInFile).map(({ name }) => name);
  const drawnNames = new Set<string>();

  const holds = property(gen(), (g) => {
    const environment = draw(g);
    pre(problemsOf(environment).length === 0);
    const text = asFile(openSource(environment), optionsByName.values());
    const [, staying = ''] = /^# These options stay variables: (.*)$/m.exec(text) ?? [];
    const moved = inFile.filter((name) => !staying.split(', ').includes(name));
    for (const name of moved.filter((one) => one in environment)) drawnNames.add(name);
    const rest = Object.fromEntries(
      Object.entries(environment).filter(([name]) => !moved.includes(name)),
    );
    const again = { ...rest, CONFIG_FILE: write('drawn.yaml', text) };

    expect(plain(loadConfig(again))).toEqual(plain(loadConfig(environment)));
    expect(asFile(openSource(again), optionsByName.values())).toBe(text);
    expect(text).not.toMatch(/AAAA|tttt|Bearer/);
  });
  assert(holds, { numRuns: 20, endOnFailure: true });

  const secret = ['WEBHOOKS', 'WEBHOOK_SECRETS', 'SSF_TOKENS', 'SSF_PUSH_AUTHORIZATION'];
  expect(inFile.filter((name) => !drawnNames.has(name)).toSorted()).toEqual(secret.toSorted());
}, 120_000);

test('keys of a file can stand in any order', () => {
  const reversed = {
    CONFIG_FILE: write('reversed.yaml', {
      realms: [{ subjectIssuer: 'https://x.example.com', path: '/b', name: 'b' }],
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
  expect(plain(loadConfig(again))).toEqual(plain(loadConfig(reversed)));
  expect(text.match(/name: (?:b|siem)$/gm)).toHaveLength(2);
});
