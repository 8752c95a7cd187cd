import { sampleAnswers } from './sample-answers.ts';
import { failures, isSampleUser, type SampleInput } from './sample-input.ts';
import type { CampaignMutation } from './sample-campaigns.ts';
import type { SampleState } from './sample-state.ts';

type Step = (state: SampleState, input: SampleInput) => object;

const {
  AbortCampaign,
  CheckCampaign,
  CheckPushProof,
  CheckSignedProof,
  CreateCampaign,
  PauseCampaign,
  ProveByCode,
  ReportUnrecognisedChange,
  ResumeCampaign,
  RetryFailedOfCampaign,
  RetryNotice,
  StartCampaign,
  StartPushProof,
  TakeReport,
} = sampleAnswers;

/** The mutations that change no device themselves. */
type SampleStep =
  | CampaignMutation
  | 'CreateCampaign'
  | 'StartPushProof'
  | 'CheckPushProof'
  | 'CheckSignedProof'
  | 'ProveByCode'
  | 'ReportUnrecognisedChange'
  | 'TakeReport'
  | 'RetryNotice';

/** The payload of each mutation that changes no device itself. */
export const sampleSteps: Readonly<Record<SampleStep, Step>> = {
  CreateCampaign: (state, input) => ({
    createResetCampaign: {
      ...CreateCampaign.createResetCampaign,
      ...state.campaigns.create(input),
    },
  }),
  CheckCampaign: (state, input) => ({
    checkResetCampaign: {
      ...CheckCampaign.checkResetCampaign,
      ...state.campaigns.take('CheckCampaign', input),
    },
  }),
  StartCampaign: (state, input) => ({
    startResetCampaign: {
      ...StartCampaign.startResetCampaign,
      ...state.campaigns.take('StartCampaign', input),
    },
  }),
  PauseCampaign: (state, input) => ({
    pauseResetCampaign: {
      ...PauseCampaign.pauseResetCampaign,
      ...state.campaigns.take('PauseCampaign', input),
    },
  }),
  ResumeCampaign: (state, input) => ({
    resumeResetCampaign: {
      ...ResumeCampaign.resumeResetCampaign,
      ...state.campaigns.take('ResumeCampaign', input),
    },
  }),
  AbortCampaign: (state, input) => ({
    abortResetCampaign: {
      ...AbortCampaign.abortResetCampaign,
      ...state.campaigns.take('AbortCampaign', input),
    },
  }),
  RetryFailedOfCampaign: (state, input) => ({
    retryFailedOfResetCampaign: {
      ...RetryFailedOfCampaign.retryFailedOfResetCampaign,
      ...state.campaigns.take('RetryFailedOfCampaign', input),
    },
  }),
  StartPushProof: (_state, input) => ({
    startDeviceOwnerPushProof: {
      ...StartPushProof.startDeviceOwnerPushProof,
      ...unproven(input),
    },
  }),
  CheckPushProof: (_state, input) => {
    const payload = CheckPushProof.checkDeviceOwnerPushProof;
    const isOther = input.proofId !== payload?.proof?.proofId;
    const failure = isOther && { proof: null, errors: [failures.noSuchProof] };
    return { checkDeviceOwnerPushProof: { ...payload, ...failure, ...unproven(input) } };
  },
  CheckSignedProof: (_state, input) => ({
    checkSignedDeviceOwnerProof: {
      ...CheckSignedProof.checkSignedDeviceOwnerProof,
      ...unproven(input),
    },
  }),
  ProveByCode: (_state, input) => ({
    proveDeviceOwnerByCode: { ...ProveByCode.proveDeviceOwnerByCode, ...unproven(input) },
  }),
  ReportUnrecognisedChange: (state, input) => {
    const payload = ReportUnrecognisedChange.reportUnrecognisedDeviceChange;
    const { change } = payload ?? {};
    return { reportUnrecognisedDeviceChange: { ...payload, ...marked(state, input, change) } };
  },
  TakeReport: (state, input) => {
    const payload = TakeReport.takeDeviceChangeReport;
    return { takeDeviceChangeReport: { ...payload, ...marked(state, input, payload?.change) } };
  },
  RetryNotice: (state, input) => {
    const payload = RetryNotice.retryDeviceChangeNotice;
    return { retryDeviceChangeNotice: { ...payload, ...marked(state, input, payload?.change) } };
  },
};

/** The payload's members if the person is not in the samples. */
function unproven({ user }: SampleInput): object {
  const failure = { ...failures.noSuchPerson, path: ['input', 'user', 'id'] };
  return user && isSampleUser(user) ? {} : { proof: null, errors: [failure] };
}

/** Adds a report or notices to a recorded change. Returns the payload's members. */
function marked(state: SampleState, { reference }: SampleInput, mark: Mark): object {
  const change = state.history.mark(reference, mark ?? {});
  return change === null ? { change, errors: [failures.noSuchChange] } : { change };
}

type Mark = Parameters<SampleState['history']['mark']>[1] | null | undefined;
