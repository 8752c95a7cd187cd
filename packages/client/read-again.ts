import type { MutationName, QueryName } from './operations.ts';

/**
 * After each mutation: the queries that show what has changed although its response does not
 * contain it. A cache reads them again; it updates all other queries by the response.
 */
export const readAgainAfter: Readonly<Record<MutationName, readonly QueryName[]>> = {
  ApproveChange: [
    'PendingChanges',
    'PersonActions',
    'PersonHistory',
    'RealmHistory',
    'RealmInsights',
  ],
  CheckChange: ['HelpDeskPerson', 'MyDevicesPage', 'RealmHistory', 'RealmInsights'],
  CheckPushProof: [],
  CreateCampaign: ['Campaigns'],
  EndSessions: ['PersonActions', 'PersonHistory', 'RealmHistory', 'RealmInsights'],
  ProveByCode: ['HelpDeskPerson', 'PersonDevices'],
  ReadIdentityCheck: [],
  RejectChange: ['PendingChanges', 'PersonActions', 'RealmHistory', 'RealmInsights'],
  RemoveDevice: ['PersonActions', 'PersonHistory', 'RealmHistory', 'RealmInsights'],
  RenameDevice: ['PersonActions', 'PersonHistory', 'RealmHistory', 'RealmInsights'],
  ReportUnrecognisedChange: [],
  RequestChange: ['PendingChanges'],
  ResetDevices: ['PersonActions', 'PersonHistory', 'RealmHistory', 'RealmInsights'],
  ResetOathDevices: ['PersonActions', 'PersonHistory', 'RealmHistory', 'RealmInsights'],
  ResetPushDevices: ['PersonActions', 'PersonHistory', 'RealmHistory', 'RealmInsights'],
  RetryNotice: [],
  SetThreatLevel: ['HelpDeskPerson', 'PersonActions'],
  StartIdentityCheck: [],
  StartPushProof: [],
  TakeCampaignStep: ['Campaign', 'CampaignLines', 'CampaignPeople'],
  TakeReport: ['RealmHistory', 'RealmInsights'],
  WithdrawChange: ['PendingChanges', 'PersonActions', 'RealmHistory'],
};
