import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { decoded } from '../data/decoded.ts';
import { whyNoCampaigns } from '../data/roles.ts';
import { useViewer } from '../data/session.tsx';
import { NotForYou } from '../shell/not-for-you.tsx';
import { NotFound } from '../shell/not-found.tsx';
import '../../styles/find.css';
import '../../styles/outcome.css';
import '../../styles/insights.css';
import '../../styles/campaigns.css';
import { CampaignList } from './campaign-list.tsx';
import { CampaignPage } from './campaign-page.tsx';
import { NewCampaign } from './creation/new-campaign.tsx';

/** Campaigns, for administrators: the list, and one campaign with its steps. */
export function Campaigns(): ReactNode {
  const reason = whyNoCampaigns(useViewer());
  if (reason !== null)
    return <NotForYou title="campaigns.title" lead="campaigns.lead" reason={reason} />;
  return (
    <Switch>
      <Route path="/campaigns/new">
        <NewCampaign />
      </Route>
      <Route path="/campaigns/:id">
        {({ id: part }) => {
          const id = decoded(part);
          return id === null ? <NotFound /> : <CampaignPage key={id} id={id} />;
        }}
      </Route>
      <Route path="/campaigns">
        <CampaignList />
      </Route>
    </Switch>
  );
}
