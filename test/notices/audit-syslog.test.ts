/** The audit log over syslog, by a server written from the RFCs: at least once, in order (G15). */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { AuditTarget } from '../../src/config/sections/audit-log.ts';
import { framed, syslogMessages } from '../../src/notices/audit/syslog-message.ts';
import { SyslogSink } from '../../src/notices/audit/syslog-sink.ts';
import { ocsfProblems } from '../ledger/ocsf-schema.ts';
import { until } from '../reliability/am-traffic.ts';
import { makeCertificate } from '../security/certificates.ts';
import { useFolder } from '../support/folder.ts';
import { eventsOf, eventsOfChanges, useAuditStage } from './audit-stage.ts';
import { messagesIn, startSyslogServer, type SyslogServer } from './syslog-server.ts';

const folder = useFolder();
const stage = useAuditStage();
const authority = await makeCertificate({ name: 'authority', isAuthority: true });
const server = await makeCertificate({ issuer: authority });
const ca = folder.write('ca.pem', authority.cert);

let syslog: SyslogServer;
const target = (more: object = { ca }): AuditTarget => {
  const { port } = syslog;
  return { kind: 'syslog', host: '127.0.0.1', port, tls: more };
};
const texts = (): string[] => syslog.received.map(({ text }) => text);
const has = (count: number): Promise<void> =>
  until(`${count} messages arrive`, () => syslog.received.length >= count);

beforeEach(async () => {
  syslog = await startSyslogServer(server);
});
afterEach(() => syslog.stop());

test('over TLS carries each record in a message of RFC 5424', async () => {
  await stage.follow(target());
  const ids = [await stage.change(), await stage.change('vera')];
  await has(4);

  expect(syslog.faults).toEqual([]);
  expect(eventsOf(texts())).toEqual(eventsOfChanges(ids));
  expect(texts().flatMap((line) => ocsfProblems('change', JSON.parse(line)))).toEqual([]);
  expect(syslog.received[0]).toMatchObject({
    facility: 13,
    severity: 6,
    timestamp: '2026-11-25T12:00:00.000Z',
    app: 'identity-gateway',
    process: `${process.pid}`,
    id: 'ledger',
    data: { origin: { software: 'identity-gateway' } },
  });
  expect(texts()[0]).toContain('Jürgens');
});

test('over plain TCP has the same messages', async () => {
  await syslog.stop();
  syslog = await startSyslogServer();
  await stage.follow({ kind: 'syslog', host: '127.0.0.1', port: syslog.port, tls: null });
  const id = await stage.change();
  await has(2);

  expect(syslog.faults).toEqual([]);
  expect(eventsOf(texts())).toEqual(eventsOfChanges([id]));
});

test('whose server is away and back gets everything in order, once', async () => {
  await stage.follow(target());
  const ids = [await stage.change()];
  await has(2);
  await syslog.stop();
  ids.push(await stage.change('alice'), await stage.change('carol'));
  await until('the problem is logged', () => stage.warnings().length === 1);
  expect(stage.warnings()[0]).toContain('ECONNREFUSED');
  await syslog.start();
  stage.endPause();
  await has(6);

  expect(eventsOf(texts())).toEqual(eventsOfChanges(ids));
});

test.each([
  ['closes at once', (socket: { end(): void }) => socket.end()],
  ['breaks at once', (socket: { destroy(): void }) => socket.destroy()],
  [
    'breaks in the middle of a message',
    (socket: { once(name: 'data', act: () => void): unknown; destroy(): void }) =>
      socket.once('data', () => socket.destroy()),
  ],
])('whose server %s gets the same messages again', async (_how, act) => {
  syslog.onConnection(act);
  await stage.follow(target());
  const id = await stage.change();
  await until('the problem is logged', () => stage.warnings().length === 1);
  syslog.onConnection(null);
  stage.endPause();
  await has(2);

  expect(eventsOf(texts())).toEqual(eventsOfChanges([id]));
});

test('to a server that never answers keeps no change waiting, and no stop', async () => {
  syslog.onConnection(() => undefined);
  const follower = await stage.follow(target());
  await stage.change();
  await until('the server has the connection', () => syslog.connections() > 0);
  const ids = [await stage.change('alice'), await stage.change('carol')];

  expect(new Set(ids).size).toBe(2);
  expect(await stage.ledger.trail.figures()).toMatchObject({ waiting: 6 });
  const started = performance.now();
  await follower.stop();
  expect(performance.now() - started).toBeLessThan(15_000);
});

test.each([
  ['of another authority', 'DEPTH_ZERO_SELF_SIGNED_CERT', async () => ({})],
  [
    'for another host',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    async () => ({ ip: '127.0.0.2', issuer: authority }),
  ],
  [
    'that is expired',
    'CERT_HAS_EXPIRED',
    async () => ({ issuer: authority, notAfter: new Date(Date.now() - 60_000) }),
  ],
])('refuses a certificate %s, and sends nothing', async (_which, code, options) => {
  await syslog.stop();
  syslog = await startSyslogServer(await makeCertificate(await options()));
  await stage.follow(target());
  await stage.change();
  await until('the problem is logged', () => stage.warnings().length === 1);

  expect(stage.warnings()[0]).toContain(code);
  expect(syslog.received).toEqual([]);
});

test('presents its own certificate to a server that asks for one', async () => {
  await syslog.stop();
  const own = await makeCertificate({ issuer: authority, name: 'gateway' });
  const options = { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true };
  syslog = await startSyslogServer(options);
  const cert = folder.write('own.pem', own.cert);
  const key = folder.write('own.key', own.key);
  await stage.follow(target({ ca, cert, key }));
  await stage.change();
  await has(2);

  expect(syslog.faults).toEqual([]);
});

test('escapes structured data, and has no host name that is not printable', () => {
  const version = 'a"b]c\\d';
  const line = { json: '{}', at: 0, isNotable: false };
  const received = ['a host', 'x'.repeat(300), ''].flatMap((host) =>
    messagesIn(framed([syslogMessages({ host, version })(line)])),
  );

  expect(received.map(({ host }) => host)).toEqual(['-', 'x'.repeat(255), '-']);
  expect(received[0]?.data).toEqual({
    origin: { software: 'identity-gateway', swVersion: version },
  });
});

test('sends ten thousand messages of any length in whole frames', async () => {
  const sink = new SyslogSink(
    { host: '127.0.0.1', port: syslog.port, tls: { ca } },
    { version: '1' },
  );
  const lines = Array.from({ length: 10_000 }, (_, number) => ({
    json: JSON.stringify({ number, text: 'ü'.repeat(number % 700) }),
    at: number,
    isNotable: false,
  }));
  await sink.write(lines, new AbortController().signal);

  expect(syslog.faults).toEqual([]);
  expect(texts()).toEqual(lines.map(({ json }) => json));
});
