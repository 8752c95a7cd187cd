/** Mail: everyone who has to hear of a change does, in their language (G5, G6, G10, G18). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { entryOf } from '../access/members.ts';
import { until } from '../reliability/am-traffic.ts';
import type { ReceivedMail } from './mail-server.ts';
import { useMailStage } from './mail-stage.ts';

const stage = useMailStage();

/** The first mail to an address. */
function mailTo(address: string): ReceivedMail {
  const found = stage.server.received.find(({ to }) => to.includes(address));
  if (found === undefined) throw new Error(`No mail arrived for ${address}.`);
  return found;
}
const textOf = ({ parsed }: ReceivedMail): string => parsed.text ?? '';
const headersOf = ({ parsed }: ReceivedMail, name: string): string[] =>
  parsed.headers.filter(({ key }) => key === name).map(({ value }) => value);
const htmlOf = ({ parsed }: ReceivedMail): string => String(parsed.html);

/** The state and problem of each recipient of a change. */
async function noticesOf(reference: string): Promise<unknown[]> {
  const notices = (await stage.ledger.noticesOf([reference])).get(reference) ?? [];
  return notices.map(({ recipient, state, problem }) => [
    recipient?.masked ?? null,
    state,
    problem,
  ]);
}

test.each([
  ['on', true],
  ['off', false],
])(
  'without a public address a mail links the pages of this gateway: %s',
  async (PAGES, isLinked) => {
    await stage.start({ PUBLIC_URL: '', PAGES });
    await stage.reset('bob');
    const [mail] = await stage.arrived(1);

    expect(mail?.parsed.text?.includes('http://')).toBe(isLinked);
  },
);

test.each([
  ['logo.png', 'image/png', 1],
  ['logo.svg', null, 0],
] as const)('the logo %s is in the mail, if mail programs show it', async (name, type, count) => {
  const file = join(stage.folder, name);
  writeFileSync(file, Buffer.from('iVBORw0KGgo=', 'base64'));
  await stage.start({ PAGES_LOGO: file, PAGES_ACCENT: '#ffd400' });
  await stage.reset('bob');
  const [mail] = await stage.arrived(1);
  if (mail === undefined) throw new Error('No mail arrived.');

  const { attachments } = mail.parsed;
  expect(attachments).toHaveLength(count);
  expect(attachments[0]?.mimeType ?? null).toBe(type);
  const shown = [...htmlOf(mail).matchAll(/src="cid:([^"]+)"/g)].map(([, id]) => `<${id}>`);
  expect(attachments.map(({ contentId }) => contentId)).toEqual(shown);
  expect(htmlOf(mail)).toContain('background: #ffd400;');
});

test('the person hears what, when, by which role, and what to do', async () => {
  await stage.start({ MAIL_TIME_ZONE: 'Europe/Berlin' });
  stage.store.clock.now = Date.parse('2026-11-25T12:00:00.000Z');
  const reference = await stage.reset('bob');
  const [mail] = await stage.arrived(1);
  if (mail === undefined) throw new Error('No mail arrived.');

  expect([mail.from, mail.to, mail.isTls, mail.user]).toEqual([
    'no-reply@example.org',
    ['bob@example.com'],
    true,
    'gateway',
  ]);
  expect(mail.parsed.from).toEqual({ name: 'IT help desk', address: 'no-reply@example.org' });
  expect(mail.parsed.subject).toBe(
    "Removed from your account: “Bob's phone” and “Bob's old phone”",
  );
  for (const part of [
    "Authenticator-app codes: Bob's phone and Bob's old phone removed",
    'When: Wednesday, November 25, 2026 at 1:00 PM GMT+1',
    'By: the help desk',
    `Reference: ${reference}`,
    'Contact the help desk now: IT help desk, +49301234567',
    'https://devices.example.org/',
  ])
    expect(textOf(mail)).toContain(part);
  for (const member of ['helen', 'Helen', 'lost phone']) expect(mail.raw).not.toContain(member);
  expect(headersOf(mail, 'auto-submitted')).toEqual(['auto-generated']);
  expect(headersOf(mail, 'content-language')).toEqual(['en']);
  expect([...htmlOf(mail).matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
    'https://devices.example.org/',
  ]);
  await until('it is settled', async () => {
    const [notice] = await noticesOf(reference);
    return JSON.stringify(notice) === '["b•••@e•••.com","delivered",null]';
  });
});

