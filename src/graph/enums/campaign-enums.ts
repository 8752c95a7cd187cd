import {
  campaignResults,
  type CampaignResult,
  type LineState,
} from '../../domain/campaign/campaign-line.ts';
import type { RequestedStep } from '../../domain/campaign/campaign-steps.ts';
import { CampaignHold, CampaignState } from '../../domain/campaign/campaign.ts';
import { register } from './register-enum.ts';

register(CampaignState, {
  name: 'ResetCampaignState',
  description: 'The state of a campaign.',
  values: {
    DRAFT: 'Created. No devices were read yet.',
    CHECKING: 'Its dry run reads the devices of each person.',
    CHECKED: 'Its dry run has ended. Another person can start it.',
    RUNNING: 'It resets people.',
    PAUSED: 'It was paused, and can be resumed.',
    DONE: 'Each person is done, failed or skipped. Failures can be tried again.',
    ABORTED: 'It was ended before the last person.',
  },
});

/** The states of a line by their names in the schema. */
const CampaignLineState = {
  WAITING: 'waiting',
  RUNNING: 'running',
  DONE: 'done',
  FAILED: 'failed',
  SKIPPED: 'skipped',
} as const satisfies Readonly<Record<Uppercase<LineState>, LineState>>;

register(CampaignLineState, {
  name: 'ResetCampaignLineState',
  description: 'What has become of a line of a campaign.',
  values: {
    WAITING: 'The person is not reached yet, or is tried again later.',
    RUNNING: 'The person is in progress.',
    DONE: 'The person has no device of these kinds.',
    FAILED: 'The reset failed or has an unknown outcome.',
    SKIPPED: 'No one is reset for this line.',
  },
});

/** The steps of a campaign by their names in the schema. */
const CampaignStep = {
  CHECK: 'dry run started',
  START: 'started',
  PAUSE: 'paused',
  RESUME: 'resumed',
  ABORT: 'aborted',
  RETRY: 'failures retried',
} as const satisfies Readonly<Record<string, RequestedStep>>;

register(CampaignStep, {
  name: 'ResetCampaignStep',
  description: 'A step of a campaign.',
  values: {
    CHECK:
      'Starts the dry run, which reads the devices of each person and changes nothing. Its end is seen in the state and the progress.',
    START:
      'Starts a campaign whose dry run has ended. Another person than its creator must start it.',
    PAUSE: 'Pauses a running campaign. People in progress are finished.',
    RESUME: 'Continues a paused campaign where it stopped.',
    ABORT: 'Ends a campaign for good. People in progress are finished.',
    RETRY:
      'Tries people whose reset failed again, also after the end. Another person than the creator must do it.',
  },
});

register(CampaignHold, {
  name: 'ResetCampaignHold',
  description: 'Why no one is reset although a campaign runs. New values may be added.',
  values: {
    THREAT_LEVEL: 'The threat level permits no change.',
    AM_FAILS: 'AM fails. One person at a time is tried.',
    NOT_PERMITTED:
      'Its creator, or the person who started it, may no longer run it. Another administrator can create a new campaign.',
  },
});

const CampaignResult: Readonly<Record<string, CampaignResult>> = Object.fromEntries(
  campaignResults.map((result) => [result, result]),
);

const resultMeanings: Readonly<Record<CampaignResult, string>> = {
  DONE: 'The devices were removed.',
  NOTHING_TO_RESET: 'The person had no device of these kinds.',
  BAD_LINE: 'The line has no name of a user. It is skipped.',
  DUPLICATE: 'An earlier line has the same person. It is skipped.',
  UNKNOWN_NAME: 'The realm has no such user. The line is skipped.',
  OUTSIDE_AREA: "The campaign's area has no such person. The line is skipped.",
  PRIVILEGED: 'The person is privileged, and is skipped.',
  OWN_ACCOUNT: 'The person created or started the campaign, and is skipped.',
  UNKNOWN: 'The outcome is unknown.',
  NOT_DONE: 'No device was removed.',
  PARTLY_DONE: 'Some devices were removed, and others may be left.',
  FAILED: 'It failed, with the code in `refusal`.',
};

register(CampaignResult, {
  name: 'ResetCampaignResult',
  description: 'The outcome of a line, or why its person was skipped. New values may be added.',
  values: resultMeanings,
});

export { CampaignHold, CampaignLineState, CampaignResult, CampaignState, CampaignStep };
