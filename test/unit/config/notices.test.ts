/** The options of mail and webhooks. */
import { expect, test } from '@jest/globals';
import { wordsOfKinds, type WordsOfKinds } from '../../../src/config/things/webhook.ts';
import { configOf, problemsOf } from './problems.ts';

const mail = {
  SMTP_URL: 'smtp://mail.example.com',
  MAIL_FROM: 'IT help desk <no-reply@example.com>',
  AM_SERVICE_USERNAME: 'amadmin',
  AM_SERVICE_PASSWORD: 'password',
};

test.each([
  ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, isTls: false }],
  ['smtps://mail.example.com', { host: 'mail.example.com', port: 465, isTls: true }],
  ['smtp://[::1]:2525', { host: '::1', port: 2_525, isTls: false }],
])('%s', (url, server) => {
  expect(configOf({ ...mail, SMTP_URL: url }).mail?.server).toMatchObject({
    ...server,
    isTlsRequired: true,
    user: undefined,
  });
});

test('the user is decoded, and the password is read apart', () => {
  const { server } =
    configOf({ ...mail, SMTP_URL: 'smtp://a%40b@mail.example.com', SMTP_PASSWORD: 'secret' })
      .mail ?? {};
  expect([server?.user, server?.password()]).toEqual(['a@b', 'secret']);
});

test.each(['Help\r\nBcc: x <a@example.com>', 'help desk'])('%j is no sender', (MAIL_FROM) => {
  expect(problemsOf({ ...mail, MAIL_FROM }).join()).toContain('MAIL_FROM: expected a sender');
});

test('teams have no address on two lines', () => {
  const problems = problemsOf({ ...mail, SECURITY_MAIL_TO: 'soc@example.com\r\nBcc: x' });

  expect(problems.join()).toContain('SECURITY_MAIL_TO: expected mail addresses');
});

test.each(['smtps://mail.example.com', 'smtp://127.0.0.1:25'])(
  'production accepts SMTP_TLS=off to %s',
  (SMTP_URL) => {
    const env = { ...mail, NODE_ENV: 'production', SMTP_TLS: 'off', SMTP_URL };

    expect(problemsOf(env).filter((problem) => problem.startsWith('SMTP_TLS:'))).toEqual([]);
  },
);

const webhooks = {
  WEBHOOKS: 'siem=https://events.example.com/hook,portal=https://portal.example.com/hook',
  WEBHOOK_SECRETS: `siem=whsec_${'A'.repeat(43)}=,portal=whsec_${'B'.repeat(43)}=`,
};
const kindsOf = (events: string): (readonly string[])[] =>
  configOf({ ...webhooks, WEBHOOK_EVENTS: events }).webhooks.map(({ kinds }) => kinds);

test('a webhook gets changes, or what was chosen for it', () => {
  const changes = ['change', 'report', 'approval'];
  expect(kindsOf('')).toEqual([changes, changes]);
  expect(kindsOf('siem=security')).toEqual([['report', 'security'], changes]);
  expect(kindsOf('portal=changes+security, siem=changes')).toEqual([
    changes,
    ['change', 'report', 'approval', 'security'],
  ]);
});

test('SIGHUP replaces the secrets of a webhook, and not its address', () => {
  const { live, webhooks: before } = configOf(webhooks);
  const reload = (more: object): boolean | undefined =>
    live.get('WEBHOOKS')?.replace(configOf({ ...webhooks, ...more }).live.get('WEBHOOKS')?.current);
  const [key = ''] = webhooks.WEBHOOK_SECRETS.split(',');
  const other = `${key},portal=whsec_${'C'.repeat(43)}=`;

  expect(reload({ WEBHOOKS: webhooks.WEBHOOKS.replaceAll('https://', 'https://other.') })).toBe(
    false,
  );
  expect(reload({ WEBHOOK_SECRETS: other })).toBe(true);
  expect(
    before.map(({ url, keys }) => [url.hostname, keys()[0]?.toString('hex').slice(0, 4)]),
  ).toEqual([
    ['events.example.com', '0000'],
    ['portal.example.com', '0820'],
  ]);
});

test('a kind of event that webhooks deliver and no word chooses does not compile', () => {
  const { security, ...gap } = wordsOfKinds;
  // @ts-expect-error -- no word chooses security events
  gap satisfies WordsOfKinds;
  // @ts-expect-error -- no word chooses changes
  const silent = { ...wordsOfKinds, change: [] } satisfies WordsOfKinds;

  expect([security, silent.change]).toEqual([['security'], []]);
});
