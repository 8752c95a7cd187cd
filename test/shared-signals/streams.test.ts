/** A stream's status and verification, as its receiver sees them (SSF 1.0 §8.1.2, §8.1.4; G31). */
import { describe, expect, test } from '@jest/globals';
import { switchOn } from '../../src/ledger/upkeep/outbox.ts';
import type { StoredLedger, TestStore } from '../ledger/stores.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { call, discover, resetOf, signalEnv, tokenOf } from './stage.ts';
import { drain, jsonOf, pems, useStreams } from './stream-stage.ts';
import { verifySet } from './verify-set.ts';

const caep = 'https://schemas.openid.net/secevent/caep/event-type/';
const ssf = 'https://schemas.openid.net/secevent/ssf/event-type/';
let peer: SandboxPeer;
let store: TestStore;
let ledger: StoredLedger;
let gateway: TestGateway;

useStreams((stage) => ({ peer, store, ledger, gateway } = stage));

/** Returns the types and events that wait, and acknowledges them. */
const events = async (): Promise<[string, object][]> =>
  (await drain(gateway)).map(({ type, event }) => [type, event]);

describe('verification', () => {
  const verify = (body: object) =>
    call(gateway, '/ssf/verification', { body: { stream_id: 'siem', ...body } });

  test('sends an event that echoes the state, about the stream itself', async () => {
    const response = await verify({ state: 'VGhpcyBpcyBhbiBleGFtcGxl' });
    expect([response.status, await response.text()]).toEqual([204, '']);
    const known = await discover(gateway, 'siem');
    const answer = await jsonOf(call(gateway, '/ssf/poll/siem', { body: {} }));
    const [token] = Object.values(fieldAt(answer, 'sets') ?? {});
    const { claims, type, event } = verifySet(String(token), known);

    expect(fieldAt(claims, 'sub_id')).toEqual({ format: 'opaque', id: 'siem' });
    expect([type, event]).toEqual([`${ssf}verification`, { state: 'VGhpcyBpcyBhbiBleGFtcGxl' }]);
  });

  test('without a state has none', async () => {
    await verify({});

    expect(await events()).toEqual([[`${ssf}verification`, {}]]);
  });

  test('is not repeated within half a minute', async () => {
    const first = await verify({});
    store.clock.now += 29_000;
    const early = await verify({});
    store.clock.now += 1_000;
    const next = await verify({});

    expect([first, early, next].map(({ status }) => status)).toEqual([204, 429, 204]);
    expect(early.headers.get('retry-after')).toBe('1');
  });

  test.each([
    ['a state that is no text', { state: 1 }, 400],
    ['a state that is too long', { state: 'x'.repeat(5_000) }, 400],
    ['an unknown stream', { stream_id: 'none' }, 404],
  ])('is refused with %s', async (_label, body, status) => {
    expect((await verify(body)).status).toBe(status);
  });
});

describe('the status', () => {
  const update = (body: object) =>
    call(gateway, '/ssf/status', { body: { stream_id: 'siem', ...body } });
  const status = () => jsonOf(call(gateway, '/ssf/status?stream_id=siem'));
  const change = async (id: string) => {
    await peer.restore();
    const helen = await peer.signIn('helen');
    return resetOf(gateway, helen, { id, kinds: ['PUSH'], idempotencyKey: `${Math.random()}` });
  };

  test('paused keeps the events, in order, until the stream is enabled', async () => {
    const paused = await update({ status: 'paused', reason: 'maintenance' });
    expect(await paused.json()).toEqual({
      stream_id: 'siem',
      status: 'paused',
      reason: 'maintenance',
    });
    await change('bob');
    expect(await drain(gateway)).toEqual([]);

    expect(await status()).toEqual({ stream_id: 'siem', status: 'paused', reason: 'maintenance' });
    await update({ status: 'enabled' });
    expect(await status()).toEqual({ stream_id: 'siem', status: 'enabled' });
    expect((await drain(gateway)).map(({ type }) => type)).toEqual([`${caep}credential-change`]);
  });

  test('disabled keeps nothing', async () => {
    await update({ status: 'paused' });
    await change('bob');
    await update({ status: 'disabled' });
    await change('alice');
    expect((await call(gateway, '/ssf/verification', { body: { stream_id: 'siem' } })).status).toBe(
      400,
    );
    await update({ status: 'enabled' });

    expect(await drain(gateway)).toEqual([]);
  });

  test('survives a restart, and another stream keeps its own', async () => {
    await update({ status: 'paused', reason: 'maintenance' });
    const env = signalEnv({ siem: {}, portal: {} }, pems[0]);
    const other = await startTestGateway(peer, { ledger, env });
    const read = (name: string) =>
      jsonOf(call(other, `/ssf/status?stream_id=${name}`, { token: tokenOf(name) }));

    expect(await read('siem')).toMatchObject({ status: 'paused', reason: 'maintenance' });
    expect(await read('portal')).toMatchObject({ status: 'enabled' });
    await other.stop();
  });

  test('that an operator changes is a stream-updated event', async () => {
    await update({ status: 'paused' });
    expect(await switchOn(ledger.store, 'ssf:siem')).toBe(true);

    expect(await status()).toEqual({ stream_id: 'siem', status: 'enabled' });
    expect(await events()).toEqual([[`${ssf}stream-updated`, { status: 'enabled' }]]);
  });

  test.each([
    ['an unknown status', { status: 'stopped' }, 400],
    ['no status', {}, 400],
    ['a reason that is no text', { status: 'paused', reason: 1 }, 400],
    ['a reason that is too long', { status: 'paused', reason: 'x'.repeat(600) }, 400],
    ['an unknown stream', { stream_id: 'none', status: 'paused' }, 404],
  ])('is not updated with %s', async (_label, body, code) => {
    expect((await update(body)).status).toBe(code);
    expect(await status()).toMatchObject({ status: 'enabled' });
  });
});
