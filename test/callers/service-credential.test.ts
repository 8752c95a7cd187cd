/**
 * The gateway's own credential: obtained at the first use, once, and renewed if AM rejects it
 * (design D1).
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  MyDevicesDocument,
  PersonDevicesDocument,
  ResetOathDevicesDocument,
  WhoAmIDocument,
} from '../../packages/client/operations.ts';
import { deviceIds, type FaultEffect, type Sandbox } from '../../src/sandbox/index.ts';
import { writesTo } from '../security/am-received.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { credentialsOf, endCredential, signInsOf } from './am-credentials.ts';

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let peer: SandboxPeer;
  let sandbox: Sandbox;
  let gateway: TestGateway;
  let bob: { readonly id: string };
  let bobsPlace: string;

  beforeAll(async () => {
    peer = await openSandboxPeer(flavor);
    ({ sandbox } = peer);
    bob = { id: peer.idOf('bob') };
    bobsPlace = `/users/${bob.id}`;
  });
  beforeEach(async () => {
    await peer.restore();
    gateway = await startTestGateway(peer, { env: peer.staffEnv() });
  });
  afterEach(() => gateway.stop());
  afterAll(() => peer?.close());

  const many = async <T>(count: number, task: () => Promise<T>): Promise<readonly T[]> =>
    Promise.all(Array.from({ length: count }, task));
  const see = (as: SessionHeader): ReturnType<typeof gateway.send> =>
    gateway.send(PersonDevicesDocument, bob, as);
  const tokenOf = (header: SessionHeader): string => Object.values(header)[0] ?? '';
  const serviceCredential = (): string => credentialsOf(sandbox, bobsPlace).at(-1) ?? '';
  const signInPlace = flavor === 'aic' ? '/oauth2/access_token' : '/authenticate';
  const resetBob = (as: SessionHeader, on = gateway) =>
    on.send(ResetOathDevicesDocument, { input: { target: { user: { id: bob.id } } } }, as);
  /** The credential ends when AM receives the next matching request. */
  const endAt = (method: string, path: string): void => {
    const run = (): Promise<void> => endCredential(sandbox, serviceCredential());
    sandbox.breakNext({ match: { method, path }, effect: { kind: 'hook', run } });
  };

  test('is not obtained before it is needed', async () => {
    const alice = await peer.signIn('alice');

    await gateway.ask('{ gatewayCaller { roles } }');
    await gateway.send(MyDevicesDocument, {}, alice);
    await gateway.send(ResetOathDevicesDocument, { input: { target: { me: true } } }, alice);

    expect(signInsOf(sandbox)).toEqual([]);
    expect(credentialsOf(sandbox, '/users/')).toEqual([tokenOf(alice)]);
  });

  test('is obtained once for 50 concurrent requests', async () => {
    const helen = await peer.signIn('helen');
    sandbox.breakNext({ match: { path: signInPlace }, effect: { kind: 'latency', ms: 100 } });

    const answers = await many(50, () => see(helen));

    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(signInsOf(sandbox)).toHaveLength(1);
    await see(helen);
    expect(signInsOf(sandbox)).toHaveLength(1);
  });

  test('that has ended is renewed once for all requests', async () => {
    const helen = await peer.signIn('helen');
    await see(helen);
    await endCredential(sandbox, serviceCredential());

    const answers = await many(20, () => see(helen));

    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(signInsOf(sandbox)).toHaveLength(2);
    expect(credentialsOf(sandbox, bobsPlace)).toHaveLength(2);
  });

  test('that has ended is not renewed again for a late answer to the old one', async () => {
    const helen = await peer.signIn('helen');
    await see(helen);
    await endCredential(sandbox, serviceCredential());
    const alice = { id: peer.idOf('alice') };
    const late = { kind: 'latency', ms: 500 } as const;
    sandbox.breakNext({ match: { path: `/users/${alice.id}?` }, effect: late });

    const seeAlice = gateway.send(PersonDevicesDocument, alice, helen);
    const answers = await Promise.all([seeAlice, see(helen)]);

    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(signInsOf(sandbox)).toHaveLength(2);
  });

  test('that ends during a reset: the write is made once', async () => {
    const helen = await peer.signIn('helen');
    await see(helen);
    endAt('POST', 'oath?_action=reset');
    sandbox.clearReceived();
    await see(helen);

    const { data, errors } = await resetBob(helen);

    expect(errors).toEqual([]);
    expect(data?.resetOathDevices).toMatchObject({ outcome: 'DONE', isVerified: true, errors: [] });
    const place = `POST users/${bob.id}/devices/2fa/oath?_action=reset`;
    expect(writesTo(sandbox).filter((call) => call.includes('users'))).toEqual([place, place]);
    expect(resultsOf(gateway, 'POST', 'oath?_action=reset')).toEqual([401, 200]);
    expect(signInsOf(sandbox)).toHaveLength(1);
    expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
    expect(await peer.deviceIds('bob', 'PUSH')).toEqual([deviceIds.bobPush]);
  });

  test('that AM rejects at sign-in is reported to callers who need it, and logged', async () => {
    const helen = await peer.signIn('helen');
    const alice = await peer.signIn('alice');
    const wrong = await startTestGateway(peer, { env: wrongEnv(peer) });

    const seen = await wrong.send(PersonDevicesDocument, bob, helen);
    const reset = await resetBob(helen, wrong);
    const caller = await wrong.send(WhoAmIDocument, {}, helen);
    const own = await wrong.send(
      ResetOathDevicesDocument,
      { input: { target: { me: true } } },
      alice,
    );
    await wrong.stop();

    const missing = 'SERVICE_CREDENTIAL_MISSING';
    expect([seen, reset].map(codesOf)).toEqual([[missing], [missing]]);
    expect(caller.data?.gatewayCaller?.roles).toEqual(['SELF']);
    expect(own.data?.resetOathDevices).toMatchObject({ outcome: 'DONE' });
    expect(seen.text + reset.text).not.toMatch(/amadmin|wr0ng|authenticate|oauth2/);
    const log = wrong.log.join('');
    expect(log).toContain('the service credential is refused');
    expect(log).not.toMatch(/wr0ng|amadmin/);
    expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  });

  test('that cannot be obtained because AM is unavailable is an upstream failure', async () => {
    const helen = await peer.signIn('helen');
    const effect: FaultEffect = { kind: 'status', status: 503 };
    sandbox.breakNext({ match: { path: signInPlace }, effect, times: 2 });

    const codes = [codesOf(await see(helen)), codesOf(await see(helen))];

    expect(codes).toEqual([['UPSTREAM_UNAVAILABLE'], []]);
  });

  test('that is rejected again after its renewal is no error of the caller', async () => {
    const helen = await peer.signIn('helen');
    const effect: FaultEffect = { kind: 'status', status: 401 };
    sandbox.breakNext({ match: { path: `${bobsPlace}/devices` }, effect, times: Infinity });

    const seen = await see(helen);
    const reset = await resetBob(helen);

    expect(new Set([seen, reset].flatMap(codesOf))).toEqual(
      new Set(['SERVICE_CREDENTIAL_MISSING']),
    );
    expect(seen.text).not.toContain('Sign in again');
    expect(resultsOf(gateway, 'POST', 'oath?_action=reset')).toEqual([]);
  });

  const denied = { code: 401, message: 'Access Denied' };
  test.each([
    { what: 'AM itself', body: denied, times: 1, sent: 2, outcome: 'DONE' },
    { what: 'AM again and again', body: denied, times: Infinity, sent: 2, outcome: 'NOT_DONE' },
    { what: 'a proxy', body: '<html>', times: 1, sent: 1, outcome: 'UNKNOWN' },
  ])('that $what refuses for a write: it is sent $sent times, and $outcome', async (row) => {
    const { body, times, sent, outcome } = row;
    const helen = await peer.signIn('helen');
    const effect: FaultEffect = { kind: 'status', status: 401, body };
    sandbox.breakNext({ match: { path: 'oath?_action=reset' }, effect, times });

    const { data, errors } = await resetBob(helen);

    expect(errors).toEqual([]);
    expect(data?.resetOathDevices?.outcome).toBe(outcome);
    expect(resultsOf(gateway, 'POST', 'oath?_action=reset')).toHaveLength(sent);
    expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(outcome === 'DONE' ? 0 : 2);
  });

  test('that is rejected at sign-in is not tried for every request: AM would lock it', async () => {
    const helen = await peer.signIn('helen');
    let offset = 0;
    const now = (): number => Date.now() + offset;
    const wrong = await startTestGateway(peer, { env: wrongEnv(peer), now });

    const ask = async (): Promise<void> => {
      await wrong.send(PersonDevicesDocument, bob, helen);
      await fetch(`${wrong.url}/health/ready`);
    };
    await many(10, ask);
    offset = 10_000;
    await ask();
    const tried = signInsOf(sandbox).length;
    offset = 60_000;
    await ask();
    await wrong.stop();

    expect(tried).toBe(1);
    expect(signInsOf(sandbox)).toHaveLength(2);
  });

  test('that is refused once more after it was accepted waits half a minute again', async () => {
    const helen = await peer.signIn('helen');
    let offset = 0;
    const now = (): number => Date.now() + offset;
    const other = await startTestGateway(peer, { env: peer.staffEnv(), now });
    const codesAfter = async (ms: number): Promise<readonly string[]> => {
      offset += ms;
      return codesOf(await other.send(PersonDevicesDocument, bob, helen));
    };
    const refuse = (): void => {
      const body = flavor === 'aic' ? { error: 'invalid_client' } : { code: 401 };
      const effect = { kind: 'status', status: 401, body } as const;
      sandbox.breakNext({ match: { path: signInPlace }, effect });
    };

    const codes: (readonly string[])[] = [];
    for (const isNew of [true, false]) {
      if (!isNew) await endCredential(sandbox, serviceCredential());
      refuse();
      codes.push(await codesAfter(0), await codesAfter(31_000));
    }
    await other.stop();

    const missing = ['SERVICE_CREDENTIAL_MISSING'];
    expect(codes).toEqual([missing, [], missing, []]);
  });
});

/** Returns options with a wrong secret of the service credential. */
function wrongEnv(peer: SandboxPeer): Readonly<Record<string, string>> {
  if (peer.flavor !== 'aic') return { ...peer.staffEnv(), AM_SERVICE_PASSWORD: 'wr0ng' };
  return { ...peer.staffEnv(), AM_SERVICE_ACCOUNT_ID: 'wr0ng' };
}

/** Returns AM's logged results for the gateway's calls of a method to a path. */
function resultsOf({ log }: TestGateway, method: string, place: string): unknown[] {
  const calls = log.map((line): unknown => JSON.parse(line));
  return calls
    .filter((call) => fieldAt(call, 'method') === method)
    .filter((call) => String(fieldAt(call, 'template')).includes(place))
    .map((call) => fieldAt(call, 'result'));
}
