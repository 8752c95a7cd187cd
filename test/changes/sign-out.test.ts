/** A sign-out everywhere: the sessions of a person end, and no device changes (design D24). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { FaultEffect, Sandbox } from '../../src/sandbox/index.ts';
import { flavors, storedDevices } from '../devices/demo-devices.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { LedgerStage } from '../support/ledger-stage.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, useStage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';

const mutation = `mutation ($input: EndDeviceOwnerSessionsInput!) { endDeviceOwnerSessions(input: $input) {
  outcome sessionsEnding sessionsEnded isReplayed errors { code }
  change { id: reference effect kinds outcome isDryRun sessionsEnding } } }`;

/** The calls to AM that end sessions, or list them in order to end them. */
const endsAt = (sandbox: Sandbox): readonly string[] =>
  sandbox
    .received()
    .map(({ path }) => /sessions\?(_queryFilter|_action=logoutBy\w+)/.exec(path)?.[1] ?? '')
    .filter((call) => call !== '');

async function isLive(peer: SandboxPeer, headers: SessionHeader): Promise<boolean> {
  const path = '/json/realms/root/sessions?_action=getSessionInfo';
  const call = { method: 'POST', resource: '2.0', headers, json: {} } as const;
  return (await peer.rest.call(path, call)).status === 200;
}

