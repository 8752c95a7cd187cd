/** `identity-gateway check --record` and `--replay`: what is kept, and what is refused. */
import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { flavors, type Flavor } from '../../src/domain/people/flavor.ts';
import { deviceIds, personUuids, sandboxPassword, secretMarks } from '../../src/sandbox/index.ts';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { useFolder } from '../support/folder.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { envOf, record, textOf } from '../support/record.ts';
import { shapeOf } from '../support/recording-shape.ts';
import { commandResult } from '../support/run-command.ts';

const folder = useFolder();
const file = (name = 'am.json'): string => join(folder.path, name);
const peers = new Map<Flavor, SandboxPeer>();

beforeAll(async () => {
  for (const flavor of flavors) peers.set(flavor, await openSandboxPeer(flavor));
});
afterEach(() => {
  folder.clear();
  for (const peer of peers.values()) peer.sandbox.reset();
});
afterAll(async () => {
  for (const peer of peers.values()) await peer.close();
});

function peerOf(flavor: Flavor): SandboxPeer {
  const peer = peers.get(flavor);
  if (peer === undefined) throw new Error(`no sandbox of ${flavor}`);
  return peer;
}

const names =
  'bob Bob helen helpdesk executives alpha amadmin phone Pixel Mozilla SCRYPT ou=people AQIC eyJ'
    .split(' ')
    .concat(sandboxPassword);

/** What must not be in a recording: secrets, and every name, address, id and host. */
function canariesOf({ sandbox, cookieName, flavor }: SandboxPeer): readonly string[] {
  return [
    ...secretMarks,
    ...Object.values(deviceIds),
    ...Object.values(personUuids),
    ...names,
    ...(flavor === 'aic' ? [cookieName] : []),
    new URL(sandbox.url).host,
    '127.0.0.1',
  ];
}

function found(text: string, canaries: readonly string[]): readonly string[] {
  return canaries.filter((one) => text.includes(one));
}

describe.each(flavors)('of %s', (flavor) => {
  test('everything is read, nothing is written, and no secret or name is kept', async () => {
    const peer = peerOf(flavor);

    const { code, err, out, text } = await record(peer, { file: file() });

    expect([code, err]).toEqual([0, []]);
    expect(out.filter((line) => line.startsWith('REFUSED'))).toEqual([]);
    expect(out).toContain('Written at AM: nothing.');
    expect(text.length).toBeGreaterThan(10_000);
    expect(found(text, canariesOf(peer))).toEqual([]);
    const methods = peer.sandbox
      .received()
      .filter(({ path }) => path.includes('/users/') || path.includes('/groups/'))
      .map(({ method }) => method);
    expect(methods.length).toBeGreaterThan(8);
    expect(new Set(methods)).toEqual(new Set(['GET']));
  });

  test('the file is for its owner only, and a replay says the same again', async () => {
    const { out } = await record(peerOf(flavor), { file: file() });

    const again = await commandResult(['check', '--replay', file()]);

    expect(lstatSync(file()).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder.path)).toEqual(['am.json']);
    expect(again.code).toBe(0);
    expect(again.out).toEqual(out.slice(1));
  });

  test('--write changes one device, and keeps nothing of the answers with secrets', async () => {
    const peer = peerOf(flavor);
    const before = await peer.deviceIds('bob', 'OATH');

    const { code, out, text } = await record(peer, {
      file: file(),
      more: ['--write', "oath:Bob's old phone"],
    });

    expect(code).toBe(0);
    expect(before).toHaveLength(2);
    expect(await peer.deviceIds('bob', 'OATH')).toEqual([deviceIds.bobOath]);
    const renamed = flavor === 'openam' ? '' : 'rename of OATH, ';
    expect(out).toContain(`Written at AM: ${renamed}removal of OATH.`);
    expect(text).not.toMatch(/sharedSecret|recoveryCodes/);
    expect(found(text, canariesOf(peer))).toEqual([]);
  });

  test("AM's reset is sent only if there is no other device of the kind", async () => {
    const peer = peerOf(flavor);

    const { code, out } = await record(peer, {
      file: file(),
      more: ['--write', "push:Bob's push phone"],
    });

    expect(code).toBe(0);
    expect(out.join()).toContain('reset of PUSH.');
    expect(await peer.deviceIds('bob', 'PUSH')).toEqual([]);
    expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  });
});

test('the sandbox answers as the OpenAM of the kept recording', async () => {
  const kept = shapeOf(readFileSync('test/recordings/proven/openam-16.0.5.json', 'utf8'));
  const more = ['--write', "oath:Bob's old phone"];

  const { text } = await record(peerOf('openam'), { file: file(), more });

  expect(kept.length).toBeGreaterThan(100);
  expect(shapeOf(text)).toEqual(kept);
});

