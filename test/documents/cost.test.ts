/** The cost of an operation is limited before AM is called, and covers all of its calls. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { DocumentNode } from 'graphql';
import * as documents from '../../packages/client/operations.ts';
import { MyDevicesDocument, PersonDevicesDocument } from '../../packages/client/operations.ts';
import { deviceKinds } from '../../src/domain/device.ts';
import { unrecorded } from '../../src/ledger/unrecorded.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { oneLevel } from '../support/one-level.ts';
import { oneApproval, requestedIds } from '../support/one-approval.ts';
import { oneProof } from '../support/one-proof.ts';
import { proofEnv, type SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, onStage, useStage, type Stage } from '../support/stage.ts';
import { get, post, register, textOf, waysByHash } from './by-hash.ts';

describe('the limit on cost', () => {
  const limit = 100;
  /** Eleven for alice, and fifteen for each kind. */
  const devices =
    'query Devices($kinds: [RegisteredDeviceKind!]) { me { devices(kinds: $kinds) { id } } }';
  const expensive = { kinds: ['OATH', 'PUSH', 'WEB_AUTHN', 'BOUND', 'PROFILE', 'TRUSTED'] };
  const cheap = { kinds: ['OATH', 'PUSH'] };

  const stage = useStage('pingam', { env: { LIMIT_COST: `${limit}`, APQ: 'on' } });
  let alice: SessionHeader;

  beforeEach(async () => {
    alice = await stage.peer.signIn('alice');
    stage.sandbox.clearReceived();
  });

  type Send = (variables: object) => Promise<ClientAnswer<never>>;
  const ways: readonly (readonly [string, Send])[] = [
    ['its text', (variables) => post(stage.gateway, { query: devices, variables }, alice)],
    [
      'GET',
      (variables) =>
        get(stage.gateway, { query: devices, variables: JSON.stringify(variables) }, alice),
    ],
    ...waysByHash.map(([way, send]): readonly [string, Send] => [
      way,
      (variables) => send(stage.gateway, devices, alice, { variables }),
    ]),
  ];
  const extensionsOf = ({ text }: ClientAnswer<never>): unknown =>
    fieldAt(JSON.parse(text), 'extensions');

  test.each(ways)(
    'by %s, an expensive operation is refused before AM is called, each time',
    async (_way, send) => {
      await register(stage.gateway, devices);
      const answers = [await send(expensive), await send(expensive), await send(expensive)];
      const calls = stage.sandbox.received().length;
      const within = [
        await send(cheap),
        await send(cheap),
        await send(expensive),
        await send(cheap),
      ];

      for (const answer of answers) {
        expect([answer.status, answer.data]).toEqual([400, null]);
        expect(answer.errors).toMatchObject([
          {
            message: 'The operation may cost 101 points, more than the limit of 100.',
            extensions: { code: 'OPERATION_TOO_LARGE', limit, points: 101 },
          },
        ]);
      }
      expect(calls).toBe(0);
      expect(within.map(codesOf)).toEqual([[], [], ['OPERATION_TOO_LARGE'], []]);
      expect(within.map(extensionsOf)).toEqual(
        [41, 41, 101, 41].map((points) => ({ cost: { points, limit } })),
      );
    },
  );

  const tooLarge = ['OPERATION_TOO_LARGE'];
  const aliases = (count: number): string =>
    `{ ${Array.from({ length: count }, (_, n) => `a${n}: me { id }`).join(' ')} }`;
  const operations = 'query A { me { id } } query B { me { devices { id } } }';
  test.each([
    ['nine aliases', { query: aliases(9) }, []],
    ['ten aliases, each of which counts', { query: aliases(10) }, tooLarge],
    ['the cheap one of two operations', { query: operations, operationName: 'A' }, []],
    ['the expensive one of two operations', { query: operations, operationName: 'B' }, tooLarge],
    [
      'a change',
      {
        query:
          'mutation { resetDevices(input: { target: { me: true }, kinds: [OATH, PUSH, TRUSTED] }) { results { outcome } } }',
      },
      tooLarge,
    ],
  ])('LIMIT_COST and %s', async (_label, members, codes) => {
    const answer = await post(stage.gateway, members, alice);

    expect(codesOf(answer)).toEqual(codes);
    expect(stage.sandbox.received().length === 0).toBe(codes.length > 0);
  });

  test('the default LIMIT_COST allows a page of people with their devices', async () => {
    await onStage('pingam', {}, async ({ gateway, peer }) => {
      const query =
        '{ users(search: "bob") { edges { node { id oathDevices { id name } pushDevices { id name } } } } }';

      const answer = await post(gateway, { query }, await peer.signIn('amadmin'));

      expect(codesOf(answer)).toEqual([]);
    });
  });

  test('the cost of an invalid document is not shown', async () => {
    const answer = await post(stage.gateway, { query: '{ nothing }' }, alice);

    expect([codesOf(answer), extensionsOf(answer)]).toEqual([
      ['GRAPHQL_VALIDATION_FAILED'],
      undefined,
    ]);
  });

  describe('in production', () => {
    const env = { NODE_ENV: 'production', LIMIT_COST: `${limit}` };

    test('the limit holds for every caller, and the error shows the points', async () => {
      await onStage('pingam', { env }, async ({ gateway, sandbox }) => {
        const answer = await post(gateway, { query: devices, variables: expensive });

        expect(answer.errors[0]?.extensions).toMatchObject({ limit, points: 101 });
        expect(extensionsOf(answer)).toBeUndefined();
        expect(sandbox.received()).toEqual([]);
      });
    });

    test('the cost is never shown', async () => {
      await onStage('pingam', { env }, async ({ gateway, peer }) => {
        const as = await peer.signIn('alice');
        const queries = ['{ me { id } }', '{ me { id } }', '{ me { id } }', '{ nothing }'];
        const person = { query: textOf(PersonDevicesDocument), variables: { id: 'alice' } };
        const answers = [
          ...(await Promise.all(queries.map((query) => post(gateway, { query }, as)))),
          ...(await Promise.all(
            waysByHash.map(([, send]) => send(gateway, textOf(MyDevicesDocument), as)),
          )),
          await post(gateway, person, as),
        ];

        for (const answer of answers) {
          expect(extensionsOf(answer)).toBeUndefined();
          expect(answer.text).not.toMatch(/points|"limit"/);
        }
        expect(answers.map(({ data }) => data === null)).toEqual(
          answers.map((_, index) => index === 3),
        );
      });
    });
  });
});

