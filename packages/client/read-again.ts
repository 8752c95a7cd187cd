import type { MutationName, QueryName } from './operations.ts';

/**
 * After each mutation: the queries that show what has changed although its response does not
 * contain it. A cache reads them again; it updates all other queries by the response.
 */
export const readAgainAfter: Readonly<Record<MutationName, readonly QueryName[]>> = {
  ApproveChange: ['PendingChanges', 'RealmHistory', 'RealmInsights'],
  CheckPushProof: [],
  CheckSignedProof: [],
  CreateCampaign: ['Campaigns'],
  EndSessions: ['RealmHistory', 'RealmInsights'],
  ProveByCode: ['HelpDeskPerson', 'PersonDevices'],
  RejectChange: ['PendingChanges'],
  RemoveDevice: ['RealmHistory', 'RealmInsights'],
  RenameDevice: ['RealmHistory', 'RealmInsights'],
  ReportUnrecognisedChange: [],
  RequestChange: ['PendingChanges'],
  ResetDevices: ['RealmHistory', 'RealmInsights'],
  ResetOathDevices: ['RealmHistory', 'RealmInsights'],
  ResetPushDevices: ['RealmHistory', 'RealmInsights'],
  RetryNotice: [],
  SetThreatLevel: ['HelpDeskPerson', 'PersonActions'],
  StartPushProof: [],
  TakeCampaignStep: ['CampaignLines'],
  TakeReport: ['RealmHistory', 'RealmInsights'],
  WithdrawChange: ['PendingChanges'],
};
