import type { MutationName, QueryName } from './operations.ts';

/**
 * After each mutation: the queries that show what has changed although its response does not
 * contain it. A cache reads them again; it updates all other queries by the response.
 */
export const readAgainAfter: Readonly<Record<MutationName, readonly QueryName[]>> = {
  ApproveChange: ['PendingChanges', 'PersonActions', 'RealmHistory', 'RealmInsights'],
  CheckPushProof: [],
  CheckSignedProof: [],
  CreateCampaign: ['Campaigns'],
  EndSessions: ['PersonActions', 'RealmHistory', 'RealmInsights'],
  ProveByCode: ['HelpDeskPerson', 'PersonDevices'],
  RejectChange: ['PendingChanges'],
  RemoveDevice: ['PersonActions', 'RealmHistory', 'RealmInsights'],
  RenameDevice: ['PersonActions', 'RealmHistory', 'RealmInsights'],
  ReportUnrecognisedChange: [],
  RequestChange: ['PendingChanges'],
  ResetDevices: ['PersonActions', 'RealmHistory', 'RealmInsights'],
  ResetOathDevices: ['PersonActions', 'RealmHistory', 'RealmInsights'],
  ResetPushDevices: ['PersonActions', 'RealmHistory', 'RealmInsights'],
  RetryNotice: [],
  SetThreatLevel: ['HelpDeskPerson', 'PersonActions'],
  StartPushProof: [],
  TakeCampaignStep: ['CampaignLines', 'CampaignPeople'],
  TakeReport: ['RealmHistory', 'RealmInsights'],
  WithdrawChange: ['PendingChanges'],
};
