/** Mail servers that fail: each mail arrives in the end, and one address disturbs no other (G7). */
import { createServer, type Server } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { SMTPServerOptions } from 'smtp-server';
import { entryOf } from '../access/members.ts';
import { until } from '../reliability/am-traffic.ts';
import { makeCertificates, type ReceivedMail } from './mail-server.ts';
import { useMailStage } from './mail-stage.ts';

const stage = useMailStage();

const own = 'bob@example.com';

const to = (mails: readonly ReceivedMail[]): string[] => mails.map((mail) => mail.to.join());

test('a mail that the server refuses as a whole is given up, a deferred one is sent again', async () => {
  await stage.start();
  stage.server.answerDataWith(() => 554);
  const refused = await stage.reset('bob');
  await stage.reached(refused, { 'b•••@e•••.com': 'failed SMTP_554' });
  stage.server.answerDataWith(() => 451);
  const deferred = await stage.reset('alice');
  await stage.reached(deferred, { 'a•••@e•••.com': 'waiting SMTP_451' });

  stage.server.answerDataWith(() => 250);
  stage.store.clock.now += 30_000;
  expect(to(await stage.arrived(1))).toEqual(['alice@example.com']);
});

test('what is sent again goes to everyone at once, not behind each other', async () => {
  await stage.peer.plant('bob', { manager: [entryOf(stage.peer, 'oscar')] });
  stage.server.answerWith(() => 550);
  await stage.start({ NOTIFY_MANAGER_ATTRIBUTE: 'manager' });
  const reference = await stage.reset('bob');
  const refused = { 'b•••@e•••.com': 'failed SMTP_550', 'o•••@e•••.com': 'failed SMTP_550' };
  await stage.reached(reference, refused);

  stage.server.answerWith(() => 250);
  expect(await stage.ledger.retryNotice(reference)).toEqual({ kind: 'retried', count: 2 });

  expect(to(await stage.arrived(2)).toSorted()).toEqual([own, 'oscar@example.com']);
});

test('a mail whose sender the server refuses once is sent again', async () => {
  let refusals = 1;
  await stage.serve({
    onMailFrom: (_address, _session, done) => {
      refusals -= 1;
      done(refusals < 0 ? null : Object.assign(new Error('no'), { responseCode: 550 }));
    },
  });
  await stage.start();
  const reference = await stage.reset('bob');
  await stage.reached(reference, { 'b•••@e•••.com': 'waiting SMTP_550' });

  stage.store.clock.now += 30_000;
  expect(to(await stage.arrived(1))).toEqual([own]);
});

test('a mail whose acceptance was not heard of is sent again with the same Message-ID', async () => {
  await stage.start();
  // The server has the mail, and its answer gets lost.
  stage.server.answerDataWith(async () => {
    stage.server.answerDataWith(() => 250);
    return 421;
  });
  const reference = await stage.reset('bob');
  await stage.reached(reference, { 'b•••@e•••.com': 'waiting SMTP_421' });
  stage.store.clock.now += 30_000;

  const [mail] = await stage.arrived(1);
  const rows = await stage.ledger.store.query((db) =>
    db.selectFrom('outbox_message').select('id').execute(),
  );
  expect(mail?.parsed.messageId).toBe(`<${rows[0]?.id}@example.org>`);
});

test('AM away for a while only delays mail', async () => {
  await stage.start();
  stage.peer.sandbox.breakNext({
    match: { method: 'GET', path: /preferredLocale/ },
    times: Infinity,
    effect: { kind: 'status', status: 503 },
  });
  const reference = await stage.reset('bob');
  await until('the problem is known', async () =>
    Object.values(await stage.statesOf(reference))
      .join()
      .startsWith('waiting AM_'),
  );

  stage.peer.sandbox.reset();
  stage.store.clock.now += 60_000;
  expect(to(await stage.arrived(1))).toEqual([own]);
});

describe('mail is not sent', () => {
  /** Resets, waits until the mail has the problem, and returns what the server has heard. */
  const sentBefore = async (code: string): Promise<unknown> => {
    const reference = await stage.reset('bob');
    await stage.problemLogged(code);
    await stage.reached(reference, { 'b•••@e•••.com': `waiting ${code}` });
    return [stage.server.named, stage.server.received];
  };

  test.each<readonly [string, SMTPServerOptions, string, Readonly<Record<string, string>>]>([
    [
      'the server offers no STARTTLS, or a third party has removed the offer',
      { hideSTARTTLS: true, disabledCommands: ['STARTTLS'] },
      'ETLS',
      {},
    ],
    ['STARTTLS is refused', { disabledCommands: ['STARTTLS'], hideSTARTTLS: false }, 'ETLS', {}],
    ['the password is wrong', {}, 'EAUTH', { SMTP_PASSWORD: 'another' }],
    [
      'the server asks for no sign-in although one is configured',
      { authOptional: true, disabledCommands: ['AUTH'] },
      'EAUTH',
      {},
    ],
  ])('if %s', async (_label, options, code, env) => {
    await stage.serve(options);
    await stage.start(env);
    expect(await sentBefore(code)).toEqual([[], []]);
  });

  test.each(['smtp', 'smtps'])(
    'by %s if the certificate is of another authority',
    async (scheme) => {
      const other = await makeCertificates();
      await stage.serve({ ...other.server, secure: scheme === 'smtps' });
      await stage.start({ SMTP_URL: `${scheme}://gateway@127.0.0.1:${stage.server.port}` });
      expect(await sentBefore('ESOCKET')).toEqual([[], []]);
    },
  );
});

test('smtps works, and mail without sign-in', async () => {
  await stage.serve({ secure: true, authOptional: true });
  await stage.start({ SMTP_URL: `smtps://127.0.0.1:${stage.server.port}`, SMTP_PASSWORD: '' });
  await stage.reset('bob');

  const [mail] = await stage.arrived(1);
  expect([mail?.isTls, mail?.user]).toEqual([true, null]);
});

test('a server that says nothing keeps no change and no stop waiting', async () => {
  const silent = createServer((socket) => void socket.on('error', () => undefined));
  const port = await listening(silent);
  const gateway = await stage.start({ SMTP_URL: `smtp://gateway@127.0.0.1:${port}` });
  const connected = new Promise((resolve) => silent.once('connection', resolve));
  await stage.reset('bob');
  await connected;
  expect(await stage.reset('alice')).toMatch(/-/);

  const started = performance.now();
  await gateway.stop();
  // Less than the time that the server has for its greeting.
  expect(performance.now() - started).toBeLessThan(10_000);
  silent.close();
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