const pointsPerCall = 10;

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  /** The clock is advanced between operations, so that no cached value is used. */
  const stage = useStage(flavor, {
    env: everyCallerEnv(proofEnv),
    now: () => Date.now() + ahead,
    ledger: {
      ...unrecorded,
      proofs: oneProof(Date.now),
      threats: oneLevel(Date.now),
      approvals: oneApproval(),
    },
  });
  let ahead = 0;

  beforeEach(async () => {
    ahead += 31_000;
    // The gateway's own sign-in does not belong to an operation.
    await stage.gateway.ask('{ caller { roles } }', await stage.peer.signIn('helen'));
    ahead += 31_000;
  });

  const kinds = flavor === 'openam' ? ['OATH', 'PUSH', 'TRUSTED'] : deviceKinds;
  const id = (): string => stage.peer.idOf('bob');
  const change =
    (more: object = {}) =>
    (): object => ({ input: { target: { user: { id: id() } }, ...more } });
  const device = { kind: 'OATH', deviceId: deviceIds.bobOath };
  const none = { reference: 'none' };
  const noCampaign = { id: 'none' };
  const level = { realm: 'alpha', level: 'NORMAL', reason: 'test' };
  const proof =
    (more: object = {}) =>
    (): object => ({ input: { user: { id: id() }, ...more } });
  const operations: readonly (readonly [string, DocumentNode, (() => object)?])[] = [
    ['the caller', documents.WhoAmIDocument],
    ['the capabilities', documents.CapabilitiesDocument],
    ['own devices', documents.MyDevicesDocument],
    ['all own devices', documents.AllMyDevicesDocument],
    ['a search', documents.SearchPeopleDocument, () => ({ search: 'bob' })],
    ['a search for many', documents.SearchPeopleDocument, () => ({ search: 'exa', first: 20 })],
    ['a search for one', documents.SearchPeopleDocument, () => ({ search: 'bob', first: 1 })],
    ['the devices of a person', documents.PersonDevicesDocument, () => ({ id: id() })],
    ['a page of the help desk', documents.HelpDeskPersonDocument, () => ({ id: id() })],
    ['the first query of every page', documents.PageStartDocument],
    ['the page My devices', documents.MyDevicesPageDocument],
    ['the history of a person', documents.PersonHistoryDocument, () => ({ id: id() })],
    ['the history of the realm', documents.RealmHistoryDocument, () => ({})],
    ['counts of the realm', documents.RealmInsightsDocument, () => ({})],
    ['a change by its key', documents.ChangeByKeyDocument, () => ({ idempotencyKey: 'a' })],
    ['the notices of a change', documents.ChangeNoticesDocument, () => ({ id: 'none' })],
    ['the permissions on a person', documents.PersonActionsDocument, () => ({ id: id() })],
    ['an OATH reset', documents.ResetOathDevicesDocument, change()],
    ['a push reset', documents.ResetPushDevicesDocument, change()],
    ['a reset of all', documents.ResetDevicesDocument, change({ kinds })],
    ['a removal', documents.RemoveDeviceDocument, change(device)],
    ['a renaming', documents.RenameDeviceDocument, change({ ...device, name: 'new' })],
    ['a sign-out', documents.EndSessionsDocument, change()],
    ['a proof by push', documents.StartPushProofDocument, proof()],
    [
      'a look at a push',
      documents.CheckPushProofDocument,
      proof({ proofId: 'Vn3Jw0mQZk2y8tB5uR7xXg' }),
    ],
    ['a look for a signed proof', documents.CheckSignedProofDocument, proof()],
    ['a proof by code', documents.ProveByCodeDocument, proof({ code: '000000' })],
    ['the threat level', documents.ThreatLevelDocument, () => ({})],
    ['a new threat level', documents.SetThreatLevelDocument, () => ({ input: level })],
    ['a request', documents.RequestChangeDocument, change({ effect: 'RESET', kinds: ['OATH'] })],
    [
      'an approval',
      documents.ApproveChangeDocument,
      () => ({ input: { id: requestedIds.byOscar } }),
    ],
    [
      'a rejection',
      documents.RejectChangeDocument,
      () => ({ input: { id: requestedIds.byOscar } }),
    ],
    [
      'a withdrawal',
      documents.WithdrawChangeDocument,
      () => ({ input: { id: requestedIds.byHelen } }),
    ],
    ['what waits', documents.PendingChangesDocument, () => ({})],
    ['a requested change', documents.PendingChangeDocument, () => ({ id: requestedIds.byOscar })],
    ['a report', documents.ReportUnrecognisedChangeDocument, () => ({ input: none })],
    ['the taking of a report', documents.TakeReportDocument, () => ({ input: none })],
    ['campaigns', documents.CampaignsDocument, () => ({})],
    ['a campaign', documents.CampaignDocument, () => ({ id: 'none' })],
    ['its lines', documents.CampaignLinesDocument, () => ({ id: 'none' })],
    ['the start of a campaign', documents.StartCampaignDocument, () => ({ input: noCampaign })],
    ['the pause of a campaign', documents.PauseCampaignDocument, () => ({ input: noCampaign })],
    ['its resumption', documents.ResumeCampaignDocument, () => ({ input: noCampaign })],
    ['its end', documents.AbortCampaignDocument, () => ({ input: noCampaign })],
    [
      'a retry of its failures',
      documents.RetryFailedOfCampaignDocument,
      () => ({ input: noCampaign }),
    ],
    ['a retry of mail', documents.RetryNoticeDocument, () => ({ input: none })],
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

  test('these are all documented operations, and they call AM', () => {
    const all = Object.entries(documents).flatMap(([name, one]) =>
      name.endsWith('Document') ? [one] : [],
    );

    expect(new Set(operations.map(([, document]) => document))).toEqual(new Set(all));
    expect(all).toHaveLength(44);
    expect(made).toBeGreaterThan(60);
  });
});

/** Returns the calls of an operation, without those that identify the caller. */
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
