/** How the samples of the client package were taken, and the steps before them. */
import {
  type ClientDocument,
  PauseCampaignDocument,
  StartCampaignDocument,
} from '../../packages/client/index.ts';
import { sampleAnswers } from '../../packages/client/samples.ts';
import type { CallerKind } from '../ground/operations/documented.ts';

type StepVariables = { readonly input: { readonly id: string } };

/** The campaign of the samples. */
export const campaign = { id: sampleAnswers.Campaign.resetCampaign?.id ?? '' };

/** The steps of the campaign after which a step is possible. */
export const stepsBefore: Readonly<
  Record<string, readonly ClientDocument<unknown, StepVariables>[]>
> = {
  PauseCampaign: [StartCampaignDocument],
  ResumeCampaign: [StartCampaignDocument, PauseCampaignDocument],
  AbortCampaign: [StartCampaignDocument],
  RetryFailedOfCampaign: [StartCampaignDocument],
};

/** The samples show the last caller except the super user; the user themselves name no one. */
export function shownFor(by: readonly CallerKind[]): 'bob' | null {
  return by.findLast((caller) => caller !== 'super user') === 'self' ? null : 'bob';
}

/** The samples were taken without a record; the handlers record changes. */
export function withoutHistory(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data, (key, value) => (key === 'history' ? null : value)));
}
