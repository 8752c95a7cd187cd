/** A change leaves its trace, is made once however often it is asked for, and is told to those who may know. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  PersonHistoryDocument,
  RealmHistoryDocument,
  ResetOathDevicesDocument,
  SearchPeopleDocument,
} from '../../packages/client/operations.ts';
import { Failure } from '../../src/domain/failure.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { peers } from '../support/peer.ts';
import type { Peer } from '../support/peer.ts';

describe.each(peers)('on $name', ({ open }) => {
  let peer: Peer;
  let ledger: OpenLedger;
  let gateway: TestGateway;
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));

  beforeAll(async () => {
    peer = await open();
    const parts = { now: Date.now, warn: () => undefined };
    ledger = await openLedger({ folder, postgres: undefined }, parts);
    gateway = await startTestGateway(peer, { env: peer.staffEnv(), ledger });
  });
  beforeEach(() => peer.restore());
  afterAll(async () => {
    await gateway?.stop();
    await ledger?.close();
    await peer?.close();
    rmSync(folder, { recursive: true });
  });

  test('helen resets bob by a double click; bob sees who it was, alice sees nothing', async () => {
    const [helen, alice] = await Promise.all([peer.signIn('helen'), peer.signIn('alice')]);
    const id = peer.idOf('bob');
    const input = {
      target: { user: { id } },
      reason: 'lost phone',
      overrideLimit: false,
      dryRun: false,
      force: false,
    };

    const answers = await Promise.all(
      [1, 2].map(() => gateway.send(ResetOathDevicesDocument, { input }, helen)),
    );

    const told = answers.map(({ data }) => data?.resetOathDevices ?? null);
    expect(told.map((payload) => payload?.outcome)).toEqual(['DONE', 'DONE']);
    expect(told.map((payload) => payload?.replayed).filter(Boolean)).toEqual([true]);
    expect(told[0]?.change).toEqual(told[1]?.change);
    expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
    // The change has ended his sessions of before.
    const bob = await peer.signIn('bob');
    const variables = { id, first: 10 };
    const seen = await gateway.send(PersonHistoryDocument, variables, bob);
    expect(seen.errors).toEqual([]);
    expect(seen.data?.user?.history?.edges.map(({ node }) => node)).toMatchObject([
      {
        id: told[0]?.change?.id,
        effect: 'RESET',
        kinds: ['OATH'],
        outcome: 'DONE',
        actor: { amId: peer.idOf('helen'), realm: 'alpha', role: 'HELP_DESK' },
        removedDevices: [{ kind: 'OATH' }, { kind: 'OATH' }],
        reason: 'lost phone',
      },
    ]);
    expect(codesOf(await gateway.send(PersonHistoryDocument, variables, alice))).toEqual([
      'FORBIDDEN',
    ]);
    expect(codesOf(await gateway.send(PersonHistoryDocument, variables, helen))).toEqual([]);
    const vera = await gateway.send(
      PersonHistoryDocument,
      { id: peer.idOf('vera'), first: 10 },
      helen,
    );
    expect(codesOf(vera)).toEqual(['TARGET_PRIVILEGED']);
  });

  test('rita the auditor reads what was changed in her realm, and nothing else of anybody', async () => {
    const [helen, rita] = await Promise.all([peer.signIn('helen'), peer.signIn('rita')]);
    const id = peer.idOf('bob');
    const input = {
      target: { user: { id } },
      overrideLimit: false,
      dryRun: true,
      force: false,
      reason: 'a look before',
    };
    const dry = await gateway.send(ResetOathDevicesDocument, { input }, helen);
    const number = dry.data?.resetOathDevices?.change?.id;

    const seen = await gateway.send(RealmHistoryDocument, { first: 1 }, rita);
    const others = await Promise.all([
      gateway.send(PersonHistoryDocument, { id, first: 10 }, rita),
      gateway.send(SearchPeopleDocument, { search: 'bob', first: 10 }, rita),
      gateway.send(ResetOathDevicesDocument, { input }, rita),
      gateway.send(RealmHistoryDocument, { first: 1 }, await peer.signIn('alice')),
    ]);

    expect(number).toMatch(/^[0-9A-Z-]{19}$/);
    expect(seen.errors).toEqual([]);
    expect(seen.data?.changes?.edges.map(({ node }) => node)).toMatchObject([
      { id: number, personAmId: id, outcome: 'WOULD_RESET', reason: 'a look before' },
    ]);
    expect(others.map(codesOf)).toEqual(others.map(() => ['FORBIDDEN']));
  });

  test('a change that cannot be recorded is not made', async () => {
    const away = new Failure('AUDIT_UNAVAILABLE', 'The ledger is away.');
    const blind = await startTestGateway(peer, {
      env: peer.staffEnv(),
      ledger: { ...ledger, begin: () => Promise.reject(away) },
    });
    const input = {
      target: { user: { id: peer.idOf('bob') } },
      overrideLimit: false,
      dryRun: false,
      force: false,
    };

    const answer = await blind.send(
      ResetOathDevicesDocument,
      { input },
      await peer.signIn('helen'),
    );
    await blind.stop();

    expect(codesOf(answer)).toEqual(['AUDIT_UNAVAILABLE']);
    expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  });
});
