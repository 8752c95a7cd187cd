import { CampaignLineState } from '../../domain/campaign-line.ts';
import { CampaignSource, CampaignState } from '../../domain/campaign.ts';
import { register } from '../enums.ts';

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

register(CampaignSource, {
  name: 'ResetCampaignSource',
  description: 'Where a person took a step of a campaign.',
  values: {
    COMMAND_LINE: 'On the command line. The name is stated, and AM has not confirmed it.',
    GRAPHQL: 'By this API. AM has confirmed the person.',
    GATEWAY: 'The gateway itself.',
  },
});

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

export { CampaignLineState, CampaignSource, CampaignState };
