/** `check --online` tries the mail server, and says in one sentence what is wrong. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import type { SMTPServerOptions } from 'smtp-server';
import { useFolder } from '../support/folder.ts';
import { openSandboxPeer } from '../support/peer.ts';
import { commandResult } from '../support/run-command.ts';
import {
  account,
  makeCertificates,
  startMailServer,
  type Certificates,
  type MailServer,
} from './mail-server.ts';

const { path: folder } = useFolder();
const ca = join(folder, 'ca.pem');
let certificates: Certificates;
let server: MailServer;

beforeAll(async () => {
  certificates = await makeCertificates();
  writeFileSync(ca, certificates.authority.cert);
});
afterEach(() => server?.stop());

async function check(
  options: SMTPServerOptions = {},
  env: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  server = await startMailServer(certificates, options);
  const peer = await openSandboxPeer();
  const { out } = await commandResult(['check', '--online'], {
    NODE_ENV: 'test',
    ...peer.staffEnv(),
    AM_URL: peer.url,
    DATA_DIR: folder,
    MAIL_FROM: 'no-reply@example.org',
    SMTP_CA_FILE: ca,
    SMTP_PASSWORD: account.password,
    ...env,
    SMTP_URL: (env['SMTP_URL'] ?? `smtp://${account.user}@127.0.0.1:PORT`).replace(
      'PORT',
      `${server.port}`,
    ),
  });
  await peer.close();
  expect(server.received).toEqual([]);
  return out.filter((line) => line.includes('mail server'));
}

test('a server that accepts the gateway', async () => {
  expect(await check()).toEqual(['ok      mail server: accepts the gateway by TLS as gateway']);
});

test('a server by TLS from the start, without sign-in', async () => {
  const env = { SMTP_URL: 'smtps://127.0.0.1:PORT', SMTP_PASSWORD: '' };
  expect(await check({ secure: true, authOptional: true }, env)).toEqual([
    'ok      mail server: accepts the gateway by TLS, without sign-in',
  ]);
});

test.each<readonly [string, SMTPServerOptions, Readonly<Record<string, string>>]>([
  [
    'SMTP_PASSWORD: the server does not accept the sign-in of gateway; check the user in SMTP_URL and the password',
    {},
    { SMTP_PASSWORD: 'another' },
  ],
  [
    'SMTP_URL: the authority of its certificate is not known; name it in SMTP_CA_FILE',
    {},
    { SMTP_CA_FILE: '' },
  ],
  [
    'SMTP_URL: the server at 127.0.0.1:PORT does not change to TLS by STARTTLS; use smtps:// if it starts with TLS',
    { hideSTARTTLS: true, disabledCommands: ['STARTTLS'] },
    {},
  ],
  [
    'SMTP_URL: no TLS at 127.0.0.1:PORT; use smtp:// if the port changes to TLS by STARTTLS',
    {},
    { SMTP_URL: `smtps://${account.user}@127.0.0.1:PORT` },
  ],
])('%s', async (problem, options, env) => {
  expect(await check(options, env)).toEqual([
    `FAILED  mail server: ${problem.replace('PORT', `${server.port}`)}`,
  ]);
});
