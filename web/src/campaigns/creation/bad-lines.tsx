import type { ReactNode } from 'react';
import type { CreateCampaignMutation } from '@identity-gateway/client';
import { Button } from '../../parts/button.tsx';
import { Name } from '../../parts/name.tsx';
import { Note } from '../../parts/note.tsx';
import { Text, useText } from '../../text/text.tsx';
import { resultName } from '../campaign.ts';
import { mostPeople } from './draft.ts';

/** Why no campaign was created. */
export type Refused = Pick<
  NonNullable<CreateCampaignMutation['createResetCampaign']>,
  'badLines' | 'badLineCount'
>;

/** Says why a list of people was refused; lines that name no one by their numbers. */
export function BadLines({
  refused,
  isBusy,
  onSkip,
}: {
  readonly refused: Refused;
  readonly isBusy: boolean;
  readonly onSkip: () => void;
}): ReactNode {
  const { t, number: written } = useText();
  const { badLineCount: count, badLines: lines } = refused;
  if (count === 0) {
    return (
      <Note icon="warn" isCaution>
        <p>{t('newCampaign.unusable', { count: written(mostPeople) })}</p>
      </Note>
    );
  }
  return (
    <Note icon="warn" isCaution>
      <p>{t('newCampaign.badLines', { count })}</p>
      <ul className="bad-lines">
        {lines.map(({ number, text, result }) => (
          <li key={number}>
            <Text
              id="newCampaign.badLine"
              values={{
                number: written(number),
                why: resultName({ result }, t),
                text: <Name>{text}</Name>,
              }}
            />
          </li>
        ))}
      </ul>
      {count > lines.length && (
        <p>{t('newCampaign.moreLines', { count: written(count - lines.length) })}</p>
      )}
      <div className="button-row">
        <Button isBusy={isBusy} onPress={onSkip}>
          <Text id="newCampaign.skip" />
        </Button>
      </div>
    </Note>
  );
}
