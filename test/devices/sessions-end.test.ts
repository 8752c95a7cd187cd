/** What becomes of a person's sessions where Access Management does not end them: the change stands all the same. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { FaultEffect, Sandbox } from '../../src/sandbox/index.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, useStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const reset = `mutation ($input: ResetPushDevicesInput!) { resetPushDevices(input: $input) {
  outcome sessionsEnding sessionsEnded } }`;
const MINUTE = 60_000;

/** A reset of bob's devices by somebody: what the payload tells. */
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

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  const stage = useStage(flavor, { env: everyCallerEnv({ AM_TIMEOUT_MS: '1500' }) });
  const path = flavor === 'openam' ? '_action=logoutByHandle' : '_action=logoutByUser';
  let helen: SessionHeader;

  beforeEach(async () => {
    helen = await stage.peer.signIn('helen');
    await stage.peer.signIn('bob');
    stage.sandbox.clearReceived();
  });

  test.each<readonly [string, FaultEffect, object]>([
    ['500', { kind: 'status', status: 500 }, failed],
    ['no answer', { kind: 'blackhole' }, failed],
    ['half of a JSON', { kind: 'malformed' }, failed],
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
  ])('%s leaves the change standing', async (_label, effect, told) => {
    const before = stage.gateway.log.length;
    stage.sandbox.breakNext({ match: { path }, effect });

    expect(await resetOfBob(stage, helen, { idempotencyKey: _label })).toEqual(told);

    const warning = stage.gateway.log
      .slice(before)
      .filter((line) => line.includes('sessions were not ended'));
    expect(warning.length > 0).toBe(told === failed);
    expect(warning.join('')).not.toMatch(/bob|shandle/);
  });

  test.each<readonly [string, object, object]>([
    ['a dry run', { dryRun: true }, { ...notAsked, outcome: 'WOULD_RESET' }],
    ['null, by oneself', { endSessions: null, self: true }, notAsked],
    ['false', { endSessions: false }, notAsked],
  ])('%s ends none', async (_label, { self, ...input }: { self?: boolean }, told) => {
    const as = self === true ? await stage.peer.signIn('bob') : helen;

    expect(await resetOfBob(stage, as, input)).toEqual(told);
    expect(endsAt(stage.sandbox)).toEqual([]);
  });

  test('nothing to reset ends none', async () => {
    await resetOfBob(stage, helen, { endSessions: false });

    const told = await resetOfBob(stage, helen, { idempotencyKey: 'again' });

    expect(told).toEqual({ ...notAsked, outcome: 'NOTHING_TO_RESET' });
    expect(endsAt(stage.sandbox)).toEqual([]);
  });

  test('a token does not tell which session it came from, so its person keeps all', async () => {
    const scopes = ['devices:read', 'devices:reset'];
    const token = bearer(stage.sandbox, 'bob', { scopes });

    expect(await resetOfBob(stage, token, { endSessions: true })).toEqual(notSupported);
    expect(endsAt(stage.sandbox)).toEqual([]);
  });
});

describe('without a service credential', () => {
  const stage = useStage('openam');

  test('the super user changes, and ends none', async () => {
    const told = await resetOfBob(stage, await stage.peer.signIn('amadmin'));

    expect(told).toEqual(notSupported);
    expect(endsAt(stage.sandbox)).toEqual([]);
  });
});

describe('on OpenAM', () => {
  const stage = useStage('openam', { env: everyCallerEnv() });

  test('sessions beyond those that it lists at once end, too', async () => {
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
