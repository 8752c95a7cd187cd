import { sampleAnswers } from './sample-answers.ts';
import { failures } from './sample-input.ts';
import type { SampleInput, SampleVariables } from './sample-input.ts';
import type {
  CampaignLinesQuery,
  CampaignPeopleQuery,
  CampaignQuery,
  ResetCampaignState,
} from './operations.ts';

type Campaign = NonNullable<CampaignQuery['resetCampaign']>;
type NodesOf<Q extends { readonly resetCampaign: { readonly lines: object | null } | null }> =
  NonNullable<NonNullable<Q['resetCampaign']>['lines']>;
type PersonLine = NodesOf<CampaignPeopleQuery>['nodes'][number];
type Line = NodesOf<CampaignLinesQuery>['nodes'][number] & PersonLine;

/** The mutations that take a step of a campaign. */
export type CampaignMutation =
  | 'CheckCampaign'
  | 'StartCampaign'
  | 'PauseCampaign'
  | 'ResumeCampaign'
  | 'AbortCampaign'
  | 'RetryFailedOfCampaign';

/** From which states a step can be taken, and to which it leads. */
export const campaignSteps: Readonly<
  Record<CampaignMutation, { from: readonly ResetCampaignState[]; to: ResetCampaignState }>
> = {
  CheckCampaign: { from: ['DRAFT', 'CHECKED'], to: 'CHECKING' },
  StartCampaign: { from: ['CHECKED'], to: 'RUNNING' },
  PauseCampaign: { from: ['RUNNING'], to: 'PAUSED' },
  ResumeCampaign: { from: ['PAUSED'], to: 'RUNNING' },
  AbortCampaign: { from: ['DRAFT', 'CHECKING', 'CHECKED', 'RUNNING', 'PAUSED'], to: 'ABORTED' },
  RetryFailedOfCampaign: { from: ['DONE', 'RUNNING', 'PAUSED'], to: 'RUNNING' },
};

const started = sampleAnswers.StartCampaign.startResetCampaign?.campaign;
const at = started?.since ?? '';
const longLines = sampleAnswers.CampaignLines.resetCampaign?.lines?.nodes ?? [];

/** The campaign of the samples, and its lines. While it runs, each read is a minute later. */
export class SampleCampaigns {
  #campaign = sampleAnswers.Campaign.resetCampaign;
  #lines: readonly Line[] = (
    sampleAnswers.CampaignPeople.resetCampaign?.lines?.nodes ?? []
  ).flatMap((line) =>
    longLines.filter(({ number }) => number === line.number).map((long) => ({ ...long, ...line })),
  );

  /** Creates the campaign anew, before its dry run. Returns the members of its payload. */
  create(input: SampleInput): object {
    const campaign = sampleAnswers.Campaign.resetCampaign;
    if (campaign === null) return { campaign, errors: [] };
    const { kinds, reason, ticket = null } = input;
    const plan = {
      kinds: [...(kinds ?? campaign.kinds)],
      reason: reason ?? campaign.reason,
      ticket,
    };
    const begun = { startedAt: null, startedBy: null, endedAt: null };
    this.#campaign = { ...campaign, ...plan, ...begun, state: 'DRAFT', since: at };
    return { campaign: this.#campaign, errors: [] };
  }

  /** Takes a step. Returns the members of its payload. */
  take(name: CampaignMutation, { id }: SampleInput): object {
    const campaign = this.#find(id);
    if (campaign === null) return { campaign, errors: [failures.noSuchCampaign] };
    const { from, to } = campaignSteps[name];
    if (!from.includes(campaign.state)) return { campaign: null, errors: [failures.wrongState] };
    const { startedAt = null, startedBy = null } = started ?? {};
    const isStart = name === 'StartCampaign';
    this.#campaign = {
      ...(name === 'RetryFailedOfCampaign' ? withoutFailures(campaign) : campaign),
      ...(isStart && { startedAt, startedBy }),
      state: to,
      since: at,
      endedAt: to === 'ABORTED' ? at : null,
    };
    return { campaign: this.#campaign, errors: [] };
  }

  /** The campaign, a minute later if it runs; `reset` resets the people of its lines. */
  read(
    { id }: SampleVariables,
    reset: (campaign: Campaign) => NonNullable<PersonLine['change']>,
  ): Campaign | null {
    const campaign = this.#find(id);
    if (campaign?.state === 'CHECKING') this.#campaign = { ...campaign, state: 'CHECKED' };
    if (campaign?.state !== 'RUNNING') return this.#find(id);
    if (this.#lines.some(({ state }) => state === 'WAITING')) {
      const change = reset(campaign);
      const { reference: changeReference } = change;
      const done = { state: 'DONE', result: 'DONE', changeReference, change, endedAt: at } as const;
      this.#lines = this.#lines.map((line) =>
        line.state === 'WAITING' ? { ...line, ...done } : line,
      );
    }
    this.#campaign = afterMinute(campaign);
    return this.#campaign;
  }

  /** The campaign with a page of its lines. */
  lines({ id, state, first, after }: SampleVariables): object | null {
    const campaign = this.#find(id);
    if (campaign === null) return null;
    const matches = this.#lines.filter((line) => !state || line.state === state);
    const rest = matches.filter(({ number }) => number > Number(after ?? 0));
    const nodes = rest.slice(0, first ?? 100);
    const endCursor = nodes.at(-1)?.number.toString() ?? null;
    const hasNextPage = rest.length > nodes.length;
    const pageInfo = { endCursor, hasNextPage, __typename: 'PageInfo' };
    const lines = { nodes, pageInfo, __typename: 'ResetCampaignLineConnection' };
    return { ...campaign, lines };
  }

  /** The campaigns. */
  list({ after }: SampleVariables): object {
    const nodes = after || this.#campaign === null ? [] : [this.#campaign];
    const endCursor = nodes.at(-1)?.reference ?? null;
    const pageInfo = { endCursor, hasNextPage: false, __typename: 'PageInfo' };
    return { nodes, pageInfo, __typename: 'ResetCampaignConnection' };
  }

  #find(id: unknown): Campaign | null {
    return id === this.#campaign?.id ? this.#campaign : null;
  }
}

function withoutFailures(campaign: Campaign): Campaign {
  const { progress } = campaign;
  if (progress === null) return campaign;
  const waiting = progress.waiting + progress.failed;
  return { ...campaign, failures: [], progress: { ...progress, waiting, failed: 0 } };
}

/** As many people are done as the pace permits in a minute. */
function afterMinute(campaign: Campaign): Campaign {
  const { progress, pacePerMinute: pace } = campaign;
  if (progress === null) return campaign;
  const done = progress.done + Math.min(pace, progress.waiting);
  const waiting = Math.max(0, progress.waiting - pace);
  const outcomes: typeof progress.outcomes = [
    { result: 'DONE', count: done, __typename: 'ResetCampaignResultCount' },
  ];
  const secondsLeft = Math.ceil((waiting * 60) / pace);
  const now = { ...progress, done, waiting, outcomes, perMinute: pace, secondsLeft };
  if (waiting > 0) return { ...campaign, progress: now };
  const over = { state: 'DONE', since: at, endedAt: at } as const;
  return { ...campaign, ...over, progress: { ...now, perMinute: 0, secondsLeft: null } };
}
