/** Rules for every option: bad values are rejected, files are read, secrets are not quoted. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../../src/config/load-config.ts';
import type { Option } from '../../../src/config/values/option.ts';
import { InvalidValue } from '../../../src/config/values/problem.ts';
import { useFolder } from '../../support/folder.ts';
import { secretFile, withLists } from '../../support/with-lists.ts';
import { problemsOf } from './problems.ts';
import { variables } from './variables.ts';

const { path: folder, write: file } = useFolder();
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const signingKey = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const every: readonly (readonly [string, Option])[] = [...variables];
const numbers = every.filter(([, { unit }]) => unit !== undefined);
const secrets = every.filter(([, { secret }]) => secret === true).map(([name]) => name);

/** Returns the texts that the option's reader rejects. */
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
  const ofOption = new RegExp(`^${name}(?:_FILE)?: `);
  return problemsOf({ ...more, [name]: value }).find((line) => ofOption.test(line)) ?? '';
}

const notNumbers = ['-1', '1e3', '0x10', 'NaN', '9'.repeat(21), '1 000', '1,000', '١'];
const odd = [...notNumbers, '1.5', '*', 'a\nb', 'javascript:x'];
const files = ['/nonexistent/file', folder, file('empty', '')];
const urls = ['ftp://example.com/am', 'http://', 'https://user:pa55@example.com/am', '//x:pa55@y'];

test('the configuration rejects every value that a reader rejects', () => {
  const refused = every.flatMap(([name, option]) =>
    refusedBy(option, [...odd, ...files, ...urls]).map((text) => [name, text] as const),
  );

  expect(refused.length).toBeGreaterThan(700);
  expect(refused.filter(([name, text]) => problemOf(name, text) === '')).toEqual([]);
});

test.each(numbers)(
  '%s rejects texts that only look like a number, and numbers out of range',
  (_name, option) => {
    expect(refusedBy(option, notNumbers)).toEqual(notNumbers);
  },
);

test('no option quotes a password in a URL', () => {
  const quoted = every.filter(([name]) =>
    urls.some((url) =>
      problemsOf({ [name]: url })
        .join('\n')
        .includes('pa55'),
    ),
  );

  expect(quoted.map(([name]) => name)).toEqual([]);
});

/** A deployment in which every part that needs other options is configured. */
const complete: Environment = {
  NODE_ENV: 'production',
  AM_URL: 'https://am.example.com/am',
  AM_REALMS: 'alpha,beta',
  HELP_DESK_GROUPS: 'beta:desk',
  ...withLists({
    access: { acrossRealms: [{ staffOf: 'alpha', actIn: 'beta' }] },
    approvals: [{ group: { name: 'executives', realm: 'beta' } }],
    pages: {
      issuers: [
        { realm: 'alpha', issuer: 'https://am.example.com/alpha' },
        { realm: 'beta', issuer: 'https://am.example.com/beta' },
      ],
    },
    proofJourneys: [{ method: 'push', journey: 'ProveByPush' }],
    mail: { team: [{ to: 'soc@example.com', events: ['security'] }] },
    webhooks: [
      {
        name: 'siem',
        url: 'https://events.example.com/hook',
        secrets: [secretFile(`whsec_${'A'.repeat(43)}=`)],
      },
    ],
    streams: [
      {
        name: 'siem',
        audience: 'siem',
        events: ['session-revoked'],
        subjectFormat: 'email',
        tokens: [secretFile('t'.repeat(32))],
      },
    ],
  }),
  VERIFICATION_REQUIRED: 'proof',
  TICKET_PATTERN: 'INC-[0-9]+',
  TICKET_EXAMPLE: 'INC-1',
  AM_SERVICE_USERNAME: 'amadmin',
  AM_SERVICE_PASSWORD: 'password',
  OIDC_ISSUER: 'https://issuer.example.com',
  OIDC_AUDIENCE: 'portal',
  OIDC_INTROSPECTION_URL: 'https://issuer.example.com/introspect',
  OIDC_CLIENT_ID: 'gateway',
  OIDC_CLIENT_SECRET: 'secret',
  PUBLIC_URL: 'https://devices.example.com',
  PAGES: 'on',
  SIGN_IN: 'oauth',
  PAGES_CLIENT_ID: 'pages',
  PAGES_CLIENT_SECRET: 'secret',
  PAGES_SECRET: 's'.repeat(32),
  LEDGER: 'postgres',
  DATABASE_URL: 'postgres://me@127.0.0.1/ledger',
  PROOF_JOURNEY_SECRET: 's'.repeat(32),
  AUDIT_LOG: 'stdout',
  SMTP_URL: 'smtp://user@mail.example.com',
  SMTP_PASSWORD: 'password',
  MAIL_FROM: 'a@example.com',
  SSF_SIGNING_KEYS: signingKey,
};

describe('what needs an option', () => {
  test('has no problem in a complete deployment', () => {
    expect(problemsOf(complete)).toEqual([]);
  });

  test.each(every)('has no problem of its own if %s is refused', (name, option) => {
    const [bad] = refusedBy(option, [...odd, ...files, ...urls, 'x y']);
    const missing = { [name]: undefined, [`${name}_FILE`]: '/nonexistent/file' };

    expect(problemsOf({ ...complete, ...missing })).toEqual([
      `${name}_FILE: cannot read the file: there is no /nonexistent/file`,
    ]);
    if (bad === undefined) return;
    expect(problemsOf({ ...complete, [name]: bad })).toEqual([
      expect.stringMatching(new RegExp(`^${name}: `)),
    ]);
  });
});

describe.each(secrets)('the secret %s', (name) => {
  const option = every.find(([key]) => key === name)?.[1];
  const good: Readonly<Record<string, string>> = {
    AM_SERVICE_ACCOUNT_KEY: '{"kty":"EC","d":"pa55pa55"}',
    DATABASE_URL: 'postgres://me:pa55@127.0.0.1/ledger',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=pa55',
    SSF_SIGNING_KEYS: signingKey,
  };
  const value = good[name] ?? 'pa55'.repeat(8);

  test('can be in a file, with blanks and line breaks around it', () => {
    const path = file(name, `\n  ${value} \r\n`);

    expect(option?.read(value)).toBeDefined();
    expect(problemOf(name, '', { [`${name}_FILE`]: path })).toBe('');
  });

  test.each([
    ['that is not there', '/nonexistent/secret', 'cannot read the file'],
    ['that is a folder', folder, 'cannot read the file'],
    ['that is empty', file('empty', ' \n'), 'the file is empty'],
  ])('in a file %s has a problem', (_label, path, problem) => {
    expect(problemOf(name, '', { [`${name}_FILE`]: path })).toContain(`${name}_FILE: ${problem}`);
  });

  test('cannot be given twice', () => {
    const problem = problemOf(name, value, { [`${name}_FILE`]: file(name, value) });

    expect(problem).toBe(`${name}: give it, or ${name}_FILE, not both`);
  });

  test('is not quoted if it is invalid', () => {
    const problems = ['pa55', `pa55${value.slice(0, 9)}`].flatMap((text) => [
      ...problemsOf({ [name]: text }),
      ...problemsOf({ [`${name}_FILE`]: file(name, text) }),
    ]);

    expect(problems.join('\n')).not.toContain('pa55');
  });
});

test.each([
  { PORT: '9463', METRICS_PORT: '9464' },
  { PORT: '9465', METRICS_PORT: '9464' },
  { PORT: '0', METRICS_PORT: '0' },
  { METRICS_PORT: 'off' },
])('separate ports are valid: %j', (env) => {
  expect(problemsOf(env)).toEqual([]);
});
