/** Options that are set win over the sandbox's own, before the configuration is checked. */
import { expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import { linesOf } from '../../src/commands/config.ts';
import { openSandbox } from '../../src/process/steps/backend.ts';
import { sandboxPresets } from '../../src/process/steps/demo.ts';
import { useFolder } from '../support/folder.ts';
import { fieldAt } from '../support/json.ts';
import { nextRsaKeyPair } from '../support/rsa-keys.ts';
import { asEnvironment, secretFile, withLists } from '../support/with-lists.ts';
import { send } from './am-client.ts';

const { write } = useFolder();

const stream = { name: 'siem', audience: 'siem', tokens: [secretFile('t'.repeat(40))] };
const streams = {
  SSF_ISSUER: 'https://gateway.example.com',
  SSF_SIGNING_KEYS: JSON.stringify(nextRsaKeyPair().privateKey.export({ format: 'jwk' })),
  ...withLists({
    streams: [{ ...stream, subjectFormat: 'email' }],
    signals: { subjectIssuers: [{ realm: 'alpha', issuer: 'https://am.example.com/oauth2' }] },
  }),
};
const roles = 'roles: [{ role: auditor, group: auditors }]';
const proofs = { VERIFICATION_REQUIRED: 'proof' };

test.each<[string, Readonly<Record<string, string>>, boolean?]>([
  ['a mail server', { SMTP_URL: 'smtp://127.0.0.1:1025', MAIL_FROM: 'a@example.com' }],
  ['a sender', { MAIL_FROM: 'a@example.com' }],
  [
    'mail to a team',
    withLists({ mail: { team: [{ to: 'soc@example.com', events: ['security'] }] } }),
  ],
  [
    'journeys',
    { ...withLists({ proofJourneys: [{ method: 'code', journey: 'ProveByCode' }] }), ...proofs },
  ],
  ['journeys that a role requires', proofs],
  ['a stream that names people by address', streams],
  ['groups in a file', { HELP_DESK_GROUPS_FILE: write('groups', 'desk') }],
  ['an account', { AM_SERVICE_USERNAME: 'oscar', AM_SERVICE_PASSWORD: 'x' }],
  [
    'a service account',
    { AM_SERVICE_ACCOUNT_ID: '1', AM_SERVICE_ACCOUNT_KEY: '{"kty":"RSA","d":""}' },
  ],
  ['an account on AIC', { AM_FLAVOR: 'aic', AM_SERVICE_USERNAME: 'a', AM_SERVICE_PASSWORD: 'x' }],
  ['a demo', {}, true],
  ['a demo with tickets of its own', { TICKET_PATTERN: 'CHG-[0-9]+' }, true],
  ['a demo with an example of a ticket', { TICKET_EXAMPLE: 'CHG-1' }, true],
  ['a demo with staff of its own', { HELP_DESK_SCOPES: 'desk' }, true],
  [
    'a demo with staff of areas',
    withLists({
      roles: [{ area: 'a', role: 'auditor', group: 'a' }],
      areas: { people: [{ area: 'a', group: { name: 'a' } }] },
    }),
    true,
  ],
  ['a demo with roles in a file', { CONFIG_FILE: write('roles.yaml', roles) }, true],
  [
    'a demo with other rules',
    { ...withLists({ approvals: [{ of: 'everyone' }] }), ...proofs },
    true,
  ],
])('%s', async (_what, given, isDemo = false) => {
  const environment = asEnvironment({ NODE_ENV: 'test', SANDBOX_PORT: '0', ...given });

  loadConfig(environment, await sandboxPresets(environment, { isDemo }));
  const backend = await openSandbox(environment, { isDemo });
  await backend.close?.();

  for (const name of Object.keys(given).map((one) => one.replace('GROUPS_FILE', 'GROUPS')))
    expect(linesOf(environment, backend.presets).join('\n')).toMatch(
      new RegExp(`^(?:environment|file|CONFIG_FILE) +${name}=`, 'm'),
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
  const backend = await openSandbox(environment, { isDemo: false });
  try {
    const { json } = await send(new URL(backend.config.am.url).origin, '/sandbox');

    expect(fieldAt(json, 'settings', 'deviceManagement')).toBe(rule);
  } finally {
    await backend.close?.();
  }
});

test('another rule for own changes is one sentence', async () => {
  const environment = { DEVICE_MANAGEMENT: 'same' };
  const presets = await sandboxPresets(environment, { isDemo: false });

  expect(() => loadConfig(environment, presets)).toThrow('DEVICE_MANAGEMENT: expected ');
});
