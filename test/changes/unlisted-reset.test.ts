/** A forced reset is sent although no list can be read, and nothing else is (U34, record 121). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { writesTo } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import { LedgerStage } from '../support/ledger-stage.ts';
import type { SessionHeader } from '../support/peer.ts';

const on = new LedgerStage({ flavor: 'openam' });
let bob: SessionHeader;

beforeEach(async () => {
  bob = await on.signIn('bob');
});

const reset = `mutation ($input: ResetDevicesOfKindInput!) { reset: resetOathDevices(input: $input) {
  isReplayed outcome isVerified removedDevices { amId } errors { code } } }`;
const history =
  '{ me { history(first: 9) { nodes { outcome isDryRun kinds removedDevices { amId } } } } }';
const sent = ['POST users/bob/devices/2fa/oath?_action=reset'];

const noList: FaultEffect = { kind: 'body', body: { result: 'no list' } };
const unknown = {
  isReplayed: false,
  outcome: 'UNKNOWN',
  isVerified: false,
  removedDevices: [],
  errors: [{ code: 'OUTCOME_UNKNOWN' }],
};

/** Breaks the next lists of one-time password devices. */
function breakLists(times: number, effect = noList): void {
  on.stage.sandbox.breakNext({ match: { method: 'GET', path: '2fa/oath?' }, times, effect });
}

const ask = (more: object) => on.ask(reset, bob, { input: { target: { me: true }, ...more } });
const writes = (): string[] => writesTo(on.stage.sandbox);

describe('a forced reset without a readable list', () => {
  test.each<readonly [string, FaultEffect]>([
    ['text for a list', noList],
    ['an error inside', { kind: 'body', body: { result: [], error: { code: 500 } } }],
    ['a further page', { kind: 'body', body: { result: [], pagedResultsCookie: 'next' } }],
    ['an item that is no object', { kind: 'body', body: { result: [7] } }],
    ['a page of HTML', { kind: 'status', status: 200, contentType: 'text/html', body: '<p>' }],
  ])('is sent and unknown: %s', async (_label, effect) => {
    breakLists(2, effect);

    const { data, errors } = await ask({ force: true });

    expect(errors).toEqual([]);
    expect(data).toEqual({ reset: unknown });
    expect(writes()).toEqual(sent);
    expect(await on.stage.peer.deviceIds('bob', 'OATH')).toEqual([]);
  });

  test('is done if a list afterwards can be read and is empty', async () => {
    breakLists(1);

    const { data } = await ask({ force: true });

    const done = { isReplayed: false, outcome: 'DONE', isVerified: true };
    expect(data).toEqual({ reset: { ...done, removedDevices: [], errors: [] } });
    expect(writes()).toEqual(sent);
  });

  test('is unknown if a list afterwards has devices', async () => {
    breakLists(1);
    const ignored = { kind: 'status', status: 200, body: { result: true } } as const;
    on.stage.sandbox.breakNext({ match: { path: '_action=reset' }, effect: ignored });

    const { data } = await ask({ force: true });

    expect(data).toEqual({ reset: unknown });
    expect(await on.stage.peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  });

  test('that AM refuses is not done', async () => {
    breakLists(1);
    const refusal = { kind: 'status', status: 403, body: { code: 403, message: 'No' } } as const;
    on.stage.sandbox.breakNext({ match: { path: '_action=reset' }, effect: refusal });

    const { data } = await ask({ force: true });

    const errors = [{ code: 'REFUSED_BY_AM' }];
    expect(data).toEqual({ reset: { ...unknown, outcome: 'NOT_DONE', errors } });
  });

  test('is recorded, and a repeat sends nothing', async () => {
    breakLists(9);
    await ask({ force: true, idempotencyKey: 'a-key' });
    on.stage.sandbox.reset();
    bob = await on.signIn('bob');

    const { data } = await ask({ force: true, idempotencyKey: 'a-key' });

    expect(data).toEqual({ reset: { ...unknown, isReplayed: true } });
    expect(writes()).toEqual([]);
    const { data: seen } = await on.ask(history, bob);
    const nodes = [{ outcome: 'UNKNOWN', isDryRun: false, kinds: ['OATH'], removedDevices: [] }];
    expect(seen).toEqual({ me: { history: { nodes } } });
  });

  test('leaves a later look to say more', async () => {
    breakLists(2);
    await ask({ force: true });

    const { data } = await ask({});

    const nothing = { isReplayed: false, outcome: 'NOTHING_TO_RESET', isVerified: true };
    expect(data).toEqual({ reset: { ...nothing, removedDevices: [], errors: [] } });
    expect(writes()).toEqual(sent);
  });

  test('of several kinds resets the others, too', async () => {
    breakLists(9);

    const { data } = await on.ask(
      'mutation { resetDevices(input: { target: { me: true }, force: true, kinds: [OATH, PUSH, TRUSTED] }) { results { kind outcome } } }',
      bob,
    );

    const results = [
      { kind: 'OATH', outcome: 'UNKNOWN' },
      { kind: 'PUSH', outcome: 'DONE' },
      { kind: 'TRUSTED', outcome: 'DONE' },
    ];
    expect(data).toEqual({ resetDevices: { results } });
  });
});

describe('without a readable list nothing is sent', () => {
  test.each([
    ['without force', {}],
    ['in a dry run', { force: true, dryRun: true }],
    ['for expected devices', { force: true, expectedDeviceIds: [] }],
  ])('%s', async (_label, more) => {
    breakLists(9);

    const answer = await ask(more);

    expect(codesOf(answer)).toEqual(['UPSTREAM_CONTRACT']);
    expect(answer.data).toEqual({ reset: null });
    expect(writes()).toEqual([]);
  });

  test('if AM does not answer the list', async () => {
    breakLists(9, { kind: 'status', status: 500 });

    expect(codesOf(await ask({ force: true }))).toEqual(['UPSTREAM_ERROR']);
    expect(writes()).toEqual([]);
  });

  test('for a kind whose devices are removed one by one', async () => {
    on.stage.sandbox.breakNext({ match: { path: 'trusted?' }, times: 9, effect: noList });

    const { data } = await on.ask(
      'mutation { resetDevices(input: { target: { me: true }, force: true, kinds: [TRUSTED] }) { results { outcome } } }',
      bob,
    );

    expect(data).toEqual({ resetDevices: { results: [{ outcome: 'NOT_DONE' }] } });
    expect(writes()).toEqual([]);
  });
});
