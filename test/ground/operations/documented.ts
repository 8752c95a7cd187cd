/** The documented operations, with their callers and variables. */
import type { ClientDocument } from '../../../packages/client/client-document.ts';
import * as documents from '../../../packages/client/operations.ts';
import type {
  DeviceChangeTarget,
  RegisteredDeviceKind,
  SetRealmThreatLevelInput,
} from '../../../packages/client/operations.ts';
import { globalRecordId } from '../../../src/domain/devices/global-id.ts';
import { deviceIds, hotpCode } from '../../../src/sandbox/index.ts';
import type { ClientAnswer, TestGateway } from '../../support/gateway.ts';
import { idOfDevice } from '../../support/global-ids.ts';
import { requestedIds } from '../../support/one-approval.ts';
import { vendorProofId } from '../../support/one-proof.ts';
import type { SessionHeader } from '../../support/peer.ts';

/** The person of each kind of caller. All except self act for bob. */
export const callers = {
  self: 'bob',
  'help desk': 'helen',
  auditor: 'rita',
  'super user': 'amadmin',
} as const;
export type CallerKind = keyof typeof callers;

/** The person that an operation is about; null if the caller names no person. */
export type UserId = string | null;

/** One operation of `schema/operations`. */
export interface Documented {
  readonly name: string;
  /** The sha256 of its text. */
  readonly id: string;
  readonly text: string;
  /** The callers whose calls to AM are counted. The page omits the super user's answer. */
  readonly by: readonly CallerKind[];
  variables(userId: UserId): object;
  send(gateway: TestGateway, as: SessionHeader, userId: UserId): Promise<ClientAnswer<unknown>>;
  /** Passes the typed document and the variables to a client. */
  through<T>(client: Through<T>, userId: UserId): T;
}

/** Sends a typed document. */
type Through<T> = <D, V extends object>(document: ClientDocument<D, V>, variables: V) => T;

const exceptAuditor: readonly CallerKind[] = ['self', 'help desk', 'super user'];
const notHelpDesk: readonly CallerKind[] = ['self', 'super user'];
const kinds: RegisteredDeviceKind[] = ['OATH', 'TRUSTED'];
const newCampaign: documents.CreateResetCampaignInput = {
  realm: 'alpha',
  people: { csv: 'bob\nalice\n' },
  kinds: ['OATH'],
  reason: 'Seeds of the vendor were stolen.',
  pacePerMinute: 60,
  idempotencyKey: 'campaign-of-two',
};
const campaign = { id: globalRecordId('ResetCampaign', '4C8M-PGN2-XW7Q-0TRD') };
const lifted: SetRealmThreatLevelInput = {
  realm: 'alpha',
  level: 'NORMAL',
  reason: 'The attack is over.',
};
const recorded = { reference: '7K3M-9QXT-2BW4-C0HJ' };
const requested = { id: globalRecordId('PendingDeviceChange', requestedIds.byOscar) };
const codeOfBob = hotpCode(`5ec2e7c0de${deviceIds.bobOath.replaceAll('-', '')}`.slice(0, 40), 21);
const device = { deviceId: idOfDevice('bob', 'OATH', deviceIds.bobOath) };

