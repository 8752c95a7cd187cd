/**
 * A step that is refused returns its object as it is now, so that a page whose user was slower than
 * a colleague shows what the colleague did. Every mutation is here.
 */
import { expect, test } from '@jest/globals';
import type { MutationName } from '../../packages/client/index.ts';
import * as documents from '../../packages/client/operations.ts';
import type { ClientDocument } from '../../packages/client/client-document.ts';
import { globalRecordId } from '../../src/domain/devices/global-id.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { anActor, anIntent, anOutcome, idOf, terms } from '../ledger/builders.ts';
import { endedCampaign } from '../support/ended-campaign.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { LedgerStage } from '../support/ledger-stage.ts';

const on = new LedgerStage({
  hasCampaigns: true,
  parts: { channels: [{ name: 'mail', kinds: ['change'] }] },
});

/** A refused mutation, the code of its error, and what its payload shows. */
interface Refused {
  readonly answer: unknown;
  readonly code: string;
  readonly shows: object;
}

const bob = { target: { user: { id: 'bob' } } };
const own = { target: { me: true } };
const oath = idOfDevice('bob', 'OATH', deviceIds.bobOath);
const oathList = {
  devicesByKind: [
    { kind: 'OATH', devices: [{ id: idOfDevice('bob', 'OATH', deviceIds.bobOathSecond) }] },
  ],
};

async function send<D, V extends object>(
  document: ClientDocument<D, V>,
  who: string,
  variables: V,
): Promise<unknown> {
  const { data } = await on.stage.gateway.send(document, variables, await on.signIn(who));
  return Object.values(data ?? {})[0];
}

async function requestBy(who: string): Promise<{ readonly input: { readonly id: string } }> {
  const input = { ...bob, change: { reset: ['OATH' as const] } };
  const requested = await send(documents.RequestChangeDocument, who, { input });
  return { input: { id: textAt(requested, 'pendingChange', 'id') } };
}

/** Records a change of bob by oscar. */
async function recorded(
  dryRun: boolean,
): Promise<{ readonly input: { readonly reference: string } }> {
  const actor = anActor({ id: 'oscar', role: 'ADMINISTRATOR' });
  const reference = idOf(await on.ledger.begin(anIntent({ actor, dryRun }), terms()));
  await on.ledger.complete(reference, anOutcome(dryRun ? 'WOULD_RESET' : 'DONE'));
  return { input: { reference } };
}

/** A colleague removes bob's first device. */
async function removedByColleague(): Promise<void> {
  await send(documents.RemoveDeviceDocument, 'oscar', { input: { ...bob, deviceId: oath } });
  on.now += 3_600_000;
}

