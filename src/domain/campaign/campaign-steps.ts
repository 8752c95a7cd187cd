import { isAnotherPerson } from './campaign-people.ts';
import type { Campaign, CampaignActor, CampaignState } from './campaign.ts';
import type { Limited } from '../values/limit.ts';

/** The steps of a campaign's life, as the ledger records them. */
export const campaignSteps = [
  'created',
  'dry run started',
  'dry run ended',
  'started',
  'paused',
  'resumed',
  'aborted',
  'failures retried',
  'done',
] as const;
export type CampaignStep = (typeof campaignSteps)[number];

/** A step that a person requests. */
export const requestedSteps = [
  'dry run started',
  'started',
  'paused',
  'resumed',
  'aborted',
  'failures retried',
] as const satisfies readonly CampaignStep[];
export type RequestedStep = (typeof requestedSteps)[number];

/** A step as a record in the realm's chain. */
export interface RecordedCampaignStep {
  readonly id: string;
  readonly step: CampaignStep;
  readonly actor: CampaignActor;
  /** What the step decided or counted. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** Why a step was not taken. */
export type StepRefusal =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'state'; readonly state: CampaignState }
  | { readonly kind: 'same person'; readonly name: string }
  /** The actor has taken too many steps. */
  | Limited;

/** A step that was taken, or why it was not. */
export type StepResult =
  { readonly kind: 'taken'; readonly campaign: Campaign; readonly lines: number } | StepRefusal;

/** A step to take. */
export interface StepRequest {
  readonly id: string;
  readonly step: RequestedStep;
  readonly actor: CampaignActor;
}

/** What a step needs and leads to. */
interface StepRule {
  readonly from: readonly CampaignState[];
  readonly to: CampaignState;
  /** Whether another person than the creator must take the step. */
  readonly needsAnother?: true;
  /** Whether it stops work, which no limit prevents. */
  readonly isStop?: true;
}

/** The steps of a campaign, for the command line and for GraphQL. */
export const stepRules: Readonly<Record<RequestedStep, StepRule>> = {
  'dry run started': { from: ['DRAFT', 'CHECKED'], to: 'CHECKING' },
  started: { from: ['CHECKED'], to: 'RUNNING', needsAnother: true },
  paused: { from: ['RUNNING'], to: 'PAUSED', isStop: true },
  resumed: { from: ['PAUSED'], to: 'RUNNING' },
  aborted: {
    from: ['DRAFT', 'CHECKING', 'CHECKED', 'RUNNING', 'PAUSED'],
    to: 'ABORTED',
    isStop: true,
  },
  'failures retried': { from: ['DONE', 'RUNNING', 'PAUSED'], to: 'RUNNING', needsAnother: true },
};

/** The steps that a campaign permits now. Failures are retried only if it has some. */
export function possibleSteps(
  { state }: Pick<Campaign, 'state'>,
  { failed }: { readonly failed: number },
): readonly RequestedStep[] {
  return requestedSteps.filter(
    (step) => stepRules[step].from.includes(state) && (step !== 'failures retried' || failed > 0),
  );
}

/** Why an actor cannot take a step now; null if they can. The ledger adds its limits. */
export function stepRefusal(
  { state, createdBy }: Pick<Campaign, 'state' | 'createdBy'>,
  { step, actor }: Pick<StepRequest, 'step' | 'actor'>,
): StepRefusal | null {
  const { from, needsAnother = false } = stepRules[step];
  if (!from.includes(state)) return { kind: 'state', state };
  if (needsAnother && !isAnotherPerson(createdBy, actor))
    return { kind: 'same person', name: createdBy.name };
  return null;
}