describe.each(flavors)('on %s', (flavor) => {
  const scene = new LedgerStage({ flavor, env: { AM_TIMEOUT_MS: '4000' } });
  let peer: SandboxPeer;
  let helen: SessionHeader;
  let bobs: readonly SessionHeader[];
  const isListed = flavor === 'openam';
  const end = isListed
    ? ['_queryFilter', '_action=logoutByHandle', '_queryFilter']
    : ['_action=logoutByUser'];

  beforeEach(async () => {
    ({ peer } = scene.stage);
    helen = await peer.signIn('helen');
    bobs = [await peer.signIn('bob'), await peer.signIn('bob')];
    // The gateway signs in its service account here.
    await scene.ask('{ gatewayCaller { roles } }', helen);
    peer.sandbox.clearReceived();
  });

  const signOut = async (as: SessionHeader, input: object = {}) => {
    const target = { user: { id: peer.idOf('bob') } };
    const answer = await scene.ask(mutation, as, {
      input: { target, reason: 'lost phone', ...input },
    });
    return { codes: codesOf(answer), payload: answer.data?.['endDeviceOwnerSessions'] };
  };
  const recorded = (payload: unknown) => scene.ledger.findChange(textAt(payload, 'change', 'id'));

  test('the help desk ends every session of the person, changes no device, and it is recorded', async () => {
    const before = await storedDevices(peer);
    const alice = await peer.signIn('alice');

    const { payload } = await signOut(helen);

    expect(payload).toMatchObject({
      outcome: 'DONE',
      sessionsEnding: 'ENDED',
      sessionsEnded: isListed ? 2 : null,
      isReplayed: false,
      errors: [],
      change: { effect: 'END_SESSIONS', kinds: [], outcome: 'DONE', sessionsEnding: 'ENDED' },
    });
    expect(await Promise.all([...bobs, alice, helen].map((one) => isLive(peer, one)))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(endsAt(peer.sandbox)).toEqual(end);
    expect(await storedDevices(peer)).toEqual(before);
    expect(await recorded(payload)).toMatchObject({
      intent: { effect: 'endSessions', kinds: [], before: null, reason: 'lost phone' },
      outcome: { outcome: 'DONE', results: [], sessionsEnding: 'ENDED' },
    });
  });

  test('a dry run ends nothing and leaves the key to the change', async () => {
    const key = { idempotencyKey: 'one' };

    const tried = await signOut(helen, { ...key, dryRun: true });
    const sent = endsAt(peer.sandbox);
    const done = await signOut(helen, key);

    expect(tried.payload).toMatchObject({
      outcome: 'WOULD_REMOVE',
      sessionsEnding: 'NOT_ASKED',
      errors: [],
      change: { isDryRun: true },
    });
    expect(sent).toEqual([]);
    expect(done.payload).toMatchObject({ outcome: 'DONE', isReplayed: false });
  });

  test('a repeat returns the first result and sends nothing; the key is for this change alone', async () => {
    const key = { idempotencyKey: 'one' };
    const first = await signOut(helen, key);
    const again = await peer.signIn('bob');
    peer.sandbox.clearReceived();

    const second = await signOut(helen, key);
    const other = await signOut(helen, { ...key, target: { user: { id: peer.idOf('alice') } } });

    expect(second.payload).toEqual({ ...Object(first.payload), isReplayed: true });
    expect(other.payload).toMatchObject({
      outcome: 'NOT_DONE',
      errors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
    });
    expect(endsAt(peer.sandbox)).toEqual([]);
    expect(await isLive(peer, again)).toBe(true);
  });

  type Told = readonly [outcome: string, sessions: string, error: string];
  const unknown: Told = ['UNKNOWN', 'FAILED', 'OUTCOME_UNKNOWN'];
  test.each<readonly [string, FaultEffect, Told]>([
    ['500', { kind: 'status', status: 500, body: { code: 500 } }, unknown],
    [
      '403',
      { kind: 'status', status: 403, body: { code: 403 } },
      ['NOT_DONE', 'FAILED', 'REFUSED_BY_AM'],
    ],
    [
      '501, as before PingAM 7.3',
      { kind: 'status', status: 501, body: { code: 501 } },
      ['NOT_DONE', 'NOT_SUPPORTED', 'NOT_SUPPORTED'],
    ],
    ['501 of a proxy', { kind: 'status', status: 501, contentType: 'text/html' }, unknown],
  ])('%s to the end of sessions is not called done', async (label, effect, told) => {
    const [outcome, sessionsEnding, error] = told;
    peer.sandbox.breakNext({ match: { path: '_action=logoutBy' }, effect });
    const input = { idempotencyKey: label };
    const { log } = scene.stage.gateway;
    const logged = log.length;

    const { payload } = await signOut(helen, input);
    const repeated = await signOut(helen, input);

    expect(payload).toMatchObject({
      outcome,
      sessionsEnding,
      sessionsEnded: null,
      errors: [{ code: error }],
      change: { outcome, sessionsEnding },
    });
    // Only an unknown outcome is sent again.
    const isUnknown = outcome === 'UNKNOWN';
    expect(repeated.payload).toMatchObject(
      isUnknown
        ? { outcome: 'DONE', sessionsEnding: 'ENDED', isReplayed: false, errors: [] }
        : { outcome, sessionsEnding, isReplayed: true },
    );
    expect(await isLive(peer, bobs[0] ?? {})).toBe(!isUnknown);
    const warned = log.slice(logged).filter((line) => line.includes('may not have ended'));
    expect(warned).toHaveLength(sessionsEnding === 'FAILED' ? 1 : 0);
  });

  test('users end their other sessions if AM can spare the current one', async () => {
    const [here = {}, elsewhere = {}] = bobs;
    const me = { target: { me: true } };

    const tried = await signOut(here, { ...me, dryRun: true });
    const { payload } = await signOut(here, me);

    const refused = { outcome: 'NOT_DONE', errors: [{ code: 'NOT_SUPPORTED' }] };
    expect(tried.payload).toMatchObject(isListed ? { outcome: 'WOULD_REMOVE' } : refused);
    expect(payload).toMatchObject(
      isListed
        ? { outcome: 'DONE', sessionsEnding: 'ENDED', sessionsEnded: 1 }
        : { ...refused, sessionsEnding: 'NOT_SUPPORTED' },
    );
    expect(await Promise.all([isLive(peer, here), isLive(peer, elsewhere)])).toEqual([
      true,
      !isListed,
    ]);
    expect(endsAt(peer.sandbox)).toEqual(isListed ? end : []);
  });

  test('two at once are made one after the other', async () => {
    const oscar = await peer.signIn('oscar');

    const both = await Promise.all([signOut(helen), signOut(oscar)]);

    expect(both.map(({ payload }) => fieldAt(payload, 'outcome'))).toEqual(['DONE', 'DONE']);
    expect(endsAt(peer.sandbox).filter((call) => call.includes('logoutBy'))).toHaveLength(
      isListed ? 1 : 2,
    );
  });
});

test('on OpenAM nothing was sent if the sessions could not be listed', async () => {
  const peer = await openSandboxPeer('openam');
  const gateway = await startTestGateway(peer, { env: everyCallerEnv()(peer) });
  const [helen, bob] = [await peer.signIn('helen'), await peer.signIn('bob')];
  const effect = { kind: 'status', status: 500 } as const;
  peer.sandbox.breakNext({ match: { path: 'sessions?_queryFilter' }, times: 9, effect });

  const answer = await gateway.ask(mutation, helen, {
    input: { target: { user: { id: 'bob' } }, reason: 'lost phone' },
  });

  expect(answer.data?.['endDeviceOwnerSessions']).toMatchObject({
    outcome: 'NOT_DONE',
    sessionsEnding: 'FAILED',
    errors: [{ code: 'NOT_DONE' }],
  });
  expect(await isLive(peer, bob)).toBe(true);
  await gateway.stop();
  await peer.close();
});

test('it is unknown if only the sessions of one realm of a shared directory ended', async () => {
  const peer = await openSandboxPeer('pingam');
  const env = {
    ...peer.staffEnv(),
    AM_REALMS: 'tenant=/,alpha',
    ...withLists({ access: { acrossRealms: [{ staffOf: 'tenant', actIn: 'alpha' }] } }),
  };
  const gateway = await startTestGateway(peer, { env });
  const helen = await peer.signIn('helen');
  const bobs = [await peer.signIn('bob'), await peer.signIn('bob', '/')];
  const path = '/json/realms/root/sessions?_action=logoutByUser';
  const effect = { kind: 'status', status: 403, body: { code: 403 } } as const;
  peer.sandbox.breakNext({ match: { path }, effect });

  const answer = await gateway.ask(mutation, helen, {
    input: { target: { user: { id: 'bob' } }, reason: 'lost phone' },
  });

  // AM has refused the second realm only, so nothing may be said of the first.
  expect(answer.data?.['endDeviceOwnerSessions']).toMatchObject({
    outcome: 'UNKNOWN',
    sessionsEnding: 'FAILED',
    errors: [{ code: 'OUTCOME_UNKNOWN' }],
  });
  expect(await Promise.all(bobs.map((bob) => isLive(peer, bob)))).toEqual([false, true]);
  await gateway.stop();
  await peer.close();
});

describe('without a service credential', () => {
  const stage = useStage('openam');

  test('no session ends, and `callerCan` says so before', async () => {
    const amadmin = await stage.peer.signIn('amadmin');
    const can = '{ user(id: "bob") { callerCan(action: END_SESSIONS) { isAllowed reason } } }';

    const offered = await stage.gateway.ask(can, amadmin);
    const answer = await stage.gateway.ask(mutation, amadmin, {
      input: { target: { user: { id: 'bob' } } },
    });

    expect(fieldAt(offered.data, 'user', 'callerCan')).toEqual({
      isAllowed: false,
      reason: 'NOT_SUPPORTED',
    });
    expect(answer.data?.['endDeviceOwnerSessions']).toMatchObject({
      outcome: 'NOT_DONE',
      sessionsEnding: 'NOT_SUPPORTED',
      errors: [{ code: 'NOT_SUPPORTED' }],
    });
    expect(endsAt(stage.sandbox)).toEqual([]);
  });
});