/** The operations in the order of the page. */
export const operations: readonly Documented[] = [
  documented(documents.WhoAmIDocument, exceptAuditor, () => ({})),
  documented(documents.CapabilitiesDocument, ['self'], () => ({})),
  documented(documents.MyDevicesDocument, ['self'], () => ({})),
  documented(documents.AllMyDevicesDocument, ['self'], () => ({})),
  documented(documents.PageStartDocument, ['self', 'help desk'], () => ({})),
  documented(documents.MyDevicesPageDocument, ['self'], () => ({})),
  documented(documents.ChangeByKeyDocument, ['self'], () => ({
    idempotencyKey: '9d6f2b7c-5c1e-4e38-9a53-0b6f6f3c1d42',
  })),
  documented(documents.ChangeNoticesDocument, ['self', 'help desk'], () => ({
    reference: recorded.reference,
  })),
  documented(documents.SearchPeopleDocument, ['help desk', 'super user'], (text) => ({
    search: text ?? 'bob',
    first: 10,
  })),
  documented(documents.PersonDevicesDocument, exceptAuditor, (id) => ({ id: id ?? 'bob' })),
  documented(documents.HelpDeskPersonDocument, ['help desk', 'super user'], (id) => ({
    id: id ?? 'bob',
  })),
  documented(documents.PersonHistoryDocument, exceptAuditor, (id) => ({
    id: id ?? 'bob',
    first: 10,
  })),
  documented(documents.RealmHistoryDocument, ['help desk', 'auditor', 'super user'], () => ({
    first: 10,
  })),
  documented(documents.RealmInsightsDocument, ['auditor', 'super user'], () => ({ days: 2 })),
  documented(documents.RealmCoverageDocument, ['auditor', 'super user'], () => ({})),
  documented(
    documents.ThreatLevelDocument,
    ['self', 'help desk', 'auditor', 'super user'],
    () => ({}),
  ),
  documented(documents.SetThreatLevelDocument, ['super user'], () => ({ input: lifted })),
  documented(documents.PersonActionsDocument, exceptAuditor, (id) => ({ id: id ?? 'bob' })),
  documented(documents.ResetOathDevicesDocument, exceptAuditor, (id) => ({ input: about(id) })),
  documented(documents.ResetPushDevicesDocument, exceptAuditor, (id) => ({ input: about(id) })),
  documented(documents.ResetDevicesDocument, exceptAuditor, (id) => ({
    input: { ...about(id), kinds },
  })),
  documented(documents.RemoveDeviceDocument, notHelpDesk, (id) => ({
    input: { ...about(id), ...device },
  })),
  documented(documents.RenameDeviceDocument, notHelpDesk, (id) => ({
    input: { ...about(id), ...device, name: 'Work phone' },
  })),
  documented(documents.ReportUnrecognisedChangeDocument, ['self'], () => ({ input: recorded })),
  documented(documents.CheckChangeDocument, exceptAuditor, () => ({ input: recorded })),
  documented(documents.TakeReportDocument, ['help desk', 'super user'], () => ({
    input: recorded,
  })),
  documented(documents.RetryNoticeDocument, ['help desk', 'super user'], () => ({
    input: recorded,
  })),
  documented(documents.EndSessionsDocument, exceptAuditor, (id) => ({ input: about(id) })),
  documented(documents.RequestChangeDocument, ['help desk'], (id) => ({
    input: { ...about(id ?? 'bob'), change: { reset: kinds } },
  })),
  documented(documents.ApproveChangeDocument, ['help desk'], () => ({
    input: { ...requested, note: 'I know them' },
  })),
  documented(documents.RejectChangeDocument, ['help desk'], () => ({ input: requested })),
  documented(documents.WithdrawChangeDocument, ['help desk'], () => ({
    input: { id: globalRecordId('PendingDeviceChange', requestedIds.byHelen) },
  })),
  documented(documents.PendingChangesDocument, ['help desk', 'super user'], () => ({ first: 10 })),
  documented(documents.PendingChangeDocument, ['help desk'], () => requested),
  documented(documents.StartPushProofDocument, ['help desk'], (id) => ({
    input: { user: userOf(id) },
  })),
  documented(documents.CheckPushProofDocument, ['help desk'], (id) => ({
    input: { user: userOf(id), proofId: 'Vn3Jw0mQZk2y8tB5uR7xXg' },
  })),
  documented(documents.ProveByCodeDocument, ['help desk'], (id) => ({
    input: { user: userOf(id), code: codeOfBob },
  })),
  documented(documents.StartIdentityCheckDocument, ['help desk'], (id) => ({
    input: { user: userOf(id) },
  })),
  documented(documents.ReadIdentityCheckDocument, ['help desk'], (id) => ({
    input: { user: userOf(id), proofId: vendorProofId },
  })),
  documented(documents.CampaignsDocument, ['super user'], () => ({ first: 10 })),
  documented(documents.CampaignDocument, ['super user'], () => campaign),
  documented(documents.CampaignLinesDocument, ['super user'], () => campaign),
  documented(documents.CreateCampaignDocument, ['super user'], () => ({ input: newCampaign })),
  documented(documents.TakeCampaignStepDocument, ['super user'], () => ({
    input: { ...campaign, step: 'CHECK' as const },
  })),
  documented(documents.CampaignPeopleDocument, ['super user'], () => campaign),
];

function documented<D, V extends object>(
  document: ClientDocument<D, V>,
  by: readonly CallerKind[],
  variables: (userId: UserId) => V,
): Documented {
  const { hash: id, text } = document.__meta__;
  const [, name = ''] = /^(?:query|mutation) (\w+)/m.exec(text) ?? [];
  return {
    name,
    id,
    text,
    by,
    variables,
    send: (gateway, as, userId) => gateway.send(document, variables(userId), as),
    through: (client, userId) => client(document, variables(userId)),
  };
}

function userOf(id: UserId): { readonly id: string } {
  return { id: id ?? 'bob' };
}

function about(id: UserId): { readonly target: DeviceChangeTarget } {
  return { target: id === null ? { me: true } : { user: { id } } };
}
