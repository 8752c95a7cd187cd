/** PingOne Recognize, a collection that a tenant of AIC may lack (contract §3.13). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds, type FaultEffect } from '../../src/sandbox/index.ts';
import { writesTo } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';

const list =
  '{ me { recognizeDevices: devices(kinds: [RECOGNIZE]) { amId name registeredAt lastUsedAt canManage } } }';
const change = (mutation: string, more = ''): string =>
  `mutation ($id: ID!) { answer: ${mutation}(input: { target: { me: true }, deviceId: $id${more} }) {
    outcome errors { code } } }`;
const reset = `mutation { answer: resetDevices(input: { target: { me: true }, kinds: [RECOGNIZE] }) {
  results { outcome removedDevices { amId } errors { code } } } }`;

const stage = useStage('aic', { env: (peer) => peer.staffEnv() });
const bobsDevice = (): string =>
  idOfDevice(stage.peer.idOf('bob'), 'RECOGNIZE', deviceIds.bobRecognize);
const unnamed = { name: null, registeredAt: null, lastUsedAt: null, canManage: null };
let bob: SessionHeader;

beforeEach(async () => {
  bob = await stage.peer.signIn('bob');
});

function answerList(effect: FaultEffect, times = 1): void {
  stage.sandbox.breakNext({ match: { method: 'GET', path: '2fa/recognize' }, times, effect });
}

describe('a list', () => {
  test.each<readonly [string, object, object]>([
    ['with only what the vendor shows', { _id: 'one' }, { amId: 'one', ...unnamed }],
    ['with members that no one knows', { _id: 'one', face: 'SECRET' }, { amId: 'one', ...unnamed }],
    [
      'with the members of other kinds',
      { _id: 'one', deviceName: 'mine' },
      { amId: 'one', name: 'mine' },
    ],
    ['with a broken id', { _id: '../bob' }, { amId: null, ...unnamed }],
  ])('%s is read', async (_label, item, shown) => {
    answerList({ kind: 'body', body: { result: [item] } });

    const { data, errors, text } = await stage.gateway.ask(list, bob);

    expect(errors).toEqual([]);
    expect(data).toMatchObject({ me: { recognizeDevices: [shown] } });
    expect(text).not.toContain('SECRET');
  });

  test.each<readonly [string, FaultEffect]>([
    ['AM’s own', { kind: 'status', status: 404, body: { code: 404, message: 'Not found' } }],
    ['an empty', { kind: 'status', status: 404, body: '' }],
  ])('is empty for %s 404', async (_label, effect) => {
    answerList(effect);

    const { data, errors } = await stage.gateway.ask(list, bob);

    expect([data, errors]).toEqual([{ me: { recognizeDevices: [] } }, []]);
  });

  test.each([
    [403, 'FORBIDDEN'],
    [500, 'UPSTREAM_ERROR'],
  ])('is an error for %i', async (status, code) => {
    answerList({ kind: 'status', status });

    const answer = await stage.gateway.ask(list, bob);

    expect(codesOf(answer)).toEqual([code]);
    expect(answer.data).toEqual({ me: { recognizeDevices: null } });
  });
});

describe('a device', () => {
  test('is removed alone', async () => {
    const { data } = await stage.gateway.ask(change('removeDevice'), bob, { id: bobsDevice() });

    expect(data).toEqual({ answer: { outcome: 'DONE', errors: [] } });
    const path = `users/${stage.peer.idOf('bob')}/devices/2fa/recognize/${deviceIds.bobRecognize}`;
    expect(writesTo(stage.sandbox)).toEqual([`DELETE ${path}`]);
  });

  test('is removed by a reset, which is not sent as an action', async () => {
    const { data } = await stage.gateway.ask(reset, bob);

    const removedDevices = [{ amId: deviceIds.bobRecognize }];
    const results = [{ outcome: 'DONE', removedDevices, errors: [] }];
    expect(data).toEqual({ answer: { results } });
    expect(writesTo(stage.sandbox)).toHaveLength(1);
  });

  test('is not renamed', async () => {
    const rename = change('renameDevice', ', name: "new"');

    const { data } = await stage.gateway.ask(rename, bob, { id: bobsDevice() });

    const errors = [{ code: 'NOT_SUPPORTED' }];
    expect(data).toEqual({ answer: { outcome: 'NOT_DONE', errors } });
    expect(writesTo(stage.sandbox)).toEqual([]);
  });
});

describe('without the collection nothing is sent', () => {
  beforeEach(() => answerList({ kind: 'status', status: 404 }, 9));

  test('for a removal', async () => {
    const { data } = await stage.gateway.ask(change('removeDevice'), bob, { id: bobsDevice() });

    expect(data).toMatchObject({ answer: { outcome: 'NOT_DONE' } });
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test('for a reset', async () => {
    const { data } = await stage.gateway.ask(reset, bob);

    const results = [{ outcome: 'NOTHING_TO_RESET', removedDevices: [], errors: [] }];
    expect(data).toEqual({ answer: { results } });
    expect(writesTo(stage.sandbox)).toEqual([]);
  });
});
