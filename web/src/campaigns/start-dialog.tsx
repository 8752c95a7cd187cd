import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Name } from '../parts/name.tsx';
import { useTyped } from '../parts/typed-field.tsx';
import { durationText } from '../parts/duration-text.ts';
import { Text, useText } from '../text/text.tsx';
import type { ShownCampaign } from './campaign.ts';
import { CodesNote } from './codes-note.tsx';
import { foundRows, peopleToReset } from './count-rows.ts';

/** Asks for confirmation of a start: what the dry run found, and the number of people typed. */
export function StartDialog({
  campaign,
  isBusy,
  onCancel,
  onConfirm,
}: {
  readonly campaign: ShownCampaign;
  readonly isBusy: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}): ReactNode {
  const { t, number } = useText();
  const { reference, reason, progress } = campaign;
  const people = progress === null ? null : peopleToReset(progress);
  const count = number(people ?? 0);
  const typed = useTyped({
    label: <Text id="campaign.typeCount" values={{ count }} />,
    fault: <Text id="campaign.wrongCount" values={{ count }} />,
    isRight: (text) => numberIn(text) === people,
    isNumber: true,
    onEnter: () => confirm(),
  });
  const confirm = (): void => {
    if (typed.check()) onConfirm();
  };
  return (
    <Dialog
      title={
        <Text id="campaign.ask.start" values={{ id: <bdi className="number">{reference}</bdi> }} />
      }
      consequence={<Text id="campaign.consequence.start" />}
      bodyLabel={t('campaign.dryRun')}
      isBusy={isBusy}
      onCancel={onCancel}
      cancelText="campaign.keep"
      action={
        <Button look="danger" isBusy={isBusy} onPress={confirm}>
          <Text id={isBusy ? 'notice.retrying' : 'campaign.start'} />
        </Button>
      }
    >
      <p>
        <Name>{reason}</Name>
      </p>
      <Facts campaign={campaign} people={people ?? 0} />
      <CodesNote campaign={campaign} />
      {typed.field}
    </Dialog>
  );
}

/** Returns the number that the reader typed, in digits of any script; NaN without one. */
function numberIn(typed: string): number {
  const digits = (typed.match(/\p{Nd}/gu) ?? []).map((digit) => (digit.codePointAt(0) ?? 0) % 16);
  return digits.length === 0 ? Number.NaN : Number(digits.join(''));
}

/** What the dry run found, what happens to sessions, and how long it takes. */
function Facts({
  campaign: { progress, isEndingSessions, pacePerMinute },
  people,
}: {
  readonly campaign: ShownCampaign;
  readonly people: number;
}): ReactNode {
  const { t, locale, number } = useText();
  const time = durationText((people / pacePerMinute) * 60, locale);
  const counts = [
    [t('campaign.toReset'), people] as const,
    ...(progress === null ? [] : foundRows(progress, t)),
  ];
  const rows = [
    ...counts.map(([name, count]) => [name, number(count)] as const),
    [
      t('campaign.sessions'),
      t(isEndingSessions ? 'campaign.sessionsEnd' : 'campaign.sessionsStay'),
    ] as const,
    [t('campaign.pace'), t('campaign.paceMost', { pace: number(pacePerMinute) })] as const,
    [t('campaign.timeToEnd'), t('campaign.atLeast', { time })] as const,
  ];
  return (
    <dl className="campaign-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
