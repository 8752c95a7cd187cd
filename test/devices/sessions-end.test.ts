/** The user's sessions after a reset. If AM does not end them, the change stands all the same. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Flavor } from '../../src/domain/people/flavor.ts';
import type { FaultEffect, Sandbox } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { demoOf } from './demo-devices.ts';
import { bearer, everyCallerEnv, useStage, type Stage } from '../support/stage.ts';

const reset = `mutation ($input: ResetDevicesOfKindInput!) { resetPushDevices(input: $input) {
  outcome sessionsEnding sessionsEnded } }`;
const MINUTE = 60_000;
/** AM must answer in time, however busy the machine is. */
const patience = { AM_TIMEOUT_MS: '60000', REQUEST_DEADLINE_MS: '120000' };

/** Resets bob's push devices and returns the payload. */
async function resetOfBob(
  { gateway, peer }: Stage,
  as: SessionHeader,
  input: object = {},
): Promise<unknown> {
  const target = { user: { id: peer.idOf('bob') } };
  const { data } = await gateway.ask(reset, as, { input: { target, ...input } });
  return data?.['resetPushDevices'];
}

const endsAt = (sandbox: Sandbox): readonly string[] =>
  sandbox
    .received()
    .map(({ method, path }) => `${method} ${path}`)
    .filter((call) => /sessions\?(?:_queryFilter|_action=logoutBy)/.test(call));
const failed = { outcome: 'DONE', sessionsEnding: 'FAILED', sessionsEnded: null };
const notSupported = { ...failed, sessionsEnding: 'NOT_SUPPORTED' };
const notAsked = { ...failed, sessionsEnding: 'NOT_ASKED' };

const pathOn = (flavor: Flavor): string =>
  flavor === 'openam' ? '_action=logoutByHandle' : '_action=logoutByUser';

// AIC ends sessions as PingAM does; test/changes/sign-out.test.ts tries it.
describe.each(['pingam', 'openam'] as const)('on %s', (flavor) => {
  const stage = useStage(flavor, { env: everyCallerEnv(patience) });
  const path = pathOn(flavor);
  let helen: SessionHeader;

  beforeEach(async () => {
    helen = await stage.peer.signIn('helen');
    await stage.peer.signIn('bob');
    stage.sandbox.clearReceived();
  });

  test.each<readonly [string, FaultEffect, object]>([
    ['500', { kind: 'status', status: 500 }, failed],
    ['403', { kind: 'status', status: 403, body: { code: 403 } }, failed],
    [
      '501, as before PingAM 7.3',
      { kind: 'status', status: 501, body: { code: 501 } },
      notSupported,
    ],
    ...[401, 404, 429, 501].map((status): readonly [string, FaultEffect, object] => [
      `${status} of a proxy`,
      { kind: 'status', status, contentType: 'text/html', body: '<html>' },
      failed,
    ]),
  ])('%s leaves the change standing', async (_label, effect, payload) => {
    const before = stage.gateway.log.length;
    stage.sandbox.breakNext({ match: { path }, effect });

    expect(await resetOfBob(stage, helen, { idempotencyKey: _label })).toEqual(payload);

    const warning = stage.gateway.log
      .slice(before)
      .filter((line) => line.includes('sessions were not ended'));
    expect(warning.length > 0).toBe(payload === failed);
    expect(warning.join('')).not.toMatch(/bob|shandle/);
  });

  test.each<readonly [string, object, object]>([
    ['a dry run', { dryRun: true }, { ...notAsked, outcome: 'WOULD_REMOVE' }],
    ['null, for own devices', { endSessions: null, isOwn: true }, notAsked],
    ['false', { endSessions: false }, notAsked],
  ])('%s ends no session', async (_label, { isOwn, ...input }: { isOwn?: boolean }, payload) => {
    const as = isOwn === true ? await stage.peer.signIn('bob') : helen;

    expect(await resetOfBob(stage, as, input)).toEqual(payload);
    expect(endsAt(stage.sandbox)).toEqual([]);
  });

  // OpenAM renames no device.
  test.each([
    ['removeDevice', 'RemoveDeviceInput', {}, { sessionsEnding: 'ENDED' }],
    ['renameDevice', 'RenameDeviceInput', { name: 'new' }, {}],
  ] as const)('%s by an administrator, %s, %j', async (mutation, type, more, ended) => {
    if (flavor === 'openam' && mutation === 'renameDevice') return;
    const target = { user: { id: stage.peer.idOf('bob') } };
    const input = { target, kind: 'PUSH', deviceId: demoOf('PUSH').ids[0], ...more };
    const [oscar, bob] = [await stage.peer.signIn('oscar'), await stage.peer.signIn('bob')];

    const { data } = await stage.gateway.ask(
      `mutation ($input: ${type}!) { told: ${mutation}(input: $input) { outcome ${Object.keys(ended).join()} } }`,
      oscar,
      { input },
    );

    expect(data?.['told']).toEqual({ outcome: 'DONE', ...ended });
    const codes = [bob, oscar].map(async (as) =>
      codesOf(await stage.gateway.ask('{ me { id } }', as)),
    );
    const bobs = 'sessionsEnding' in ended ? ['UNAUTHENTICATED'] : [];
    expect(await Promise.all(codes)).toEqual([bobs, []]);
  });

  test('with a reset of own devices, the other sessions end if AM can spare this one', async () => {
    const bob = await stage.peer.signIn('bob');
    const spared = flavor === 'openam';

    expect(await resetOfBob(stage, bob, { endSessions: true })).toEqual(
      spared ? { outcome: 'DONE', sessionsEnding: 'ENDED', sessionsEnded: 1 } : notSupported,
    );
    expect(endsAt(stage.sandbox).length > 0).toBe(spared);
  });

  test('a token does not identify its session, so no session ends', async () => {
    const scopes = ['devices:read', 'devices:reset'];
    const token = bearer(stage.sandbox, 'bob', { scopes });

    expect(await resetOfBob(stage, token, { endSessions: true })).toEqual(notSupported);
    expect(endsAt(stage.sandbox)).toEqual([]);
  });
});

describe('on OpenAM', () => {
  const stage = useStage('openam', { env: everyCallerEnv(patience) });

  test('sessions on later pages of its list also end', async () => {
    const { signIn } = stage.peer;
    const sessions = await Promise.all(Array.from({ length: 130 }, () => signIn('bob')));
    const helen = await signIn('helen');

    expect(await resetOfBob(stage, helen)).toMatchObject({ sessionsEnded: sessions.length });
    const checks = sessions.map((headers) =>
      stage.peer.rest.call('/json/realms/root/sessions?_action=getSessionInfo', {
        method: 'POST',
        resource: '2.0',
        headers,
        json: {},
      }),
    );
    expect(new Set((await Promise.all(checks)).map(({ status }) => status))).toEqual(
      new Set([401]),
    );
  });

  test('sessions that have expired stay listed, and are not counted', async () => {
    await stage.peer.signIn('bob');
    stage.sandbox.advance(31 * MINUTE);
    await stage.peer.signIn('bob');
    const helen = await stage.peer.signIn('helen');

    expect(await resetOfBob(stage, helen)).toMatchObject({
      sessionsEnding: 'ENDED',
      sessionsEnded: 1,
    });
  });
});