test('every address of the person, and the manager, each get a mail of their own', async () => {
  await stage.peer.plant('bob', {
    mail: ['bob@example.com', 'b.old@example.net', 'BOB@example.com'],
    manager: [entryOf(stage.peer, 'helen')],
    preferredLocale: ['de_CH'],
    description: ['former@example.net'],
  });
  await stage.start({
    NOTIFY_MANAGER_ATTRIBUTE: 'manager',
    NOTIFY_ATTRIBUTES: 'mail,description',
  });
  await stage.reset('bob');
  const mails = await stage.arrived(4);

  expect(mails.map(({ to }) => to.join()).toSorted()).toEqual([
    'b.old@example.net',
    'bob@example.com',
    'former@example.net',
    'helen@example.com',
  ]);
  const [own, manager] = [mailTo('bob@example.com'), mailTo('helen@example.com')];
  expect(own.parsed.subject).toBe("Von Ihrem Konto entfernt: „Bob's phone“ und „Bob's old phone“");
  expect(htmlOf(own)).toContain('<html lang="de" dir="ltr">');
  expect(manager.parsed.subject).toBe(
    "Removed from the account of Bob Example: “Bob's phone” and “Bob's old phone”",
  );
  expect(textOf(manager)).toContain('Devices that Bob Example uses to sign in were removed.');
  expect(textOf(manager)).not.toContain('https://');
  expect(new Set(mails.map(({ parsed }) => parsed.messageId)).size).toBe(4);
});

test.each([
  'cn=alice,ou=contractors,dc=elsewhere',
  'uid=alice,ou=people',
  'uid=alice,ou=people,ou=identities\\',
])('a manager of another place is no person of this realm: %s', async (manager) => {
  await stage.peer.plant('bob', { manager: [manager, entryOf(stage.peer, 'helen')] });
  await stage.start({ NOTIFY_MANAGER_ATTRIBUTE: 'manager' });
  await stage.reset('bob');

  const mails = await stage.arrived(2);
  expect(mails.map(({ to }) => to.join()).toSorted()).toEqual([
    'bob@example.com',
    'helen@example.com',
  ]);
});

describe('the person has no usable address', () => {
  test.each<readonly [string, readonly string[], string, unknown]>([
    ['none at all', [], 'NO_ADDRESS', null],
    ['a line break in it', ['bob@example.com\r\nBcc: eve@example.net'], 'ADDRESS_UNUSABLE', '•••'],
  ])('%s', async (_what, mail, problem, masked) => {
    await stage.peer.plant('bob', { mail });
    await stage.start();
    const reference = await stage.reset('bob');
    await stage.reset('alice');

    const [other] = await stage.arrived(1);
    expect(other?.to).toEqual(['alice@example.com']);
    await until('it is given up', async () => {
      const [notice] = await noticesOf(reference);
      return JSON.stringify(notice) === JSON.stringify([masked, 'failed', problem]);
    });
    expect(stage.server.named).toEqual(['alice@example.com']);
  });
});

test('a person who was deleted meanwhile gets no mail', async () => {
  await stage.start();
  stage.peer.sandbox.breakNext({
    match: { method: 'GET', path: /preferredLocale/ },
    effect: { kind: 'hook', run: () => stage.peer.remove('bob') },
  });
  const reference = await stage.reset('bob');

  await until('it is given up', async () => {
    const [notice] = await noticesOf(reference);
    return JSON.stringify(notice) === '[null,"failed","PERSON_NOT_FOUND"]';
  });
  expect(stage.server.named).toEqual([]);
});
