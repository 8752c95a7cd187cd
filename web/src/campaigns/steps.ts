import type { ResetCampaignState, ResetCampaignStep } from '@identity-gateway/client';
import type { ShownCampaign } from './campaign.ts';

/** A step of a campaign, as messages name it. */
export type Step = Lowercase<ResetCampaignStep>;

/** The steps as the schema names them, in the order of their buttons. */
export const stepNames = {
  check: 'CHECK',
  start: 'START',
  pause: 'PAUSE',
  resume: 'RESUME',
  retry: 'RETRY',
  abort: 'ABORT',
} as const satisfies Record<Step, ResetCampaignStep>;

const isStep = (name: string): name is Step => Object.hasOwn(stepNames, name);
const allSteps = Object.keys(stepNames).filter(isStep);

/** The step that leads on, whichever a state permits; the others are beside it. */
export const mainSteps = ['start', 'resume', 'pause', 'check'] as const;

/** The states to which a step leads. */
const leadsTo = {
  check: ['CHECKING'],
  start: ['RUNNING'],
  pause: ['PAUSED'],
  resume: ['RUNNING'],
  retry: ['RUNNING'],
  abort: ['ABORTED'],
} as const satisfies Record<Step, readonly ResetCampaignState[]>;

/** A step that was taken, and the state of the campaign before it. */
export interface TakenStep {
  readonly step: Step;
  readonly from: ResetCampaignState;
}

/** Whether the answer to a step still describes the campaign: it may have ended since. */
export function isCurrent({ step, from }: TakenStep, state: ResetCampaignState): boolean {
  const reached: readonly ResetCampaignState[] = leadsTo[step];
  return state === from || reached.includes(state);
}

/** Returns the steps to offer, and whether only another person than the creator can take one. */
export function permittedSteps({ possibleSteps }: Pick<ShownCampaign, 'possibleSteps'>): {
  readonly steps: ReadonlySet<Step>;
  readonly isForOthers: boolean;
} {
  const all = possibleSteps ?? [];
  // If AM does not say who the caller is, the gateway decides when they try.
  const offered = all.filter(({ isForCaller }) => isForCaller !== false);
  const own = allSteps.filter((name) => offered.some(({ step }) => step === stepNames[name]));
  return { steps: new Set(own), isForOthers: offered.length < all.length };
}

/** Returns the steps that reset no one: those that the strictest threat level leaves. */
export function withoutChanges(steps: ReadonlySet<Step>): ReadonlySet<Step> {
  return new Set([...steps].filter((step) => !resetting.has(step)));
}

const resetting: ReadonlySet<Step> = new Set(['start', 'resume', 'retry']);
