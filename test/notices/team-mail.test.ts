/** Mail to teams: the security team and the desk hear of events, and no mail names anyone (G20). */
import { expect, test } from '@jest/globals';
import { recordIdIn } from '../../src/domain/devices/global-id.ts';
import type { OutboxChannel } from '../../src/domain/outbox/outbox.ts';
import { listMessages } from '../../src/ledger/upkeep/outbox.ts';
import { documents, toldBy } from '../approvals/approval-documents.ts';
import { reset } from '../approvals/approval-stage.ts';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { startProgram } from '../ledger/processes.ts';
import { until } from '../reliability/am-traffic.ts';
import type { TestGateway } from '../support/gateway.ts';
import { textAt } from '../support/json.ts';
import { withLists } from '../support/with-lists.ts';
import type { ReceivedMail } from './mail-server.ts';
import { useMailStage } from './mail-stage.ts';

const channels = [
  { name: 'mail', kinds: ['change'] },
  { name: 'mail:security', kinds: ['security'] },
  { name: 'mail:reports', kinds: ['report'] },
  { name: 'mail:approvals', kinds: ['approval'] },
] as const satisfies OutboxChannel[];

const stage = useMailStage('pingam', channels);
const teams = {
  ...withLists({
    mail: {
      team: [
        { to: 'soc@example.org', events: ['security'] },
        { to: 'ciso@example.net', events: ['security'] },
        { to: 'desk@example.org', events: ['reports'] },
        { to: 'leads@example.org', events: ['approvals'] },
      ],
    },
  }),
  PAGES_NAME: 'Example <b>University</b>',
  MAIL_TIME_ZONE: 'Europe/Berlin',
};
const hostile = 'Bob</p><a href="https://evil.example">x</a>\r\nBcc: eve@example.net';

/** Starts on a weekday at noon, so that no event is about working hours. */
function start(more: Readonly<Record<string, string>> = {}): Promise<TestGateway> {
  stage.store.clock.now = Date.parse('2026-11-25T12:00:00.000Z');
  return stage.start({ ...teams, ...more });
}

/** Bob reports a change that he does not recognise. */
async function report(reference: string): Promise<void> {
  await stage.change(
    `mutation { reportUnrecognisedDeviceChange(input: { reference: "${reference}" }) { change { id: reference } } }`,
    'bob',
  );
}

/** The mails to an address, in the order in which they came. */
const mailsTo = (address: string): readonly ReceivedMail[] =>
  stage.server.received.filter(({ to }) => to.includes(address));
const arrived = (address: string, count = 1): Promise<void> =>
  until(`${count} mails for ${address}`, () => mailsTo(address).length >= count);
const linksIn = ({ parsed }: ReceivedMail): unknown[] =>
  [...String(parsed.html).matchAll(/href="([^"]*)"/g)].map(([, href]) => href);

test('the desk hears of a report: what, when and the reference, and no name', async () => {
  const oath = demoOf('OATH');
  const records = [recordOf(oath, 'phone-1', hostile)];
  await stage.peer.plant('bob', { [oath.attribute]: records, cn: [hostile] });
  await start();
  const reference = await stage.reset('bob');
  await report(reference);
  await arrived('desk@example.org');

  const [mail] = mailsTo('desk@example.org');
  if (mail === undefined) throw new Error('No mail arrived.');
  expect(mail.parsed.subject).toBe('A user does not recognise a change of their devices');
  for (const part of [
    'What: removal of all devices: Authenticator-app codes',
    'When: Wednesday, November 25, 2026 at 1:00 PM GMT+1',
    'By: the help desk',
    'Realm: alpha',
    `Reference: ${reference}`,
    `https://devices.example.org/history?realm=alpha&reference=${reference}`,
  ])
    expect(mail.parsed.text).toContain(part);
  expect(linksIn(mail)).toEqual([
    `https://devices.example.org/history?realm=alpha&amp;reference=${reference}`,
  ]);
  expect(mail.raw).not.toMatch(/\b(?:bob|helen|evil|lost phone)\b|eve@/i);
  expect(mail.parsed.html).toContain('Example &lt;b&gt;University&lt;/b&gt;');
  expect(mail.parsed.headers.map(({ key }) => key)).not.toContain('bcc');
  expect(mailsTo('soc@example.org')).toEqual([]);
});

