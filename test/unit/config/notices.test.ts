/** The options of mail and webhooks. */
import { expect, test } from '@jest/globals';
import { teamsOf } from '../../../src/config/channels.ts';
import { wordsOfTeams, type WordsOfTeams } from '../../../src/config/things/team-mail.ts';
import { wordsOfKinds, type WordsOfKinds } from '../../../src/config/things/webhook.ts';
import { secretFile, withLists } from '../../support/with-lists.ts';
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

/** Mail to a team about these events. */
const withTeam = (...team: readonly { to: string; events: readonly string[] }[]) => ({
  ...mail,
  ...withLists({ mail: { team } }),
});
const teamsIn = (env: Readonly<Record<string, string>>) => {
  const { mail: read } = configOf(env);
  return read === undefined ? undefined : teamsOf(read);
};

test('teams have no address on two lines', () => {
  const team = { to: 'soc@example.com\r\nBcc: x', events: ['security'] };

  expect(problemsOf(withTeam(team)).join()).toContain('mail.team[0].to: expected');
});

test('a team gets the events that it has chosen, and no others', () => {
  const soc = { to: 'soc@example.com', events: ['security', 'reports'] };
  const desk = { to: 'desk@example.com', events: ['approvals', 'reports'] };

  expect(teamsIn(withTeam(soc, desk))).toEqual([
    { name: 'mail:security', kinds: ['security'], addresses: [soc.to] },
    { name: 'mail:reports', kinds: ['report'], addresses: [soc.to, desk.to] },
    { name: 'mail:approvals', kinds: ['approval'], addresses: [desk.to] },
  ]);
  expect(teamsIn(withTeam({ ...soc, events: ['approvals'] }))).toEqual([
    { name: 'mail:approvals', kinds: ['approval'], addresses: [soc.to] },
  ]);
  expect(teamsIn(mail)).toEqual([]);
});

test('a kind of event of mail to teams that no word chooses does not compile', () => {
  const { security, ...gap } = wordsOfTeams;
  // @ts-expect-error -- no word chooses security events
  gap satisfies WordsOfTeams;

  expect(security).toBe('security');
});

test.each(['smtps://mail.example.com', 'smtp://127.0.0.1:25'])(
  'production accepts SMTP_TLS=off to %s',
  (SMTP_URL) => {
    const env = { ...mail, NODE_ENV: 'production', SMTP_TLS: 'off', SMTP_URL };

    expect(problemsOf(env).filter((problem) => problem.startsWith('SMTP_TLS:'))).toEqual([]);
  },
);

const noWords: readonly (readonly string[])[] = [[], []];

/** Two webhooks; the second one has another secret, and perhaps another address. */
function webhooks({ letter = 'B', host = 'example.com', events = noWords } = {}) {
  const list = ['events', 'portal'].map((name, index) => ({
    name,
    url: `https://${name}.${host}/hook`,
    secrets: [secretFile(`whsec_${(index === 0 ? 'A' : letter).repeat(43)}=`)],
    events: events[index],
  }));
  return withLists({ webhooks: list });
}
const kindsOf = (...events: string[][]): (readonly string[])[] =>
  configOf(webhooks({ events })).webhooks.map(({ kinds }) => kinds);

test('a webhook gets changes, or what was chosen for it', () => {
  const changes = ['change', 'report', 'approval'];
  expect(kindsOf([], [])).toEqual([changes, changes]);
  expect(kindsOf(['security'], [])).toEqual([['report', 'security'], changes]);
  expect(kindsOf(['changes'], ['changes', 'security'])).toEqual([
    changes,
    ['change', 'report', 'approval', 'security'],
  ]);
});

test('SIGHUP replaces the secrets of a webhook, and not its address', () => {
  const { live, webhooks: before } = configOf(webhooks());
  const reload = (more: object): boolean | undefined =>
    live.get('WEBHOOKS')?.replace(configOf(webhooks(more)).live.get('WEBHOOKS')?.current);

  expect(reload({ host: 'other.example.com' })).toBe(false);
  expect(reload({ letter: 'C' })).toBe(true);
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
