import type { ResetCampaignState } from '@identity-gateway/client';
import type { ShownCampaign } from './campaign.ts';

/** A step that the page can take. */
export type Step = 'check' | 'start' | 'pause' | 'resume' | 'retry' | 'abort';

/** The steps that each state permits. */
const stepsOf = {
  DRAFT: ['check', 'abort'],
  CHECKING: ['abort'],
  CHECKED: ['start', 'abort'],
  RUNNING: ['pause', 'retry', 'abort'],
  PAUSED: ['resume', 'retry', 'abort'],
  DONE: ['retry'],
  ABORTED: [],
} as const satisfies Record<ResetCampaignState, readonly Step[]>;

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
export function permittedSteps({
  state,
  progress,
  isCallerAnotherPerson,
}: Pick<ShownCampaign, 'state' | 'progress' | 'isCallerAnotherPerson'>): {
  readonly steps: ReadonlySet<Step>;
  readonly isForOthers: boolean;
} {
  const hasFailures = progress !== null && progress.failed > 0;
  const ofState: readonly Step[] = stepsOf[state];
  const steps = ofState.filter((step) => step !== 'retry' || hasFailures);
  const permitted = steps.filter((step) => isCallerAnotherPerson !== false || !isOfOthers(step));
  return { steps: new Set(permitted), isForOthers: permitted.length < steps.length };
}

function isOfOthers(step: Step): boolean {
  return step === 'start' || step === 'retry';
}
