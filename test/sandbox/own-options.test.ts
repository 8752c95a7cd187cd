/** Options that are set win over the sandbox's own, before the configuration is checked. */
import { expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import { openBackend } from '../../src/process/steps/backend.ts';
import { demoPresets } from '../../src/process/steps/demo.ts';
import { useFolder } from '../support/folder.ts';
import { fieldAt } from '../support/json.ts';
import { nextRsaKeyPair } from '../support/rsa-keys.ts';
import { commandResult } from '../support/run-command.ts';
import { send } from './am-client.ts';

const { write } = useFolder();

const streams = {
  SSF_STREAMS: 'siem=poll',
  SSF_AUDIENCES: 'siem=siem',
  SSF_ISSUER: 'https://gateway.example.com',
  SSF_SUBJECT_ISSUERS: 'alpha=https://am.example.com/oauth2',
  SSF_TOKENS: `siem=${'t'.repeat(40)}`,
  SSF_SIGNING_KEYS: JSON.stringify(nextRsaKeyPair().privateKey.export({ format: 'jwk' })),
};
const proofs = { VERIFICATION_REQUIRED: 'proof' };

test.each<[string, Readonly<Record<string, string>>]>([
  ['a mail server', { SMTP_URL: 'smtp://127.0.0.1:1025', MAIL_FROM: 'a@example.com' }],
  ['a sender', { MAIL_FROM: 'a@example.com' }],
  ['mail to a team', { SECURITY_MAIL_TO: 'soc@example.com' }],
  ['journeys', { PROOF_JOURNEYS: 'code=ProveByCode', ...proofs }],
  ['journeys that a role requires', proofs],
  ['a stream that names people by address', { ...streams, SSF_SUBJECT_FORMATS: 'siem=email' }],
  ['watching', { WATCH_REENROLMENT: 'on' }],
  ['groups in a file', { HELP_DESK_GROUPS_FILE: write('groups', 'desk') }],
  ['an account', { AM_SERVICE_USERNAME: 'oscar', AM_SERVICE_PASSWORD: 'x' }],
  [
    'a service account',
    { AM_SERVICE_ACCOUNT_ID: '1', AM_SERVICE_ACCOUNT_KEY: '{"kty":"RSA","d":""}' },
  ],
  ['an account on AIC', { AM_FLAVOR: 'aic', AM_SERVICE_USERNAME: 'a', AM_SERVICE_PASSWORD: 'x' }],
  ['a demo', { DEMO: 'on' }],
  ['a demo with tickets of its own', { DEMO: 'on', TICKET_PATTERN: 'CHG-[0-9]+' }],
  ['a demo with an example of a ticket', { DEMO: 'on', TICKET_EXAMPLE: 'CHG-1' }],
  ['a demo with other rules', { DEMO: 'on', APPROVAL_REQUIRED: 'everyone', ...proofs }],
])('%s', async (_what, given) => {
  const environment = { NODE_ENV: 'test', SANDBOX_PORT: '0', ...given };

  expect(await commandResult(['check'], environment)).toMatchObject({ code: 0, err: [] });
  const first = loadConfig(environment, await demoPresets(environment));
  const backend = await openBackend(first, environment);
  await backend.close?.();
  const { out } = await commandResult(['config'], environment);

  for (const name of Object.keys(given))
    expect(out.join('\n')).toMatch(
      new RegExp(`^(?:environment|file) +${name.replace('_FILE', '')}=`, 'm'),
    );
});

test.each([
  [undefined, 'SAME'],
  ['ANY', 'ANY'],
  ['NONE', 'NONE'],
])('the rule for own changes: %s is %s', async (given, rule) => {
  const environment = {
    NODE_ENV: 'test',
    SANDBOX_PORT: '0',
    ...(given !== undefined && { DEVICE_MANAGEMENT: given }),
  };
  const backend = await openBackend(loadConfig(environment), environment);
  try {
    const { json } = await send(backend.url.origin, '/sandbox');

    expect(fieldAt(json, 'settings', 'deviceManagement')).toBe(rule);
  } finally {
    await backend.close?.();
  }
});

test('another rule for own changes is one sentence', async () => {
  const { code, err } = await commandResult(['check'], { DEVICE_MANAGEMENT: 'same' });

  expect(code).toBe(78);
  expect(err.join('\n')).toContain('DEVICE_MANAGEMENT: expected ');
});
