import type { ReactNode } from 'react';
import type { ResetCampaignState } from '@identity-gateway/client';
import { Text } from '../text/text.tsx';
import { stateFacts } from './campaign.ts';

/** The state of a campaign, as a mark. */
export function StateMark({ state }: { readonly state: ResetCampaignState }): ReactNode {
  const { title, mark } = stateFacts[state];
  return (
    <span className={`mark ${mark}`}>
      <Text id={title} />
    </span>
  );
}
