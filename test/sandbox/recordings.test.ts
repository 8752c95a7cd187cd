import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSandbox } from '../../src/sandbox/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { realmPath } from './am-client.ts';
import { callerOf } from './caller.ts';
import { normalize, Replay } from './replay.ts';
import type { Exchange } from './replay.ts';

/** Exchanges that are not replayed, by recording and number, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'setup 2': 'the sandbox is born with realm alpha; an unknown realm is replayed in devices 77',
  'setup 5': 'creates realm alpha, with which the sandbox is born',
  'setup 6': 'creates realm beta, with which the sandbox is born',
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6].map((number) => [
      `hotp_login ${number}`,
      'set-up of the second factor, which the sandbox has built in',
    ]),
  ),
};

const trusted = (lastSelectedDate: unknown): string =>
  JSON.stringify({
    name: 'bob-laptop',
    lastSelectedDate,
    selectionCounter: 1,
    devicePrint: '{"screen":"x"}',
  });

const oath = (uuid: string, deviceName: string, more: object = {}): string =>
  JSON.stringify({
    uuid,
    deviceName,
    sharedSecret: 'SAMPLE-SECRET',
    recoveryCodes: ['rec-1', 'rec-2'],
    lastLogin: 1_700_000_000_000,
    counter: 3,
    checksumDigit: false,
    truncationOffset: 0,
    clockDriftSeconds: 0,
    ...more,
  });

const FIRST = '11111111-1111-4111-8111-111111111111';

const PUSH = JSON.stringify({
  uuid: '33333333-3333-4333-8333-333333333333',
  deviceName: 'Push Device',
  sharedSecret: 'SAMPLE-SECRET',
  recoveryCodes: ['rec-9'],
  communicationId: 'arn:aws:sns:x',
  communicationType: 'gcm',
  deviceType: 'android',
  deviceMechanismUID: 'mech-1',
  deviceId: 'dev-token',
  issuer: 'ForgeRock',
});

const PEOPLE = ['bob', 'alice', 'helen', 'peter', 'demo2'];

/** What was planted outside of the recording, before the exchange of that number. */
const PLANTED: Readonly<Record<string, (sandbox: Sandbox) => Promise<void>>> = {
  'devices 3': (sandbox) =>
    plant(sandbox, 'bob', {
      oathDeviceProfiles: [
        oath(FIRST, 'OATH Device'),
        oath('22222222-2222-4222-8222-222222222222', 'Second'),
      ],
      pushDeviceProfiles: [PUSH],
      devicePrintProfiles: [trusted('2026-11-24')],
      oath2faEnabled: ['1'],
    }),
  'devices 76': (sandbox) => create(sandbox, '/beta', 'bob'),
  'sessions_and_users 3': async (sandbox) => {
    await create(sandbox, '/', 'demo');
    await plant(sandbox, 'bob', {
      devicePrintProfiles: [trusted('2026-11-24')],
      oath2faEnabled: ['0'],
    });
  },
  'delegated_admin 0': (sandbox) => createAdmins(sandbox),
  ...Object.fromEntries(
    [
      '1764000000000',
      '11/24/26, 2:31 PM',
      '11/24/26 2:31 PM',
      '24/11/26 14:31',
      1_764_000_000_000,
    ].map((date, index) => [
      `aliases_and_trusted ${index + 2}`,
      (sandbox: Sandbox) => plant(sandbox, 'bob', { devicePrintProfiles: [trusted(date)] }),
    ]),
  ),
  'misc 4': async (sandbox) => {
    const empty = { sharedSecret: '3132', recoveryCodes: [], lastLogin: 0, counter: 0 };
    await plant(sandbox, 'bob', { oathDeviceProfiles: [oath(FIRST, 'X', empty)] });
    await plant(sandbox, 'alice', {
      devicePrintProfiles: [trusted('2026-11-24')],
      oath2faEnabled: ['0'],
    });
  },
  'misc 13': (sandbox) =>
    plant(sandbox, 'alice', { oathDeviceProfiles: ['not json', '{"uuid":"u-1"}'] }),
  'misc 15': (sandbox) =>
    plant(sandbox, 'alice', { oathDeviceProfiles: ['{"deviceName":"no uuid"}'] }),
};

