import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { CampaignsDocument } from '@identity-gateway/client';
import { noCampaignsText } from '../data/roles.ts';
import { useViewer } from '../data/session.tsx';
import { useQuery } from '../data/use-query.ts';
import { Button } from '../parts/button.tsx';
import { EmptyLine } from '../parts/empty-line.tsx';
import { Name } from '../parts/name.tsx';
import { Read } from '../parts/read.tsx';
import { RealmCard } from '../parts/realm-field.tsx';
import { Time } from '../parts/time.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { Text, useText } from '../text/text.tsx';
import { progressIn } from './campaign.ts';
import type { ListedCampaign } from './campaign.ts';
import { StateMark } from './state-mark.tsx';

const pageSize = 10;

/** The campaigns of a realm, newest first. */
export function CampaignList(): ReactNode {
  const { caller } = useViewer();
  const { t } = useText();
  const [realm, setRealm] = useState(caller.realms[0] ?? null);
  return (
    <main className="page" id="main">
      <PageHead title="campaigns.title" lead="campaigns.lead" />
      <RealmCard className="insights-choices" realm={realm} onChoose={setRealm} />
      <p className="button-row no-print">
        <Link className="button button-primary" href="/campaigns/new">
          <Text id="newCampaign.title" />
        </Link>
      </p>
      <section className="card" aria-label={t('campaigns.list')}>
        <ListPage key={realm} realm={realm} after={null} />
      </section>
    </main>
  );
}

/** A page of the list; on request the next page below it. */
function ListPage({
  realm,
  after,
}: {
  readonly realm: string | null;
  readonly after: string | null;
}): ReactNode {
  const query = useQuery(CampaignsDocument, { realm, first: pageSize, after });
  const [isNextShown, setNextShown] = useState(false);
  return (
    <Read
      query={query}
      partOf={({ resetCampaigns }) => resetCampaigns}
      title="campaigns.failed"
      loading="campaigns.loading"
      isNothing={({ nodes }) => nodes.length === 0}
      nothing={<NoCampaigns />}
    >
      {({ nodes, pageInfo: { endCursor, hasNextPage } }) => (
        <>
          <Entries campaigns={nodes} />
          {hasNextPage && !isNextShown && (
            <div className="card-foot">
              <Button onPress={() => setNextShown(true)}>
                <Text id="campaigns.older" />
              </Button>
            </div>
          )}
          {isNextShown && <ListPage realm={realm} after={endCursor} />}
        </>
      )}
    </Read>
  );
}

/** No campaign, in the realm or in the areas of the reader. */
function NoCampaigns(): ReactNode {
  const { caller } = useViewer();
  const areas = <Name>{caller.campaignAreas.join(', ')}</Name>;
  return <EmptyLine id={noCampaignsText(caller)} values={{ areas }} />;
}

function Entries({ campaigns }: { readonly campaigns: readonly ListedCampaign[] }): ReactNode {
  return (
    <ul className="people" role="list">
      {campaigns.map((campaign) => (
        <li key={campaign.id}>
          <Entry campaign={campaign} />
        </li>
      ))}
    </ul>
  );
}

function Entry({ campaign }: { readonly campaign: ListedCampaign }): ReactNode {
  const { t } = useText();
  const { reference, state, reason, createdAt } = campaign;
  const progress = progressIn(campaign);
  return (
    <Link href={`/campaigns/${encodeURIComponent(reference)}`}>
      <span className="campaign-entry">
        <strong>
          <Name>{reason}</Name>
        </strong>
        <span className="quiet small">
          <bdi className="number">{reference}</bdi> · <Time at={createdAt} />
          {progress !== null && <> · {t('campaign.progressOf', { ...progress })}</>}
        </span>
      </span>
      <StateMark state={state} />
    </Link>
  );
}
