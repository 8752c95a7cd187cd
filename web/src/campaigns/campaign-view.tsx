import type { ReactNode } from 'react';
import type { ReadFailure } from '../data/failure.ts';
import { Button } from '../parts/button.tsx';
import { FailureText } from '../parts/failure-panel.tsx';
import { Note } from '../parts/note.tsx';
import { Text, useText } from '../text/text.tsx';
import { RankCard } from '../insights/rank-card.tsx';
import { CampaignFacts } from './campaign-facts.tsx';
import { CampaignProgress } from './campaign-progress.tsx';
import { CampaignSteps } from './campaign-steps.tsx';
import { CodesNote } from './codes-note.tsx';
import { dryRunRows, failureRows, resultRows } from './count-rows.ts';
import { SaveResults } from './save-results.tsx';
import { progressIn } from './campaign.ts';
import type { ShownCampaign } from './campaign.ts';

/** A campaign that was read: progress, steps, counts, and who created and started it. */
export function CampaignView({
  campaign,
  readAt,
  failure,
  isBusy,
  refetch,
}: {
  readonly campaign: ShownCampaign;
  readonly readAt: Date;
  /** Why the last read failed; the figures are then those of the one before. */
  readonly failure: ReadFailure | null;
  readonly isBusy: boolean;
  readonly refetch: () => Promise<unknown>;
}): ReactNode {
  const { t } = useText();
  const { progress } = campaign;
  const all = Math.max(1, progressIn(campaign)?.all ?? 1);
  return (
    <>
      {failure !== null && <OldNote failure={failure} isBusy={isBusy} onRetry={refetch} />}
      <CampaignProgress campaign={campaign} readAt={readAt} refetch={refetch} />
      <CampaignSteps campaign={campaign} onTaken={() => void refetch()} />
      <CodesNote campaign={campaign} />
      <div className="insights-ranks">
        <RankCard
          title="campaign.results"
          name="results.result"
          rows={progress === null ? [] : resultRows({ state: campaign.state, progress }, t)}
          empty="campaign.noResults"
          whole={all}
        />
        <RankCard
          title="campaign.failures"
          name="call.reason"
          rows={failureRows(campaign, t)}
          empty="campaign.noFailures"
          whole={all}
        />
        <RankCard
          title="campaign.dryRun"
          name="campaign.found"
          rows={progress === null ? [] : dryRunRows(progress, t)}
          empty="campaign.noDryRun"
          whole={null}
        />
      </div>
      <SaveResults reference={campaign.reference} />
      <CampaignFacts campaign={campaign} />
    </>
  );
}

function OldNote({
  failure,
  isBusy,
  onRetry,
}: {
  readonly failure: ReadFailure;
  readonly isBusy: boolean;
  readonly onRetry: () => Promise<unknown>;
}): ReactNode {
  return (
    <Note icon="warn" isCaution>
      <p role="status">
        <Text id="campaign.old" /> <FailureText failure={failure} />
      </p>
      <Button isDense isBusy={isBusy} onPress={() => void onRetry()}>
        <Text id="campaign.refresh" />
      </Button>
    </Note>
  );
}
