import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import type { RequestedStep } from '../../domain/campaign/campaign-steps.ts';
import { Access, Granted } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import type { RequestContext } from '../request/context.ts';
import {
  AbortResetCampaignInput,
  CheckResetCampaignInput,
  PauseResetCampaignInput,
  ResumeResetCampaignInput,
  RetryFailedOfResetCampaignInput,
  StartResetCampaignInput,
} from './campaign.input.ts';
import {
  AbortResetCampaignPayload,
  CheckResetCampaignPayload,
  PauseResetCampaignPayload,
  ResumeResetCampaignPayload,
  RetryFailedOfResetCampaignPayload,
  StartResetCampaignPayload,
  stepError,
} from './campaign.payload.ts';
import {
  campaignsOf,
  permitCampaign,
  type CampaignGrant,
  actingCaller,
} from './permit-campaign.ts';
import { shownCampaign, type ShownCampaign } from './shown-campaign.ts';

interface StepFields {
  readonly campaign: ShownCampaign | null;
  readonly errors: readonly object[];
}

const rule = { effect: 'runCampaigns', permit: permitCampaign } as const;

@Resolver()
export class CampaignStepsResolver {
  @Access(rule)
  @Cost({ calls: 4 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => CheckResetCampaignPayload, {
    nullable: true,
    description:
      'Starts the dry run of a campaign, which reads the devices of each person and changes nothing. Its end is seen in the state and the progress.',
  })
  checkResetCampaign(
    @Arg('input', () => CheckResetCampaignInput, {
      description: 'The campaign whose dry run to start.',
    })
    _input: CheckResetCampaignInput,
    @Granted() grant: CampaignGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<StepFields> {
    return take('dry run started', grant, context);
  }

  @Access(rule)
  @Cost({ calls: 4 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => StartResetCampaignPayload, {
    nullable: true,
    description:
      'Starts a campaign whose dry run has ended. Another person than its creator must start it.',
  })
  startResetCampaign(
    @Arg('input', () => StartResetCampaignInput, { description: 'The campaign to start.' })
    _input: StartResetCampaignInput,
    @Granted() grant: CampaignGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<StepFields> {
    return take('started', grant, context);
  }

  @Access(rule)
  @Cost({ calls: 4 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => PauseResetCampaignPayload, {
    nullable: true,
    description: 'Pauses a running campaign. People in progress are finished.',
  })
  pauseResetCampaign(
    @Arg('input', () => PauseResetCampaignInput, { description: 'The campaign to pause.' })
    _input: PauseResetCampaignInput,
    @Granted() grant: CampaignGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<StepFields> {
    return take('paused', grant, context);
  }

  @Access(rule)
  @Cost({ calls: 4 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => ResumeResetCampaignPayload, {
    nullable: true,
    description: 'Continues a paused campaign where it stopped.',
  })
  resumeResetCampaign(
    @Arg('input', () => ResumeResetCampaignInput, { description: 'The campaign to resume.' })
    _input: ResumeResetCampaignInput,
    @Granted() grant: CampaignGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<StepFields> {
    return take('resumed', grant, context);
  }

  @Access(rule)
  @Cost({ calls: 4 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => AbortResetCampaignPayload, {
    nullable: true,
    description: 'Ends a campaign for good. People in progress are finished.',
  })
  abortResetCampaign(
    @Arg('input', () => AbortResetCampaignInput, { description: 'The campaign to abort.' })
    _input: AbortResetCampaignInput,
    @Granted() grant: CampaignGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<StepFields> {
    return take('aborted', grant, context);
  }

  @Access(rule)
  @Cost({ calls: 4 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => RetryFailedOfResetCampaignPayload, {
    nullable: true,
    description:
      'Tries people whose reset failed again, also after the end. Another person than the creator must do it.',
  })
  retryFailedOfResetCampaign(
    @Arg('input', () => RetryFailedOfResetCampaignInput, {
      description: 'The campaign whose failures to try again.',
    })
    _input: RetryFailedOfResetCampaignInput,
    @Granted() grant: CampaignGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<StepFields> {
    return take('failures retried', grant, context);
  }
}

/** Takes a step as the caller, by their directory entry. */
async function take(
  step: RequestedStep,
  grant: CampaignGrant | null,
  context: RequestContext,
): Promise<StepFields> {
  if (grant === null) return { campaign: null, errors: [stepError({ kind: 'unknown' })] };
  const actor = await actingCaller(context, grant);
  const result = await campaignsOf(context).take({ id: grant.campaign.id, step, actor });
  return result.kind === 'taken'
    ? { campaign: shownCampaign(result.campaign), errors: [] }
    : { campaign: null, errors: [stepError(result)] };
}