test.each([
  ['a list', '/devices/2fa/oath', 200],
  ['a user', '/users/bob?', 200],
  ['a server', 'serverinfo', 200],
  ['an error about devices', '/devices/2fa/oath', 500],
  ['an error about a group', '/groups/', 500],
])('%s full of secrets leaves none in the file', async (_label, path, status) => {
  const peer = peerOf('pingam');
  const secret = 'SECRET-seed';
  const full = {
    [`SECRET.${secret}`]: secret,
    code: status,
    message: `${secret} at am.acme.com of bob@acme.com`,
    reason: secret,
    cookieName: secret,
    uid: [secret],
    uuid: secret,
    deviceName: { seed: secret },
    version: secret,
    [secret]: secret,
  };
  const body = { ...full, resultCount: 1, result: [full] };
  peer.sandbox.breakNext({ match: { path }, times: 1, effect: { kind: 'status', status, body } });

  const { out, text, err } = await record(peer, { file: file() });

  const written = [text, ...out, ...err].join('\n');
  expect(written).toMatch(/\(left out\)|No file was written/);
  expect(found(written, ['SECRET', 'acme', 'bob'])).toEqual([]);
});

test.each([
  [
    'devices of WEB_AUTHN',
    '/devices/2fa/webauthn',
    { result: ['one'], resultCount: 1 },
    'item: not a JSON object',
  ],
  ['the user', '/users/bob?', { uid: [5] }, 'uid: not a list of texts'],
  ['a group', '/groups/', { uniqueMember: 'bob' }, 'uniqueMember: not a list'],
])(
  'an answer about %s that cannot be read is recorded, and named',
  async (step, path, body, why) => {
    const peer = peerOf('pingam');
    peer.sandbox.breakNext({ match: { path }, effect: { kind: 'body', body } });

    const { code, out } = await record(peer, { file: file() });

    const refused = out.filter((line) => line.startsWith('REFUSED'));
    expect([code, refused.length]).toEqual([65, 1]);
    expect(refused[0]).toContain(`REFUSED ${step}: UPSTREAM_CONTRACT: `);
    expect(refused[0]?.endsWith(why)).toBe(true);
  },
);

test.each([
  ['a refused', 'REFUSED removal of OATH: STEP_UP_REQUIRED', 'AM answered 403 to', refusedWrite()],
  ['an unanswered', 'removal of OATH', 'calling', { kind: 'cut', when: 'after' } as const],
])('%s write leaves a file, and a sentence', async (_label, line, sentence, effect) => {
  const peer = peerOf('pingam');
  const match = { method: 'DELETE', path: '/devices/2fa/oath' };
  peer.sandbox.breakNext({ match, effect });

  const more = ['--write', "oath:Bob's old phone"];
  const { code, out, err } = await record(peer, { file: file(), more });

  expect([code, err]).toEqual([69, [expect.stringContaining(`removal of OATH: ${sentence}`)]]);
  expect(err[0]).toMatch(/\. Look at the devices of the user\.$/);
  expect(textOf(file())).toContain('"step": "rename of OATH"');
  expect(out.join('\n').includes(line)).toBe(line.startsWith('REFUSED'));
});

function refusedWrite(): FaultEffect {
  const body = { code: 403, reason: 'Forbidden', message: 'User not permitted.' };
  return { kind: 'status', status: 403, body };
}

