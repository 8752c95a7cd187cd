import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Name } from '../parts/name.tsx';
import { useList } from '../parts/time.tsx';
import { Text, useText } from '../text/text.tsx';
import type { ShownCampaign } from './campaign.ts';
import type { Step } from './steps.ts';

/** Asks for confirmation of a step that resets people again, or that ends the campaign for good. */
export function StepDialog({
  step,
  campaign: { reference, kinds, reason, progress },
  isBusy,
  onCancel,
  onConfirm,
}: {
  readonly step: Exclude<Step, 'check' | 'start' | 'pause' | 'resume'>;
  readonly campaign: ShownCampaign;
  readonly isBusy: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}): ReactNode {
  const { t, number } = useText();
  const list = useList();
  const id = <bdi className="number">{reference}</bdi>;
  const left = progress === null ? null : progress.waiting + progress.running;
  const people = step === 'retry' ? (progress?.failed ?? null) : left;
  return (
    <Dialog
      title={<Text id={`campaign.ask.${step}`} values={{ id }} />}
      consequence={<Text id={`campaign.consequence.${step}`} />}
      bodyLabel={t('campaign.about')}
      isBusy={isBusy}
      onCancel={onCancel}
      cancelText="campaign.keep"
      action={
        <Button look="danger" isBusy={isBusy} onPress={onConfirm}>
          <Text id={isBusy ? 'notice.retrying' : `campaign.${step}`} />
        </Button>
      }
    >
      <p>
        <Name>{reason}</Name>
      </p>
      <p>{list(kinds.map((kind) => <Text key={kind} id={`kind.${kind}.title`} />))}</p>
      {people !== null && <p>{t('campaign.people', { count: number(people) })}</p>}
    </Dialog>
  );
}
