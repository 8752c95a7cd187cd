import type { ReactNode } from 'react';
import { opensHold } from '../parts/holding-kinds.ts';
import { Note } from '../parts/note.tsx';
import { Text } from '../text/text.tsx';
import type { ShownCampaign } from './campaign.ts';

/** That the people of the campaign have to call for a setup code; nothing without a hold. */
export function CodesNote({
  campaign: { realm, kinds },
}: {
  readonly campaign: Pick<ShownCampaign, 'realm' | 'kinds'>;
}): ReactNode {
  if (!opensHold(realm, 'CAMPAIGN', kinds)) return null;
  return (
    <Note>
      <p>
        <Text id="campaign.codes" />
      </p>
    </Note>
  );
}
