/** What holds of each option, whichever it is: a bad value is refused, a file may hold it, and nothing secret is quoted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Environment } from '../../../src/config/load-config.ts';
import type { Option } from '../../../src/config/option.ts';
import { options } from '../../../src/config/options.ts';
import { InvalidValue } from '../../../src/config/problem.ts';
import { problemsOf } from './problems.ts';

const folder = mkdtempSync(join(tmpdir(), 'options-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const every: readonly (readonly [string, Option])[] = Object.entries(options);
const numbers = every.filter(([, { unit }]) => unit !== undefined).map(([name]) => name);
const secrets = every.filter(([, { secret }]) => secret === true).map(([name]) => name);

/** The texts that the option's own reader refuses. */
function refusedBy({ read }: Option, texts: readonly string[]): readonly string[] {
  return texts.filter((text) => {
    try {
      read(text);
      return false;
    } catch (error) {
      return error instanceof InvalidValue;
    }
  });
}

function problemOf(name: string, value: string, more: Environment = {}): string {
  return problemsOf({ ...more, [name]: value }).find((line) => line.startsWith(`${name}: `)) ?? '';
}

const odd = ['-1', '1.5', '1e3', '0x10', 'NaN', '9'.repeat(21), '١', '*', 'a\nb', 'javascript:x'];
const files = ['/nonexistent/file', folder, file('empty', '')];
const urls = ['ftp://example.com/am', 'http://', 'https://user:pa55@example.com/am', '//x:pa55@y'];

test('what a reader refuses is refused by the configuration, of every option', () => {
  const refused = every.flatMap(([name, option]) =>
    refusedBy(option, [...odd, ...files, ...urls]).map((text) => [name, text] as const),
  );

  expect(refused.length).toBeGreaterThan(700);
  expect(refused.filter(([name, text]) => problemOf(name, text) === '')).toEqual([]);
});

test.each(numbers)(
  '%s takes no text that only looks like a number, and none out of range',
  (name) => {
    const refused = ['-1', '1e3', '0x10', 'NaN', '9'.repeat(21), '1 000', '1,000', '١'];

    expect(refused.filter((text) => problemOf(name, text) === '')).toEqual([]);
  },
);

test('a password in a URL is quoted by no option', () => {
  const quoted = every.filter(([name]) =>
    urls.some((url) =>
      problemsOf({ [name]: url })
        .join('\n')
        .includes('pa55'),
    ),
  );

  expect(quoted.map(([name]) => name)).toEqual([]);
});

test.each([
  ['PAGES_ISSUERS', 'alpha=https://user:pa55@am.example.com'],
  ['PAGES_SUPPORT', 'Help <https://user:pa55@help.example.com>'],
  ['PAGES_ENROLMENT_URL', 'https://user:pa55@am.example.com'],
  ['OIDC_JWKS_URL', 'https://user:pa55@am.example.com'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'https://user:pa55@collector.example.com'],
])('%s takes no URL with credentials', (name, value) => {
  expect(problemOf(name, value)).not.toBe('');
});

describe.each(secrets)('the secret %s', (name) => {
  const option = every.find(([key]) => key === name)?.[1];
  const good: Readonly<Record<string, string>> = {
    AM_SERVICE_ACCOUNT_KEY: '{"kty":"EC","d":"pa55pa55"}',
    DATABASE_URL: 'postgres://me:pa55@127.0.0.1/ledger',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=pa55',
  };
  const value = good[name] ?? 'pa55'.repeat(8);

  test('may be in a file, with blanks and line breaks around it', () => {
    const path = file(name, `\n  ${value} \r\n`);

    expect(option?.read(value)).toBeDefined();
    expect(problemOf(name, '', { [`${name}_FILE`]: path })).toBe('');
  });

  test.each([
    ['that is not there', '/nonexistent/secret', 'cannot read the file'],
    ['that is a folder', folder, 'cannot read the file'],
    ['that is empty', file('empty', ' \n'), 'the file that is named for it is empty'],
  ])('in a file %s has a problem', (_label, path, problem) => {
    expect(problemOf(name, '', { [`${name}_FILE`]: path })).toContain(`${name}: ${problem}`);
  });

  test('is given once', () => {
    const problem = problemOf(name, value, { [`${name}_FILE`]: file(name, value) });

    expect(problem).toBe(`${name}: give it, or ${name}_FILE, not both`);
  });

  test('is not quoted where it is bad', () => {
    const problems = ['pa55', `pa55${value.slice(0, 9)}`].flatMap((text) => [
      ...problemsOf({ [name]: text }),
      ...problemsOf({ [`${name}_FILE`]: file(name, text) }),
    ]);

    expect(problems.join('\n')).not.toContain('pa55');
  });
});

test.each([
  [{ PORT: '9000', METRICS_PORT: '9000' }, '9000'],
  [{ METRICS_PORT: '4000' }, '4000'],
  [{ PORT: '9466', METRICS_PORT: '9464', WORKERS: '3' }, '9466'],
])('the port of operators is none of the API: %j', (env, port) => {
  expect(problemsOf(env)).toContain(`METRICS_PORT: ${port} is PORT; each needs its own`);
});

test.each([
  { PORT: '9463', METRICS_PORT: '9464' },
  { PORT: '9465', METRICS_PORT: '9464' },
  { PORT: '0', METRICS_PORT: '0' },
  { METRICS_PORT: 'off' },
])('ports of their own are no problem: %j', (env) => {
  expect(problemsOf(env)).toEqual([]);
});

test.each(['sslrootcert', 'sslcert', 'sslkey'])('DATABASE_URL names no missing %s', (name) => {
  expect(problemsOf({ DATABASE_URL: `postgres://127.0.0.1/ledger?${name}=/none` })).toEqual([
    expect.stringMatching(/^DATABASE_URL: cannot read the file: .*ENOENT/),
  ]);
});