describe('the openam personality, against recordings of OpenAM 16.0.5', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ flavor: 'openam' });
    await emptyRealm(sandbox);
  });

  afterEach(() => sandbox.close());

  test.each([
    ['setup', 14],
    ['devices', 85],
    ['sessions_and_users', 42],
    ['delegated_admin', 18],
    ['aliases_and_trusted', 28],
    ['misc', 18],
    ['hotp_login', 25],
  ])('answers the recording %s alike', async (recording, length) => {
    if (recording !== 'setup') {
      await Promise.all(PEOPLE.map((name) => create(sandbox, '/alpha', name)));
    }
    const exchanges = readRecording(recording);
    const replay = new Replay(sandbox.url);
    const answers: object[] = [];
    const wanted: object[] = [];

    for (const [index, exchange] of exchanges.entries()) {
      const label = `${recording} ${index}`;
      await PLANTED[label]?.(sandbox);
      if (LEFT_OUT[label] === undefined) {
        const { status, headers, body } = exchange.response;
        const answer = await replay.send(exchange);
        const got = answer.json ?? answer.text;
        answers.push({ label, ...essence(answer.status, answer.headers, got) });
        wanted.push({ label, ...essence(status, headers, body, answer.text) });
      }
    }

    expect(exchanges).toHaveLength(length);
    expect(answers).toEqual(wanted);
  });
});

/** What must be alike; a recorded text may have been cut short. */
function essence(
  status: number,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  body: unknown,
  whole = '',
): object {
  const isCutShort = typeof body === 'string' && body !== '' && whole.startsWith(body);
  return {
    status,
    type: headers['content-type'],
    version: headers['content-api-version'],
    cookies: cookieNames(headers['set-cookie']),
    body: isCutShort ? whole : normalize(body),
  };
}

function cookieNames(header: string | readonly string[] | undefined): readonly string[] {
  return [header ?? []].flat().map((cookie) => cookie.replace(/=.*/s, ''));
}

function readRecording(name: string): readonly Exchange[] {
  const url = new URL(`../recordings/openam-16.0.5-${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}

async function emptyRealm(sandbox: Sandbox): Promise<void> {
  for (const kind of ['users', 'groups']) {
    const path = `${realmPath('/alpha')}/${kind}`;
    const { json } = await asAdmin(sandbox, 'GET', `${path}?_queryFilter=true`);
    for (const item of listAt(json, 'result')) {
      await asAdmin(sandbox, 'DELETE', `${path}/${textAt(item, '_id')}`);
    }
  }
}

async function create(sandbox: Sandbox, realm: string, name: string): Promise<void> {
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  await asAdmin(sandbox, 'POST', `${realmPath(realm)}/users?_action=create`, {
    username: name,
    userpassword: 'sandbox-password',
    mail: name === 'demo' ? [] : `${name}@example.com`,
    sn: name,
    givenName: title,
    cn: `${name} Example`,
  });
}

async function createAdmins(sandbox: Sandbox): Promise<void> {
  await asAdmin(sandbox, 'POST', `${realmPath('/alpha')}/groups?_action=create`, {
    username: 'admins',
    uniqueMember: ['uid=helen,ou=people,dc=openam,dc=example,dc=org'],
  });
}

async function plant(sandbox: Sandbox, name: string, attributes: object): Promise<void> {
  const path = `${realmPath('/alpha')}/users/${name}`;
  const { json } = await asAdmin(sandbox, 'PUT', path, attributes);
  expect(fieldAt(json, '_id')).toBe(name);
}

async function asAdmin(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: object,
): Promise<{ readonly json: unknown }> {
  const admin = await callerOf(sandbox, 'amadmin');
  return admin(method, path, { body, headers: { 'Content-Type': 'application/json' } });
}