test('the security team hears of an event, each address by itself, in the first language', async () => {
  await start({ PAGES_LOCALES: 'de,en' });
  await stage.reset('bob', { idempotencyKey: 'first' });
  await stage.peer.restore();
  const reference = await stage.reset('bob', { idempotencyKey: 'second' });
  await arrived('soc@example.org');
  await arrived('ciso@example.net');

  const [mail, ...more] = mailsTo('soc@example.org');
  const [copy] = mailsTo('ciso@example.net');
  expect(more).toEqual([]);
  expect([mail?.to, copy?.to]).toEqual([['soc@example.org'], ['ciso@example.net']]);
  expect(mail?.parsed.messageId).not.toBe(copy?.parsed.messageId);
  expect(mail?.parsed.subject).toBe(
    'Sicherheitsereignis: Eine Person wurde innerhalb eines Tages erneut zurückgesetzt',
  );
  expect(mail?.parsed.text).toContain('(repeated-reset)');
  expect(mail?.parsed.text).toContain('Anzahl: 2');
  expect(mail?.parsed.text).toContain(`Vorgangsnummer: ${reference}`);
  expect(mail?.raw).not.toMatch(/\b(?:bob|helen|lost phone|ciso)\b/i);
  expect(mailsTo('desk@example.org')).toEqual([]);
  // People hear of the changes, and only of them.
  await arrived('bob@example.com', 2);
  expect(stage.server.received).toHaveLength(4);
});

/** Helen requests a change of bob's devices. */
async function request(): Promise<{ id: string; reference: string }> {
  const input = { target: { user: { id: stage.peer.idOf('bob') } }, ...reset };
  const helen = await stage.peer.signIn('helen');
  const answer = await stage.gateway.ask(documents.requestDeviceChange, helen, { input });
  const { payload } = toldBy(answer, 'requestDeviceChange');
  const id = textAt(payload, 'pendingChange', 'id');
  return { id, reference: textAt(payload, 'pendingChange', 'reference') };
}
async function withdraw(id: string): Promise<void> {
  const helen = await stage.peer.signIn('helen');
  await stage.gateway.ask(documents.withdrawDeviceChange, helen, { input: { id } });
}

test('the second person hears of a request that waits, and not of its end', async () => {
  await start(withLists({ approvals: [{ of: 'everyone' }] }));
  const { id, reference } = await request();
  await arrived('leads@example.org');
  await withdraw(id);
  const next = await request();
  await arrived('leads@example.org', 2);

  const [mail, later] = mailsTo('leads@example.org');
  if (mail === undefined || later === undefined) throw new Error('No mail arrived.');
  expect(mail.parsed.subject).toBe('A change waits for a second person');
  for (const part of [
    'What: removal of all devices: Authenticator-app codes',
    'Requested: Wednesday, November 25, 2026 at 1:00 PM GMT+1',
    'By: the help desk',
    'Can be approved until: ',
    `Reference: ${reference}`,
  ])
    expect(mail.parsed.text).toContain(part);
  expect(linksIn(mail)).toEqual([
    `https://devices.example.org/approvals/${recordIdIn('PendingDeviceChange', id)}`,
  ]);
  expect(mail.raw).not.toMatch(/\b(?:bob|helen|lost phone)\b/i);
  expect(later.parsed.text).toContain(next.reference);
  expect(stage.server.received).toHaveLength(2);
});

test('who has withdrawn five requests within a day sends the team no further mail', async () => {
  await start(withLists({ approvals: [{ of: 'everyone' }] }));
  for (let count = 1; count <= 5; count += 1) {
    const { id } = await request();
    await arrived('leads@example.org', count);
    await withdraw(id);
  }
  await request();
  await until('nothing waits', async () => {
    const messages = await stage.ledger.store.query(listMessages);
    return !messages.some(({ channel }) => channel === 'mail:approvals');
  });

  expect(mailsTo('leads@example.org')).toHaveLength(5);
});

test('the command lists what waits by channel, without an address; metrics count it', async () => {
  const gateway = await start({ METRICS_PORT: '0' });
  stage.server.answerWith((to) => (to === 'desk@example.org' ? 451 : 250));
  const reference = await stage.reset('bob');
  await report(reference);
  await until('it was tried', () => stage.server.named.includes('desk@example.org'));
  await until('it waits', async () =>
    (await stage.ledger.store.query(listMessages)).some(({ problem }) => problem === 'SMTP_451'),
  );
  const metrics = await (await fetch(`${gateway.metricsUrl}/metrics`)).text();
  await gateway.stop();
  await stage.ledger.close();

  expect(metrics).toContain('identity_gateway_outbox_waiting{channel="mail:reports"} 1');
  expect(metrics).toMatch(/attempts_total\{channel="mail:reports",result="retry"\} 1/);
  expect(metrics).not.toContain('example.org');
  const command = startProgram('src/main.ts', ['outbox', 'list'], {
    DATA_DIR: stage.store.settings.folder,
  });
  expect(await command.exited()).toBe(0);
  expect(command.output()).toMatch(
    new RegExp(`^msg_\\S+ mail:reports report ${reference} added .* SMTP_451\\n$`),
  );
});
