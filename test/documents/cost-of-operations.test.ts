/** The cost of an operation is more than what it takes from AM, whoever runs it, whatever AM is. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DocumentNode } from 'graphql';
import * as documents from '../../packages/client/operations.ts';
import { deviceKinds } from '../../src/domain/device.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { everyCallerEnv, openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { post, textOf } from './by-hash.ts';

const pointsPerCall = 10;

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let stage: Stage;
  /** The clock is put on between operations, so that none finds anything remembered. */
  let ahead = 0;

  beforeAll(async () => {
    stage = await openStage(flavor, { env: everyCallerEnv(), now: () => Date.now() + ahead });
  });
  beforeEach(async () => {
    stage.sandbox.reset();
    ahead += 31_000;
    // The gateway's own sign-in is made once and belongs to no operation.
    await stage.gateway.ask('{ viewer { roles } }', await stage.peer.signIn('helen'));
    ahead += 31_000;
  });
  afterAll(() => stage?.close());

  const kinds = flavor === 'openam' ? ['OATH', 'PUSH', 'TRUSTED'] : deviceKinds;
  const id = (): string => stage.peer.idOf('bob');
  const change =
    (more: object = {}) =>
    (): object => ({ input: { userId: id(), ...more } });
  const device = { kind: 'OATH', deviceId: deviceIds.bobOath };
  const operations: readonly (readonly [string, DocumentNode, (() => object)?])[] = [
    ['who calls', documents.WhoAmIDocument],
    ['what there is', documents.CapabilitiesDocument],
    ['own devices', documents.MyDevicesDocument],
    ['all own devices', documents.AllMyDevicesDocument],
    ['a search', documents.SearchPeopleDocument, () => ({ search: 'bob' })],
    ['a search for many', documents.SearchPeopleDocument, () => ({ search: 'exa', first: 20 })],
    ['a search for one', documents.SearchPeopleDocument, () => ({ search: 'bob', first: 1 })],
    ['somebody’s devices', documents.PersonDevicesDocument, () => ({ id: id() })],
    ['what may be done', documents.PersonActionsDocument, () => ({ id: id() })],
    ['an OATH reset', documents.ResetOathDevicesDocument, change()],
    ['a push reset', documents.ResetPushDevicesDocument, change()],
    ['a reset of all', documents.ResetDevicesDocument, change({ kinds })],
    ['a removal', documents.RemoveDeviceDocument, change(device)],
    ['a renaming', documents.RenameDeviceDocument, change({ ...device, name: 'new' })],
  ];
  let made = 0;

  describe.each(['bob', 'helen', 'amadmin'])('for %s', (name) => {
    test.each(operations)('%s', async (_label, document, variables = () => ({})) => {
      const as = await stage.peer.signIn(name);
      stage.sandbox.clearReceived();
      const query = textOf(document);

      const answer = await post(stage.gateway, { query, variables: variables() }, as);

      const calls = callsOf(stage, name);
      made += calls.length;
      expect(codesOf(answer).filter((code) => code.startsWith('UPSTREAM'))).toEqual([]);
      expect(calls.length * pointsPerCall).toBeLessThanOrEqual(pointsOf(answer));
    });
  });

  test('these are all that are documented, and they ask AM', () => {
    const all = Object.entries(documents).flatMap(([name, one]) =>
      name.endsWith('Document') ? [one] : [],
    );

    expect(new Set(operations.map(([, document]) => document))).toEqual(new Set(all));
    expect(all).toHaveLength(12);
    expect(made).toBeGreaterThan(60);
  });
});

/** What an operation has taken from AM, but for what tells who calls: their session, entry and groups. */
function callsOf({ sandbox, peer }: Stage, name: string): string[] {
  const ownEntry = name === 'bob' ? 'nobody' : peer.idOf(name);
  return sandbox
    .received()
    .map(({ method, path }) => `${method} ${decodeURIComponent(path)}`)
    .filter((call) => !/authenticate|getSessionInfo|\/groups\/|access_token/.test(call))
    .filter((call) => !call.includes(`/users/${ownEntry}?`));
}

function pointsOf({ text }: ClientAnswer<never>): number {
  const points = fieldAt(JSON.parse(text), 'extensions', 'cost', 'points');
  return typeof points === 'number' ? points : Number.NaN;
}
