import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { CampaignDocument } from '@identity-gateway/client';
import type { CampaignQuery } from '@identity-gateway/client';
import { readFailureOf } from '../data/failure.ts';
import type { ReadFailure } from '../data/failure.ts';
import type { QueryResult } from '../data/run-query.ts';
import { useQuery } from '../data/use-query.ts';
import { FailurePanel } from '../parts/failure-panel.tsx';
import { Loading } from '../parts/loading.tsx';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { ViewTitle } from '../shell/view-title.tsx';
import { Text } from '../text/text.tsx';
import { CampaignView } from './campaign-view.tsx';
import type { ShownCampaign } from './campaign.ts';

/** One campaign. While it is under way, the page reads it again by itself. */
export function CampaignPage({ id }: { readonly id: string }): ReactNode {
  const { result, isBusy, refetch } = useQuery(CampaignDocument, { id });
  const { latest, failure } = useLatest(result);
  usePageTitle('campaigns.title', latest?.campaign.reason ?? id);
  const number = <bdi className="number">{latest?.campaign.reference ?? id}</bdi>;
  const numbered = <Text id="campaign.title" values={{ id: number }} />;
  return (
    <main className="page" id="main">
      <div className="page-head">
        <ViewTitle>{latest === null ? numbered : <Name>{latest.campaign.reason}</Name>}</ViewTitle>
        {latest !== null && <p className="lead">{numbered}</p>}
        <p>
          <Link href="/campaigns">
            <Text id="campaign.all" />
          </Link>
        </p>
      </div>
      {result.status === 'loading' && (
        <Loading>
          <Text id="campaigns.loading" />
        </Loading>
      )}
      {latest !== null && (
        <CampaignView {...latest} failure={failure} isBusy={isBusy} refetch={refetch} />
      )}
      {latest === null && failure !== null && (
        <FailurePanel
          title={<Text id="campaigns.failed" />}
          failure={failure}
          isBusy={isBusy}
          onRetry={() => void refetch()}
        />
      )}
      {latest === null && failure === null && result.status === 'ready' && (
        <Note>
          <p>
            <Text id="campaign.notFound" />
          </p>
        </Note>
      )}
    </main>
  );
}

interface Latest {
  /** What was read last; null before. It stays while a later read fails. */
  readonly latest: { readonly campaign: ShownCampaign; readonly readAt: Date } | null;
  /** Why the last read failed. */
  readonly failure: ReadFailure | null;
}

function useLatest(result: QueryResult<CampaignQuery>): Latest {
  const [latest, setLatest] = useState<Latest['latest']>(null);
  if (result.status === 'failed') return { latest, failure: result.failure };
  if (result.status === 'loading') return { latest, failure: null };
  const { resetCampaign: campaign } = result.data;
  const [error] = result.errors;
  const isWhole = campaign !== null && campaign.progress !== null && campaign.failures !== null;
  if (!isWhole) return { latest, failure: error === undefined ? null : readFailureOf(error) };
  const read = { campaign, readAt: result.at };
  if (latest?.campaign !== campaign) setLatest(read);
  return { latest: read, failure: null };
}
