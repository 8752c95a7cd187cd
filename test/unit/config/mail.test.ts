/** The options of mail. */
import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { problemsOf } from './problems.ts';

const mail = {
  SMTP_URL: 'smtp://mail.example.com',
  MAIL_FROM: 'IT help desk <no-reply@example.com>',
  AM_SERVICE_USERNAME: 'amadmin',
  AM_SERVICE_PASSWORD: 'password',
};

test('without a server no mail is sent', () => {
  expect(loadConfig({}).mail).toBeUndefined();
});

test.each([
  ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, isTls: false }],
  ['smtps://mail.example.com', { host: 'mail.example.com', port: 465, isTls: true }],
  ['smtp://[::1]:2525', { host: '::1', port: 2_525, isTls: false }],
])('%s', (url, server) => {
  expect(loadConfig({ ...mail, SMTP_URL: url }).mail?.server).toMatchObject({
    ...server,
    isTlsRequired: true,
    user: undefined,
  });
});

test('the user is decoded, and the password is read apart', () => {
  const { server } =
    loadConfig({ ...mail, SMTP_URL: 'smtp://a%40b@mail.example.com', SMTP_PASSWORD: 'secret' })
      .mail ?? {};
  expect([server?.user, server?.password()]).toEqual(['a@b', 'secret']);
});

test('contact, languages and link are those of the pages', () => {
  const config = loadConfig({
    ...mail,
    PAGES_SUPPORT: 'IT help desk <tel:+49301234567>',
    PAGES_LOCALES: 'de-CH,en,nl',
    PUBLIC_URL: 'https://devices.example.com',
  });
  expect(config.mail).toMatchObject({
    contact: 'IT help desk, +49301234567',
    languages: ['de', 'en'],
    pageUrl: 'https://devices.example.com/',
    organisation: 'identity-gateway',
    addresses: ['mail'],
    language: 'preferredLocale',
    manager: undefined,
    timeZone: 'UTC',
  });
});

test('teams have addresses of their own', () => {
  const teams = { SECURITY_MAIL_TO: 'soc@example.com, ciso@example.net' };
  const { security, reports } = loadConfig({ ...mail, ...teams }).mail ?? {};
  expect([security, reports]).toEqual([['soc@example.com', 'ciso@example.net'], undefined]);
});

describe('a problem', () => {
  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['SMTP_URL: missing beside MAIL_FROM', { SMTP_URL: '' }],
    ['MAIL_FROM: missing beside SMTP_URL', { MAIL_FROM: '' }],
    ['SMTP_URL: expected a URL like', { SMTP_URL: 'https://mail.example.com' }],
    ['SMTP_URL: expected a URL like', { SMTP_URL: 'smtp://mail.example.com/inbox' }],
    ['a URL with a password in it is not accepted', { SMTP_URL: 'smtp://a:b@mail.example.com' }],
    ['SMTP_PASSWORD: SMTP_URL names the user', { SMTP_URL: 'smtp://a@mail.example.com' }],
    ['SMTP_PASSWORD: SMTP_URL names the user', { SMTP_PASSWORD: 'secret' }],
    ['MAIL_FROM: expected a sender', { MAIL_FROM: 'Help\r\nBcc: x <a@example.com>' }],
    ['MAIL_FROM: expected a sender', { MAIL_FROM: 'help desk' }],
    ['MAIL_TIME_ZONE: expected a time zone', { MAIL_TIME_ZONE: 'Berlin' }],
    ['NOTIFY_ATTRIBUTES: expected the name', { NOTIFY_ATTRIBUTES: 'mail,a b' }],
    ['SMTP_URL: LEDGER=off records no change', { LEDGER: 'off' }],
    ['SECURITY_MAIL_TO: SMTP_URL is missing', { SMTP_URL: '', SECURITY_MAIL_TO: 'a@example.com' }],
    ['REPORTS_MAIL_TO: SMTP_URL is missing', { SMTP_URL: '', REPORTS_MAIL_TO: 'a@example.com' }],
    ['SECURITY_MAIL_TO: expected mail addresses', { SECURITY_MAIL_TO: 'SOC <soc@example.com>' }],
    [
      'SECURITY_MAIL_TO: expected mail addresses',
      { SECURITY_MAIL_TO: 'soc@example.com\r\nBcc: x' },
    ],
    [
      'REPORTS_MAIL_TO: "A@example.com" is given twice',
      { REPORTS_MAIL_TO: 'a@example.com,A@example.com' },
    ],
    [
      'SMTP_URL: the service credential reads addresses',
      { AM_SERVICE_USERNAME: '', AM_SERVICE_PASSWORD: '' },
    ],
  ])('%s', (problem, env) => {
    expect(problemsOf({ ...mail, ...env }).join('\n')).toContain(problem);
  });

  test.each([
    ['smtp://mail.example.com', 1],
    ['smtps://mail.example.com', 0],
    ['smtp://127.0.0.1:25', 0],
    ['smtp://127.evil.example', 1],
  ])('production with SMTP_TLS=off to %s', (url, count) => {
    const env = { ...mail, NODE_ENV: 'production', SMTP_TLS: 'off', SMTP_URL: url };
    const ofTls = problemsOf(env).filter((problem) => problem.startsWith('SMTP_TLS:'));
    expect(ofTls).toHaveLength(count);
  });
});