describe('one sentence, and no file, for', () => {
  const ofWrongDevice = 'not exactly one device of this kind has this name and an id';
  test.each([
    ['an unknown user', 'nina', 'AM knows no such user in realm alpha'],
    ['a name that cannot be one', '../bob', '--user: this cannot be the id of a user'],
    ['an unknown device', 'bob', `--write: ${ofWrongDevice}`],
  ])('%s', async (_label, user, sentence) => {
    const peer = peerOf('pingam');

    const result = await record(peer, { file: file(), user, more: ['--write', 'oath:none'] });

    const err = [`${sentence}. No file was written.`];
    expect(result).toMatchObject({ code: 65, err, text: '' });
    expect(readdirSync(folder.path)).toEqual([]);
    const writes = peer.sandbox
      .received()
      .filter(({ method, path }) => method !== 'GET' && path.includes('/devices/'));
    expect(writes).toEqual([]);
  });

  test.each([
    ['a refused read of the user', '/users/bob?', 403, 'AM answered 403 to users/{id}'],
    ['a refused list', '/devices/2fa/oath', 403, 'AM answered 403 to users/{id}/devices/2fa/oath'],
    [
      'an AM that is away',
      '/devices/2fa/oath',
      503,
      'AM answered 503 to users/{id}/devices/2fa/oath',
    ],
  ])('%s', async (_label, path, status, sentence) => {
    const peer = peerOf('pingam');
    const effect = { kind: 'status', status } as const;
    peer.sandbox.breakNext({ match: { path }, times: 2, effect });

    const { code, err } = await record(peer, { file: file() });

    expect([code, err]).toEqual([69, [expect.stringContaining(sentence)]]);
    expect(err[0]).toMatch(/\. No file was written\.$/);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  test('another product than the configured one', async () => {
    const env = { ...envOf(peerOf('pingam')), AM_FLAVOR: 'openam' };

    const { code, err } = await commandResult(['check', '--record', file(), '--user', 'bob'], env);

    expect([code, err]).toEqual([
      69,
      ['AM answers as pingam does, and AM_FLAVOR is openam. No file was written.'],
    ]);
  });

  test('a file that exists, also as a link, before AM is called', async () => {
    writeFileSync(file(), 'mine');
    symlinkSync('/nowhere', file('link.json'));
    peerOf('pingam').sandbox.clearReceived();

    const results = [
      await record(peerOf('pingam'), { file: file() }),
      await record(peerOf('pingam'), { file: file('link.json') }),
    ];

    const err = [
      'FILE exists, and is not replaced; name another one, or remove it first. No file was written.',
    ];
    expect(results).toMatchObject([
      { code: 65, err },
      { code: 65, err },
    ]);
    expect(textOf(file())).toBe('mine');
    expect(peerOf('pingam').sandbox.received()).toEqual([]);
  });

  test('a folder that does not exist', async () => {
    const { code, err } = await record(peerOf('pingam'), { file: join(folder.path, 'no/am.json') });

    expect([code, err]).toEqual([65, ['FILE cannot be written (ENOENT). No file was written.']]);
  });
});

test.each([
  [['--record', 'x'], '--record needs --user NAME.'],
  [
    ['--record', 'x', '--user', 'bob', '--online'],
    '--online, --record and --replay exclude each other.',
  ],
  [['--user', 'bob'], '--user belongs to --record.'],
  [['--replay', 'x', '--write', 'oath:x'], '--write belongs to --record.'],
  [
    ['--record', 'x', '--user', 'bob', '--write', 'phone:x'],
    '--write: write KIND:DEVICE, with a kind of',
  ],
  [
    ['--record', 'x', '--user', 'bob', '--realm', 'gamma'],
    '--realm: "gamma" is not a served realm.',
  ],
])('the arguments %p are refused', async (args, sentence) => {
  const { code, err } = await commandResult(['check', ...args], envOf(peerOf('pingam')));

  expect(code).toBe(64);
  expect(err[0]).toContain(sentence);
});

describe('a replay refuses with one sentence', () => {
  const good = readFileSync('test/recordings/proven/openam-16.0.5.json', 'utf8');
  test.each([
    ['a file that is cut off', good.slice(0, -20), 'it is cut off, or no JSON'],
    ['another JSON', '{"result":[]}', 'it is another JSON than a recording'],
    ['a list', '[]', 'it is another JSON than a recording'],
    [
      'a newer format',
      good.replace('"formatVersion": 1', '"formatVersion": 2'),
      'this version of the gateway reads format 1, and it has format 2',
    ],
    [
      'a missing part',
      good.replace('"exchanges"', '"others"'),
      'a part of the recording is missing or changed',
    ],
  ])('%s', async (_label, text, sentence) => {
    const path = folder.write('bad.json', text);

    const { code, out, err } = await commandResult(['check', '--replay', path]);

    expect([code, out, err]).toEqual([65, [], [`FILE cannot be replayed: ${sentence}.`]]);
  });

  test('a file that is not there', async () => {
    const { code, err } = await commandResult(['check', '--replay', file('none.json')]);

    expect([code, err]).toEqual([65, ['FILE cannot be replayed: it cannot be read (ENOENT).']]);
  });

  test('no reader of a newer version: the answer is not read', async () => {
    const path = folder.write(
      'newer.json',
      good.replaceAll('"reads": "group"', '"reads": "fleet"'),
    );

    const { code, out } = await commandResult(['check', '--replay', path]);

    expect(code).toBe(0);
    expect(
      out.filter((line) => line.includes('a group: 200, not read by this version')).length,
    ).toBeGreaterThan(0);
  });
});