const refused: Readonly<Record<MutationName, (() => Promise<Refused>) | string>> = {
  ApproveChange: async () => {
    const pending = await requestBy('helen');
    await send(documents.WithdrawChangeDocument, 'helen', pending);
    const answer = await send(documents.ApproveChangeDocument, 'oscar', pending);
    return { answer, code: 'REQUEST_CLOSED', shows: { pendingChange: { state: 'WITHDRAWN' } } };
  },
  RejectChange: async () => {
    const pending = await requestBy('helen');
    await send(documents.WithdrawChangeDocument, 'helen', pending);
    const answer = await send(documents.RejectChangeDocument, 'oscar', pending);
    return { answer, code: 'REQUEST_CLOSED', shows: { pendingChange: { state: 'WITHDRAWN' } } };
  },
  WithdrawChange: async () => {
    const pending = await requestBy('helen');
    await send(documents.RejectChangeDocument, 'oscar', pending);
    const answer = await send(documents.WithdrawChangeDocument, 'helen', pending);
    return { answer, code: 'REQUEST_CLOSED', shows: { pendingChange: { state: 'REJECTED' } } };
  },
  TakeCampaignStep: async () => {
    const { campaigns } = on.ledger;
    if (campaigns === null) throw new Error('The ledger has no campaigns.');
    const id = await endedCampaign(campaigns, (ms) => void (on.now += ms));
    const input = { id: globalRecordId('ResetCampaign', id), step: 'PAUSE' as const };
    const answer = await send(documents.TakeCampaignStepDocument, 'amadmin', { input });
    return { answer, code: 'STATE_CONFLICT', shows: { campaign: { state: 'DONE' } } };
  },
  ResetOathDevices: async () => {
    await removedByColleague();
    const input = { ...own, expectedDeviceIds: [oath] };
    const answer = await send(documents.ResetOathDevicesDocument, 'bob', { input });
    return { answer, code: 'DEVICES_CHANGED', shows: oathList };
  },
  ResetPushDevices: async () => {
    const input = { ...own, expectedDeviceIds: [] };
    const answer = await send(documents.ResetPushDevicesDocument, 'bob', { input });
    const devices = [{ id: idOfDevice('bob', 'PUSH', deviceIds.bobPush) }];
    return {
      answer,
      code: 'DEVICES_CHANGED',
      shows: { devicesByKind: [{ kind: 'PUSH', devices }] },
    };
  },
  ResetDevices: async () => {
    await removedByColleague();
    const input = { ...own, kinds: ['OATH' as const], expectedDeviceIds: [oath] };
    const answer = await send(documents.ResetDevicesDocument, 'bob', { input });
    return { answer, code: 'DEVICES_CHANGED', shows: oathList };
  },
  RemoveDevice: async () => {
    await removedByColleague();
    const answer = await send(documents.RemoveDeviceDocument, 'bob', {
      input: { ...own, deviceId: oath },
    });
    return { answer, code: 'DEVICE_NOT_FOUND', shows: oathList };
  },
  RenameDevice: async () => {
    await removedByColleague();
    const answer = await send(documents.RenameDeviceDocument, 'bob', {
      input: { ...own, deviceId: oath, name: 'Work phone' },
    });
    return { answer, code: 'DEVICE_NOT_FOUND', shows: { ...oathList, device: null } };
  },
  EndSessions: async () => {
    const answer = await send(documents.EndSessionsDocument, 'bob', { input: own });
    return { answer, code: 'NOT_SUPPORTED', shows: { user: { id: idOfPerson('bob') } } };
  },
  ReportUnrecognisedChange: async () => {
    const change = await recorded(true);
    const answer = await send(documents.ReportUnrecognisedChangeDocument, 'bob', change);
    return { answer, code: 'NOT_REPORTABLE', shows: { change: { report: null } } };
  },
  TakeReport: async () => {
    const change = await recorded(false);
    await send(documents.ReportUnrecognisedChangeDocument, 'bob', change);
    await send(documents.TakeReportDocument, 'helen', change);
    const answer = await send(documents.TakeReportDocument, 'amadmin', change);
    const report = { takenBy: { amId: 'helen' } };
    return { answer, code: 'REPORT_TAKEN', shows: { change: { report } } };
  },
  RetryNotice: async () => {
    const change = await recorded(false);
    const answer = await send(documents.RetryNoticeDocument, 'helen', change);
    return { answer, code: 'NOT_RETRYABLE', shows: { change: change.input } };
  },
  SetThreatLevel: async () => {
    const until = new Date(on.now + 3_600_000).toISOString();
    const input = {
      realm: 'alpha',
      level: 'GUARDED' as const,
      until,
      reason: 'Calls by strangers.',
    };
    await send(documents.SetThreatLevelDocument, 'amadmin', { input });
    const lower = { input: { ...input, level: 'NORMAL' as const, until: null } };
    const answer = await send(documents.SetThreatLevelDocument, 'amadmin', lower);
    return { answer, code: 'SAME_PERSON', shows: { threatLevel: { level: 'GUARDED' } } };
  },
  CreateCampaign: 'a refused one creates nothing',
  RequestChange: 'a refused one creates nothing',
  StartPushProof: 'a refused one starts no proof',
  StartIdentityCheck: 'a refused one starts no check',
  CheckChange: 'the only refusal is that there is no such change',
  CheckPushProof: 'the only refusal is that there is no proof',
  ReadIdentityCheck: 'the only refusal is that there is no check',
  ProveByCode: 'a wrong code is a state of the proof, and no refusal',
};

const cases = Object.entries(refused).flatMap(([name, arrange]) =>
  typeof arrange === 'string' ? [] : [{ name, arrange }],
);

test('most mutations have an object', () => {
  expect(cases).toHaveLength(14);
});

test.each(cases)('a refused $name shows what is there now', async ({ arrange }) => {
  const { answer, code, shows } = await arrange();

  expect(listAt(answer, 'errors').map((error) => fieldAt(error, 'code'))).toEqual([code]);
  expect(answer).toMatchObject(shows);
});
